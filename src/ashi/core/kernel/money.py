"""Sums of money: whole cents, and the same as a decimal number.

Decides        nothing
Takes, gives   cents as integers; sums of the currency as decimals with two places
Units          cents; a hundred of them are one of the currency
Sources        own
"""

from decimal import Decimal

IN_CENTS = 100


def as_sum(cents: int) -> Decimal:
    """Return whole cents as a sum of the currency."""
    return Decimal(cents) / IN_CENTS


def as_cents(amount: Decimal) -> int:
    """Return a sum of the currency in whole cents; what is less than a cent is dropped."""
    return int(amount * IN_CENTS)
