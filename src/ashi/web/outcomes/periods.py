"""Two periods of a course beside each other, as the reader chose them."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from django import forms
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ashi.apps.outcomes.progress import GLOBAL, CourseOfCare
from ashi.core.outcomes.periods import Period, Stretch, difference, stretch_of
from ashi.core.outcomes.saying import in_words, signed
from ashi.web.outcomes.wording import measure_name

DAY = forms.DateInput({"type": "date", "class": "input"}, "%Y-%m-%d")
NAMES = ("from1", "to1", "from2", "to2")


class Line(NamedTuple):
    """One thing in both periods, and the difference."""

    name: str
    first: str
    second: str
    change: str


class PeriodsForm(forms.Form):
    """The first and the last day of each of two periods that do not overlap."""

    from1 = forms.DateField(label=gettext_lazy("First period from"), widget=DAY)
    to1 = forms.DateField(label=gettext_lazy("to"), widget=DAY)
    from2 = forms.DateField(label=gettext_lazy("Second period from"), widget=DAY)
    to2 = forms.DateField(label=gettext_lazy("to"), widget=DAY)

    def clean(self) -> dict[str, Any]:
        """See that the periods run forward and do not overlap."""
        values = super().clean() or {}
        if any(values.get(name) is None for name in NAMES):
            return values
        for first, last in (("from1", "to1"), ("from2", "to2")):
            if values[last] < values[first]:
                self.add_error(last, _("This day is before the first."))
        if not self.errors and values["from2"] <= values["to1"]:
            self.add_error("from2", _("The second period begins after the first has ended."))
        return values

    @staticmethod
    def halves(begun: date, last_day: int) -> dict[str, date]:
        """Return the first and the second half of a course, to begin from."""
        middle = begun + timedelta(days=last_day // 2)
        end = max(begun + timedelta(days=last_day), middle + timedelta(days=1))
        days = (begun, middle, middle + timedelta(days=1), end)
        return dict(zip(NAMES, days, strict=True))


def compared(course: CourseOfCare, chosen: dict[str, date]) -> tuple[Line, ...]:
    """Return each measure, visits and unwanted events in two periods of a course."""
    if course.begun_on is None:
        return ()
    begun = course.begun_on
    first, second = (
        Period((chosen[a] - begun).days, (chosen[b] - begun).days)
        for a, b in (("from1", "to1"), ("from2", "to2"))
    )
    language = translation.get_language() or "en"
    lines: list[Line] = []
    for code, progress in course.by_measure.items():
        if code in GLOBAL:
            continue
        before, after = (stretch_of(progress.runs, one) for one in (first, second))
        change = difference(before, after)
        said = _("not compared") if change is None else signed(change, language)
        lines.append(
            Line(measure_name(code), _words(before, language), _words(after, language), said)
        )
    return (*lines, *_counts(course, first, second))


def _words(one: Stretch, language: str) -> str:
    told: dict[str, object] = {"answered": one.answered, "asked": one.asked}
    if one.mean is None or one.low is None or one.high is None:
        return _("no answer, asked %(asked)s times") % told if one.asked else _("not asked")
    mean, low, high = (in_words(value, language) for value in (one.mean, one.low, one.high))
    told = told | {"mean": mean, "low": low, "high": high}
    return _("mean %(mean)s (%(low)s to %(high)s), %(answered)s of %(asked)s answered") % told


def _counts(course: CourseOfCare, first: Period, second: Period) -> Sequence[Line]:
    """Return visits by what was done, and unwanted events, in each period."""
    days = {
        _("Visits"): [one.day for one in course.visits],
        _("Visits with needles"): [one.day for one in course.visits if one.needled],
        _("Visits with physiotherapy"): [one.day for one in course.visits if one.treated],
        _("Unwanted events"): [day for day, _row in course.events],
    }
    found = []
    for name, all_days in days.items():
        before, after = (
            sum(one.first <= day <= one.last for day in all_days) for one in (first, second)
        )
        change = after - before
        found.append(
            Line(name, str(before), str(after), f"{change:+d}".replace("-", "−") if change else "0")
        )
    return found
