"""A patient who must be phoned now: asked for by an answer given at home, closed by who phoned."""

from django.db import transaction
from django.utils import timezone

from ashi.apps.accounts.policy import require
from ashi.apps.accounts.roles import Permission
from ashi.apps.audit.actions import record
from ashi.apps.audit.actor import Actor
from ashi.apps.bookings.models import Visit
from ashi.apps.encounters.errors import CallBackClosedError
from ashi.apps.encounters.models import CallBack
from ashi.apps.patients.texts import checked_text

LONGEST = 300


def ask_call_back(*, by: Actor, visit: Visit) -> CallBack:
    """Have the staff phone a visit's patient; one open request a visit is enough.

    Belongs into the transaction that keeps the answer.
    """
    call, made = CallBack.objects.get_or_create(
        visit=visit, closed_at=None, defaults={"asked_at": timezone.now()}
    )
    if made:
        _tell(by, "call.ask", call)
    return call


@transaction.atomic
def close_call_back(*, by: Actor, call_id: int, told: str = "") -> CallBack:
    """Say that the patient was reached.

    Raises
    ------
    NotAllowedError, TooLongError
    CallBackClosedError
        No such open request at the actor's centre.
    """
    require(by, Permission.STEP_WRITE, centre_id=by.centre_id)
    words = checked_text("told", told, LONGEST)
    rows = CallBack.objects.select_for_update(of=("self",)).select_related("visit")
    call = rows.filter(
        pk=call_id, visit__session__centre=by.centre_id, closed_at__isnull=True
    ).first()
    if call is None:
        raise CallBackClosedError(call=call_id)
    call.closed_at, call.closed_by_id, call.told = timezone.now(), by.user_id, words
    call.save(update_fields=["closed_at", "closed_by", "told"])
    _tell(by, "call.close", call)
    return call


def _tell(by: Actor, action: str, call: CallBack) -> None:
    record(
        by=by,
        action=action,
        subject=("visit", call.visit_id),
        patient_id=call.visit.patient_id,
        detail={"call": call.pk},
    )
