"""Whether a step that was taken without connection still fits, and when it happened.

Decides        if others did the same meanwhile, if the visit is still the one that was seen, what
               is to be asked of the state at the time of the press; and at which instant the
               step is kept when the device's clock was off
Does not       refuse for good: whoever sees both versions may keep the step all the same
Takes          all steps of one visit, those that the device knew of, the press
Gives          None when the step fits; else one clash or question, the gravest first
Units          instants are aware datetimes
Sources        DESIGN 7 (who, when, and the version seen); issue 6, section 3
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from ashi.apps.encounters.course_of_day import (
    Kind,
    Question,
    Rest,
    StepFact,
    question_about,
    standing,
    state_of,
)

EARLIEST_BEFORE_VISIT = timedelta(hours=4)  # chosen: nobody is here longer before their hour
OFTEN_DONE = {Kind.CHECK}  # two who look in do not contradict one another


class Clash(StrEnum):
    """What can have happened meanwhile, beyond the questions that any step may put."""

    DONE_MEANWHILE = "done-meanwhile"
    VISIT_CHANGED = "visit-changed"


@dataclass(frozen=True, slots=True)
class Press:
    """One press on a board without connection.

    ``seen`` are the steps that the board knew of when it was pressed, those of its own queue
    included; ``visit_version`` is that of the visit as it was shown, None where nobody knows.
    """

    step_id: UUID
    visit_id: int
    author_id: int
    kind: Kind
    pressed_at: datetime
    needles: int | None = None
    minutes: int | None = None
    emergency: bool = False
    visit_version: int | None = None
    seen: frozenset[UUID] = frozenset()


def kept_at(pressed_at: datetime, starts_at: datetime, now: datetime) -> datetime:
    """Return when a press is taken to have happened.

    A press that a clock put into the future happened no later than now; one that it put long
    before the visit, no earlier than anybody comes for it.
    """
    return min(max(pressed_at, starts_at - EARLIEST_BEFORE_VISIT), now)


def other_of_kind(steps: Sequence[StepFact], seen: Collection[UUID], kind: Kind) -> StepFact | None:
    """Return the latest standing step of a kind that the device did not know of."""
    others = [step for step in standing(steps) if step.id not in seen and step.kind is kind]
    return others[-1] if others else None


def clash_of(
    steps: Sequence[StepFact], press: Press, at: datetime, version: int, rest: Rest
) -> Clash | Question | None:
    """Return what stands against a press at ``at``, or None.

    Parameters
    ----------
    steps : all steps of the visit, in any order, undone ones included
    version : the visit's version now
    """
    if press.visit_version is not None and press.visit_version != version:
        return Clash.VISIT_CHANGED
    if press.kind not in OFTEN_DONE and other_of_kind(steps, press.seen, press.kind):
        return Clash.DONE_MEANWHILE
    before = [step for step in standing(steps) if step.occurred_at <= at]
    return question_about(state_of(before, rest), press.kind)
