"""The link by which a patient sees the exercises at home: signed, for one programme only.

It ends a while after the programme: after its last day, or the day on which it was ended.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.utils import timezone

from ashi.apps.programmes.models import Programme

LIVES_ON = timedelta(days=30)  # chosen: who has ended may still look up what was asked
_SIGNER = Signer(salt="ashi.programme.home")


def home_token(programme: Programme) -> str:
    """Return the token of a programme; it stays the same through its versions."""
    return _SIGNER.sign(programme.series.hex)


def home_link(programme: Programme) -> str:
    """Return the whole address that goes to the patient."""
    return f"{settings.BASE_URL}/home/{home_token(programme)}"


def programme_of(token: str, now: datetime | None = None) -> Programme | None:
    """Return the latest version a token opens; None where nobody signed it, or it has ended."""
    try:
        series = UUID(hex=_SIGNER.unsign(token))
    except (BadSignature, ValueError):
        return None
    rows = Programme.objects.select_related("patient", "centre").prefetch_related("items")
    found = rows.filter(series=series).order_by("-version").first()
    return None if found is None or _has_ended(found, now or timezone.now()) else found


def _has_ended(last: Programme, now: datetime) -> bool:
    """Tell whether the time has run out of the last version of a programme."""
    if last.replaced_at is not None and last.replaced_at < now - LIVES_ON:
        return True
    return last.last_day is not None and last.last_day < (now - LIVES_ON).date()
