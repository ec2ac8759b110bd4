"""Somebody wants no reminders of visits, or wants them again.

Said of one patient it holds for that one; said of everybody it holds for all somebody speaks for,
also for whoever is added later. Who stopped everybody and wants one again gets that one alone.
The one press that a mail program offers (RFC 8058) is about a letter, so it stops the reminders
of the patient whom the letter is about. Confirmations, changes and cancellations go all the same.
"""

from django.db import transaction

from ashi.apps.accounts.policy import require
from ashi.apps.accounts.roles import Permission
from ashi.apps.audit.actions import record
from ashi.apps.audit.actor import Actor
from ashi.apps.patients.models import Contact, ContactLink
from ashi.apps.reminders.models import NoReminders


@transaction.atomic
def stop_reminders(*, by: Actor, contact: Contact, patient_id: int | None = None) -> None:
    """Remind somebody of a patient's visits no more (None: of nobody's); twice is once."""
    _change(by, contact, wanted=False, patient_id=patient_id)


@transaction.atomic
def want_reminders(*, by: Actor, contact: Contact, patient_id: int | None = None) -> None:
    """Remind somebody of a patient's visits again (None: of everybody's); twice is once."""
    _change(by, contact, wanted=True, patient_id=patient_id)


@transaction.atomic
def change_reminders_for(*, by: Actor, link: ContactLink, wanted: bool, reason: str) -> None:
    """Keep at the desk what somebody asked for one patient, with the reason.

    Raises
    ------
    NotAllowedError
    """
    require(by, Permission.IDENTITY_WRITE, centre_id=by.centre_id)
    _change(by, link.contact, wanted=wanted, reason=reason, patient_id=link.patient_id)


def _change(
    by: Actor, contact: Contact, *, wanted: bool, patient_id: int | None, reason: str = ""
) -> None:
    Contact.objects.select_for_update(no_key=True).get(pk=contact.pk)
    changed = _wanted(contact, patient_id) if wanted else _stopped(contact, patient_id)
    if changed:
        record(
            by=by,
            action="visit-reminders.again" if wanted else "visit-reminders.stop",
            subject=("contact", contact.pk),
            patient_id=patient_id,
            reason=reason,
        )


def _stopped(contact: Contact, patient_id: int | None) -> bool:
    mine = NoReminders.objects.filter(contact=contact)
    if mine.filter(patient=None).exists():
        return False
    if patient_id is None:
        mine.delete()
    elif mine.filter(patient=patient_id).exists():
        return False
    NoReminders.objects.create(contact=contact, patient_id=patient_id)
    return True


def _wanted(contact: Contact, patient_id: int | None) -> bool:
    mine = NoReminders.objects.filter(contact=contact)
    if patient_id is None:
        return mine.delete()[0] > 0
    everybody = mine.filter(patient=None).first()
    if everybody is None:
        return mine.filter(patient=patient_id).delete()[0] > 0
    others = contact.links.exclude(patient=patient_id).values_list("patient_id", flat=True)
    NoReminders.objects.bulk_create(
        NoReminders(contact=contact, patient_id=other, at=everybody.at) for other in others
    )
    everybody.delete()
    return True
