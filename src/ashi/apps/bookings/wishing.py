"""What somebody on the waiting list wants, and in which order they are asked."""

from datetime import datetime
from itertools import islice
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from ashi.apps.bookings.models import Wish
from ashi.apps.bookings.offers import Need, Offer, offer_of
from ashi.apps.bookings.removers import removers_of
from ashi.apps.centres.models import PhaseKind, Resource, ResourceKind, Service

# Whom the desk marked as urgent, then who waits longest. The page of the list says so.
FAIR_ORDER = ("-urgency", "created_at", "pk")


def open_wishes(centre_id: int) -> QuerySet[Wish]:
    """Return who waits at a centre, in the order in which they are asked."""
    rows = Wish.objects.filter(centre=centre_id, state=Wish.State.OPEN)
    named = rows.select_related("patient", "service__centre", "practitioner")
    return named.order_by(*FAIR_ORDER)


def suits(wish: Wish, start: datetime) -> bool:
    """Tell whether a start is on a day and within the hours that somebody wants."""
    local = start.astimezone(ZoneInfo(wish.service.centre.zone))
    minute = local.hour * 60 + local.minute
    on_day = not wish.weekdays or local.weekday() in wish.weekdays
    soon = wish.not_before is None or local.date() >= wish.not_before
    after = wish.from_min is None or minute >= wish.from_min
    return on_day and soon and after and (wish.to_min is None or minute < wish.to_min)


def pins_for(
    service: Service,
    person: Resource | None,
    then: Resource | None = None,
    out: Resource | None = None,
) -> dict[str, int]:
    """Pin whom somebody chose.

    ``person`` to the first role that only practitioners fill, ``then`` to that of who takes over,
    ``out`` to that of who takes the needles out.
    """
    pins: dict[str, int] = {}
    if person is not None:
        chosen = (role.key for role in service.roles.all() if role.kinds == ["practitioner"])
        pins |= dict.fromkeys(islice(chosen, 1), person.pk)
    if then is not None and (need := takes_over(offer_of(service))) is not None:
        pins[need.key] = then.pk
    if out is not None and (need := takes_out(offer_of(service))) is not None:
        pins[need.key] = out.pk
    return pins


def takes_over(offer: Offer) -> Need | None:
    """Return the role of whoever goes on with the patient after the first practitioner.

    It is a person's, and is there in some phase of treatment or exercise; None: one person stays.
    """
    people = [need for need in offer.needs if need.is_person]
    first = _first(offer)
    busy = {
        role
        for phase in offer.phases
        if phase.kind in (PhaseKind.WITH, PhaseKind.MOVE)
        for role in phase.roles
    }
    later = (need for need in people if need is not first and need.key in busy)
    return next(later, None) if first else None


def takes_out(offer: Offer) -> Need | None:
    """Return the role of a third person, who takes the needles out; None: one of the two does."""
    two = (_first(offer), takes_over(offer))
    return next((need for need in removers_of(offer) if need not in two), None)


def _first(offer: Offer) -> Need | None:
    people = (need for need in offer.needs if need.is_person)
    return next((need for need in people if need.kinds == {ResourceKind.PRACTITIONER}), None)
