"""Write the people of a judged file: all of them, or none."""

from collections.abc import Iterable
from dataclasses import replace

from django.db import transaction

from ashi.apps.accounts.policy import require
from ashi.apps.accounts.roles import Permission
from ashi.apps.audit.actions import record
from ashi.apps.audit.actor import Actor
from ashi.apps.centres.models import Centre
from ashi.apps.imports.judged import Fate, Note
from ashi.apps.imports.models import ImportedRef
from ashi.apps.imports.people import Person, PersonLine
from ashi.apps.patients.actions import archive_patient, create_patient
from ashi.apps.patients.actions_contacts import make_contact
from ashi.apps.patients.models import Contact, Patient
from ashi.core.kernel.errors import AshiError

LONGEST_NOTE = 500


def write_people(
    *,
    by: Actor,
    centre: Centre,
    source: str,
    judged: Iterable[PersonLine],
    keep: bool = True,
) -> list[PersonLine]:
    """Create and join people in one transaction; return the lines with what became of each.

    Without ``keep`` all is tried and taken back: the answer is the same, and nothing is written.

    Raises
    ------
    NotAllowedError
    """
    require(by, Permission.IDENTITY_WRITE)
    patients: dict[int, int] = {}
    done: list[PersonLine] = []
    with transaction.atomic():
        for one in judged:
            written = _write(by, centre, one, patients)
            done.append(written)
            if written.fate is not one.fate or one.number not in patients:
                continue
            if one.fate is not Fate.KNOWN and one.ref:
                patient_id = patients[one.number]
                ImportedRef.objects.create(source=source, ref=one.ref, patient_id=patient_id)
        counts = {str(fate): sum(one.fate is fate for one in done) for fate in Fate}
        record(by=by, action="patients.import", subject=("centre", centre.pk), detail=counts)
        if not keep:
            transaction.set_rollback(True)
    return done


def _write(by: Actor, centre: Centre, one: PersonLine, patients: dict[int, int]) -> PersonLine:
    """Write one line, and remember its patient; what the record cannot hold is refused."""
    if one.fate is Fate.CREATE and one.person:
        try:
            with transaction.atomic():
                patients[one.number] = write_person(by=by, centre=centre, person=one.person).pk
        except AshiError as error:
            return _refused(one, error.code)
    elif one.fate is Fate.MERGE and one.same_as is not None:
        if one.same_as not in patients:
            return _refused(one, "the line it is one with")
        patients[one.number] = patients[one.same_as]
    elif one.fate in (Fate.MERGE, Fate.KNOWN) and one.patient is not None:
        patients[one.number] = one.patient
    return one


def _refused(one: PersonLine, code: str) -> PersonLine:
    note = Note("not-kept", {"code": code})
    return replace(one, fate=Fate.REFUSE, notes=(*one.notes, note))


def write_person(*, by: Actor, centre: Centre, person: Person) -> Patient:
    """Make one patient with the contact, guardian and state that the old system had.

    Somebody else of the same e-mail and phone shares their contact: it is kept once.
    """
    first, *others = [*person.phones, ""]
    contact = _shared(person.email, first)
    patient = create_patient(
        by=by,
        given_name=person.given_name,
        family_name=person.family_name,
        birth_date=person.birth_date,
        sex=person.sex,
        language=person.language or centre.language,
        email="" if contact else person.email,
        phone="" if contact else first,
        contact=contact,
        relation=_relation(person, contact),
        desk_note=person.note[:LONGEST_NOTE],
    )
    for phone in others:
        if phone:
            make_contact(by=by, patient=patient, phone=phone)
    if person.guardian and contact is None:
        patient.contact_links.update(relation="parent")
        Contact.objects.filter(links__patient=patient).update(name=person.guardian[:160])
    if person.deceased:
        Patient.objects.filter(pk=patient.pk).update(deceased=True)
    if person.archived or person.deceased:
        patient = archive_patient(by=by, patient_id=patient.pk, version=patient.version)
    return patient


def _shared(email: str, phone: str) -> Contact | None:
    """Return a contact with exactly this e-mail and phone, if there is one."""
    return Contact.objects.filter(email=email, phone=phone).order_by("pk").first()


def _relation(person: Person, contact: Contact | None) -> str:
    if contact is None:
        return "self"
    return "parent" if person.guardian else "other"
