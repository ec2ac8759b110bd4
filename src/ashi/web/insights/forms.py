"""Over which days, of which condition and at which follow-up a measure is looked at."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from ashi.apps.insights.asked import DUE_MOMENTS
from ashi.core.insights.definitions import Definition
from ashi.core.insights.periods import Period, days_of
from ashi.core.knowledge.evidence_base.conditions import all_conditions
from ashi.web.insights.wording import PERIOD_WORDS
from ashi.web.outcomes.wording import MOMENT_WORDS
from ashi.web.templatetags.frame import in_language

INPUT = {"class": "input"}
DAY = {**INPUT, "type": "date", "data-w": "date"}
ALL = ("", pgettext_lazy("of a list", "All"))
MOST = timedelta(days=3660)
OLDEST = date(2000, 1, 1)
AT_FOLLOW_UP = ("change", "compared")


class PeriodForm(forms.Form):
    """A period by its name, or two days; nothing given is the twelve months to today."""

    period = forms.ChoiceField(
        label=gettext_lazy("Period"),
        required=False,
        choices=list(PERIOD_WORDS.items()),
        widget=forms.Select(INPUT),
    )
    first = forms.DateField(
        label=gettext_lazy("From day"), required=False, widget=forms.DateInput(DAY, "%Y-%m-%d")
    )
    last = forms.DateField(
        label=gettext_lazy("To day"), required=False, widget=forms.DateInput(DAY, "%Y-%m-%d")
    )
    condition = forms.ChoiceField(
        label=gettext_lazy("Condition"), required=False, widget=forms.Select(INPUT)
    )
    moment = forms.ChoiceField(
        label=gettext_lazy("Follow-up"),
        required=False,
        choices=[(one, MOMENT_WORDS[one]) for one in DUE_MOMENTS],
        widget=forms.Select(INPUT),
    )

    def __init__(
        self, given: Any, definition: Definition | None, today: date, *, inside: bool
    ) -> None:
        super().__init__({"period": Period.YEAR, "moment": "months_3"} | given.dict())
        self.today, self.inside = today, inside
        names = [(one.id, in_language(one, "name")) for one in all_conditions()]
        self.fields["condition"].choices = [ALL, *names]
        # Two periods a day apart, or one of a single condition, would tell a single person's count.
        if not inside:
            shown = [pair for pair in PERIOD_WORDS.items() if pair[0] != Period.OWN]
            self.fields["period"].choices = shown
            for name in ("first", "last", "condition"):
                del self.fields[name]
        elif definition is None or not definition.by_condition:
            del self.fields["condition"]
        if definition is None or definition.id not in AT_FOLLOW_UP:
            del self.fields["moment"]

    def clean(self) -> dict[str, Any]:
        """See that own days are two, in order, not ahead and not too far apart."""
        given = super().clean() or {}
        if given.get("first") or given.get("last"):  # who says a day means it
            given["period"] = Period.OWN
        if given.get("period") == Period.OWN and not {"first", "last"} & set(self.errors):
            first, last = given.get("first"), given.get("last")
            for name, day in (("first", first), ("last", last)):
                if day is None:
                    self.add_error(name, _("Please say a day."))
            if first and last:
                self._check(first, last)
        return given

    def _check(self, first: date, last: date) -> None:
        if last > self.today:
            self.add_error("last", _("This day has not come yet."))
        elif first > last:
            self.add_error("last", _("This is before the first day."))
        elif first < OLDEST:
            self.add_error("first", _("Nothing is kept of a day so long ago."))
        elif last - first > MOST:
            self.add_error("last", _("Ten years at most can be looked at at once."))

    def days(self) -> tuple[date, date]:
        """Return the days that were asked for; of a form with errors those of the usual year."""
        said = self.cleaned_data if self.is_valid() else {}
        period = Period(said.get("period") or Period.YEAR)
        if period is Period.OWN:
            return said["first"], said["last"]
        return days_of(period, self.today)

    def said(self, name: str, usual: str = "") -> str:
        """Return a choice that was made; the usual one where none was, or it was wrong."""
        return str((self.cleaned_data if self.is_valid() else {}).get(name) or usual)
