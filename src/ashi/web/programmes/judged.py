"""Each line of a programme with what speaks against it after an operation, and why all the same."""

from dataclasses import dataclass

from django.http import QueryDict
from django.utils import timezone

from ashi.apps.plans.operated import Operated, operated
from ashi.core.knowledge.physio.exercises import Exercise, all_exercises
from ashi.web.plans.limits import reason_words
from ashi.web.programmes.forms import Line, Typed
from ashi.web.programmes.of_plan import OfPlan

WHY = "why-"


@dataclass(frozen=True, slots=True)
class Judged:
    """A line, the reasons against it, and why it is given all the same."""

    line: Line
    against: list[str]
    why: str


@dataclass(frozen=True, slots=True)
class Against:
    """An operation, and every exercise that something speaks against in its week."""

    here: Operated
    exercises: list[tuple[Exercise, list[str]]]


def operation_of(chosen: OfPlan | None) -> Operated | None:
    """Return the operation that a plan follows today."""
    return operated(chosen.plan, timezone.localdate()) if chosen else None


def judged(typed: Typed, here: Operated | None, data: QueryDict) -> list[Judged]:
    """Return every line as it stands beside the surgeon's limits."""
    return [_judged(line, here, data) for line in typed.lines]


def _judged(line: Line, here: Operated | None, data: QueryDict) -> Judged:
    name = line.exercise.id
    if here is None:
        return Judged(line, [], "")
    why = data.get(f"{WHY}{name}", here.why_of(name))
    return Judged(line, reason_words(here.against(name)), why)


def against(here: Operated | None) -> Against | None:
    """Return every exercise that something speaks against this week; none is left out."""
    if here is None:
        return None
    found = [(one, reason_words(here.against(one.id))) for one in all_exercises().values()]
    return Against(here, [(one, reasons) for one, reasons in found if reasons])


def whys_in(data: QueryDict) -> dict[str, str]:
    """Return why exercises are given all the same, by the exercise's id."""
    return {name[len(WHY) :]: data.get(name, "") for name in data if name.startswith(WHY)}
