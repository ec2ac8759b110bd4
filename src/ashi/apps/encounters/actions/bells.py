"""Take a bell, or call somebody to it."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from ashi.apps.accounts.models import User
from ashi.apps.accounts.policy import require
from ashi.apps.accounts.roles import Permission
from ashi.apps.audit.actions import record
from ashi.apps.audit.actor import Actor
from ashi.apps.centres.models import Membership
from ashi.apps.centres.queries import memberships_on
from ashi.apps.encounters.errors import BellOverError, BellTakenError
from ashi.apps.encounters.lapsing import is_held
from ashi.apps.encounters.models import Bell

RINGS_AGAIN_AFTER = timedelta(minutes=5)  # chosen: taken, and the needles are still in


def _locked(by: Actor, bell_id: int) -> Bell:
    require(by, Permission.STEP_WRITE, centre_id=by.centre_id)
    bell = (
        Bell.objects.select_for_update(of=("self",), no_key=True)
        .select_related("visit__session")
        .filter(pk=bell_id, visit__session__centre=by.centre_id)
        .first()
    )
    if bell is None or bell.closed_at is not None:
        raise BellOverError(bell=bell_id)
    return bell


@transaction.atomic
def take_bell(*, by: Actor, bell_id: int) -> Bell:
    """Say that the actor goes; the first who says so has it.

    Raises
    ------
    BellTakenError
        Somebody else has it (``name``), and has not been slow about it.
    BellOverError
        The needles are out, or the bell was set anew.
    """
    bell = _locked(by, bell_id)
    now = timezone.now()
    held = is_held(bell.taken_at, now, RINGS_AGAIN_AFTER)
    if held and bell.taken_by_id == by.user_id:
        return bell
    if held and bell.taken_by:
        raise BellTakenError(bell=bell_id, name=str(bell.taken_by), user=bell.taken_by_id)
    bell.taken_by_id, bell.taken_at = by.user_id, now
    bell.save(update_fields=["taken_by", "taken_at"])
    _tell(by, "bell.take", bell)
    return bell


@transaction.atomic
def call_to_bell(*, by: Actor, bell_id: int, user_id: int) -> Bell:
    """Call a colleague to a bell; it goes on ringing until somebody takes it.

    Raises
    ------
    BellOverError
        The bell is over, or ``user_id`` is nobody of this centre.
    """
    bell = _locked(by, bell_id)
    members = Membership.objects.filter(
        memberships_on(timezone.localdate()), centre=by.centre_id, user=user_id
    )
    if not members.exists():
        raise BellOverError(bell=bell_id)
    bell.called = User.objects.get(pk=user_id)
    bell.save(update_fields=["called"])
    _tell(by, "bell.call", bell)
    return bell


def _tell(by: Actor, action: str, bell: Bell) -> None:
    record(
        by=by,
        action=action,
        subject=("bell", bell.pk),
        patient_id=bell.visit.patient_id,
        detail={"visit": bell.visit_id, "called": bell.called_id},
    )
