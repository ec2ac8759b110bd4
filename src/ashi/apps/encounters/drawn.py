"""Where the phases of one visit are drawn: the promise, bent by what has happened.

Decides        for each phase when it began or will begin, when it ends, and which is going on
Does not       move the promise, know of other visits, look at a clock
Takes          the phases of the plan, the booked start, where the visit stands, the moment
Gives          one stretch per phase, in order, without gaps; a phase that was skipped is empty
Units          instants are aware datetimes; minutes are whole
Sources        LOOK 7 and 9 (late visits); DESIGN 7
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from ashi.apps.encounters.course_of_day import Phase, VisitState


@dataclass(frozen=True, slots=True)
class PlanPhase:
    """One phase as it was promised; ``roles`` are present, and the patient unless said."""

    key: str
    kind: str
    name: str
    minutes: int
    roles: frozenset[str]
    patient: bool = True


@dataclass(frozen=True, slots=True)
class Stretch:
    """One phase as drawn; ``done`` is over, ``current`` is going on."""

    phase: PlanPhase
    start: datetime
    end: datetime
    done: bool
    current: bool


def draw(
    plan: Sequence[PlanPhase], booked_at: datetime, state: VisitState, now: datetime
) -> list[Stretch]:
    """Return the phases of one visit as they are to be drawn at ``now``.

    Parameters
    ----------
    plan
        Phases in order; at least one.
    booked_at
        The promised start.
    state, now
        Where the visit stands, and the moment it is looked at.

    Returns
    -------
    list of Stretch
        One per phase. Each begins where the one before ends; the first may begin later than
        ``booked_at`` (late) and never earlier than what was recorded.
    """
    known = _known_starts(plan, booked_at, state, now)
    starts = _starts(plan, known)
    at = current_index(plan, state)
    return [
        Stretch(
            phase,
            starts[index],
            starts[index + 1],
            done=state.phase is Phase.LEFT or (at is not None and index < at),
            current=index == at,
        )
        for index, phase in enumerate(plan)
    ]


def late_start(
    plan: Sequence[PlanPhase], booked_at: datetime, state: VisitState, now: datetime
) -> datetime:
    """Return when the visit began or, as far as is known, begins.

    A visit nobody has begun is pushed along by the clock until its booked end; after that it
    stays where it was booked, for the last look of the day to ask about.
    """
    begun = state.started_at or state.in_since
    if begun:
        return begun
    waits = state.phase in (Phase.EXPECTED, Phase.HERE)
    pushed = waits and booked_at < now and not is_missed(plan, booked_at, state, now)
    return now if pushed else booked_at


def is_missed(
    plan: Sequence[PlanPhase], booked_at: datetime, state: VisitState, now: datetime
) -> bool:
    """Tell whether the booked end has passed and nobody has begun the visit."""
    booked_end = booked_at + timedelta(minutes=sum(phase.minutes for phase in plan))
    return state.phase in (Phase.EXPECTED, Phase.HERE) and now >= booked_end


def current_index(plan: Sequence[PlanPhase], state: VisitState) -> int | None:
    """Return which phase of the plan is going on; None before the start and after the end."""
    rest = _first(plan, "rest")
    if state.phase is Phase.WITH:
        return max(rest - 1, 0) if rest is not None else 0
    if state.phase is Phase.RESTING:
        return rest if rest is not None else 0
    if state.phase is Phase.OUT:
        return min(rest + 1, len(plan) - 1) if rest is not None else 0
    if state.phase is Phase.EXERCISE:
        move = _first(plan, "move")
        return move if move is not None else len(plan) - 1
    return None


def _first(plan: Sequence[PlanPhase], kind: str) -> int | None:
    return next((index for index, phase in enumerate(plan) if phase.kind == kind), None)


def _known_starts(
    plan: Sequence[PlanPhase], booked_at: datetime, state: VisitState, now: datetime
) -> dict[int, datetime]:
    known = {0: late_start(plan, booked_at, state, now)}
    rest, move = _first(plan, "rest"), _first(plan, "move")
    if rest is not None and state.in_since:
        known[rest] = state.in_since
        if state.out_at:
            known[rest + 1] = state.out_at
        elif state.due_out:
            known[rest + 1] = max(state.due_out, now)
    if move is not None and state.exercise_at:
        known[move] = state.exercise_at
    if state.left_at:
        known[_after_patient(plan)] = state.left_at
    at = current_index(plan, state)
    if at is not None and at + 1 not in known:
        planned = known.get(at, known[0]) + timedelta(minutes=plan[at].minutes)
        if now > planned:
            known[at + 1] = now
    return known


def _after_patient(plan: Sequence[PlanPhase]) -> int:
    last = max((index for index, phase in enumerate(plan) if phase.patient), default=-1)
    return last + 1


def _starts(plan: Sequence[PlanPhase], known: dict[int, datetime]) -> list[datetime]:
    """Return the start of each phase and the end of the last; what is known holds."""
    starts = [known[0]]
    for index, phase in enumerate(plan):
        usual = starts[index] + timedelta(minutes=phase.minutes)
        starts.append(known.get(index + 1, usual))
    for index in range(
        len(plan) - 1, -1, -1
    ):  # what came earlier than planned cuts what was before
        starts[index] = min(starts[index], starts[index + 1])
    return starts
