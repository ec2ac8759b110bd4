"""What the desk sends."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ashi.apps.billing.models import Payment
from ashi.apps.encounters.course_of_day import Kind
from ashi.apps.encounters.models import StepKind, StepSource
from ashi.apps.encounters.taken_later import Press
from ashi.apps.patients.models import FactValue
from ashi.web.numbers import MOST

MOST_MS = 4_102_444_800_000  # the first instant of 2100: what no clock says today
SEEN_MOST = 37 * 200  # characters: the ids of more steps than a visit has


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
    source = forms.ChoiceField(
        required=False, choices=[(StepSource.LIVE, ""), (StepSource.PAPER, "")]
    )

    def __init__(self, *args: Any, visit_day: date | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.visit_day = visit_day

    def clean(self) -> dict[str, Any]:
        """Turn a time into an instant: of the visit's day if that is past, else of today.

        Of today it is the latest such time that is not to come. What is not entered later has
        no paper that it comes from.
        """
        cleaned = super().clean() or self.cleaned_data
        at = cleaned.pop("at", None)
        earlier = cleaned.pop("earlier", False)
        if earlier and at is None and "at" not in self.errors:
            self.add_error("at", _("Say when it happened."))
        if at is not None:
            cleaned["occurred_at"] = self._instant(at)
        cleaned["source"] = (cleaned.get("source") if earlier else "") or StepSource.LIVE
        return cleaned

    def _instant(self, at: time) -> datetime:
        here = timezone.localtime()
        if self.visit_day is not None and self.visit_day < here.date():
            return timezone.make_aware(datetime.combine(self.visit_day, at))
        then = here.replace(hour=at.hour, minute=at.minute, second=0, microsecond=0)
        return _not_to_come(then, here)


class LaterStepForm(forms.Form):
    """One step of the queue of a device that had no connection."""

    step_id = forms.UUIDField()
    author_id = forms.IntegerField(min_value=1, max_value=MOST)
    kind = forms.ChoiceField(choices=[one for one in StepKind.choices if one[0] != "undo"])
    pressed_ms = forms.IntegerField(min_value=0, max_value=MOST_MS)
    needles = forms.IntegerField(required=False, min_value=0, max_value=300)
    minutes = forms.IntegerField(required=False, min_value=1, max_value=120)
    visit_version = forms.IntegerField(required=False, min_value=1, max_value=MOST)
    emergency = forms.BooleanField(required=False)
    confirmed = forms.BooleanField(required=False)
    seen = forms.CharField(required=False, max_length=SEEN_MOST)

    def clean_seen(self) -> frozenset[UUID]:
        """Read the ids of the steps that the device knew of."""
        try:
            return frozenset(UUID(one) for one in self.cleaned_data["seen"].split())
        except ValueError as error:
            raise forms.ValidationError("") from error

    def press(self, visit_id: int) -> tuple[Press, bool]:
        """Return the press, and whether somebody has seen both versions and keeps it."""
        values = dict(self.cleaned_data)
        confirmed = values.pop("confirmed")
        pressed = datetime.fromtimestamp(values.pop("pressed_ms") / 1000, UTC)
        kind = Kind(values.pop("kind"))
        return Press(visit_id=visit_id, kind=kind, pressed_at=pressed, **values), confirmed


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
