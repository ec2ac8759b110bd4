"""What is sent for visits that repeat: the rule, and the visits that were chosen of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ashi.apps.bookings.actions.repeating import Take
from ashi.apps.patients.models import Patient
from ashi.apps.patients.queries import patients_for
from ashi.core.scheduling.errors import BadValueError
from ashi.core.scheduling.repeating import MOST, MOST_WEEKS, Repeat
from ashi.web.visits_form import VisitsForm

INPUT = {"class": "input", "autocomplete": "off"}
NUMBER = {**INPUT, "inputmode": "numeric", "data-w": "n"}
DAY = {**INPUT, "type": "date", "data-w": "date"}
CLOCK = {**INPUT, "type": "time", "data-w": "time"}
SELECT = {"class": "input"}


@dataclass(frozen=True, slots=True)
class Faulty:
    """Which field of the form a fault of the rule belongs to, and its sentence."""

    field: str
    sentence: str


def fault_in_words(field: str, code: str) -> Faulty:
    """Return a fault of the rule in words."""
    words = {
        ("end", "not_one"): Faulty(
            "count",
            _("Say how many visits, or until which day: one of both, since a series has an end."),
        ),
        ("until", "before_first"): Faulty("until", _("The last day comes before the first.")),
        ("until", "none"): Faulty("until", _("None of these weekdays comes until then.")),
    }
    most = Faulty(
        "until" if field == "until" else "count",
        _("A series has at most %(most)s visits within a year.") % {"most": MOST},
    )
    return words.get((field, code), most)


class RhythmForm(forms.Form):
    """On which weekdays visits repeat, and how often or until when."""

    days = forms.TypedMultipleChoiceField(
        label=gettext_lazy("On"),
        coerce=int,
        choices=list(WEEKDAYS.items()),
        widget=forms.CheckboxSelectMultiple,
    )
    count = forms.IntegerField(
        label=gettext_lazy("How many visits"),
        required=False,
        min_value=1,
        max_value=MOST,
        widget=forms.NumberInput({**NUMBER, "min": 1, "max": MOST}),
    )
    until = forms.DateField(
        label=gettext_lazy("or until"),
        required=False,
        widget=forms.DateInput(DAY, "%Y-%m-%d"),
    )


class SeriesForm(VisitsForm, RhythmForm):
    """The rule: what, with whom, on which weekdays, every how many weeks, and until when."""

    patient = forms.ModelChoiceField(queryset=Patient.objects.none(), widget=forms.HiddenInput)
    at_time = forms.TimeField(label=gettext_lazy("Time"), widget=forms.TimeInput(CLOCK, "%H:%M"))
    every = forms.IntegerField(
        label=gettext_lazy("Every how many weeks"),
        min_value=1,
        max_value=MOST_WEEKS,
        initial=1,
        widget=forms.NumberInput({**NUMBER, "min": 1, "max": MOST_WEEKS}),
    )
    companion = forms.CharField(
        label=gettext_lazy("Who stays with the patient"),
        required=False,
        max_length=120,
        widget=forms.TextInput(INPUT),
    )
    note = forms.CharField(
        label=gettext_lazy("Note"),
        required=False,
        max_length=500,
        widget=forms.TextInput(INPUT),
    )

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["patient"].queryset = patients_for(request.actor)
        self.offer_of(request.centre.pk)

    def clean(self) -> dict[str, Any]:
        """Make the rule, or say what is wrong with it."""
        said: dict[str, Any] = super().clean() or {}
        if {"first", "at_time", "every", "days", "count", "until"} & set(self.errors):
            return said
        at = said["at_time"]
        try:
            said["repeat"] = Repeat(
                said["first"],
                frozenset(said["days"]),
                at.hour * 60 + at.minute,
                said["every"],
                said["count"],
                said["until"],
            )
        except BadValueError as error:
            fault = fault_in_words(*error.faults[0])
            self.add_error(fault.field, fault.sentence)
        return said


class TakesField(forms.Field):
    """The visits that were chosen: when each is due and begins, two instants each."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value: Any) -> list[Take]:
        """Return what was chosen; what was left out is empty."""
        try:
            return [_take(one) for one in value or () if one]
        except ValueError as error:
            raise forms.ValidationError(_("Choose the times again.")) from error


def _take(text: str) -> Take:
    due, start = (datetime.fromisoformat(one) for one in text.split("|"))
    if due.tzinfo is None or start.tzinfo is None:
        raise ValueError(text)
    return Take(due, start)


class TakesForm(forms.Form):
    """What is pressed on a preview."""

    key = forms.UUIDField()
    take = TakesField(required=False)

    def clean_take(self) -> list[Take]:
        """See that something was chosen."""
        found: list[Take] = self.cleaned_data["take"]
        if not found:
            raise forms.ValidationError(_("Choose at least one of the visits."))
        return found
