"""From proved details to a patient and a booked visit, in one transaction."""

from datetime import date
from typing import Any

from django.db import transaction

from ashi.apps.accounts.roles import Role
from ashi.apps.audit.actor import Actor, Purpose, Source
from ashi.apps.bookings.actions.holding import confirm_visit
from ashi.apps.bookings.models import Visit
from ashi.apps.patients.actions import create_patient
from ashi.apps.patients.models import Contact, Patient
from ashi.core.kernel.names import fold

# The public has no right to patients' identities; the booking form acts for them, and says so.
REGISTRAR = Actor(role=Role.SYSTEM, source=Source.PUBLIC, purpose=Purpose.PATIENT_REQUEST)


@transaction.atomic
def confirm_for(*, by: Actor, visit: Visit, details: dict[str, Any], idempotency_key: str) -> Visit:
    """Find or make the patient of a proved e-mail address, and confirm the held visit."""
    patient = patient_for(details, idempotency_key)
    return confirm_visit(
        by=by,
        visit_id=visit.pk,
        patient=patient,
        terms_version=visit.session.centre.terms_version,
        note=details["note"],
        form_missing=True,
    )


def patient_for(details: dict[str, Any], idempotency_key: str) -> Patient:
    """Return the patient of a proved address, made now if nobody of this name has it."""
    return _known(details) or _new(details, idempotency_key)


def _birth(details: dict[str, Any]) -> date | None:
    return date.fromisoformat(details["birth_date"]) if details.get("birth_date") else None


def _known(details: dict[str, Any]) -> Patient | None:
    """Return the patient of this very address and name; twins and spouses are told apart."""
    wanted, born = fold(f"{details['given_name']} {details['family_name']}"), _birth(details)
    for patient in Patient.objects.filter(
        archived_at__isnull=True, contact_links__contact__email=details["email"].lower()
    ).distinct():
        same = fold(patient.full_name) == wanted
        if same and (not born or not patient.birth_date or born == patient.birth_date):
            return patient
    return None


def _new(details: dict[str, Any], idempotency_key: str) -> Patient:
    contact = Contact.objects.filter(email=details["email"].lower()).order_by("pk").first()
    reach = (
        {"contact": contact, "relation": "other"}
        if contact
        else {
            "email": details["email"],
            "phone": details["phone"],
        }
    )
    return create_patient(
        by=REGISTRAR,
        given_name=details["given_name"],
        family_name=details["family_name"],
        birth_date=_birth(details),
        language=details["language"],
        idempotency_key=idempotency_key,
        **reach,
    )
