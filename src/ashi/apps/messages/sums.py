"""Sums of money as they are written in a sentence."""

from decimal import Decimal

from django.utils import translation

from ashi.core.kernel.money import as_sum


def sum_in_words(amount: Decimal) -> str:
    """Return "€50" or, in Greek, "50 €"; cents only where there are any."""
    sign, amount = ("−" if amount < 0 else ""), abs(amount)
    whole = amount == amount.to_integral_value()
    number = f"{amount:.0f}" if whole else f"{amount:.2f}"
    if translation.get_language() == "el":
        return f"{sign}{number.replace('.', ',')}\u00a0€"
    return f"{sign}€{number}"


def cents_in_words(cents: int) -> str:
    """Return whole cents so."""
    return sum_in_words(as_sum(cents))
