"""From rows to the core's calendar: who is open and free on some days, for one offer."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Q
from django.db.models.functions import Now

from ashi.apps.bookings.fitness import Fitness, papers_for
from ashi.apps.bookings.models import Occupancy
from ashi.apps.bookings.offers import Offer, needling_roles
from ashi.apps.bookings.removers import may_rest, needled, own_rest, removers_of, resting
from ashi.apps.centres.models import (
    Absence,
    Centre,
    Closure,
    ExtraOpening,
    Resource,
    WeeklyHours,
)
from ashi.core.scheduling.axis import Axis, Span, minute_of
from ashi.core.scheduling.bits import full, mask_of
from ashi.core.scheduling.calendars import Calendar, prepare
from ashi.core.scheduling.resources import Resource as Thing
from ashi.core.scheduling.resources import ResourceId
from ashi.core.scheduling.week import WeeklyHours as Rule
from ashi.core.scheduling.week import days_axis, weekly_spans

DAY_MIN = 1440
Spans = dict[ResourceId, list[Span]]


@dataclass(frozen=True)
class Asked:
    """Whose diary is read, for which days, and for whom."""

    centre: Centre
    first: date
    last: date
    patient_resource: int | None = None
    features: Collection[str] = ()
    not_session: int | None = None


@dataclass(frozen=True, slots=True)
class Opening:
    """A time that could be booked; ``session_id`` is set when it joins a class already planned."""

    start: datetime
    end: datetime
    roles: dict[str, int]
    session_id: int | None = None


def key_of(pk: int) -> ResourceId:
    """Return the core's name of a resource row."""
    return ResourceId(str(pk))


def moment(minute: int) -> datetime:
    """Return the core's minute as an instant."""
    return datetime.fromtimestamp(minute * 60, UTC)


def span_of(during: DateTimeTZRange) -> Span:
    """Return a stored range as the minutes it touches: its end is rounded up."""
    lower, upper = during.lower, during.upper
    end = minute_of(upper)
    return Span(minute_of(lower), end + (upper.second > 0 or upper.microsecond > 0))


def axis_of(asked: Asked, beyond: int) -> Axis:
    """Return the axis of the asked days, with room for a visit that starts at the very end."""
    return days_axis(asked.first, asked.last, ZoneInfo(asked.centre.zone), beyond)


def range_of(axis: Axis) -> DateTimeTZRange:
    return DateTimeTZRange(moment(axis.origin), moment(axis.origin + axis.length))


def occupied(
    resource_ids: Collection[int], axis: Axis, not_session: int | None = None
) -> list[tuple[int, DateTimeTZRange]]:
    """Return (resource, range) of what is promised; holds that have run out count as free."""
    live = Occupancy.objects.live_within(resource_ids, range_of(axis)).filter(
        Q(expires_at__isnull=True) | Q(expires_at__gt=Now())
    )
    if not_session is not None:
        live = live.exclude(session_id=not_session)
    return list(live.values_list("resource_id", "during"))


def rules_for(resource_ids: Collection[int], asked: Asked) -> dict[ResourceId, list[Rule]]:
    """Return the weekly hours that hold on some of the asked days, by resource."""
    rules: dict[ResourceId, list[Rule]] = defaultdict(list)
    rows = WeeklyHours.objects.filter(
        Q(valid_from__isnull=True) | Q(valid_from__lte=asked.last),
        Q(valid_to__isnull=True) | Q(valid_to__gte=asked.first - timedelta(days=2)),
        resource_id__in=resource_ids,
    )
    for row in rows:
        rules[key_of(row.resource_id)] += rules_of(row)
    return rules


def laid_out(rules: Mapping[ResourceId, Sequence[Rule]], asked: Asked) -> Spans:
    """Return weekly hours as spans of the asked days, by resource."""
    zone, last = ZoneInfo(asked.centre.zone), asked.last + timedelta(days=1)
    return {one: list(weekly_spans(many, asked.first, last, zone)) for one, many in rules.items()}


def rules_of(row: WeeklyHours) -> list[Rule]:
    """Return one row as core rules; a full day and night is two."""
    day = frozenset({row.weekday})
    if row.closes_min - row.opens_min == DAY_MIN and row.opens_min:
        middle = DAY_MIN
        return [
            Rule(day, row.opens_min, middle, row.valid_from, row.valid_to),
            Rule(
                frozenset({(row.weekday + 1) % 7}),
                0,
                row.opens_min,
                row.valid_from and row.valid_from + timedelta(days=1),
                row.valid_to and row.valid_to + timedelta(days=1),
            ),
        ]
    end = row.closes_min if row.closes_min <= DAY_MIN else row.closes_min - DAY_MIN
    return [Rule(day, row.opens_min, end, row.valid_from, row.valid_to)]


def open_and_away(ids: Collection[int], asked: Asked, axis: Axis) -> tuple[Spans, Spans]:
    """Return by resource when it is open, and when it is away or the centre is closed."""
    opened = laid_out(rules_for(ids, asked), asked)
    extras, away = extra_and_away(ids, asked, axis)
    for one, spans in extras.items():
        opened.setdefault(one, []).extend(spans)
    return opened, away


def extra_and_away(ids: Collection[int], asked: Asked, axis: Axis) -> tuple[Spans, Spans]:
    """Return by resource when it is open beside its week, and when it is away or all is closed."""
    extras = defaultdict[ResourceId, list[Span]](list)
    away = defaultdict[ResourceId, list[Span]](list)
    for extra in ExtraOpening.objects.filter(resource_id__in=ids, during__overlap=range_of(axis)):
        extras[key_of(extra.resource_id)].append(span_of(extra.during))
    for absence in Absence.objects.filter(resource_id__in=ids, during__overlap=range_of(axis)):
        away[key_of(absence.resource_id)].append(span_of(absence.during))
    for closure in Closure.objects.filter(
        centre=asked.centre, state=Closure.State.CONFIRMED, during__overlap=range_of(axis)
    ):
        for pk in ids:
            away[key_of(pk)].append(span_of(closure.during))
    return extras, away


def _taken(rows: Sequence[Resource], asked: Asked, axis: Axis, away: Spans) -> Spans:
    """Return by resource when it is away, closed or promised."""
    ids = [row.pk for row in rows]
    taken = defaultdict[ResourceId, list[Span]](list, {one: [*away[one]] for one in away})
    wanted = [*ids, asked.patient_resource] if asked.patient_resource else ids
    for resource_id, during in occupied(wanted, axis, asked.not_session):
        taken[key_of(resource_id)].append(span_of(during))
    return taken


def opened_minutes(centre: Centre, first: date, last: date) -> dict[int, int]:
    """Return for how many minutes each resource of a centre is open over some days, by its id."""
    ids = list(Resource.objects.filter(centre=centre).values_list("pk", flat=True))
    asked = Asked(centre, first, last)
    axis = axis_of(asked, 0)
    opened, away = open_and_away(ids, asked, axis)
    masks = {
        pk: mask_of(axis, opened.get(key_of(pk), ())) & ~mask_of(axis, away[key_of(pk)])
        for pk in ids
    }
    return {pk: mask.bit_count() for pk, mask in masks.items()}


def calendar_for(offer: Offer, asked: Asked) -> Calendar:
    """Return who is free for ``offer`` on the asked days: a constant number of queries."""
    axis = axis_of(asked, offer.minutes)
    rows = list(
        Resource.objects.filter(centre=asked.centre, active=True).order_by("position", "id")
    )
    opened, away = open_and_away([row.pk for row in rows], asked, axis)
    taken = _taken(rows, asked, axis, away)
    papers = papers_for(offer.needs, [row.pk for row in rows], ZoneInfo(asked.centre.zone))
    fitness = Fitness(offer.needs, asked.features, axis, papers)
    patient = taken.pop(key_of(asked.patient_resource), []) if asked.patient_resource else []
    others: list[Span] = []
    if asked.centre.most_resting and removers_of(offer):
        begin, end = moment(axis.origin), moment(axis.origin + axis.length)
        others = [one for _, one in resting(asked.centre, begin, end, asked.not_session)]
    rests = may_rest(offer, fitness, rows, (opened, away), others, asked.centre.most_resting)
    calendar = calendar_of_rows(rows, fitness, opened, taken, patient)
    return replace(calendar, may_rest=rests, own_rest=_own_rest(offer, asked, axis))


def _own_rest(offer: Offer, asked: Asked, axis: Axis) -> dict[ResourceId, int]:
    """Return when each may leave one more patient at rest; no query where nothing limits it."""
    most = asked.centre.most_needled
    if most is None or not needling_roles(offer.phases):
        return {}
    begin, end = moment(axis.origin), moment(axis.origin + axis.length)
    return own_rest(axis, needled(asked.centre, [(begin, end)], asked.not_session), most)


def calendar_of_rows(
    rows: Sequence[Resource],
    fitness: Fitness,
    opened: Spans,
    taken: Spans,
    patient: Sequence[Span],
) -> Calendar:
    """Return the calendar of resources whose open and taken times are known; ``taken`` grows."""
    parts: dict[int | None, list[ResourceId]] = defaultdict(list)
    for row in rows:
        parts[row.whole_id].append(key_of(row.pk))
        taken.setdefault(key_of(row.pk), []).extend(fitness.lapses(row))
    things = [
        Thing(
            key_of(row.pk),
            row.kind,
            frozenset(row.skills) | fitness.tags(row),
            tuple(parts[row.pk]),
        )
        for row in rows
    ]
    return prepare(things, fitness.axis, opened, taken, patient)


def forced(calendar: Calendar, resources: Collection[int]) -> Calendar:
    """Return the calendar as an override sees it: these resources and the patient are free."""
    everything = full(calendar.axis.length)
    keys = {key_of(pk) for pk in resources}
    free = {one: everything if one in keys else mask for one, mask in calendar.free.items()}
    return replace(calendar, free=free, patient=everything, may_rest=None, own_rest={})
