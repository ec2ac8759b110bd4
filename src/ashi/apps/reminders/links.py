"""The link by which somebody says that they want no reminders: signed, for that alone."""

from dataclasses import dataclass

from django.conf import settings
from django.core.signing import BadSignature, Signer

from ashi.apps.patients.models import Contact, ContactLink, Patient

_SIGNER = Signer(salt="ashi.reminders.stop")


@dataclass(frozen=True, slots=True)
class Stop:
    """Whose reminders a token stops; ``about`` is whom its letter was about, if still theirs."""

    contact: Contact
    about: Patient | None
    speaks_for_several: bool


def stop_token(contact_id: int, patient_id: int | None = None) -> str:
    """Return the token of a contact; it stops and starts their reminders and opens nothing."""
    return _SIGNER.sign(f"{contact_id}-{patient_id}" if patient_id else str(contact_id))


def stop_link(contact_id: int, patient_id: int) -> str:
    """Return the whole address that goes into a reminder of a patient's visit."""
    return f"{settings.BASE_URL}/reminders/{stop_token(contact_id, patient_id)}"


def opened(token: str) -> Stop | None:
    """Return what a token is for; None for a token nobody here has signed."""
    try:
        contact_id, _, patient_id = _SIGNER.unsign(token).partition("-")
    except BadSignature:
        return None
    contact = Contact.objects.filter(pk=contact_id).first()
    if contact is None:
        return None
    links = ContactLink.objects.filter(contact=contact, gets_messages=True)
    theirs = {one.patient_id: one.patient for one in links.select_related("patient")}
    return Stop(contact, _now(patient_id, theirs), len(theirs) > 1)


def _now(patient_id: str, theirs: dict[int, Patient]) -> Patient | None:
    """Return the patient of a token among those somebody speaks for, merged ones as they are."""
    known = Patient.objects.filter(pk=patient_id or 0).first()
    return theirs.get(known.merged_into_id or known.pk) if known else None
