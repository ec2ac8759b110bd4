"""A consent is given and withdrawn here; both stay on record."""

from django.db import transaction
from django.utils import timezone

from ashi.apps.accounts.roles import Permission
from ashi.apps.audit.actions import record
from ashi.apps.audit.actor import Actor
from ashi.apps.patients.texts import checked_text
from ashi.apps.screening.errors import (
    ConsentTextChangedError,
    NoNameSignedError,
    NotConsentedError,
    TechniqueUnknownError,
)
from ashi.apps.screening.models import Consent
from ashi.apps.screening.visits import own_visit, patient_of, person
from ashi.core.safety.consents import consent_texts

LONGEST_NAME = 120
LONGEST_WHY = 300


@transaction.atomic
def give_consent(
    *,
    by: Actor,
    visit_id: int,
    technique: str,
    read_version: str,
    language: str,
    signed_name: str,
    speaks_for: str = "",
    way: str = Consent.Way.SCREEN,
    own_rate: str = "",
) -> Consent:
    """Keep a consent given in the room; a repeat changes nothing.

    Parameters
    ----------
    read_version : version of the text that was read
    speaks_for : what whoever signs is to the patient, where it is not the patient
    own_rate : what was read beside it of this centre's own experience

    Raises
    ------
    NotAllowedError, VisitUnknownError, TooLongError, TechniqueUnknownError, NoNameSignedError
    ConsentTextChangedError
        The text is not the one that was read.
    """
    visit = own_visit(by, visit_id, Permission.CLINICAL_WRITE)
    row = consent_row(technique, read_version, language, signed_name, speaks_for)
    row.patient_id, row.visit, row.way = patient_of(visit), visit, Consent.Way(way)
    row.own_rate = own_rate
    row.witness_id = person(by, Permission.CLINICAL_WRITE)
    known = Consent.objects.filter(
        patient=visit.patient_id, technique=technique, withdrawn_at__isnull=True
    )
    if old := known.select_for_update().first():
        return old
    row.save()
    _tell(by, "consent.give", row, technique=technique, version=row.text_version, way=row.way)
    return row


def consent_row(
    technique: str, read_version: str, language: str, signed_name: str, speaks_for: str = ""
) -> Consent:
    """Return a consent that is nobody's yet, signed now.

    Raises
    ------
    TooLongError, TechniqueUnknownError, NoNameSignedError, ConsentTextChangedError
    """
    text = consent_texts().get(technique)
    if text is None:
        raise TechniqueUnknownError(technique=technique)
    name = checked_text("signed_name", signed_name, LONGEST_NAME)
    if not name:
        raise NoNameSignedError()
    if text.version != read_version:
        raise ConsentTextChangedError(technique=technique)
    return Consent(
        technique=technique,
        text_version=text.version,
        language=language,
        signed_name=name,
        speaks_for=checked_text("speaks_for", speaks_for, LONGEST_NAME),
        at=timezone.now(),
    )


@transaction.atomic
def withdraw_consent(*, by: Actor, visit_id: int, technique: str, why: str = "") -> Consent:
    """Keep that a consent was withdrawn; nobody needs a reason for it.

    Raises
    ------
    NotAllowedError, VisitUnknownError, TooLongError, NotConsentedError
    """
    visit = own_visit(by, visit_id, Permission.CLINICAL_WRITE)
    rows = Consent.objects.select_for_update().filter(patient=visit.patient_id)
    row = rows.filter(technique=technique, withdrawn_at__isnull=True).first()
    if row is None:
        raise NotConsentedError(technique=technique)
    row.withdrawn_at = timezone.now()
    row.withdrawn_why = checked_text("why", why, LONGEST_WHY)
    row.save(update_fields=["withdrawn_at", "withdrawn_why"])
    _tell(by, "consent.withdraw", row, technique=technique)
    return row


def _tell(by: Actor, action: str, row: Consent, **detail: object) -> None:
    record(
        by=by,
        action=action,
        subject=("consent", row.pk),
        patient_id=row.patient_id,
        detail=detail,
    )
