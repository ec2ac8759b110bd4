"""Somebody wants no reminders of visits, or wants them again."""

from django.db import transaction

from ashi.apps.audit.actions import record
from ashi.apps.audit.actor import Actor
from ashi.apps.patients.models import Contact
from ashi.apps.reminders.models import NoReminders


@transaction.atomic
def stop_reminders(*, by: Actor, contact: Contact) -> None:
    """Remind somebody of visits no more; a second press changes nothing."""
    _row, made = NoReminders.objects.get_or_create(contact=contact)
    if made:
        record(by=by, action="visit-reminders.stop", subject=("contact", contact.pk))


@transaction.atomic
def want_reminders(*, by: Actor, contact: Contact) -> None:
    """Remind somebody of visits again; a second press changes nothing."""
    gone, _each = NoReminders.objects.filter(contact=contact).delete()
    if gone:
        record(by=by, action="visit-reminders.again", subject=("contact", contact.pk))
