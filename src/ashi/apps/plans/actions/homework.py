"""Give the exercises of a plan: the home programme is the plan's from then on."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from ashi.apps.audit.actor import Actor
from ashi.apps.plans.actions.operation import decide_outside
from ashi.apps.plans.actions.owning import locked_plan, planner, tell
from ashi.apps.plans.models import HomeProgramme
from ashi.apps.programmes.actions import Plan as Exercises
from ashi.apps.programmes.actions import prescribe
from ashi.apps.programmes.models import Programme


@transaction.atomic
def give_home(
    *,
    by: Actor,
    plan_id: int,
    exercises: Exercises,
    seen: int | None,
    whys: Mapping[str, str] | None = None,
) -> Programme:
    """Keep exercises as the version that holds from now on, as those of a plan.

    A programme that the patient has already goes on, and belongs to this plan, too.

    Parameters
    ----------
    seen : id of the version that was on the screen; None where there was none
    whys : why an exercise is given although the surgeon's limits or its week speak against it

    Raises
    ------
    NotAllowedError, PlanUnknownError, PlanEndedError, OutsideLimitsError
    ProgrammeError
        What ``prescribe`` refuses; nothing is kept.
    """
    user = planner(by)
    plan = locked_plan(by, plan_id)
    made = prescribe(by=by, patient_id=plan.patient_id, plan=exercises, seen=seen)
    given = [exercise for exercise, _dose in exercises.items]
    decide_outside(by=by, plan=plan, exercises=given, whys=whys or {})
    _row, new = HomeProgramme.objects.get_or_create(
        plan=plan, series=made.series, defaults={"by_id": user, "at": timezone.now()}
    )
    if new:
        tell(by, "plan.home", plan, programme=made.pk)
    return made
