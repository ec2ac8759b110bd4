"""What is typed about a fee or a deposit."""

from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from ashi.apps.billing.actions_dues import METHODS as ALLOWED
from ashi.apps.billing.dues import Due
from ashi.core.kernel.money import as_cents, as_sum
from ashi.web.desk.forms import METHODS

HOW = [(value, word) for value, word in METHODS if value in ALLOWED]


class WaiveForm(forms.Form):
    """Why a fee is let off."""

    entry_id = forms.UUIDField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Why it is let off"),
        max_length=200,
        widget=forms.TextInput({"class": "input", "autocomplete": "off"}),
    )


class DepositBackForm(forms.Form):
    """How a deposit went back."""

    entry_id = forms.UUIDField(widget=forms.HiddenInput)
    method = forms.ChoiceField(label=_("How"), choices=HOW, widget=forms.Select({"class": "input"}))


class DepositForm(DepositBackForm):
    """A deposit that came in."""

    amount = forms.DecimalField(
        label=_("Amount"),
        min_value=0,
        max_digits=7,
        decimal_places=2,
        localize=True,
        widget=forms.TextInput({"class": "input", "inputmode": "decimal", "data-w": "num"}),
    )

    @classmethod
    def fresh(cls, due: Due | None) -> "DepositForm":
        """Return the form with what is still missing."""
        missing = as_sum(due.asked) if due and due.asked else None
        return cls(initial={"entry_id": uuid4(), "amount": missing})

    def cents(self) -> int:
        """Return the sum in whole cents."""
        return as_cents(self.cleaned_data["amount"])
