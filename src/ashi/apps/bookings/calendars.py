"""From rows to the core's calendar: who is open and free on some days, for one offer.

Everything that makes somebody unfit for a role (kind, skill, permit, a patient's standing wish)
becomes one tag per role; a permit that runs out closes its holder from that day on.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Q
from django.db.models.functions import Now

from ashi.apps.bookings.models import Occupancy
from ashi.apps.bookings.offers import Need, Offer, tag_of
from ashi.apps.centres.models import (
    Absence,
    Centre,
    Closure,
    ExtraOpening,
    Permit,
    Resource,
    ResourceKind,
    WeeklyHours,
)
from ashi.core.scheduling.axis import Axis, Span, midnight, minute_of
from ashi.core.scheduling.bits import full
from ashi.core.scheduling.calendars import Calendar, prepare
from ashi.core.scheduling.resources import Resource as Thing
from ashi.core.scheduling.resources import ResourceId
from ashi.core.scheduling.week import WeeklyHours as Rule
from ashi.core.scheduling.week import days_axis, weekly_spans

DAY_MIN = 1440
PERSON_WISHES = ("woman", "man", "lang:")
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


def _range(axis: Axis) -> DateTimeTZRange:
    return DateTimeTZRange(moment(axis.origin), moment(axis.origin + axis.length))


def occupied(
    resource_ids: Collection[int], axis: Axis, not_session: int | None = None
) -> list[tuple[int, DateTimeTZRange]]:
    """Return (resource, range) of what is promised; holds that have run out count as free."""
    live = Occupancy.objects.filter(
        Q(expires_at__isnull=True) | Q(expires_at__gt=Now()),
        live=True,
        resource_id__in=resource_ids,
        during__overlap=_range(axis),
    )
    if not_session is not None:
        live = live.exclude(session_id=not_session)
    # Two halves, so that each is answered from its own partial index.
    rows = live.filter(guarded=True).values_list("resource_id", "during")
    return list(
        rows.union(
            live.filter(guarded=False).values_list("resource_id", "during"), all=True
        )
    )


def _hours(resource_ids: Collection[int], asked: Asked) -> Spans:
    """Return weekly hours as spans, by resource."""
    zone = ZoneInfo(asked.centre.zone)
    rules: dict[ResourceId, list[Rule]] = defaultdict(list)
    rows = WeeklyHours.objects.filter(
        Q(valid_from__isnull=True) | Q(valid_from__lte=asked.last),
        Q(valid_to__isnull=True) | Q(valid_to__gte=asked.first - timedelta(days=2)),
        resource_id__in=resource_ids,
    )
    for row in rows:
        rules[key_of(row.resource_id)] += _rules(row)
    last = asked.last + timedelta(days=1)
    return {
        one: list(weekly_spans(many, asked.first, last, zone))
        for one, many in rules.items()
    }


def _rules(row: WeeklyHours) -> list[Rule]:
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


def _permit_gaps(
    needs: Iterable[Need], people: Collection[int], zone: ZoneInfo
) -> dict[int, dict[str, int | None]]:
    """Return, by person and act, the minute from which a permit no longer holds (None: never)."""
    acts = {act for need in needs for act in need.acts}
    until: dict[int, dict[str, int | None]] = defaultdict(dict)
    if not acts:
        return until
    for permit in Permit.objects.filter(resource_id__in=people, act__in=acts):
        ends = [
            day
            for day in (permit.registration_expires, permit.insurance_expires)
            if day
        ]
        until[permit.resource_id][permit.act] = (
            midnight(min(ends) + timedelta(days=1), zone) if ends else None
        )
    return until


def _wishes_met(row: Resource, need: Need, features: Collection[str]) -> bool:
    """Tell whether a standing wish lets this resource fill the role."""
    about_people = {wish for wish in features if wish.startswith(PERSON_WISHES)}
    if row.kind == ResourceKind.PRACTITIONER and need.is_person:
        return about_people <= set(row.features)
    if row.kind in (ResourceKind.ROOM, ResourceKind.COUCH):
        return set(features) - about_people <= set(row.features)
    return True


def _fits(
    row: Resource, need: Need, asked: Asked, until: dict[str, int | None], origin: int
) -> bool:
    """Tell whether a resource may fill a role on the first asked minute."""
    return (
        row.kind in need.kinds
        and (not need.skills or not need.skills.isdisjoint(row.skills))
        and all(
            act in until and (until[act] is None or until[act] > origin)
            for act in need.acts
        )
        and _wishes_met(row, need, asked.features)
    )


def calendar_for(offer: Offer, asked: Asked) -> Calendar:
    """Return who is free for ``offer`` on the asked days: a constant number of queries."""
    axis = axis_of(asked, offer.minutes)
    zone = ZoneInfo(asked.centre.zone)
    rows = list(
        Resource.objects.filter(centre=asked.centre, active=True).order_by(
            "position", "id"
        )
    )
    ids = [row.pk for row in rows]
    opened, taken = _hours(ids, asked), defaultdict[ResourceId, list[Span]](list)
    for extra in ExtraOpening.objects.filter(
        resource_id__in=ids, during__overlap=_range(axis)
    ):
        opened.setdefault(key_of(extra.resource_id), []).append(span_of(extra.during))
    for away in Absence.objects.filter(
        resource_id__in=ids, during__overlap=_range(axis)
    ):
        taken[key_of(away.resource_id)].append(span_of(away.during))
    closed = [
        span_of(closure.during)
        for closure in Closure.objects.filter(
            centre=asked.centre,
            state=Closure.State.CONFIRMED,
            during__overlap=_range(axis),
        )
    ]
    patient: list[Span] = []
    wanted = [*ids, asked.patient_resource] if asked.patient_resource else ids
    for resource_id, during in occupied(wanted, axis, asked.not_session):
        if resource_id == asked.patient_resource:
            patient.append(span_of(during))
        else:
            taken[key_of(resource_id)].append(span_of(during))
    permits = _permit_gaps(offer.needs, ids, zone)
    things = []
    parts: dict[int, list[ResourceId]] = defaultdict(list)
    for row in rows:
        if row.whole_id:
            parts[row.whole_id].append(key_of(row.pk))
    for row in rows:
        until = permits.get(row.pk, {})
        fit = [
            need for need in offer.needs if _fits(row, need, asked, until, axis.origin)
        ]
        for need in fit:
            for act in need.acts:
                if (ends := until[act]) is not None:
                    taken[key_of(row.pk)].append(Span(ends, axis.origin + axis.length))
        taken[key_of(row.pk)] += closed
        tags = frozenset(row.skills) | {tag_of(need.key) for need in fit}
        things.append(Thing(key_of(row.pk), row.kind, tags, tuple(parts[row.pk])))
    return prepare(things, axis, opened, taken, patient)


def forced(calendar: Calendar, resources: Collection[int]) -> Calendar:
    """Return the calendar as an override sees it: these resources, and the patient, count as free."""
    everything = full(calendar.axis.length)
    keys = {key_of(pk) for pk in resources}
    free = {
        one: everything if one in keys else mask for one, mask in calendar.free.items()
    }
    return replace(calendar, free=free, patient=everything)
