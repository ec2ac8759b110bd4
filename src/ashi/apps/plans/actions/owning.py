"""Whose plan it is, who may write in it, and what is left of it in the trail."""

from ashi.apps.accounts.errors import NotAllowedError
from ashi.apps.accounts.policy import require
from ashi.apps.accounts.roles import Permission
from ashi.apps.audit.actions import record
from ashi.apps.audit.actor import Actor
from ashi.apps.plans.errors import PlanEndedError, PlanUnknownError
from ashi.apps.plans.models import Plan


def planner(by: Actor, permission: Permission = Permission.CLINICAL_WRITE) -> int:
    """Return who plans: a plan is always somebody's.

    Raises
    ------
    NotAllowedError
    """
    require(by, permission, centre_id=by.centre_id)
    if by.user_id is None or by.centre_id is None:
        raise NotAllowedError(permission=permission)
    return by.user_id


def locked_plan(by: Actor, plan_id: int) -> Plan:
    """Return an open plan of the actor's centre, locked.

    Raises
    ------
    PlanUnknownError, PlanEndedError
    """
    plan = (
        Plan.objects.select_for_update(of=("self",))
        .select_related("patient")
        .filter(pk=plan_id, centre=by.centre_id)
        .first()
    )
    if plan is None:
        raise PlanUnknownError(plan=plan_id)
    if plan.ended_on is not None:
        raise PlanEndedError(plan=plan_id)
    return plan


def tell(by: Actor, action: str, plan: Plan, **detail: object) -> None:
    """Keep in the trail what was done to a plan."""
    record(
        by=by, action=action, subject=("plan", plan.pk), patient_id=plan.patient_id, detail=detail
    )
