"""What waits for the desk's word: first visits that were asked for, and forms that lack."""

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from ashi.apps.bookings.actions.requesting import DECLINED
from ashi.apps.bookings.models import AWAITS, Visit
from ashi.apps.centres.models import Centre

MOST = 200  # chosen: a page that a person reads to its end
LOOKED_BACK = timedelta(days=14)  # chosen: who was told longer ago has found another way
NO_TIME = f"{DECLINED}full"


def _of(centre: Centre, now: datetime) -> QuerySet[Visit]:
    return Visit.objects.filter(session__centre=centre, session__starts_at__gt=now).select_related(
        "session__service", "session__centre", "patient"
    )


def requests_of(centre: Centre, now: datetime) -> list[Visit]:
    """Return up to ``MOST`` visits to come that wait for approval, which lapses soonest first."""
    rows = _of(centre, now).filter(AWAITS, hold_expires_at__gt=now)
    return list(rows.order_by("hold_expires_at", "pk")[:MOST])


def wants_a_time(visit: Visit) -> bool:
    """Tell whether a first visit was asked for and no time was found: lapsed, or declined so."""
    lapsed = visit.asked_at is not None and visit.status == Visit.Status.EXPIRED
    return lapsed or (visit.status == Visit.Status.CANCELLED and visit.cancel_reason == NO_TIME)


def lapsed_of(centre: Centre, now: datetime) -> list[Visit]:
    """Return up to ``MOST`` requests that lapsed in the last fortnight, the latest first."""
    rows = Visit.objects.filter(
        session__centre=centre,
        asked_at__isnull=False,
        status=Visit.Status.EXPIRED,
        hold_expires_at__gt=now - LOOKED_BACK,
    ).select_related("session__service", "session__centre", "patient")
    return list(rows.order_by("-hold_expires_at", "-pk")[:MOST])


def without_forms(centre: Centre, now: datetime) -> list[Visit]:
    """Return up to ``MOST`` booked visits to come that wait for their forms, overdue first."""
    rows = _of(centre, now).filter(status=Visit.Status.BOOKED, forms_due_at__isnull=False)
    return list(rows.order_by("forms_due_at", "pk")[:MOST])


def count_waiting(centre: Centre, now: datetime) -> int:
    """Return how many ask for the desk's word: requests, and forms that are overdue."""
    asked = AWAITS & Q(hold_expires_at__gt=now)
    overdue = Q(status=Visit.Status.BOOKED, forms_due_at__lte=now)
    return _of(centre, now).filter(asked | overdue).count()
