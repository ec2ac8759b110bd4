"""What happens in a visit, act by act, with believable minutes between: decided, not written."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from ashi.apps.encounters.models import StepKind

DESK = "desk"
NEEDLES = (6, 8, 8, 8, 10, 10, 12, 12, 14, 16)
MISCOUNT, UNPAID, LATE_PATIENT, MORE_TIME, CHECKED = 0.002, 0.05, 0.06, 0.05, 0.7
FOUND = (
    "Found in the couch's paper.",
    "Counted again with a colleague: none missing.",
    "Βρέθηκε στο πάτωμα, δίπλα στο κρεβάτι.",
)
MINUTE = timedelta(minutes=1)


class Act(NamedTuple):
    """One thing somebody did. ``by`` is a role of the session, or the desk."""

    at: datetime
    what: str
    by: str
    needles: int | None = None
    minutes: int | None = None
    resource: int | None = None
    text: str = ""


@dataclass(frozen=True)
class Course:
    """What of a visit decides its course: its plan, roles and rooms, and the price."""

    start: datetime
    plan: Sequence[dict[str, Any]]
    rooms: Sequence[int]
    price: Decimal
    payer: str
    drift_min: int = 0
    miscounted: bool = False
    leaves_open: bool = False
    needles_in_at: datetime | None = None

    def phase(self, kind: str) -> dict[str, Any] | None:
        """Return the first phase of a kind."""
        return next((one for one in self.plan if one["kind"] == kind), None)

    def role(self, phase: dict[str, Any] | None) -> str:
        """Return the first role present in a phase: who does what it is for."""
        return phase["roles"][0] if phase and phase["roles"] else DESK


TAKE_BELL, READY, PAY, CLOSE_INCIDENT = "take-bell", "ready", "pay", "close-incident"


@dataclass
class _Clock:
    """Where the visit has got to."""

    dice: random.Random
    now: datetime
    acts: list[Act] = field(default_factory=list)

    def add(self, what: str, by: str, **more: Any) -> None:
        self.acts.append(Act(self.now, what, by, **more))

    def on(self, least_s: int, most_s: int) -> None:
        self.now += timedelta(seconds=self.dice.randint(least_s, most_s))


def acts_of(dice: random.Random, course: Course) -> list[Act]:
    """Return the acts of a visit from arrival to the room made ready, in order of time."""
    clock = _Clock(dice, course.start)
    first = next(phase for phase in course.plan if phase["patient"])
    early = -dice.randint(120, 780) if dice.random() > LATE_PATIENT else dice.randint(120, 660)
    arrived = course.start + timedelta(seconds=early)
    begins = max(arrived + MINUTE, course.start + course.drift_min * MINUTE)
    if course.needles_in_at:
        begins = min(begins, course.needles_in_at - dice.randint(8, 13) * MINUTE)
        arrived = min(arrived, begins - 2 * MINUTE)
    clock.now = arrived
    clock.add(StepKind.ARRIVE, DESK)
    clock.now = begins
    clock.add(StepKind.START, course.role(first))
    if course.phase("rest"):
        _needling(clock, course)
    _afterwards(clock, course)
    return sorted(clock.acts, key=lambda act: act.at)


def _needling(clock: _Clock, course: Course) -> None:
    dice, rest = clock.dice, course.phase("rest") or {}
    needles = dice.choice(NEEDLES)
    clock.now = course.needles_in_at or clock.now + timedelta(
        seconds=60 * rest["start_min"] - dice.randint(0, 150)
    )
    into = clock.now
    needler = course.role(course.phase("with"))
    remover = course.role(course.phase("out"))
    clock.add(StepKind.NEEDLES_IN, needler, needles=needles)
    if rest["check_after_min"] and dice.random() < CHECKED:
        clock.now = into + rest["check_after_min"] * MINUTE
        clock.on(-60, 120)
        clock.add(StepKind.CHECK, remover)
    due = into + rest["minutes"] * MINUTE
    if dice.random() < MORE_TIME:
        clock.now = due + timedelta(seconds=20)
        clock.add(StepKind.MORE_TIME, remover, minutes=5)
        due += 5 * MINUTE
    clock.now = due
    if dice.random() < 0.8:
        clock.on(5, 75)
        clock.add(TAKE_BELL, remover)
    clock.on(40, 200)
    out = needles - 1 if course.miscounted else needles
    clock.add(StepKind.NEEDLES_OUT, remover, needles=out)
    if course.miscounted and not course.leaves_open:
        clock.on(120, 600)
        clock.add(CLOSE_INCIDENT, needler, text=dice.choice(FOUND))


def _afterwards(clock: _Clock, course: Course) -> None:
    """Exercise, leave, pay, and have the rooms made ready."""
    dice = clock.dice
    left = [phase for phase in course.plan if phase["patient"]][-1]
    moves = course.phase("move")
    needled = course.phase("rest") is not None
    if moves and moves["start_min"]:
        clock.now = (
            clock.now + timedelta(seconds=dice.randint(120, 360))
            if needled
            else clock.now + moves["start_min"] * MINUTE
        )
        clock.add(StepKind.EXERCISE, course.role(moves))
        clock.now += timedelta(seconds=60 * moves["minutes"] - dice.randint(0, 180))
    elif needled:
        clock.on(120, 360)
    else:
        clock.now += timedelta(seconds=60 * (left["start_min"] + left["minutes"]))
        clock.on(-120, 180)
    clock.add(StepKind.LEAVE, DESK)
    leave = clock.now
    if course.price:
        if dice.random() > UNPAID:
            clock.on(20, 90)
        else:  # most pay when they come again; a few never
            clock.now += timedelta(days=dice.randint(3, 21) if dice.random() < 0.96 else 9999)
        clock.add(PAY, DESK)
    clock.now = leave
    clock.on(120, 420)
    for room in course.rooms:
        clock.add(READY, DESK, resource=room)
