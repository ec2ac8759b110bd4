"""What has become of one visit, folded from the steps that were recorded.

Decides        the phase a visit is in, since when, how many needles are in, when they are due
               out, whether the counts agree, and what a further step would have to be asked
Does not       refuse a fact, know who may record one, look at a clock or a database
Takes          steps in any order, each with when it happened; an undone step does not count
Gives          one VisitState; the same for every order in which the steps arrive
Units          instants are aware datetimes; minutes are whole; needles are counted
Sources        DESIGN 7 (promise and fact are two things); issue 2, section 5
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

REST_MIN_WITHOUT_PLAN = 20  # chosen: the usual rest; used only where a plan has no resting phase


class Kind(StrEnum):
    """What can happen in a visit; the values are those of ``models.StepKind``."""

    ARRIVE = "arrive"
    START = "start"
    NEEDLES_IN = "needles-in"
    CHECK = "check"
    MORE_TIME = "more-time"
    NEEDLES_OUT = "needles-out"
    EXERCISE = "exercise"
    LEAVE = "leave"
    UNDO = "undo"


class Phase(StrEnum):
    """Where a visit stands."""

    EXPECTED = "expected"
    HERE = "here"
    WITH = "with"
    RESTING = "resting"
    OUT = "out"
    EXERCISE = "exercise"
    LEFT = "left"


class Question(StrEnum):
    """What must be asked before a step is recorded that does not fit what is known."""

    ALREADY_HERE = "already-here"
    ALREADY_STARTED = "already-started"
    ALREADY_LEFT = "already-left"
    SECOND_SET = "second-set"
    NOTHING_IN = "nothing-in"
    STILL_IN = "still-in"


@dataclass(frozen=True, slots=True)
class StepFact:
    """One recorded step; ``undoes`` names the step that an UNDO takes back."""

    id: UUID
    kind: Kind
    occurred_at: datetime
    needles: int = 0
    minutes: int = 0
    undoes: UUID | None = None


@dataclass(frozen=True, slots=True)
class VisitState:
    """Where one visit stands.

    ``needles_in`` are resting now. ``unaccounted`` is in minus out once somebody has counted
    out or the patient has left: 0 means that the counts agree, below 0 that more came out.
    """

    phase: Phase = Phase.EXPECTED
    since: datetime | None = None
    arrived_at: datetime | None = None
    started_at: datetime | None = None
    in_since: datetime | None = None
    out_at: datetime | None = None
    exercise_at: datetime | None = None
    left_at: datetime | None = None
    due_out: datetime | None = None
    check_due: datetime | None = None
    counted_in: int = 0
    counted_out: int = 0
    needles_in: int = 0
    unaccounted: int = 0
    last: UUID | None = None


@dataclass(frozen=True, slots=True)
class Rest:
    """How long needles rest by the plan, and after how many minutes somebody looks in."""

    minutes: int = REST_MIN_WITHOUT_PLAN
    check_after_min: int | None = None


@dataclass(frozen=True, slots=True)
class _Fold:
    """The state so far, with what only the fold needs."""

    state: VisitState = field(default_factory=VisitState)
    counting: bool = False  # somebody has counted out after the last needles went in


def rest_of(plan: Sequence[dict[str, object]]) -> Rest:
    """Return the resting phase of a session's plan, or the usual rest when it has none."""
    for phase in plan:
        if phase.get("kind") == "rest":
            check = phase.get("check_after_min")
            return Rest(int(str(phase["minutes"])), int(str(check)) if check else None)
    return Rest()


def standing(steps: Sequence[StepFact]) -> list[StepFact]:
    """Return the steps that were not taken back, in the order in which they happened."""
    undone = {step.undoes for step in steps if step.kind is Kind.UNDO}
    kept = [step for step in steps if step.kind is not Kind.UNDO and step.id not in undone]
    return sorted(kept, key=lambda step: (step.occurred_at, _RANK[step.kind], step.id))


def state_of(steps: Sequence[StepFact], rest: Rest | None = None) -> VisitState:
    """Fold the steps of one visit into where it stands.

    Parameters
    ----------
    steps
        All steps of one visit, in any order, undone ones and their undoing included.
    rest
        The plan's resting phase; the usual rest when None.

    Returns
    -------
    VisitState
        ``due_out`` is None unless needles are resting.
    """
    fold = _Fold()
    for step in standing(steps):
        fold = _after(fold, step, rest or Rest())
    return _settled(fold)


def question_about(state: VisitState, kind: Kind) -> Question | None:
    """Return what to ask before ``kind`` is recorded on top of ``state``, or None.

    A question is not a refusal: the same step with a "yes" is recorded.
    """
    if kind is Kind.LEAVE and state.needles_in:
        return Question.STILL_IN
    if kind is Kind.NEEDLES_OUT and not state.counted_in:
        return Question.NOTHING_IN
    if state.phase is Phase.LEFT:
        reconciles = kind is Kind.NEEDLES_OUT and state.unaccounted > 0
        return None if reconciles or kind is Kind.UNDO else Question.ALREADY_LEFT
    if kind is Kind.NEEDLES_IN and state.needles_in:
        return Question.SECOND_SET
    if kind is Kind.ARRIVE and state.phase is not Phase.EXPECTED:
        return Question.ALREADY_HERE
    if kind is Kind.START and state.started_at:
        return Question.ALREADY_STARTED
    if kind in (Kind.CHECK, Kind.MORE_TIME) and not state.needles_in:
        return Question.NOTHING_IN
    return None


def next_step(state: VisitState, *, needling: bool, exercise: bool) -> Kind | None:
    """Return the likeliest next act: the one primary button of the visit's page."""
    if state.phase is Phase.LEFT:
        return None
    if state.needles_in:
        return Kind.NEEDLES_OUT
    if state.phase is Phase.EXPECTED:
        return Kind.ARRIVE
    if state.phase is Phase.HERE:
        return Kind.START
    if needling and not state.counted_in:
        return Kind.NEEDLES_IN
    if exercise and state.phase is not Phase.EXERCISE:
        return Kind.EXERCISE
    return Kind.LEAVE


# Steps recorded for one instant are read in the order of a visit.
_RANK = {kind: rank for rank, kind in enumerate(Kind)}
_PHASES = {
    Kind.ARRIVE: (Phase.HERE, "arrived_at"),
    Kind.START: (Phase.WITH, "started_at"),
    Kind.EXERCISE: (Phase.EXERCISE, "exercise_at"),
    Kind.LEAVE: (Phase.LEFT, "left_at"),
}


def _after(fold: _Fold, step: StepFact, rest: Rest) -> _Fold:
    state = replace(fold.state, last=step.id)
    if step.kind is Kind.NEEDLES_IN:
        return _needles_in(replace(fold, state=state), step, rest)
    if step.kind is Kind.NEEDLES_OUT:
        out = state.counted_out + step.needles
        moved = state if state.phase is Phase.LEFT else _moved(state, Phase.OUT, step.occurred_at)
        return _Fold(replace(moved, counted_out=out, out_at=step.occurred_at), counting=True)
    if step.kind is Kind.MORE_TIME:
        due = max(state.due_out, step.occurred_at) if state.due_out else None
        later = due + timedelta(minutes=step.minutes) if due else None
        return replace(fold, state=replace(state, due_out=later))
    if step.kind is Kind.CHECK:
        return replace(fold, state=replace(state, check_due=None))
    return replace(fold, state=_moved_on(state, step))


def _moved_on(state: VisitState, step: StepFact) -> VisitState:
    phase, stamp = _PHASES[step.kind]
    first = getattr(state, stamp) or step.occurred_at  # the first time counts
    stamped = replace(state, **{stamp: first})  # type: ignore[arg-type]  # one of four instants
    if _RANK_OF_PHASE[phase] <= _RANK_OF_PHASE[state.phase]:
        return stamped  # said again, or late: the visit does not go back
    return _moved(stamped, phase, step.occurred_at)


_RANK_OF_PHASE = {phase: rank for rank, phase in enumerate(Phase)}


def _moved(state: VisitState, phase: Phase, at: datetime | None) -> VisitState:
    return replace(state, phase=phase, since=at)


def _needles_in(fold: _Fold, step: StepFact, rest: Rest) -> _Fold:
    state = fold.state
    resting = state.phase is Phase.RESTING and not fold.counting
    due = step.occurred_at + timedelta(minutes=rest.minutes)
    check = (
        step.occurred_at + timedelta(minutes=rest.check_after_min) if rest.check_after_min else None
    )
    moved = state if state.phase is Phase.LEFT else _moved(state, Phase.RESTING, step.occurred_at)
    if resting:  # a second set beside the first: the first stays due when it was
        moved = replace(moved, since=state.since)
    return _Fold(
        replace(
            moved,
            counted_in=state.counted_in + step.needles,
            in_since=state.in_since if resting else step.occurred_at,
            out_at=None,
            due_out=state.due_out if resting else due,
            check_due=state.check_due if resting else check,
        ),
        counting=False,
    )


def _settled(fold: _Fold) -> VisitState:
    state = fold.state
    difference = state.counted_in - state.counted_out
    counted = fold.counting or state.phase is Phase.LEFT
    needles_in = 0 if counted else max(difference, 0)
    return replace(
        _moved(state, Phase.RESTING, state.in_since) if needles_in else state,
        needles_in=needles_in,
        unaccounted=difference if counted else 0,
        due_out=state.due_out if needles_in else None,
        check_due=state.check_due if needles_in else None,
    )
