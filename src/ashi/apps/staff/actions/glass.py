"""Break the glass: open one record that is closed to one's role, for a reason and for an hour."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from ashi.apps.accounts.policy import member_of, require
from ashi.apps.accounts.roles import Permission
from ashi.apps.audit.actions import record
from ashi.apps.audit.actor import Actor, Purpose
from ashi.apps.staff.errors import ReasonMissingError, RecordNotOpenError
from ashi.apps.staff.models import OpenedRecord

OPEN_FOR = timedelta(hours=1)
LEAST_REASON = 10  # signs; "x" is no reason


@transaction.atomic
def open_record(
    *, by: Actor, patient_id: int, reason: str, now: datetime | None = None
) -> OpenedRecord:
    """Open a record for an hour. The owner's list and the trail show it at once.

    Raises
    ------
    NotAllowedError, ReasonMissingError
    """
    require(by, Permission.GLASS_OPEN, centre_id=by.centre_id)
    user_id, centre_id = member_of(by)
    if len(reason.strip()) < LEAST_REASON:
        raise ReasonMissingError(least=LEAST_REASON)
    opened_at = now or timezone.now()
    opened = OpenedRecord.objects.create(
        user_id=user_id,
        centre_id=centre_id,
        patient_id=patient_id,
        reason=reason.strip(),
        opened_at=opened_at,
        until=opened_at + OPEN_FOR,
    )
    _tell(by, "glass.open", opened, reason=opened.reason)
    return opened


@transaction.atomic
def close_record(*, by: Actor, opened_id: int) -> OpenedRecord:
    """Close an opened record before its hour is over: one's own, or as the owner.

    Raises
    ------
    NotAllowedError, RecordNotOpenError
    """
    user_id, centre_id = member_of(by)
    opened = (
        OpenedRecord.objects.select_for_update()
        .filter(
            pk=opened_id,
            centre_id=centre_id,
            closed_at__isnull=True,
            until__gt=timezone.now(),
        )
        .first()
    )
    if opened is None:
        raise RecordNotOpenError(opened=opened_id)
    if opened.user_id != user_id:
        require(by, Permission.STAFF_WRITE, centre_id=by.centre_id)
    opened.closed_at, opened.closed_by_id = timezone.now(), user_id
    opened.save()
    _tell(by, "glass.close", opened)
    return opened


def _tell(by: Actor, action: str, opened: OpenedRecord, reason: str = "") -> None:
    record(
        by=by,
        action=action,
        subject=("opened-record", opened.pk),
        patient_id=opened.patient_id,
        purpose=Purpose.EMERGENCY,
        reason=reason,
        detail={"until": opened.until.isoformat()},
    )
