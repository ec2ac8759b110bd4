"""What is typed about a fee or a deposit."""

from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from ashi.apps.billing.actions_dues import METHODS as ALLOWED
from ashi.apps.billing.dues import Due
from ashi.core.kernel.money import as_cents, as_sum
from ashi.web.desk.forms import METHODS

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

HOW = [(value, word) for value, word in METHODS if value in ALLOWED]


def _amount(label: "StrOrPromise", **more: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        max_digits=7,
        decimal_places=2,
        localize=True,
        widget=forms.TextInput({"class": "input", "inputmode": "decimal", "data-w": "num"}),
        **more,
    )


class WaiveForm(forms.Form):
    """How much of a fee is let off, and why."""

    entry_id = forms.UUIDField(widget=forms.HiddenInput)
    amount = _amount(
        _("How much is let off"),
        min_value=Decimal("0.01"),
        required=False,
        help_text=_("Less than what is open leaves the rest owed"),
    )
    reason = forms.CharField(
        label=_("Why it is let off"),
        max_length=200,
        widget=forms.TextInput({"class": "input", "autocomplete": "off"}),
    )

    @classmethod
    def fresh(cls, due: Due | None) -> "WaiveForm":
        """Return the form with all that is open."""
        still = f"{as_sum(due.sums.open):.2f}" if due and due.sums.open else None
        return cls(initial={"entry_id": uuid4(), "amount": still})

    def cents(self) -> int | None:
        """Return the part in whole cents; None is all that is open."""
        amount = self.cleaned_data["amount"]
        return None if amount is None else as_cents(amount)


class DepositBackForm(forms.Form):
    """How a deposit went back."""

    entry_id = forms.UUIDField(widget=forms.HiddenInput)
    method = forms.ChoiceField(label=_("How"), choices=HOW, widget=forms.Select({"class": "input"}))


class DepositForm(DepositBackForm):
    """A deposit that came in."""

    amount = _amount(_("Amount"), min_value=0)

    @classmethod
    def fresh(cls, due: Due | None) -> "DepositForm":
        """Return the form with what is still missing."""
        missing = as_sum(due.asked) if due and due.asked else None
        return cls(initial={"entry_id": uuid4(), "amount": missing})

    def cents(self) -> int:
        """Return the sum in whole cents."""
        return as_cents(self.cleaned_data["amount"])
