"""What is asked of a series, and what is pressed on its preview."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ashi.apps.centres.models import Resource
from ashi.apps.encounters.actions.series_changes import REASONS
from ashi.apps.encounters.series_change import Act, Scope
from ashi.core.scheduling.repeating import Turn
from ashi.web.desk.late_run import RowsField
from ashi.web.desk.series_forms import CLOCK, SELECT
from ashi.web.numbers import row_number
from ashi.web.walltime import InstantField

SCOPES = [
    (Scope.ONE.value, gettext_lazy("This visit only")),
    (Scope.FOLLOWING.value, gettext_lazy("This one and those that follow")),
    (Scope.ALL.value, gettext_lazy("All that are to come")),
]
ACTS = [
    (str(Act.MOVE), gettext_lazy("Move them, or change who treats")),
    (str(Act.CANCEL), gettext_lazy("Cancel them")),
]


class ChangeForm(forms.Form):
    """Which visits, and what becomes of them; one pair of day and time for each weekday."""

    scope = forms.ChoiceField(
        label=gettext_lazy("Which visits"), choices=SCOPES, widget=forms.RadioSelect
    )
    act = forms.ChoiceField(
        label=gettext_lazy("What becomes of them"), choices=ACTS, widget=forms.RadioSelect
    )
    person = forms.ModelChoiceField(
        label=gettext_lazy("With"),
        queryset=Resource.objects.none(),
        required=False,
        empty_label=gettext_lazy("as it is"),
        widget=forms.Select(SELECT),
    )
    along = RowsField(required=False)

    def __init__(
        self, *args: Any, request: HttpRequest, weekdays: Sequence[int], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.weekdays = list(weekdays)
        people = Resource.objects.filter(centre=request.centre, active=True, kind="practitioner")
        self.fields["person"].queryset = people.order_by("position", "id")
        for day in self.weekdays:
            named = {"day": WEEKDAYS[day]}
            self.fields[f"day_{day}"] = forms.TypedChoiceField(
                label=_("%(day)s: move to") % named,
                coerce=int,
                required=False,
                choices=[("", _("the same day")), *WEEKDAYS.items()],
                widget=forms.Select(SELECT),
            )
            self.fields[f"time_{day}"] = forms.TimeField(
                label=_("%(day)s: at") % named,
                required=False,
                widget=forms.TimeInput(CLOCK, "%H:%M"),
            )

    def of_days(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Return the fields of each weekday."""
        return [(self[f"day_{day}"], self[f"time_{day}"]) for day in self.weekdays]

    def turns(self) -> dict[int, Turn]:
        """Return what becomes of each weekday; weekdays that stay are not named."""
        found: dict[int, Turn] = {}
        for day in self.weekdays:
            said, at = self.cleaned_data[f"day_{day}"], self.cleaned_data[f"time_{day}"]
            to = day if said == "" else said
            if to != day or at is not None:
                found[day] = Turn(to, None if at is None else at.hour * 60 + at.minute)
        return found


class InsteadField(forms.Field):
    """Other times for visits that clash: a visit and an instant each."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value: Any) -> dict[int, datetime]:
        """Return the times by visit; what stays as it is booked is empty."""
        try:
            return dict(_instead(one) for one in value or () if one)
        except ValueError as error:
            raise forms.ValidationError(_("Choose the times again.")) from error


def _instead(text: str) -> tuple[int, datetime]:
    visit, start = text.split("|")
    number, moment = row_number(visit), datetime.fromisoformat(start)
    if number is None or moment.tzinfo is None:
        raise ValueError(text)
    return number, moment


class PressForm(forms.Form):
    """What is pressed on a preview: when it was made, and what it showed."""

    at = InstantField()
    key = forms.UUIDField()
    seal = forms.CharField(max_length=32)
    instead = InsteadField(required=False)
    send = forms.BooleanField(required=False)
    reason = forms.ChoiceField(required=False, choices=[(one, one) for one in REASONS])
