"""From rows to the plain values that ``course_of_day`` folds."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ashi.apps.bookings.models import Session
from ashi.apps.encounters.course_of_day import Kind, Rest, StepFact, VisitState, rest_of, state_of
from ashi.apps.encounters.drawn import PlanPhase
from ashi.apps.encounters.models import Step

if TYPE_CHECKING:
    from ashi.apps.bookings.models import Visit


def fact_of(step: Step) -> StepFact:
    """Return the value of one stored step."""
    return StepFact(
        id=step.pk,
        kind=Kind(step.kind),
        occurred_at=step.occurred_at,
        needles=step.needles or 0,
        minutes=step.minutes or 0,
        undoes=step.undoes_id,
    )


def state_from(steps: Iterable[Step], rest: Rest) -> VisitState:
    """Fold stored steps of one visit."""
    return state_of([fact_of(step) for step in steps], rest)


def state_of_visit(visit: "Visit") -> VisitState:
    """Read a visit's steps and fold them."""
    return state_from(Step.objects.filter(visit=visit), rest_of(visit.session.plan))


def plan_of(session: Session, *, greek: bool = False) -> list[PlanPhase]:
    """Return a session's phases as values, named in one language.

    A plan without phases (brought in from elsewhere) is one phase of the session's length.
    """
    if not session.plan:
        minutes = int((session.ends_at - session.starts_at).total_seconds() // 60)
        return [PlanPhase("visit", "with", "", minutes, frozenset({"therapist", "room"}))]
    return [
        PlanPhase(
            key=phase["key"],
            kind=phase["kind"],
            name=(phase.get("name_el") if greek else "") or phase["name"],
            minutes=phase["minutes"],
            roles=frozenset(phase["roles"]),
            patient=phase.get("patient", True),
        )
        for phase in session.plan
    ]
