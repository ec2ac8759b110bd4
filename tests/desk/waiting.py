"""People who wait for a time, and times that come free, at the small centre."""

from datetime import datetime, timedelta

from django.utils import timezone

from ashi.apps.bookings.actions.cancelling import cancel_visit
from ashi.apps.bookings.models import FreedTime, Visit, Wish
from ashi.apps.encounters.actions.wishes import add_wish
from ashi.apps.patients.models import Contact, ContactLink
from ashi.apps.waiting.passing_on import pass_on
from tests.desk.centre import SmallCentre, make_patient, make_visit

IN_A_DAY = timedelta(hours=24)


def offering(small: SmallCentre, minutes: int = 60) -> SmallCentre:
    """Have the centre offer what comes free."""
    small.centre.offers_freed, small.centre.offer_min = True, minutes
    small.centre.save()
    small.service.refresh_from_db()
    return small


def waits(small: SmallCentre, given: str, *, days: int = 10, urgency: int = 0, **wanted) -> Wish:
    """Put somebody on the list who came so many days ago."""
    patient = make_patient(given, "Waits")
    if wanted.pop("reached", True):
        contact = Contact.objects.create(email=f"{given.lower()}@example.com", phone="+35799123456")
        ContactLink.objects.create(patient=patient, contact=contact)
    service = wanted.pop("service", small.service)
    not_before = wanted.pop("not_before", None)
    wish = add_wish(by=small.actor("desk"), patient=patient, service=service, **wanted)
    since = timezone.now() - timedelta(days=days)
    Wish.objects.filter(pk=wish.pk).update(created_at=since, urgency=urgency, not_before=not_before)
    wish.refresh_from_db()
    return wish


def freed(small: SmallCentre, start: datetime | None = None) -> Visit:
    """Book Maria's hour and cancel it, so that it comes free and nothing else does then."""
    start = start or timezone.now() + IN_A_DAY
    visit = make_visit(small, start)
    cancel_visit(by=small.actor("desk"), visit_id=visit.pk, reason="ill")
    visit.refresh_from_db()
    return visit


def a_while_later(minutes: int = 3) -> int:
    """Let the worker look some minutes after now; return how many offers it made."""
    return pass_on(timezone.now() + timedelta(minutes=minutes))


def lapsed(offer) -> None:
    """Let the deadline of an offer be over, as the clock would."""
    past = timezone.now() - timedelta(seconds=1)
    type(offer).objects.filter(pk=offer.pk).update(lapses_at=past)
    Visit.objects.filter(pk=offer.visit_id).update(hold_expires_at=past)
    offer.visit.session.occupancies.filter(live=True).update(expires_at=past)
    offer.refresh_from_db()


def open_times() -> int:
    return FreedTime.objects.filter(closed_at__isnull=True).count()
