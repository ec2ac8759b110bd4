"""A week of visits of one room or person, in a number of queries that does not grow."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from ashi.apps.centres.models import Absence, Centre, Closure, Resource, WeeklyHours
from ashi.apps.encounters.day_board import Day, DayVisit, day_of, visits_between, visits_shown

DAYS = 7


@dataclass(frozen=True, slots=True)
class WeekRows:
    """Seven days in order: what is on, who or what is not there, when it is usually open.

    ``closed`` tells which days are closed, by what; ``own`` is the resource with its parts,
    and is empty for the whole centre.
    """

    days: tuple[Day, ...]
    own: frozenset[int]
    visits: list[DayVisit]
    absences: list[Absence]
    hours: list[tuple[int, int]]
    closed: dict[date, str]


def week_rows(centre: Centre, monday: date, resource: Resource | None, now: datetime) -> WeekRows:
    """Read seven days from ``monday``; of one resource, or of the whole centre."""
    days = tuple(day_of(centre, monday + timedelta(days=number)) for number in range(DAYS))
    first, last = days[0].first, days[-1].last
    visits = visits_between(centre.pk, first, last)
    own: frozenset[int] = frozenset()
    if resource is not None:
        parts = Resource.objects.filter(Q(pk=resource.pk) | Q(whole=resource.pk))
        own = frozenset(parts.values_list("pk", flat=True))
        visits = visits.filter(session__roles__resource__in=own).distinct()
    return WeekRows(
        days=days,
        own=own,
        visits=visits_shown(visits, now, {}),
        absences=list(Absence.objects.filter(resource__in=own, during__overlap=(first, last))),
        hours=_hours(own),
        closed=_closed(centre, first, last),
    )


def _hours(own: Iterable[int]) -> list[tuple[int, int]]:
    found = WeeklyHours.objects.filter(resource__in=own)
    return list(found.values_list("opens_min", "closes_min"))


def _closed(centre: Centre, first: datetime, last: datetime) -> dict[date, str]:
    closed: dict[date, str] = {}
    for closure in Closure.objects.filter(
        centre=centre, state=Closure.State.CONFIRMED, during__overlap=(first, last)
    ):
        day = timezone.localdate(closure.during.lower)
        while day <= timezone.localdate(closure.during.upper - timedelta(seconds=1)):
            closed[day] = closure.name
            day += timedelta(days=1)
    return closed
