"""First visits that were asked for online."""

from datetime import timedelta

from django.utils import timezone

from ashi.apps.accounts.roles import Role
from ashi.apps.audit.actor import SYSTEM, Actor, Source
from ashi.apps.bookings.actions.holding import confirm_visit, hold_visit, retire_expired
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


def lapse(visit: Visit) -> Visit:
    """Let the hour come at which nobody had answered."""
    past = timezone.now() - timedelta(seconds=1)
    Visit.objects.filter(pk=visit.pk).update(hold_expires_at=past)
    visit.session.occupancies.filter(live=True).update(expires_at=past)
    retire_expired(by=SYSTEM)
    visit.refresh_from_db()
    assert visit.status == "expired"
    return visit
