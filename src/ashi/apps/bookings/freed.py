"""Times that a cancelled or moved visit gave back: noted in its transaction, offered later."""

from datetime import datetime

from django.utils import timezone

from ashi.apps.bookings.models import FreedTime, Session


def note_freed(session: Session, starts_at: datetime, ends_at: datetime) -> None:
    """Note a time that came free, where the centre offers such times and it is still ahead."""
    if session.centre.offers_freed and starts_at > timezone.now():
        FreedTime.objects.create(centre_id=session.centre_id, starts_at=starts_at, ends_at=ends_at)
