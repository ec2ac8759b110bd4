"""Opening a record and showing a list are acts too: each leaves an event that says why."""

from collections.abc import Collection

from ashi.apps.accounts.policy import require
from ashi.apps.accounts.roles import Permission, Role
from ashi.apps.audit.actions import record
from ashi.apps.audit.actor import Actor, Purpose
from ashi.apps.patients.models import Patient
from ashi.apps.patients.queries import patients_for, with_contacts

ASKED = (Purpose.TREATMENT, Purpose.SCHEDULING, Purpose.PAYMENT)
_BY_ROLE = {
    Role.DESK: Purpose.SCHEDULING,
    Role.PATIENT: Purpose.PATIENT_REQUEST,
    Role.SYSTEM: Purpose.OPERATIONS,
}


def inferred_purpose(by: Actor, *, visits_today: bool) -> Purpose | None:
    """Return why ``by`` opens a record, or None where it must be asked.

    A visit today is treatment for those who treat; some roles have one purpose only.
    """
    if by.role in _BY_ROLE:
        return _BY_ROLE[Role(by.role)]
    return Purpose.TREATMENT if visits_today else None


def read_patient(*, by: Actor, patient_id: int, purpose: Purpose) -> Patient:
    """Open one record, with its contacts, and leave the event of it.

    Raises
    ------
    Patient.DoesNotExist
        Also where ``by`` may not see this patient.
    """
    patient = with_contacts(patients_for(by)).get(pk=patient_id)
    record(
        by=by,
        action="patient.read",
        subject=("patient", patient.pk),
        patient_id=patient.pk,
        purpose=purpose,
    )
    return patient


def read_list(*, by: Actor, patient_ids: Collection[int], kind: str) -> None:
    """Leave one event for a list of patients that was shown; an empty list tells of nobody.

    Raises
    ------
    NotAllowedError
    """
    require(by, Permission.IDENTITY_READ)
    if patient_ids:
        record(
            by=by,
            action="patient.list",
            subject=("patients", kind),
            purpose=_BY_ROLE.get(Role(by.role), by.purpose),
            detail={"patients": sorted(patient_ids)},
        )
