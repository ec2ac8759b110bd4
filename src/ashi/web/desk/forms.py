"""What the desk sends."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ashi.apps.billing.models import Payment
from ashi.apps.encounters.models import StepKind
from ashi.apps.patients.models import FactValue
from ashi.web.numbers import MOST


class StepForm(forms.Form):
    """One step of a visit."""

    step_id = forms.UUIDField()
    kind = forms.ChoiceField(choices=[one for one in StepKind.choices if one[0] != "undo"])
    needles = forms.IntegerField(required=False, min_value=0, max_value=300)
    minutes = forms.IntegerField(required=False, min_value=1, max_value=120)
    at = forms.TimeField(required=False, label=_("When it happened"))
    earlier = forms.BooleanField(required=False)  # the form for what happened before now
    visit_version = forms.IntegerField(required=False, min_value=1, max_value=MOST)
    confirmed = forms.BooleanField(required=False)
    emergency = forms.BooleanField(required=False)
    note = forms.CharField(required=False, max_length=300)

    def clean(self) -> dict[str, Any]:
        """Turn a time of today into an instant: the latest such time that is not to come."""
        cleaned = super().clean() or self.cleaned_data
        at = cleaned.pop("at", None)
        if cleaned.pop("earlier", False) and at is None and "at" not in self.errors:
            self.add_error("at", _("Say when it happened."))
        if at is not None:
            here = timezone.localtime()
            then = here.replace(hour=at.hour, minute=at.minute, second=0, microsecond=0)
            cleaned["occurred_at"] = _not_to_come(then, here)
        return cleaned


def _not_to_come(then: datetime, here: datetime) -> datetime:
    """Read 23:50 said at 00:10 as yesterday's."""
    far_ahead = then - here > timedelta(hours=12)
    return then - timedelta(days=1) if far_ahead else then


class SecondCountForm(forms.Form):
    """What somebody else counts of the needles that came out."""

    counted = forms.IntegerField(
        label=_("How many do you count?"),
        min_value=0,
        max_value=300,
        widget=forms.NumberInput(
            {"class": "input", "inputmode": "numeric", "data-w": "code", "autocomplete": "off"}
        ),
    )


class UndoForm(forms.Form):
    """Take a step back."""

    step_id = forms.UUIDField()
    undoes = forms.UUIDField(required=False)


class CallForm(forms.Form):
    """Whom to call to a bell."""

    user_id = forms.IntegerField(min_value=1, max_value=MOST)


class PresenceForm(forms.Form):
    """A screen that is there."""

    screen_id = forms.UUIDField()
    armed = forms.BooleanField(required=False)


class PaymentForm(forms.Form):
    """What was paid, how and by whom."""

    payment_id = forms.UUIDField()
    amount = forms.DecimalField(label=_("Amount"), max_digits=7, decimal_places=2, localize=True)
    method = forms.ChoiceField(label=_("How"), choices=[])
    payer = forms.ChoiceField(label=_("Who pays"), choices=[])
    is_co_payment = forms.BooleanField(label=_("This is the co-payment"), required=False)
    note = forms.CharField(label=_("Note"), required=False, max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["method"].choices = METHODS
        self.fields["payer"].choices = PAYERS


METHODS = [
    (Payment.Method.CASH, _("cash")),
    (Payment.Method.CARD, _("card")),
    (Payment.Method.TRANSFER, _("bank transfer")),
    (Payment.Method.INSURER, _("insurer")),
    (Payment.Method.VOUCHER, _("voucher")),
]
PAYERS = [
    ("private", _("the patient")),
    ("gesy", _("GeSY")),
    ("insurer", _("private insurer")),
    ("employer", _("employer")),
]


class IncidentForm(forms.Form):
    """What is known of needles that were not counted out."""

    last_seen = forms.CharField(label=_("Where last seen"), required=False, max_length=300)
    found_where = forms.CharField(label=_("Where found"), required=False, max_length=300)
    patient_called = forms.ChoiceField(
        label=_("Patient called back"),
        choices=[
            (FactValue.YES, _("yes")),
            (FactValue.NO, _("no")),
            (FactValue.UNKNOWN, _("not yet")),
        ],
        initial=FactValue.UNKNOWN,
    )


class IncidentCloseForm(forms.Form):
    """What became of the needles, and who answers for it."""

    resolution = forms.CharField(
        label=_("What became of it"),
        max_length=300,
        error_messages={"required": _("Say what became of the needles.")},
    )
    accounted_by = forms.TypedChoiceField(label=_("Who answers for it"), coerce=int, choices=[])

    def __init__(self, *args: Any, people: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["accounted_by"].choices = people
