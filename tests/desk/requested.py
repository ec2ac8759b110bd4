"""First visits that were asked for online."""

from datetime import timedelta

from ashi.apps.accounts.roles import Role
from ashi.apps.audit.actor import Actor, Source
from ashi.apps.bookings.actions.holding import confirm_visit, hold_visit
from ashi.apps.bookings.models import Visit
from ashi.apps.bookings.openings import openings_for
from ashi.apps.centres.models import Service
from tests.desk.centre import SmallCentre, make_patient, today

PUBLIC = Actor(role=Role.PUBLIC, source=Source.PUBLIC)


def a_request(small: SmallCentre, given: str = "Nefeli", days: int = 5) -> Visit:
    """Return a first visit that waits for the desk's answer."""
    Service.objects.filter(pk=small.service.pk).update(approves_first=True)
    small.service.refresh_from_db()
    day = today() + timedelta(days=days)
    opening = openings_for(service=small.service, first=day, last=day, limit=1)[0]
    held = hold_visit(by=PUBLIC, service=small.service, starts_at=opening.start)
    patient = make_patient(given, "Neou")
    return confirm_visit(by=PUBLIC, visit_id=held.pk, patient=patient, form_missing=True)
