"""The last look of the day: whoever was not marked left, has left."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from django.db import transaction

from ashi.apps.accounts.policy import require
from ashi.apps.accounts.roles import Permission
from ashi.apps.audit.actions import record
from ashi.apps.audit.actor import Actor
from ashi.apps.encounters.actions.counting import leave_uncounted
from ashi.apps.encounters.actions.incidents import close_incident
from ashi.apps.encounters.actions.steps import record_step
from ashi.apps.encounters.course_of_day import Kind
from ashi.apps.encounters.day_end import open_of_day
from ashi.apps.encounters.errors import IncidentNeedsError
from ashi.apps.encounters.models import NeedleIncident, SecondCount


@dataclass(frozen=True, slots=True)
class Account:
    """Who answers for needles that were not counted out, and what became of them."""

    user_id: int
    reason: str


@transaction.atomic
def close_day(
    *, by: Actor, first: datetime, last: datetime, accounts: Mapping[int, Account]
) -> list[int]:
    """Mark everybody left who was here between two instants; return their visits.

    ``accounts`` holds, by visit, the person and reason for needles not counted out.

    Raises
    ------
    IncidentNeedsError
        ``missing`` is "account" and ``visits`` lists those whose needles nobody answers for.
    """
    require(by, Permission.STEP_WRITE, centre_id=by.centre_id)
    day = open_of_day(by.centre_id, first, last)
    unanswered = [
        visit
        for visit in day.not_counted_out
        if visit not in accounts or not accounts[visit].reason.strip()
    ]
    if unanswered:
        raise IncidentNeedsError(missing="account", visits=unanswered)
    for visit_id in day.not_left:
        record_step(by=by, step_id=uuid4(), visit_id=visit_id, kind=Kind.LEAVE, confirmed=True)
    for incident in NeedleIncident.objects.filter(
        visit__in=day.not_counted_out, closed_at__isnull=True
    ):
        account = accounts[incident.visit_id]
        close_incident(
            by=by,
            incident_id=incident.pk,
            resolution=account.reason,
            accounted_by=account.user_id,
        )
    for visit_id in SecondCount.objects.filter(
        visit__in=day.not_counted_out, closed_at__isnull=True
    ).values_list("visit_id", flat=True):
        leave_uncounted(by=by, visit_id=visit_id, why=accounts[visit_id].reason)
    record(
        by=by,
        action="day.close",
        subject=("centre", by.centre_id),
        detail={"visits": day.not_left, "first": first.isoformat()},
    )
    return day.not_left
