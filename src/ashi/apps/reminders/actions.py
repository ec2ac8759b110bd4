"""Somebody wants no reminders of visits, or wants them again."""

from django.db import transaction

from ashi.apps.accounts.policy import require
from ashi.apps.accounts.roles import Permission
from ashi.apps.audit.actions import record
from ashi.apps.audit.actor import Actor
from ashi.apps.patients.models import Contact, ContactLink
from ashi.apps.reminders.models import NoReminders


@transaction.atomic
def stop_reminders(*, by: Actor, contact: Contact) -> None:
    """Remind somebody of visits no more; a second press changes nothing."""
    _change(by, contact, wanted=False)


@transaction.atomic
def want_reminders(*, by: Actor, contact: Contact) -> None:
    """Remind somebody of visits again; a second press changes nothing."""
    _change(by, contact, wanted=True)


@transaction.atomic
def change_reminders_for(*, by: Actor, link: ContactLink, wanted: bool, reason: str) -> None:
    """Keep at the desk what somebody asked for, with the reason; what is so already stays.

    Raises
    ------
    NotAllowedError
    """
    require(by, Permission.IDENTITY_WRITE, centre_id=by.centre_id)
    _change(by, link.contact, wanted=wanted, reason=reason, patient_id=link.patient_id)


def _change(
    by: Actor, contact: Contact, *, wanted: bool, reason: str = "", patient_id: int | None = None
) -> None:
    if wanted:
        gone, _each = NoReminders.objects.filter(contact=contact).delete()
        changed = gone > 0
    else:
        _row, changed = NoReminders.objects.get_or_create(contact=contact)
    if changed:
        record(
            by=by,
            action="visit-reminders.again" if wanted else "visit-reminders.stop",
            subject=("contact", contact.pk),
            patient_id=patient_id,
            reason=reason,
        )
