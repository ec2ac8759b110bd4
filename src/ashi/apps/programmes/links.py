"""The link by which a patient sees the exercises at home: signed, for one programme only."""

from uuid import UUID

from django.conf import settings
from django.core.signing import BadSignature, Signer

from ashi.apps.programmes.models import Programme

_SIGNER = Signer(salt="ashi.programme.home")


def home_token(programme: Programme) -> str:
    """Return the token of a programme; it stays the same through its versions."""
    return _SIGNER.sign(programme.series.hex)


def home_link(programme: Programme) -> str:
    """Return the whole address that goes to the patient."""
    return f"{settings.BASE_URL}/home/{home_token(programme)}"


def programme_of(token: str) -> Programme | None:
    """Return the latest version that a token opens; None for a token nobody here has signed."""
    try:
        series = UUID(hex=_SIGNER.unsign(token))
    except (BadSignature, ValueError):
        return None
    rows = Programme.objects.select_related("patient", "centre").prefetch_related("items")
    return rows.filter(series=series).order_by("-version").first()
