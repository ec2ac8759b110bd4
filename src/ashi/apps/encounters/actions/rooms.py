"""Say that a room is ready again."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from ashi.apps.accounts.policy import require
from ashi.apps.accounts.roles import Permission
from ashi.apps.audit.actions import record
from ashi.apps.audit.actor import Actor
from ashi.apps.centres.models import Resource
from ashi.apps.encounters.errors import RoomUnknownError
from ashi.apps.encounters.models import RoomStep


@transaction.atomic
def mark_ready(*, by: Actor, resource_id: int, step_id: UUID) -> RoomStep:
    """Record that a room is ready; the same ``step_id`` again returns the first answer.

    Raises
    ------
    RoomUnknownError
        No such room at the actor's centre.
    """
    require(by, Permission.STEP_WRITE, centre_id=by.centre_id)
    room = (
        Resource.objects.select_for_update(no_key=True)
        .filter(pk=resource_id, centre=by.centre_id)
        .first()
    )
    if room is None:
        raise RoomUnknownError(resource=resource_id)
    kept = RoomStep.objects.filter(pk=step_id).first()
    if kept is not None:
        return kept
    step = RoomStep.objects.create(
        id=step_id,
        resource=room,
        kind=RoomStep.Kind.READY,
        occurred_at=timezone.now(),
        by_id=by.user_id,
    )
    record(by=by, action="room.ready", subject=("resource", room.pk))
    return step
