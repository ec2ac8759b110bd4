"""Links by which whoever has them opens one thing, by the name they have in an address."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from ashi.apps.outcomes.links import make_link
from ashi.apps.programmes.links import home_token
from ashi.apps.reminders.links import stop_token
from ashi.apps.waiting.links import offer_token
from ashi.apps.waiting.models import WishOffer
from ashi.apps.waiting.offering import offer_time
from tests.desk.centre import speaks_for


def an_offer(world: Any) -> WishOffer:
    """A time offered to whoever waits in that world, once."""
    known = WishOffer.objects.filter(wish=world.wish).first()
    if known is not None:
        return known
    start = timezone.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=3)
    by = world.small.actor("desk")
    return offer_time(by=by, wish_id=world.wish.pk, starts_at=start, roles={})


LINKS: dict[str, Callable[[Any], str]] = {
    "asked_token": lambda world: make_link(world.asking),
    "home_token": lambda world: home_token(world.programme),
    "offer_token": lambda world: offer_token(an_offer(world)),
    "reminders_token": lambda world: stop_token(speaks_for(world.visit.patient).contact.pk),
}
