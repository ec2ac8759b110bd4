"""A morning on which Maria runs late, as the tests of the desk and of the browser share it."""

from datetime import datetime, timedelta
from uuid import uuid4

from django.utils import timezone

from ashi.apps.bookings.models import Visit
from ashi.apps.encounters.actions.steps import record_step
from ashi.apps.patients.models import Contact, ContactLink, Patient
from tests.desk.centre import SmallCentre, make_patient, make_visit


def grain(minutes: int = 0) -> datetime:
    """Return the last full five minutes, and so many minutes after it."""
    now = timezone.now().replace(second=0, microsecond=0)
    return now - timedelta(minutes=now.minute % 5) + timedelta(minutes=minutes)


def reachable(given: str, email: str = "", phone: str = "", **fields) -> Patient:
    """Make a patient who is reached by themselves."""
    patient = make_patient(given, "Ioannou", **fields)
    contact = Contact.objects.create(name=given, email=email, phone=phone)
    ContactLink.objects.create(patient=patient, contact=contact)
    return patient


def make_late_morning(small: SmallCentre) -> tuple[Visit, Visit, Visit]:
    """Let Maria begin 35 minutes late with one visit; two more of hers follow."""
    start = grain(-40)
    first = make_visit(small, start, make_patient("Despina", "Charalambous"))
    record_step(
        by=small.actor("maria"),
        step_id=uuid4(),
        visit_id=first.pk,
        kind="start",
        occurred_at=start + timedelta(minutes=35),
    )
    second = make_visit(
        small, start + timedelta(minutes=45), reachable("Eleni", "eleni@example.com"), room="Room 2"
    )
    third = make_visit(
        small, start + timedelta(minutes=60), reachable("Nikos", phone="+35799000001")
    )
    return first, second, third
