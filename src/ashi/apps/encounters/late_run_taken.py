"""What stands on the day of a late run: who is booked where, what goes on, what is closed."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db.models import Q
from django.db.models.functions import Now

from ashi.apps.bookings.calendars import Asked, axis_of, key_of, moment, open_and_away
from ashi.apps.bookings.models import Occupancy
from ashi.apps.bookings.occupying import Taking, with_parts
from ashi.apps.bookings.shifting import Course, taking_of
from ashi.apps.centres.models import ROOMS, Resource, ResourceKind
from ashi.apps.encounters.course_of_day import Phase
from ashi.apps.encounters.day_board import DayRows, DayVisit
from ashi.apps.encounters.drawn import draw
from ashi.apps.encounters.running_late import GOING, WAITING, by_session
from ashi.core.scheduling.axis import Span
from ashi.core.scheduling.bits import full, mask_of, spans_of
from ashi.core.scheduling.late_run import Taken

PLACES = ROOMS | {ResourceKind.EQUIPMENT}
AFTER_MIDNIGHT_MIN = 240  # chosen: so far is looked for who still has a room after the day's end
Rows = Mapping[int, Collection[Occupancy]]


@dataclass(frozen=True, slots=True)
class Diary:
    """What is booked and what goes on.

    ``inside`` is who runs late (a room with its parts); ``waiting`` are the visits that may
    move, by session, ``own`` those of them that need whoever runs late; ``booked`` is what each
    takes; ``beside`` what was booked over what on purpose. ``going`` is what goes on, with what
    it takes as things go. ``taken`` is all that nobody may use.
    """

    inside: frozenset[int]
    waiting: Mapping[int, DayVisit]
    own: frozenset[int]
    booked: Rows
    beside: Mapping[int, frozenset[int]]
    going: tuple[Course, ...]
    taken: tuple[Taken, ...]


def read_diary(rows: DayRows, resource: Resource, now: datetime) -> Diary:
    """Read what a plan for ``resource`` rests on; a constant number of queries."""
    shown, now = by_session(rows, now), _minute(now)
    open_still = {
        one.visit.session_id: one
        for one in rows.visits
        if one.state.phase is Phase.LEFT and one.visit.session.ends_at > now
    } | shown
    booked = _booked(open_still)
    inside = frozenset(with_parts({resource.pk})[resource.pk])
    own = _needing(booked, inside)
    rooms = _rooms_behind(rows, open_still, own, booked, resource)
    waiting = {
        key: shown[key]
        for key in sorted(own | _needing(booked, rooms))
        if key in shown
        and shown[key].state.phase in WAITING
        and shown[key].visit.status == "booked"
    }
    needed = {row.resource_id for key in waiting for row in booked[key]}
    courses = _courses(open_still, booked, needed | inside, now)
    yielding = {course.session.pk for course in courses}
    others = _others(needed, waiting.keys() | yielding, rows)
    own_kind = {one.pk for one in rows.resources}
    return Diary(
        inside,
        waiting,
        frozenset(own & waiting.keys()),
        booked,
        _beside(waiting, [*others, *(row for many in booked.values() for row in many)]),
        courses,
        (
            *_of_courses(courses),
            *_of_others(others, own_kind),
            *_closed(rows, needed & own_kind),
        ),
    )


def _booked(shown: Mapping[int, DayVisit]) -> Rows:
    found: dict[int, list[Occupancy]] = {key: [] for key in shown}
    for row in Occupancy.objects.filter(session__in=shown, live=True).order_by("during", "pk"):
        found[row.session_id].append(row)
    return found


def _needing(booked: Rows, resources: Collection[int]) -> set[int]:
    return {
        key for key, many in booked.items() if any(row.resource_id in resources for row in many)
    }


def _rooms_behind(
    rows: DayRows,
    shown: Mapping[int, DayVisit],
    own: Collection[int],
    booked: Rows,
    resource: Resource,
) -> set[int]:
    """Return the rooms in which somebody still is with whoever runs late: their day moves too."""
    if resource.kind in PLACES:
        return set()
    places = {one.pk for one in rows.resources if one.kind in PLACES}
    return {
        row.resource_id
        for key in own
        if shown[key].state.phase in GOING
        for row in booked[key]
        if row.resource_id in places
    }


def _others(needed: Collection[int], but: Collection[int], rows: DayRows) -> list[Occupancy]:
    """Return what others have of what is needed; holds that have run out do not count."""
    end = rows.day.last + timedelta(minutes=AFTER_MIDNIGHT_MIN)
    return list(
        Occupancy.objects.live_within(needed, (rows.day.first, end))
        .filter(Q(expires_at__isnull=True) | Q(expires_at__gt=Now()))
        .exclude(session_id__in=but)
        .order_by("during", "pk")
    )


def _of_others(others: Iterable[Occupancy], of_centre: Collection[int]) -> list[Taken]:
    return [
        Taken(
            row.resource_id,
            row.during.lower,
            row.during.upper,
            "visit" if row.resource_id in of_centre else "patient",
            row.session_id,
        )
        for row in others
    ]


def _beside(
    waiting: Mapping[int, DayVisit], rows: Iterable[Occupancy]
) -> dict[int, frozenset[int]]:
    """Return, by session, which others have the same thing at the same time: by an override."""
    by_resource: dict[int, list[Occupancy]] = defaultdict(list)
    for row in rows:
        by_resource[row.resource_id].append(row)
    found: dict[int, set[int]] = defaultdict(set)
    for many in by_resource.values():
        for one in many:
            for other in many:
                if one.session_id != other.session_id and (
                    one.during.lower < other.during.upper and other.during.lower < one.during.upper
                ):
                    found[one.session_id].add(other.session_id)
    return {key: frozenset(found[key]) for key in waiting}


def _closed(rows: DayRows, resources: Collection[int]) -> list[Taken]:
    """Return when people and rooms are not there: outside their hours, away, closed."""
    asked = Asked(rows.centre, rows.day.date, rows.day.date)
    axis = axis_of(asked, AFTER_MIDNIGHT_MIN)
    opened, away = open_and_away(resources, asked, axis)
    found: list[Taken] = []
    for pk in sorted(resources):
        shut = full(axis.length) & ~mask_of(axis, opened.get(key_of(pk), []))
        found += [_taken(pk, span, "hours") for span in spans_of(axis, shut)]
        found += [_taken(pk, span, "away") for span in away.get(key_of(pk), [])]
    return found


def _taken(pk: int, span: Span, why: str) -> Taken:
    return Taken(pk, moment(span.start), moment(span.end), why)


def _courses(
    shown: Mapping[int, DayVisit], booked: Rows, needed: Collection[int], now: datetime
) -> tuple[Course, ...]:
    """Return what goes on (or is over early) among what is needed, as things go.

    A class, and what was booked over something on purpose, keeps what it was promised.
    """
    going = [
        one
        for key, one in sorted(shown.items())
        if one.state.phase not in WAITING
        and one.visit.session.places == 1
        and not one.overrides
        and any(row.resource_id in needed for row in booked[key])
    ]
    inside = with_parts({role.pk for one in going for role in one.roles.values()})
    return tuple(_course(one, booked[one.visit.session_id], inside, now) for one in going)


def _course(
    one: DayVisit,
    booked: Iterable[Occupancy],
    inside: Mapping[int, tuple[int, ...]],
    now: datetime,
) -> Course:
    things: list[Taking] = []
    patient: list[Taking] = []
    for row in booked:
        past = taking_of(row)
        if past.start < now:
            cut = replace(past, end=min(past.end, now))
            (things if row.visit_id is None else patient).append(cut)
    for stretch in draw(one.plan, one.visit.session.starts_at, one.state, now):
        over = stretch.done and not (one.state.phase is Phase.LEFT and not stretch.phase.patient)
        start, end = max(_minute(stretch.start), now), _minute(stretch.end)
        if over or start >= end:
            continue
        filled = {
            part
            for key in stretch.phase.roles & one.roles.keys()
            for part in inside[one.roles[key].pk]
        }
        phases = (stretch.phase.key,)
        things += [Taking(part, start, end, phases) for part in filled]
        if stretch.phase.patient and one.visit.patient:
            patient.append(Taking(one.visit.patient.resource_id, start, end, phases))
    visit = one.visit
    return Course(visit.session, visit.pk if patient else None, _joined(things), _joined(patient))


def _minute(instant: datetime) -> datetime:
    """Return the full minute before: what is reckoned in minutes is not late by seconds."""
    return instant.replace(second=0, microsecond=0)


def _joined(takings: Iterable[Taking]) -> tuple[Taking, ...]:
    """Return unbroken runs, by resource and time."""
    found: list[Taking] = []
    for one in sorted(takings, key=lambda one: (one.resource_id, one.start)):
        last = found[-1] if found else None
        if last and last.resource_id == one.resource_id and last.end == one.start:
            phases = tuple(dict.fromkeys((*last.phases, *one.phases)))
            found[-1] = replace(last, end=one.end, phases=phases)
        else:
            found.append(one)
    return tuple(found)


def _of_courses(courses: Iterable[Course]) -> list[Taken]:
    return [
        Taken(one.resource_id, one.start, one.end, "visit", course.session.pk, is_new=True)
        for course in courses
        for one in (*course.things, *course.patient)
    ]
