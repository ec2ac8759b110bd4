"""A patient who is late: what can still be done, and what each way does to who comes next."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from ashi.apps.bookings.actions.shortening import elastic_of, shortened
from ashi.apps.bookings.models import Occupancy, Session, Visit
from ashi.apps.bookings.occupying import Taking
from ashi.apps.bookings.shifting import promised_course
from ashi.apps.encounters.course_of_day import Phase
from ashi.apps.encounters.day_board import DayVisit
from ashi.apps.encounters.drawn import is_missed
from ashi.apps.encounters.running_late import LEAST, WAITING, rounded_up
from ashi.core.scheduling.shortening import leave_out, shorten

AHEAD = timedelta(hours=4)  # chosen: who comes later than that is not next


@dataclass(frozen=True, slots=True)
class LateWay:
    """One way to go on. ``minutes`` are of each phase, none for a patient who does not come.

    ``following`` is whom it concerns: they wait ``waits_min``, or ``spare_min`` remain before.
    """

    kind: str
    minutes: tuple[int, ...]
    gained: int
    ends_at: datetime | None
    following: Visit | None
    waits_min: int
    spare_min: int


@dataclass(frozen=True, slots=True)
class LatePatient:
    """A visit past its start that nobody has begun; ``ways`` begin at ``begins_at``."""

    late_min: int
    begins_at: datetime
    ways: tuple[LateWay, ...]

    def way(self, kind: str) -> LateWay | None:
        """Return one of the ways, if it is offered."""
        return next((one for one in self.ways if one.kind == kind), None)


def late_patient(one: DayVisit, now: datetime) -> LatePatient | None:
    """Return what can be done about a visit whose start has passed, or None.

    A class, and what is over, waits for nobody.
    """
    visit, session = one.visit, one.visit.session
    begins_at = rounded_up(now)
    waits = visit.status == Visit.Status.BOOKED and one.state.phase in WAITING
    late = begins_at - session.starts_at
    if not waits or session.places > 1 or not session.plan or late < LEAST:
        return None
    if is_missed(one.plan, session.starts_at, one.state, now):
        return None
    late_min = late // timedelta(minutes=1)
    phases = elastic_of(session)
    whole = tuple(phase.minutes for phase in phases)
    lengths = {
        "whole": whole,
        "shorten": shorten(phases, late_min),
        "leave-out": leave_out(phases),
    }
    rows = _next_rows(session, begins_at)
    ways = [
        _way(kind, minutes, (visit, begins_at), sum(whole), rows)
        for kind, minutes in lengths.items()
        if kind == "whole" or (minutes != whole and any(minutes))
    ]
    if one.state.phase is Phase.EXPECTED:
        ways.append(_nobody(rows, begins_at))
    return LatePatient(late_min, begins_at, tuple(ways))


def _next_rows(session: Session, begins_at: datetime) -> list[Occupancy]:
    """Return what others have of the same people and rooms from then on."""
    needed = session.occupancies.filter(live=True, visit=None)
    resources = list(needed.values_list("resource_id", flat=True))
    return list(
        Occupancy.objects.live_within(resources, (begins_at, begins_at + AHEAD))
        .exclude(session=session)
        .select_related("session")
        .prefetch_related("session__visits__patient")
        .order_by("during", "pk")
    )


def _way(
    kind: str,
    minutes: tuple[int, ...],
    begins: tuple[Visit, datetime],
    whole: int,
    rows: Sequence[Occupancy],
) -> LateWay:
    visit, begins_at = begins
    takings = _takings(visit, shortened(visit.session.plan, minutes), begins_at)
    waits: list[tuple[timedelta, Occupancy | None]] = [
        (one.end - row.during.lower, row)
        for one, row in _of_one_thing(takings, rows)
        if one.start <= row.during.lower < one.end
    ]
    spare: list[tuple[timedelta, Occupancy | None]] = [
        (row.during.lower - one.end, row)
        for one, row in _of_one_thing(takings, rows)
        if row.during.lower >= one.end
    ]
    wait, waiting = max(waits, key=_length, default=(timedelta(), None))
    left, after = min(spare, key=_length, default=(timedelta(), None))
    row = waiting or after
    return LateWay(
        kind,
        minutes,
        whole - sum(minutes),
        begins_at + timedelta(minutes=sum(minutes)),
        _whose(row),
        wait // timedelta(minutes=1),
        0 if waiting else left // timedelta(minutes=1),
    )


def _length(pair: tuple[timedelta, Occupancy | None]) -> timedelta:
    return pair[0]


def _of_one_thing(
    takings: Iterable[Taking], rows: Sequence[Occupancy]
) -> list[tuple[Taking, Occupancy]]:
    return [(one, row) for one in takings for row in rows if row.resource_id == one.resource_id]


def _takings(visit: Visit, plan: list[dict[str, Any]], begins_at: datetime) -> tuple[Taking, ...]:
    session = Session(
        pk=visit.session_id, starts_at=begins_at, plan=plan, places=visit.session.places
    )
    return promised_course(session, None, None).things


def _nobody(rows: Sequence[Occupancy], begins_at: datetime) -> LateWay:
    """Return what is gained if nobody comes: the time up to who is next."""
    after = next((row for row in rows if row.during.lower >= begins_at), None)
    spare = (after.during.lower - begins_at) // timedelta(minutes=1) if after else 0
    return LateWay("no-show", (), 0, None, _whose(after), 0, spare)


def _whose(row: Occupancy | None) -> Visit | None:
    if row is None:
        return None
    booked = [one for one in row.session.visits.all() if one.status == Visit.Status.BOOKED]
    if not booked:
        return None
    booked[0].session = row.session
    return booked[0]
