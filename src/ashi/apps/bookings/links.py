"""The link by which a patient sees, changes or cancels one visit: signed, for that visit only.

It ends a while after the visit; until then it says what was booked, and what the patient told.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.utils import timezone

from ashi.apps.bookings.models import Visit

LIVES_ON = timedelta(days=30)  # chosen: after the visit
_SIGNER = Signer(salt="ashi.visit.manage")


def manage_token(visit: Visit) -> str:
    """Return the token of a visit; it opens that visit and nothing else."""
    return _SIGNER.sign(visit.uuid.hex)


def manage_link(visit: Visit) -> str:
    """Return the whole address that goes into a message."""
    return f"{settings.BASE_URL}/visit/{manage_token(visit)}"


def visit_of(token: str, now: datetime | None = None) -> Visit | None:
    """Return the visit a token opens; None where nobody here signed it, or it has ended."""
    try:
        known = _SIGNER.unsign(token)
    except BadSignature:
        return None
    rows = Visit.objects.select_related(
        "session", "session__centre", "session__service", "patient", "patient__resource"
    )
    ended = (now or timezone.now()) - LIVES_ON
    return rows.filter(uuid=known, session__ends_at__gt=ended).first()
