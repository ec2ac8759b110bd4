"""Patients are made, changed and archived here; nothing else writes their rows."""

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime

from django.db import IntegrityError, transaction

from ashi.apps.accounts.policy import require
from ashi.apps.accounts.roles import Permission
from ashi.apps.audit.actions import record
from ashi.apps.audit.actor import Actor
from ashi.apps.centres.models import Centre, Resource
from ashi.apps.centres.models.resource import ResourceKind
from ashi.apps.patients.actions_contacts import link_contact, make_contact
from ashi.apps.patients.birth_dates import check_birth_date
from ashi.apps.patients.errors import (
    NamelessError,
    PatientChangedError,
    UnreachableError,
    ValueNotKnownError,
)
from ashi.apps.patients.keys import key_columns
from ashi.apps.patients.models import Contact, FactValue, Patient, Sex
from ashi.apps.patients.texts import checked_text
from ashi.apps.patients.wishes import checked_wishes
from ashi.core.kernel.names import words

SEXES = {"", *Sex.values}
LONGEST = {"given_name": 80, "family_name": 80, "language": 8, "desk_note": 500}


@dataclass(frozen=True, kw_only=True)
class Identity:
    """What is written of a patient at the desk: all of it, as it shall stand."""

    given_name: str
    family_name: str = ""
    birth_date: date | None = None
    sex: str = ""
    language: str = "en"
    desk_note: str = ""
    wishes: tuple[str, ...] = ()
    not_left_alone: str = FactValue.UNKNOWN

    def columns(self) -> dict[str, object]:
        """Return the values by column, checked.

        Raises
        ------
        NamelessError, TooLongError, UnwritableError, BirthDateError, UnknownWishError,
        ValueNotKnownError
        """
        texts = {
            name: checked_text(name, getattr(self, name), longest)
            for name, longest in LONGEST.items()
        }
        if not words(texts["given_name"]):
            raise NamelessError()
        if self.birth_date:
            check_birth_date(self.birth_date, datetime.now(UTC).date())
        for name, known in (("sex", SEXES), ("not_left_alone", set(FactValue.values))):
            if getattr(self, name) not in known:
                raise ValueNotKnownError(field=name, value=getattr(self, name))
        own = {field.name: getattr(self, field.name) for field in fields(self)}
        return own | texts | {"wishes": checked_wishes(self.wishes)}


def create_patient(
    *,
    by: Actor,
    given_name: str,
    family_name: str = "",
    birth_date: date | None = None,
    sex: str = "",
    language: str = "",
    email: str = "",
    phone: str = "",
    contact: Contact | None = None,
    relation: str = "self",
    wishes: Collection[str] = (),
    not_left_alone: str = FactValue.UNKNOWN,
    desk_note: str = "",
    external_ref: str = "",
    idempotency_key: str | None = None,
) -> Patient:
    """Make a patient who can be reached by e-mail, phone or a contact who is known already.

    The same ``idempotency_key`` again gives the first answer.

    Raises
    ------
    NotAllowedError, UnreachableError, PhoneError, EmailError, and those of ``Identity.columns``
    """
    require(by, Permission.IDENTITY_WRITE)
    identity = Identity(
        given_name=given_name,
        family_name=family_name,
        birth_date=birth_date,
        sex=sex,
        language=language or _language_of(by),
        desk_note=desk_note,
        wishes=tuple(wishes),
        not_left_alone=not_left_alone,
    )
    columns = identity.columns()
    if not (email or phone or contact):
        raise UnreachableError()
    with transaction.atomic():
        patient, made = _patient_once(columns, external_ref, idempotency_key)
        if made:
            _reach(by, patient, contact, email=email, phone=phone, relation=relation)
            record(
                by=by,
                action="patient.create",
                subject=("patient", patient.pk),
                patient_id=patient.pk,
            )
    return patient


def _patient_once(
    columns: dict[str, object], external_ref: str, idempotency_key: str | None
) -> tuple[Patient, bool]:
    """Return the patient of this key and whether it was made now."""
    if idempotency_key:
        found = Patient.objects.filter(idempotency_key=idempotency_key).first()
        if found:
            return found, False
    known = {"external_ref": external_ref, "idempotency_key": idempotency_key}
    new = Patient(**known, **columns, **_keys(columns))
    try:
        with transaction.atomic():
            new.resource = Resource.objects.create(
                kind=ResourceKind.PATIENT, name=new.full_name[:120]
            )
            new.save(force_insert=True)
    except IntegrityError:
        if idempotency_key is None:
            raise
        # The same form came twice at once, and the other was first.
        return Patient.objects.get(idempotency_key=idempotency_key), False
    return new, True


def _reach(
    by: Actor, patient: Patient, contact: Contact | None, *, email: str, phone: str, relation: str
) -> None:
    """Link the contact that was given, and one made of the e-mail and phone typed."""
    if contact:
        link_contact(by=by, patient_id=patient.pk, contact=contact, relation=relation)
        relation = "self"
    if email or phone:
        make_contact(by=by, patient=patient, email=email, phone=phone, relation=relation)


def edit_patient(*, by: Actor, patient_id: int, version: int, identity: Identity) -> Patient:
    """Write what was typed over the version that was seen.

    Raises
    ------
    NotAllowedError, PatientChangedError, and those of ``Identity.columns``
    """
    require(by, Permission.IDENTITY_WRITE)
    columns = identity.columns()
    with transaction.atomic():
        patient = _locked(patient_id, version)
        changed = sorted(name for name, value in columns.items() if getattr(patient, name) != value)
        if not changed:
            return patient
        _write(patient, {**columns, **_keys(columns)})
        Resource.objects.filter(pk=patient.resource_id).update(name=patient.full_name[:120])
        record(
            by=by,
            action="patient.edit",
            subject=("patient", patient.pk),
            patient_id=patient.pk,
            detail={"fields": changed, "version": patient.version},
        )
    return patient


def archive_patient(*, by: Actor, patient_id: int, version: int) -> Patient:
    """Take a patient out of lists and searches; the record stays and can be brought back.

    Raises
    ------
    NotAllowedError, PatientChangedError
    """
    return _set_archived(by, patient_id, version, "patient.archive", datetime.now(UTC))


def unarchive_patient(*, by: Actor, patient_id: int, version: int) -> Patient:
    """Bring an archived patient back.

    Raises
    ------
    NotAllowedError, PatientChangedError
    """
    return _set_archived(by, patient_id, version, "patient.unarchive", None)


def _set_archived(
    by: Actor, patient_id: int, version: int, action: str, at: datetime | None
) -> Patient:
    """Write when and by whom, unless it stands so already."""
    require(by, Permission.IDENTITY_WRITE)
    with transaction.atomic():
        patient = _locked(patient_id, version)
        if (patient.archived_at is None) != (at is None):
            _write(patient, {"archived_at": at, "archived_by_id": by.user_id if at else None})
            subject = ("patient", patient.pk)
            record(by=by, action=action, subject=subject, patient_id=patient.pk)
    return patient


def _locked(patient_id: int, version: int) -> Patient:
    """Lock the row, and refuse when it is no longer the version that was seen."""
    patient = Patient.objects.select_for_update().get(pk=patient_id)
    if patient.version != version:
        raise PatientChangedError(patient_id=patient_id, version=patient.version)
    return patient


def _write(patient: Patient, columns: dict[str, object]) -> None:
    """Store the columns and count the version on."""
    for name, value in columns.items():
        setattr(patient, name, value)
    patient.version += 1
    patient.save(update_fields=[*columns, "version"])


def _keys(columns: dict[str, object]) -> dict[str, str]:
    """Return the keys that go with the names among the columns."""
    return key_columns(str(columns["given_name"]), str(columns["family_name"]))


def _language_of(by: Actor) -> str:
    """Return the language of the actor's centre."""
    if by.centre_id is None:
        return "en"
    return Centre.objects.only("language").get(pk=by.centre_id).language
