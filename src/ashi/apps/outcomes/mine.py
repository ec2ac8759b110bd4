"""What somebody may see of how it goes: their own, and of those whose record they may see."""

from ashi.apps.audit.actor import Actor
from ashi.apps.patients.models import ContactLink, Patient


def shown_to(by: Actor) -> list[Patient]:
    """Return the patients whose progress the one signed in may see, themselves first."""
    links = ContactLink.objects.filter(
        contact__user=by.user_id, patient__archived_at__isnull=True
    ).select_related("patient")
    mine = [link for link in links if link.is_self or link.may_see_record]
    return [link.patient for link in sorted(mine, key=lambda one: (not one.is_self, one.pk))]
