"""Reads: which booked sessions would lie outside new hours, or inside an absence."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import reduce
from operator import or_
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from ashi.apps.bookings.calendars import span_of
from ashi.apps.bookings.models import Occupancy, Session, Visit
from ashi.apps.bookings.occupying import with_parts
from ashi.apps.centres.models import Centre, Resource
from ashi.core.scheduling.axis import Span
from ashi.core.scheduling.week import WeeklyHours as Rule
from ashi.core.scheduling.week import weekly_spans

DAY_MIN = 1440
MANY = 200
LONGEST = timedelta(hours=24)  # no session lasts longer


def within(resource: Resource, start: datetime, end: datetime | None) -> list[Session]:
    """Return the sessions that need a resource (or a part of it) at some time of a span."""
    return _sessions(_ahead(resource, start, end))


def visits_hit(
    centre_id: int, resource_id: int | None, start: datetime, end: datetime
) -> QuerySet[Visit]:
    """Return every booked visit that needs a resource (or a part of it) within a span, in order.

    Without a resource the whole centre is meant.
    """
    hit = Session.objects.filter(
        centre=centre_id, cancelled_at=None, starts_at__lt=end, ends_at__gt=start
    ).filter(starts_at__gt=start - LONGEST)
    if resource_id is not None:
        needed = Occupancy.objects.live_within(with_parts({resource_id})[resource_id], (start, end))
        hit = hit.filter(pk__in=needed.values("session"))
    return Visit.objects.filter(
        session__in=hit, status=Visit.Status.BOOKED, patient__isnull=False
    ).order_by("session__starts_at", "pk")


def of_centre(centre: Centre, start: datetime, end: datetime) -> list[Session]:
    """Return the booked sessions of a centre that touch a span."""
    rows = Session.objects.filter(
        centre=centre, cancelled_at=None, starts_at__lt=end, ends_at__gt=start
    )
    return _shown(rows.filter(starts_at__gt=start - LONGEST))


def counts_of(centre: Centre, spans: Sequence[tuple[datetime, datetime]]) -> list[int]:
    """Return for each span how many booked sessions touch it; one query, however many spans."""
    if not spans:
        return []
    touching = reduce(or_, (Q(starts_at__lt=end, ends_at__gt=start) for start, end in spans))
    rows = Session.objects.filter(touching, centre=centre, cancelled_at=None)
    taken = list(rows.values_list("starts_at", "ends_at"))
    return [sum(a < end and b > start for a, b in taken) for start, end in spans]


def counts_within(resource: Resource, spans: Sequence[tuple[datetime, datetime]]) -> list[int]:
    """Return for each span how many sessions need a resource in it; one query, however many."""
    if not spans:
        return []
    hull = (min(a for a, _b in spans), max(b for _a, b in spans))
    rows = Occupancy.objects.live_within([resource], hull).filter(session__cancelled_at=None)
    taken = list(rows.values_list("session", "during"))
    return [
        len({pk for pk, during in taken if during.lower < end and during.upper > start})
        for start, end in spans
    ]


def outside(
    resource: Resource,
    week: Mapping[int, Sequence[tuple[int, int]]],
    first: date,
    now: datetime,
    until: date | None = None,
) -> list[Session]:
    """Return the sessions from ``first`` on that a new week would leave outside the hours.

    Where the week is to end, no session after ``until`` is looked at.
    """
    zone = ZoneInfo(resource.centre.zone if resource.centre else "UTC")
    begin = max(now, datetime.combine(first, datetime.min.time(), zone).astimezone(UTC))
    end = datetime.combine(until + timedelta(days=1), datetime.min.time(), zone) if until else None
    rows = list(_ahead(resource, begin, end))
    if not rows:
        return []
    last = max(row.during.upper for row in rows).astimezone(zone).date()
    opened = list(weekly_spans(_rules(week), first - timedelta(days=1), last, zone))
    left = [row.pk for row in rows if not covered(span_of(row.during), opened)]
    return _sessions(Occupancy.objects.filter(pk__in=left))


def _ahead(resource: Resource, start: datetime, end: datetime | None) -> QuerySet[Occupancy]:
    return Occupancy.objects.live_within([resource], (start, end)).order_by("during")


def _sessions(rows: QuerySet[Occupancy]) -> list[Session]:
    return _shown(Session.objects.filter(pk__in=rows.values("session"), cancelled_at=None))


def _shown(found: QuerySet[Session]) -> list[Session]:
    return list(
        found.select_related("service")
        .prefetch_related("visits__patient")
        .order_by("starts_at")[:MANY]
    )


def _rules(week: Mapping[int, Sequence[tuple[int, int]]]) -> list[Rule]:
    return [
        Rule(frozenset({day}), opens, closes if closes <= DAY_MIN else closes - DAY_MIN)
        for day, spans in week.items()
        for opens, closes in spans
    ]


def covered(wanted: Span, opened: Iterable[Span]) -> bool:
    """Tell whether openings that touch each other cover a span."""
    at = wanted.start
    for span in sorted(opened):
        if span.start <= at < span.end:
            at = span.end
    return at >= wanted.end
