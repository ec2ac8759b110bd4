"""The worker's part: offers lapse, and a freed time goes to the next who waits, one at a time."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from ashi.apps.audit.actor import SYSTEM, Actor
from ashi.apps.bookings.calendars import Opening
from ashi.apps.bookings.errors import BookingError
from ashi.apps.bookings.models import FreedTime, Wish
from ashi.apps.bookings.openings import MANY, openings_for
from ashi.apps.bookings.wishing import open_wishes, pins_for, suits
from ashi.apps.messages.quiet import polite, quiet_of
from ashi.apps.waiting.models import WishOffer
from ashi.apps.waiting.offering import LEAST_NOTICE, LEAST_TIME, lapse_offer, offer_time

State = WishOffer.State
SECOND_THOUGHTS = timedelta(minutes=2)  # chosen: an Undo at the desk comes within them
CLOCKS_APART = timedelta(minutes=1)  # freed later than now: the clock was set back since


def pass_on(now: datetime | None = None) -> int:
    """End the offers whose deadline is over, then offer what is free; return how many offers."""
    now = now or timezone.now()
    over = WishOffer.objects.filter(state=State.OPEN, lapses_at__lte=now).order_by("pk")
    for pk, centre in over.values_list("pk", "wish__centre_id"):
        lapse_offer(by=_worker(centre), offer_id=pk)
    thought = Q(at__lte=now - SECOND_THOUGHTS) | Q(at__gt=now + CLOCKS_APART)
    free = FreedTime.objects.filter(thought, closed_at__isnull=True)
    return sum(
        _offer_next(pk, now) for pk in free.order_by("at", "pk").values_list("pk", flat=True)
    )


@transaction.atomic
def _offer_next(freed_id: int, now: datetime) -> bool:
    """Offer one freed time to the first whom it suits; close it where there is nobody left."""
    freed = (
        FreedTime.objects.select_for_update(of=("self",), skip_locked=True)
        .select_related("centre")
        .filter(pk=freed_id, closed_at__isnull=True)
        .first()
    )
    if freed is None or freed.offers.filter(state=State.OPEN).exists():
        return False
    if quiet_of(freed.centre).holds(now, ZoneInfo(freed.centre.zone)):
        return False
    taken = freed.offers.filter(state=State.ACCEPTED).exists()
    if not taken and freed.starts_at >= now + LEAST_NOTICE + LEAST_TIME:
        asked = freed.offers.values("wish")
        waits = open_wishes(freed.centre_id).exclude(offers__state=State.OPEN).exclude(pk__in=asked)
        if any(_offered(wish, freed, now) for wish in waits):
            return True
    freed.closed_at = now
    freed.save(update_fields=["closed_at"])
    return False


def _offered(wish: Wish, freed: FreedTime, now: datetime) -> bool:
    """Offer a freed time to somebody, if one of their visits fits into it."""
    opening = first_fitting(wish, freed, now)
    if opening is None:
        return False
    try:
        offer_time(
            by=_worker(freed.centre_id),
            wish_id=wish.pk,
            starts_at=opening.start,
            roles=opening.roles,
            freed=freed,
        )
    except BookingError:  # somebody was quicker: the time, or the wish, is gone
        return False
    return True


def first_fitting(wish: Wish, freed: FreedTime, now: datetime) -> Opening | None:
    """Return the first start within a freed time that somebody wants and that is free."""
    zone = ZoneInfo(freed.centre.zone)
    found = openings_for(
        service=wish.service,
        first=freed.starts_at.astimezone(zone).date(),
        last=freed.ends_at.astimezone(zone).date(),
        roles=pins_for(wish.service, wish.practitioner),
        earliest=max(now + LEAST_NOTICE + LEAST_TIME, freed.starts_at),
        patient=wish.patient,
        limit=MANY,
    )
    within = (one for one in found if freed.starts_at <= one.start < freed.ends_at)
    return next((one for one in within if suits(wish, one.start)), None)


def offered_from(freed: FreedTime, now: datetime) -> datetime | None:
    """Return when a freed time is offered at the soonest; None where that is too soon before it.

    Second thoughts come first, and quiet hours are waited for.
    """
    soonest = polite(max(now, freed.at + SECOND_THOUGHTS), freed.centre)
    return soonest if freed.starts_at >= soonest + LEAST_NOTICE + LEAST_TIME else None


def _worker(centre_id: int) -> Actor:
    return replace(SYSTEM, centre_id=centre_id)
