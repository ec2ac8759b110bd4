"""To which plan the exercises belong: the one that is named, else that they belong to already."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest
from django.utils import timezone

from ashi.apps.patients.models import Patient
from ashi.apps.plans.models import HomeProgramme, Plan
from ashi.apps.plans.queries import own_plans
from ashi.core.knowledge.evidence_base.conditions import Condition
from ashi.core.knowledge.physio.programmes import Programme as Stage
from ashi.core.knowledge.physio.programmes import stage_in_week
from ashi.core.planning.referring import weeks_since
from ashi.web.numbers import row_number
from ashi.web.plans.drawn import condition_named
from ashi.web.plans.wording import PHASE_WORDS


@dataclass(frozen=True, slots=True)
class OfPlan:
    """A plan that is open, what it is for, and the stage that is usual in its week."""

    plan: Plan
    condition: Condition
    phase: str
    week: int
    stage: Stage | None


def plan_of_exercises(request: HttpRequest, patient: Patient) -> tuple[OfPlan | None, list[OfPlan]]:
    """Return the plan the exercises are for, and all that are open, newest first.

    Raises
    ------
    Http404
        A plan is named that is not open, or not this patient's.
    """
    every = [_of(one) for one in own_plans(request.actor).filter(patient=patient, ended_on=None)]
    every.sort(key=lambda one: -one.plan.pk)
    sent = request.POST.get("plan") if request.method == "POST" else request.GET.get("plan")
    if sent:
        named = row_number(sent)
        found = next((one for one in every if one.plan.pk == named), None)
        if found is None:
            raise Http404
        return found, every
    if len(every) > 1:
        live = patient.programmes.filter(replaced_at=None).values("series")
        mine = HomeProgramme.objects.filter(series__in=live).values_list("plan", flat=True)
        every.sort(key=lambda one: one.plan.pk not in set(mine))
    return (every[0] if every else None), every


def _of(plan: Plan) -> OfPlan:
    week = weeks_since(plan.operated_on or plan.started_on, timezone.localdate()) or 0
    return OfPlan(
        plan,
        condition_named(plan.condition),
        str(PHASE_WORDS[plan.phase]),
        week,
        stage_in_week(plan.condition, week),
    )
