"""The secret address that opens one set of questions, and nothing else, until it expires."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from ashi.apps.outcomes.errors import LinkTooOldError
from ashi.apps.outcomes.models import Asking, AskingLink

# What comes late is kept and marked, so a link outlives its set's window.
PHONE_LIVES_ON = timedelta(days=30)
TABLET_LIVES = timedelta(hours=2)
SECRET_BYTES = 24


@dataclass(frozen=True, slots=True)
class Opened:
    """What a link opens, and where it was meant to be opened."""

    asking: Asking
    way: str


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def make_link(asking: Asking, way: str = AskingLink.Way.PHONE) -> str:
    """Return a new secret for an asking; whoever holds an older one can still answer."""
    now, token = timezone.now(), secrets.token_urlsafe(SECRET_BYTES)
    lives_until = now + TABLET_LIVES
    if way == AskingLink.Way.PHONE:
        lives_until = max(asking.closes_at, now) + PHONE_LIVES_ON
    AskingLink.objects.create(
        asking=asking, digest=_digest(token), way=way, made_at=now, expires_at=lives_until
    )
    return token


def address_of(token: str) -> str:
    """Return the whole address that goes into a message."""
    return f"{settings.BASE_URL}/questions/{token}"


def opened_by(token: str, now: datetime | None = None) -> Opened | None:
    """Return what a secret opens; None for one that nobody here made.

    Raises
    ------
    LinkTooOldError
        It was good once.
    """
    row = (
        AskingLink.objects.filter(digest=_digest(token))
        .select_related("asking__centre", "asking__patient", "asking__complaint", "asking__visit")
        .first()
    )
    if row is None or row.asking.withdrawn_at is not None:
        return None
    if row.expires_at <= (now or timezone.now()):
        raise LinkTooOldError(closed=row.expires_at.isoformat(), phone=row.asking.centre.phone)
    return Opened(row.asking, row.way)
