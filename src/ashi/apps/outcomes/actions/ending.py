"""What is said of a complaint as a whole: since when it is there, and that its course ended."""

from django.db import transaction
from django.utils import timezone

from ashi.apps.accounts.policy import member_of, require
from ashi.apps.accounts.roles import Permission
from ashi.apps.audit.actions import record
from ashi.apps.audit.actor import Actor
from ashi.apps.centres.models import Centre
from ashi.apps.outcomes.actions.planning import lay_out
from ashi.apps.outcomes.errors import NothingToAskError
from ashi.apps.outcomes.models import Onset
from ashi.apps.screening.models import Complaint


def _complaint(by: Actor, complaint_id: int) -> Complaint:
    """Return a complaint of a patient who came to the actor's centre.

    Raises
    ------
    NotAllowedError, NothingToAskError
    """
    require(by, Permission.CLINICAL_WRITE, centre_id=by.centre_id)
    rows = Complaint.objects.filter(pk=complaint_id)
    row = rows.filter(patient__visits__session__centre=by.centre_id).first()
    if row is None:
        raise NothingToAskError()
    return row


@transaction.atomic
def say_onset(*, by: Actor, complaint_id: int, weeks: int) -> Onset:
    """Keep for how many weeks a complaint had been there when care began.

    Raises
    ------
    NotAllowedError, NothingToAskError
    """
    complaint = _complaint(by, complaint_id)
    user_id, _centre = member_of(by)
    values = {"weeks": weeks, "by_id": user_id, "at": timezone.now()}
    row, _made = Onset.objects.update_or_create(complaint=complaint, defaults=values)
    _tell(by, "complaint.onset", complaint, weeks=weeks)
    return row


@transaction.atomic
def end_course(*, by: Actor, complaint_id: int) -> Complaint:
    """Say that the course for a complaint is over; what is asked at the end is laid out.

    Said again it changes nothing.

    Raises
    ------
    NotAllowedError, NothingToAskError
    """
    complaint = _complaint(by, complaint_id)
    _user, centre_id = member_of(by)
    if complaint.ended_at is None:
        now = timezone.now()
        complaint.ended_at = now
        complaint.save(update_fields=["ended_at"])
        lay_out(Centre.objects.get(pk=centre_id), now, complaint.patient_id)
        _tell(by, "complaint.end", complaint)
    return complaint


def _tell(by: Actor, action: str, complaint: Complaint, **detail: object) -> None:
    record(
        by=by,
        action=action,
        subject=("complaint", complaint.pk),
        patient_id=complaint.patient_id,
        detail=detail,
    )
