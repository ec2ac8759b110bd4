"""A morning on which Maria runs late, as the tests of the desk and of the browser share it."""

from datetime import datetime, timedelta
from uuid import uuid4

from django.utils import timezone

from ashi.apps.bookings.models import Visit
from ashi.apps.encounters.actions.late_runs import Pressed, move_the_rest
from ashi.apps.encounters.actions.steps import record_step
from ashi.apps.encounters.late_run import LateAsk, plan_for
from ashi.apps.encounters.lateness import LateRun
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


def moved_gym(small: SmallCentre) -> LateRun:
    """Move the rest of the gym's day, once: one visit that should have begun."""
    if (known := LateRun.objects.filter(centre=small.centre).first()) is not None:
        return known
    visit = make_visit(small, grain(-5), service=small.gym, room="Gym", therapist=None)
    ask = LateAsk(small.rooms["Gym"].pk, timezone.now(), minutes=30)
    pressed = Pressed(plan_for(small.centre, ask).seal)
    run = move_the_rest(by=small.actor("desk"), ask=ask, key=uuid4(), pressed=pressed)
    assert [one.visit_id for one in run.moves.all()] == [visit.pk]
    return run
