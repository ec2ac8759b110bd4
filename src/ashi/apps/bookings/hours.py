"""When whom and what a centre has is there, over a span: read once, asked many times."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q

from ashi.apps.bookings.calendars import Spans, key_of, rules_of, span_of
from ashi.apps.bookings.fitness import Papers
from ashi.apps.centres.models import (
    Absence,
    Centre,
    Closure,
    ExtraOpening,
    Permit,
    Resource,
    WeeklyHours,
)
from ashi.core.scheduling.axis import Span
from ashi.core.scheduling.week import WeeklyHours as Rule
from ashi.core.scheduling.week import weekly_spans


class Hours:
    """Hours, extra openings, absences, closures and papers of a centre's resources over a span."""

    def __init__(self, centre: Centre, span: tuple[datetime, datetime]) -> None:
        self.zone = ZoneInfo(centre.zone)
        overlaps, mine = Q(during__overlap=span), {"resource__centre": centre}
        every = Resource.objects.filter(centre=centre).order_by("position", "id")
        self.resources = {row.pk: row for row in every}
        self.rules: dict[int, list[Rule]] = defaultdict(list)
        for hours in WeeklyHours.objects.filter(**mine):
            self.rules[hours.resource_id] += rules_of(hours)
        self.extras: dict[int, list[Span]] = defaultdict(list)
        for extra in ExtraOpening.objects.filter(overlaps, **mine):
            self.extras[extra.resource_id].append(span_of(extra.during))
        self.absences: dict[int, list[Absence]] = defaultdict(list)
        for absence in Absence.objects.filter(overlaps, **mine):
            self.absences[absence.resource_id].append(absence)
        shut = Closure.objects.filter(overlaps, centre=centre, state=Closure.State.CONFIRMED)
        self.closures = list(shut)
        self.papers = Papers(Permit.objects.filter(**mine), self.zone)
        self._known: dict[tuple[int, date], list[Span]] = {}

    @property
    def active(self) -> list[Resource]:
        """Return what is in use, in the centre's order."""
        return [row for row in self.resources.values() if row.active]

    def opened(self, pk: int, day: date) -> list[Span]:
        """Return when something is open on a local day and into the next; extras of all days."""
        if (pk, day) not in self._known:
            week = weekly_spans(self.rules[pk], day, day + timedelta(days=1), self.zone)
            self._known[pk, day] = [*week, *self.extras.get(pk, ())]
        return self._known[pk, day]

    def away(self, pk: int) -> list[Span]:
        """Return when something is away, or all is closed."""
        absent = self.absences.get(pk, ())
        return [*map(span_of, [one.during for one in (*self.closures, *absent)])]

    def house(self, people: Iterable[Resource], day: date) -> tuple[Spans, Spans]:
        """Return when people are there on a local day, and when they are away."""
        keys = [(key_of(one.pk), one.pk) for one in people]
        opened = {key: self.opened(pk, day) for key, pk in keys}
        return opened, {key: self.away(pk) for key, pk in keys}

    def with_wholes(self, pk: int) -> list[int]:
        """Return something and whatever it is a part of, upwards."""
        found: list[int] = []
        above: int | None = pk
        while above in self.resources:
            found.append(above)
            above = self.resources[above].whole_id
        return found
