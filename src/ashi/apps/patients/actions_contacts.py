"""Contacts: how a patient, or whoever acts for one, is reached, and with which rights."""

from dataclasses import asdict, dataclass, fields

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction

from ashi.apps.accounts.policy import require
from ashi.apps.accounts.roles import Permission
from ashi.apps.audit.actions import record
from ashi.apps.audit.actor import Actor
from ashi.apps.centres.models import Centre
from ashi.apps.patients.errors import (
    ContactLinkedError,
    EmailError,
    LastContactError,
    PatientChangedError,
    UnreachableError,
    ValueNotKnownError,
)
from ashi.apps.patients.models import Contact, ContactLink, Patient
from ashi.apps.patients.phones import Phone, parse_phone
from ashi.apps.patients.texts import checked_text

HOME = "CY"
NO_PHONE = Phone("", "")


@dataclass(frozen=True, kw_only=True)
class Rights:
    """What a contact may do for a patient."""

    may_book: bool = True
    may_see_record: bool = False
    gets_messages: bool = True


def make_contact(
    *,
    by: Actor,
    patient: Patient,
    name: str = "",
    email: str = "",
    phone: str = "",
    relation: str = "self",
    rights: Rights | None = None,
) -> Contact:
    """Make a contact of what was typed and link it to ``patient``.

    Raises
    ------
    NotAllowedError, UnreachableError, PhoneError, EmailError, ValueNotKnownError
    """
    require(by, Permission.IDENTITY_WRITE)
    columns = _reachable(by, email, phone)
    with transaction.atomic():
        contact = Contact.objects.create(name=_name(patient, name, relation), **columns)
        link_contact(
            by=by, patient_id=patient.pk, contact=contact, relation=relation, rights=rights
        )
    return contact


def link_contact(
    *, by: Actor, patient_id: int, contact: Contact, relation: str, rights: Rights | None = None
) -> ContactLink:
    """Let a contact who is known already speak for one more patient.

    Raises
    ------
    NotAllowedError, ContactLinkedError, ValueNotKnownError
    """
    require(by, Permission.IDENTITY_WRITE)
    rights = rights or usual_rights(relation)
    try:
        with transaction.atomic():
            link = ContactLink.objects.create(
                patient_id=patient_id, contact=contact, relation=_known(relation), **asdict(rights)
            )
            _record(by, "contact.link", link)
    except IntegrityError as error:
        raise ContactLinkedError(patient_id=patient_id, contact_id=contact.pk) from error
    return link


def edit_contact(
    *, by: Actor, contact_id: int, version: int, name: str = "", email: str = "", phone: str = ""
) -> Contact:
    """Write how a contact is reached, for every patient it speaks for.

    Raises
    ------
    NotAllowedError, PatientChangedError, UnreachableError, PhoneError, EmailError
    """
    require(by, Permission.IDENTITY_WRITE)
    columns = _reachable(by, email, phone) | {
        "name": checked_text("name", name, 160),
        "version": version + 1,
    }
    with transaction.atomic():
        contact = Contact.objects.select_for_update().get(pk=contact_id)
        if contact.version != version:
            raise PatientChangedError(contact_id=contact_id, version=contact.version)
        for column, value in columns.items():
            setattr(contact, column, value)
        contact.save(update_fields=list(columns))
        for link in contact.links.order_by("pk"):
            _record(by, "contact.edit", link)
    return contact


def change_link(*, by: Actor, link_id: int, relation: str, rights: Rights) -> ContactLink:
    """Say anew who a contact is to a patient, and what it may do.

    Raises
    ------
    NotAllowedError, ValueNotKnownError
    """
    require(by, Permission.IDENTITY_WRITE)
    with transaction.atomic():
        link = ContactLink.objects.select_for_update().get(pk=link_id)
        link.relation = _known(relation)
        for column, value in asdict(rights).items():
            setattr(link, column, value)
        link.save()
        _record(by, "contact.rights", link)
    return link


def unlink_contact(*, by: Actor, link_id: int) -> None:
    """End that a contact speaks for a patient, unless it is the last way to reach them.

    Raises
    ------
    NotAllowedError, LastContactError
    """
    require(by, Permission.IDENTITY_WRITE)
    with transaction.atomic():
        link = ContactLink.objects.get(pk=link_id)
        Patient.objects.select_for_update().get(pk=link.patient_id)  # two at once keep one
        if not ContactLink.objects.filter(patient_id=link.patient_id).exclude(pk=link.pk).exists():
            raise LastContactError(patient_id=link.patient_id)
        _record(by, "contact.unlink", link)
        link.delete()


def usual_rights(relation: str) -> Rights:
    """Return what a contact of this relation usually may; the desk can say otherwise."""
    sees = relation in {ContactLink.Relation.SELF, ContactLink.Relation.PARENT}
    return Rights(may_see_record=sees)


def _reachable(by: Actor, email: str, phone: str) -> dict[str, str]:
    """Return the columns of what was typed, checked and in one form."""
    address = checked_text("email", email, 254).lower()
    if not (address or phone.strip()):
        raise UnreachableError()
    number = parse_phone(phone, _country(by)) if phone.strip() else NO_PHONE
    if address:
        try:
            validate_email(address)
        except ValidationError as error:
            raise EmailError() from error
    return {"email": address, "phone": number.e164, "phone_as_typed": number.as_typed}


def _country(by: Actor) -> str:
    """Return the country in which the actor's centre dials."""
    if by.centre_id is None:
        return HOME
    return Centre.objects.only("country").get(pk=by.centre_id).country


def _name(patient: Patient, name: str, relation: str) -> str:
    """Return the contact's name; a patient's own contact bears the patient's."""
    return checked_text("name", name, 160) or (
        patient.full_name if relation == ContactLink.Relation.SELF else ""
    )


def _known(relation: str) -> str:
    """Return a relation that is one of those we know."""
    if relation not in ContactLink.Relation.values:
        raise ValueNotKnownError(field="relation", value=relation)
    return relation


def _record(by: Actor, action: str, link: ContactLink) -> None:
    """Write the event of one patient's contact."""
    record(
        by=by,
        action=action,
        subject=("contact", link.contact_id),
        patient_id=link.patient_id,
        detail={"relation": link.relation}
        | {right.name: getattr(link, right.name) for right in fields(Rights)},
    )
