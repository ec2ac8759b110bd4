"""The link by which somebody says that they want no reminders: signed, for that alone."""

from django.conf import settings
from django.core.signing import BadSignature, Signer

from ashi.apps.patients.models import Contact

_SIGNER = Signer(salt="ashi.reminders.stop")


def stop_token(contact_id: int) -> str:
    """Return the token of a contact; it stops and starts their reminders and opens nothing."""
    return _SIGNER.sign(str(contact_id))


def stop_link(contact_id: int) -> str:
    """Return the whole address that goes into a reminder."""
    return f"{settings.BASE_URL}/reminders/{stop_token(contact_id)}"


def contact_of(token: str) -> Contact | None:
    """Return whose reminders a token stops; None for a token nobody here has signed."""
    try:
        known = _SIGNER.unsign(token)
    except BadSignature:
        return None
    return Contact.objects.filter(pk=known).first()
