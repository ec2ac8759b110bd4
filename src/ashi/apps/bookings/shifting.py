"""Put many booked sessions at other times at once, under locks that the caller holds.

All let go of what they have before any takes anything, so that visits may trade places; what
each takes is what it had, as far from its start as before.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db.models import F

from ashi.apps.bookings.models import Occupancy, Session
from ashi.apps.bookings.occupying import (
    Taking,
    free,
    live_overlapping,
    occupy,
    patient_takings,
    takings,
    with_parts,
)
from ashi.apps.bookings.offers import Offer, planned


@dataclass(frozen=True, slots=True)
class Shift:
    """One session on its way to another start; ``override`` is (user id, reason) or None."""

    session: Session
    to: datetime
    override: tuple[int, str] | None = None


def shift_sessions(shifts: Sequence[Shift]) -> None:
    """Put locked sessions elsewhere, each with everything it takes.

    Raises
    ------
    IntegrityError
        Somebody has what is wanted, and no override was given; nothing is kept.
    """
    had = {one.session.pk: list(live_of(one.session)) for one in shifts}
    for one in shifts:
        free(one.session)
    # Who was booked over somebody on purpose comes last, so that the overlap is found again.
    for one in sorted(shifts, key=lambda one: (one.override is not None, one.to)):
        session = one.session
        later = one.to - session.starts_at
        Session.objects.filter(pk=session.pk).update(
            starts_at=one.to, ends_at=session.ends_at + later, version=F("version") + 1
        )
        _occupy_again(session, had[session.pk], later, one.override)


def live_of(session: Session) -> Iterable[Occupancy]:
    """Return what a session takes now, in order of time."""
    return session.occupancies.filter(live=True).select_related("visit").order_by("during", "pk")


def taking_of(row: Occupancy, later: timedelta = timedelta()) -> Taking:
    """Return a stored row as a value, ``later`` than it is."""
    return Taking(
        row.resource_id, row.during.lower + later, row.during.upper + later, tuple(row.phases)
    )


def _occupy_again(
    session: Session,
    rows: Collection[Occupancy],
    later: timedelta,
    override: tuple[int, str] | None,
) -> None:
    for visit in {row.visit_id: row.visit for row in rows}.values():
        mine = [row for row in rows if row.visit_id == (visit.pk if visit else None)]
        wanted = [taking_of(row, later) for row in mine]
        occupy(session, wanted, visit=visit, override=override)


@dataclass(frozen=True, slots=True)
class Course:
    """What a session takes as things go: by things, and by its one visit's patient."""

    session: Session
    visit_id: int | None
    things: tuple[Taking, ...]
    patient: tuple[Taking, ...]


def promised_course(session: Session, visit_id: int | None, patient_resource: int | None) -> Course:
    """Return what a session takes by its plan; parts of wholes are included."""
    filled = dict(session.roles.values_list("key", "resource_id"))
    offer = Offer((), planned(session.plan), session.places)
    inside = with_parts(set(filled.values()))
    own = patient_takings(offer, session.starts_at, patient_resource) if patient_resource else []
    things = takings(offer, session.starts_at, filled, inside)
    return Course(session, visit_id, tuple(things), tuple(own))


def take_what_is_free(course: Course) -> None:
    """Take of a course whatever nobody else has; the session must have let go before."""
    visit = course.session.visits.get(pk=course.visit_id) if course.visit_id is not None else None
    occupy(course.session, _free_of(course.things))
    occupy(course.session, _free_of(course.patient), visit=visit)


def _free_of(wanted: Sequence[Taking]) -> list[Taking]:
    """Cut out what is taken."""
    if not wanted:
        return []
    rows = live_overlapping(wanted)
    found: list[Taking] = []
    for one in wanted:
        mine = [row for row in rows if _wants(one, row)]
        cursor = one.start
        for row in sorted(mine, key=lambda row: row.during.lower):
            if cursor < row.during.lower:
                found.append(replace(one, start=cursor, end=row.during.lower))
            cursor = max(cursor, row.during.upper)
        if cursor < one.end:
            found.append(replace(one, start=cursor))
    return found


def who_stands_in_the_way(
    wanted: Mapping[int, Collection[Taking]], leaving: Collection[int]
) -> set[int]:
    """Return which sessions (by id) want something that others have who are not leaving."""
    every = [one for many in wanted.values() for one in many]
    if not every:
        return set()
    rows = [row for row in live_overlapping(every) if row.session_id not in leaving]
    return {
        session_id
        for session_id, many in wanted.items()
        for one in many
        for row in rows
        if _wants(one, row)
    }


def _wants(one: Taking, row: Occupancy) -> bool:
    return (
        row.resource_id == one.resource_id
        and row.during.lower < one.end
        and one.start < row.during.upper
    )
