"""Needles that were counted out are counted again by somebody else."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from ashi.apps.accounts.policy import member_of, require
from ashi.apps.accounts.roles import Permission
from ashi.apps.audit.actions import record
from ashi.apps.audit.actor import Actor
from ashi.apps.bookings.models import Visit
from ashi.apps.encounters.actions.settling import close_agreeing, current_seconds, tell_incident
from ashi.apps.encounters.actions.steps import MOST_NEEDLES, locked_visit
from ashi.apps.encounters.errors import (
    IncidentNeedsError,
    SamePersonCountsError,
    SecondCountGoneError,
    StepCountError,
)
from ashi.apps.encounters.facts import state_of_visit
from ashi.apps.encounters.models import NeedleIncident, SecondCount


@transaction.atomic
def count_again(*, by: Actor, visit_id: int, counted: int) -> SecondCount:
    """Keep what a second, different person counts; what differs opens an incident.

    Whoever counts may do so again: the last count stands, and one that agrees closes the
    incident that a slip of the finger opened.

    Raises
    ------
    NotAllowedError, VisitUnknownError, StepCountError
    SecondCountGoneError
        Nothing of this visit waits for a second count.
    SamePersonCountsError
        Who counted first counts again.
    """
    require(by, Permission.COUNT_WRITE, centre_id=by.centre_id)
    user_id, _centre = member_of(by)
    visit = locked_visit(by, visit_id)
    row = _waiting(visit)
    if row.first_by_id == user_id:
        raise SamePersonCountsError(name=str(row.first_by))
    if not 0 <= counted <= MOST_NEEDLES:
        raise StepCountError(field="counted", least=0, most=MOST_NEEDLES)
    now = timezone.now()
    row.counted, row.by_id, row.closed_at = counted, user_id, now
    row.save()
    _conclude(by, row, now)
    _tell(by, "count.second", row)
    return row


def _waiting(visit: Visit) -> SecondCount:
    """Return the open row, or a further one beside what was counted of the same sums."""
    open_rows = SecondCount.objects.filter(visit=visit, closed_at__isnull=True)
    row = open_rows.select_related("first_by", "visit").first()
    if row is not None:
        return row
    made = current_seconds(visit, state_of_visit(visit)).filter(counted__isnull=False)
    before = made.select_related("first_by").order_by("-closed_at", "-pk").first()
    if before is None or before.counted == before.counted_out:
        raise SecondCountGoneError(visit=visit.pk)
    return SecondCount(
        visit=visit,
        counted_in=before.counted_in,
        counted_out=before.counted_out,
        first_by=before.first_by,
        asked_at=before.asked_at,
        emergency=before.emergency,
    )


def _conclude(by: Actor, row: SecondCount, now: datetime) -> None:
    """Open an incident where the second count differs, close it where all counts agree."""
    incident = NeedleIncident.objects.filter(visit=row.visit, closed_at__isnull=True).first()
    if row.counted == row.counted_out:
        if incident is not None and row.counted_in == row.counted_out:
            close_agreeing(by, incident, now)
        return
    if incident is None and row.counted is not None and row.counted != row.counted_in:
        incident = NeedleIncident.objects.create(
            visit=row.visit,
            counted_in=row.counted_in,
            counted_out=row.counted,
            opened_at=now,
            opened_by_id=by.user_id,
            emergency=row.emergency,
        )
        tell_incident(by, "incident.open", incident)


@transaction.atomic
def leave_uncounted(*, by: Actor, visit_id: int, why: str) -> None:
    """Close a second count that nobody makes, with the reason; a repeat changes nothing.

    Raises
    ------
    NotAllowedError, VisitUnknownError
    IncidentNeedsError
        ``missing`` is "resolution": nobody said why.
    """
    require(by, Permission.STEP_WRITE, centre_id=by.centre_id)
    if not why.strip():
        raise IncidentNeedsError(missing="resolution")
    visit = locked_visit(by, visit_id)
    for row in SecondCount.objects.filter(visit=visit, closed_at__isnull=True):
        row.why, row.by_id, row.closed_at = why.strip()[:300], by.user_id, timezone.now()
        row.save()
        _tell(by, "count.left", row)


def _tell(by: Actor, action: str, row: SecondCount) -> None:
    record(
        by=by,
        action=action,
        subject=("visit", row.visit_id),
        patient_id=row.visit.patient_id,
        detail={"in": row.counted_in, "out": row.counted_out, "again": row.counted},
    )
