"""A week of visits of one room or person, in a number of queries that does not grow."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from ashi.apps.bookings.models import Visit
from ashi.apps.centres.models import Centre, Closure
from ashi.apps.encounters.day_board import day_of, visits_between

SHOWN = [Visit.Status.BOOKED, Visit.Status.NO_SHOW]


@dataclass(frozen=True, slots=True)
class WeekRows:
    """The visits of seven days in order, and which days are closed, by what."""

    visits: list[Visit]
    closed: dict[date, str]


def week_rows(centre: Centre, monday: date, resource_id: int | None) -> WeekRows:
    """Read seven days from ``monday``; of one resource, or of the whole centre."""
    first = day_of(centre, monday).first
    last = day_of(centre, monday + timedelta(days=6)).last
    visits = (
        visits_between(centre.pk, first, last)
        .filter(status__in=SHOWN)
        .select_related("session__service", "patient")
        .prefetch_related("session__roles__resource")
        .order_by("session__starts_at", "id")
    )
    if resource_id is not None:
        visits = visits.filter(session__roles__resource=resource_id).distinct()
    closed: dict[date, str] = {}
    for closure in Closure.objects.filter(
        centre=centre, state=Closure.State.CONFIRMED, during__overlap=(first, last)
    ):
        day = timezone.localdate(closure.during.lower)
        while day <= timezone.localdate(closure.during.upper - timedelta(seconds=1)):
            closed[day] = closure.name
            day += timedelta(days=1)
    return WeekRows(list(visits), closed)
