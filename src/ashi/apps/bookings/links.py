"""The link by which a patient sees, changes or cancels one visit: signed, for that visit only."""

from django.conf import settings
from django.core.signing import BadSignature, Signer

from ashi.apps.bookings.models import Visit

_SIGNER = Signer(salt="ashi.visit.manage")


def manage_token(visit: Visit) -> str:
    """Return the token of a visit; it opens that visit and nothing else."""
    return _SIGNER.sign(visit.uuid.hex)


def manage_link(visit: Visit) -> str:
    """Return the whole address that goes into a message."""
    return f"{settings.BASE_URL}/visit/{manage_token(visit)}"


def visit_of(token: str) -> Visit | None:
    """Return the visit a token opens; None for a token nobody here has signed."""
    try:
        known = _SIGNER.unsign(token)
    except BadSignature:
        return None
    return (
        Visit.objects.select_related(
            "session", "session__centre", "session__service", "patient", "patient__resource"
        )
        .filter(uuid=known)
        .first()
    )
