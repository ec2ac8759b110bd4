"""Give the exercises of a plan: the home programme is the plan's from then on."""

from django.db import transaction
from django.utils import timezone

from ashi.apps.audit.actor import Actor
from ashi.apps.plans.actions.owning import locked_plan, planner, tell
from ashi.apps.plans.models import HomeProgramme
from ashi.apps.programmes.actions import Plan as Exercises
from ashi.apps.programmes.actions import prescribe
from ashi.apps.programmes.models import Programme


@transaction.atomic
def give_home(*, by: Actor, plan_id: int, exercises: Exercises, seen: int | None) -> Programme:
    """Keep exercises as the version that holds from now on, as those of a plan.

    A programme that the patient has already goes on, and belongs to this plan, too.

    Parameters
    ----------
    seen : id of the version that was on the screen; None where there was none

    Raises
    ------
    NotAllowedError, PlanUnknownError, PlanEndedError
    ProgrammeError
        What ``prescribe`` refuses; nothing is kept.
    """
    user = planner(by)
    plan = locked_plan(by, plan_id)
    made = prescribe(by=by, patient_id=plan.patient_id, plan=exercises, seen=seen)
    _row, new = HomeProgramme.objects.get_or_create(
        plan=plan, series=made.series, defaults={"by_id": user, "at": timezone.now()}
    )
    if new:
        tell(by, "plan.home", plan, programme=made.pk)
    return made
