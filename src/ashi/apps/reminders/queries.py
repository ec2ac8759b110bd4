"""Who wants no reminders of whose visits."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q

from ashi.apps.reminders.models import NoReminders


def stopped_of(patient_id: int, contact_ids: Iterable[int]) -> dict[int, datetime]:
    """Return which of some contacts want no reminders of a patient's visits, and since when."""
    rows = NoReminders.objects.filter(
        Q(patient=None) | Q(patient=patient_id), contact__in=list(contact_ids)
    )
    return dict(rows.values_list("contact_id", "at"))
