"""What is typed of times: a week's hours, a span, and who else gets the same."""

from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ashi.apps.centres.errors import HoursTextError
from ashi.apps.centres.hours import read_hours, write_hours
from ashi.apps.centres.models import Resource
from ashi.web.settings.forms import DATE, INPUT, line
from ashi.web.settings.wording import REASON_WORDS
from ashi.web.templatetags.frame import in_language
from ashi.web.walltime import WallTimeField
from ashi.web.wording import sentence_for

MOMENT = {**INPUT, "type": "datetime-local"}
WALL = "%Y-%m-%dT%H:%M"


def also_for() -> forms.TypedMultipleChoiceField:
    """Return a field that gives the same to others of the centre."""
    return forms.TypedMultipleChoiceField(
        label=gettext_lazy("The same for"),
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
    )


def others_of(resource: Resource | None) -> list[tuple[int, str]]:
    """Return the people and things of a resource's centre beside it."""
    if resource is None or resource.centre is None:
        return []
    rows = Resource.objects.filter(centre=resource.centre, active=True).exclude(pk=resource.pk)
    return [(row.pk, in_language(row, "name")) for row in rows.order_by("position", "name")]


class WeekForm(forms.Form):
    """A week's hours, a line for each day."""

    valid_from = forms.DateField(
        label=gettext_lazy("Valid from"),
        required=False,
        help_text=gettext_lazy("Empty: at once. Before this day the hours of now stay."),
        widget=forms.DateInput(DATE, format="%Y-%m-%d"),
    )
    valid_to = forms.DateField(
        label=gettext_lazy("Last day"),
        required=False,
        help_text=gettext_lazy("For a holiday week: after it the usual hours go on."),
        widget=forms.DateInput(DATE, format="%Y-%m-%d"),
    )
    also = also_for()

    def __init__(self, *args: Any, resource: Resource | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["also"].choices = others_of(resource)
        for day, name in WEEKDAYS.items():
            self.fields[f"day{day}"] = line(name, 120, required=False)
            if resource is not None:
                self.initial[f"day{day}"] = _written(resource, day)

    def clean(self) -> dict[str, Any]:
        """Read each day's hours."""
        week: dict[int, list[tuple[int, int]]] = {}
        for day in WEEKDAYS:
            try:
                week[day] = read_hours(self.cleaned_data.get(f"day{day}", ""))
            except HoursTextError as error:
                self.add_error(f"day{day}", sentence_for(error))
        first, last = (self.cleaned_data.get(name) for name in ("valid_from", "valid_to"))
        if last and (first is None or last < first):
            self.add_error("valid_to", _("A last day needs a first day that is not after it."))
        elif last and not self.errors and not any(week.values()):
            self.add_error("valid_to", _("Nobody is there in these days: add an absence instead."))
        kept = ("valid_from", "valid_to", "also")
        return {name: self.cleaned_data.get(name) for name in kept} | {"week": week}

    def days(self) -> list[forms.BoundField]:
        """Return the lines of the days."""
        return [self[f"day{day}"] for day in WEEKDAYS]


def _written(resource: Resource, day: int) -> str:
    """Return a day's hours that hold with no end, as text."""
    rows = [row for row in resource.hours.all() if row.weekday == day and row.valid_to is None]
    return write_hours((row.opens_min, row.closes_min) for row in rows)


class SpanForm(forms.Form):
    """From when until when, on the centre's clock."""

    start = WallTimeField(label=gettext_lazy("From"), widget=forms.DateTimeInput(MOMENT, WALL))
    end = WallTimeField(label=gettext_lazy("Until"), widget=forms.DateTimeInput(MOMENT, WALL))


class ExtraForm(SpanForm):
    """When somebody or something is there beyond the week, and who else is."""

    also = also_for()

    def __init__(self, *args: Any, resource: Resource, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["also"].choices = others_of(resource)


class PeriodForm(forms.Form):
    """Which week of its own is meant."""

    first = forms.DateField()
    last = forms.DateField()


class AwayForm(SpanForm):
    """When somebody or something is not there, and why."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Why"), choices=REASON_WORDS, widget=forms.Select({"class": "input"})
    )
    note = line(gettext_lazy("Note"), 200, required=False)


class CloseForm(SpanForm):
    """When the whole centre is closed, and what that is called."""

    name = line(gettext_lazy("Name"), 120)
    name_el = line(gettext_lazy("Name in Greek"), 120, required=False)
