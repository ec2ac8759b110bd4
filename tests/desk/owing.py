"""Visits that were given up under terms that cost something."""

from datetime import datetime, timedelta
from uuid import uuid4

from django.utils import timezone

from ashi.apps.billing.absences import cancel_visit, mark_no_show
from ashi.apps.billing.actions_dues import receive_deposit
from ashi.apps.bookings.models import Visit
from tests.desk.centre import SmallCentre, make_visit


def terms(small: SmallCentre, *, late: int = 2000, no_show: int = 3000, deposit: int = 0) -> None:
    """Let the centre ask for these sums, in cents; visits booked from now on agree to them."""
    for name, cents in (("late", late), ("no_show", no_show), ("deposit", deposit)):
        setattr(small.centre, f"{name}_cents", cents)
    small.centre.save()
    small.service.refresh_from_db()
    small.gym.refresh_from_db()


def soon(hours: float = 3) -> datetime:
    """Return a time so near that giving it up is late."""
    return timezone.now() + timedelta(hours=hours)


def absent(small: SmallCentre, start: datetime | None = None, **details) -> Visit:
    """Return a visit to which nobody came."""
    visit = make_visit(small, start or soon(-2), **details)
    return mark_no_show(by=small.actor("desk"), visit_id=visit.pk)


def cancelled_late(small: SmallCentre, start: datetime | None = None, **details) -> Visit:
    """Return a visit that its patient cancelled too late."""
    visit = make_visit(small, start or soon(), **details)
    return cancel_visit(by=small.actor("desk"), visit_id=visit.pk, reason="patient")


def deposit(small: SmallCentre, visit: Visit, cents: int = 1000, method: str = "cash"):
    """Record that a deposit came in."""
    by = {"by": small.actor("desk"), "visit_id": visit.pk}
    return receive_deposit(**by, entry_id=uuid4(), cents=cents, method=method)


def fee_and_deposit(small: SmallCentre) -> tuple[Visit, Visit]:
    """Return an absence with a fee and a deposit, and a visit whose deposit is waited for."""
    terms(small, deposit=1000)
    away = absent(small, soon(-26), room="Room 2", therapist="andreas")
    deposit(small, away)
    asked = make_visit(small, soon(60), room="Room 2")
    Visit.objects.filter(pk=asked.pk).update(deposit_cents=1000)
    return away, asked
