"""A screen says that it is there, and whether it can be heard."""

from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from ashi.apps.accounts.policy import require
from ashi.apps.accounts.roles import Permission
from ashi.apps.audit.actor import Actor
from ashi.apps.encounters.models import BoardPresence

KEPT = timedelta(days=1)  # chosen: a screen not seen for longer is not listed anyway


def be_present(*, by: Actor, screen_id: UUID, label: str, armed: bool) -> BoardPresence:
    """Keep that the screen is there. No audit event: nothing about anybody was read."""
    require(by, Permission.DIARY_READ, centre_id=by.centre_id)
    seen = {
        "centre_id": by.centre_id,
        "user_id": by.user_id,
        "label": label,
        "armed": armed,
        "last_seen": timezone.now(),
    }
    BoardPresence.objects.filter(centre=by.centre_id, last_seen__lt=timezone.now() - KEPT).delete()
    screen, _made = BoardPresence.objects.update_or_create(id=screen_id, defaults=seen)
    return screen
