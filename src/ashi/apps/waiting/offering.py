"""A time is offered to one who waits, answered, taken back, or lapses; the next is asked.

The time is held by an ordinary held visit that runs out with the offer, and a yes confirms that
visit: so every rule of booking holds, and of two who want the time the first has it (ADR 16).
Locks are taken in one order everywhere: the wish, its offer, then what booking locks.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from django.utils import timezone

from ashi.apps.accounts.policy import require
from ashi.apps.accounts.roles import Permission
from ashi.apps.audit.actions import record
from ashi.apps.audit.actor import Actor
from ashi.apps.bookings.actions.booking import place_visit
from ashi.apps.bookings.actions.holding import confirm_visit, release_hold
from ashi.apps.bookings.models import FreedTime, Visit, Wish
from ashi.apps.bookings.placing import attempt
from ashi.apps.messages.quiet import polite
from ashi.apps.waiting.errors import (
    AlreadyOfferedError,
    OfferOverError,
    OfferUnknownError,
    TooSoonError,
)
from ashi.apps.waiting.models import WishOffer
from ashi.apps.waiting.telling import tell_offer

State = WishOffer.State
LEAST_NOTICE = timedelta(minutes=60)  # chosen: between the last answer and the visit
LEAST_TIME = timedelta(minutes=10)  # chosen: to answer in


def deadline(reaches: datetime, start: datetime, minutes: int) -> datetime:
    """Return until when somebody may answer: so many minutes, and an hour before the visit.

    Parameters
    ----------
    reaches : when the letter goes; in quiet hours that is when they are over

    Raises
    ------
    TooSoonError
        That would leave less than ten minutes.
    """
    until = min(reaches + timedelta(minutes=minutes), start - LEAST_NOTICE)
    if until < reaches + LEAST_TIME:
        raise TooSoonError(start=start.isoformat())
    return until


def offer_time(
    *,
    by: Actor,
    wish_id: int,
    starts_at: datetime,
    roles: Mapping[str, int],
    freed: FreedTime | None = None,
) -> WishOffer:
    """Hold a time for one who waits, and tell them.

    Raises
    ------
    NotAllowedError
    OfferUnknownError
        No such open wish at the actor's centre.
    AlreadyOfferedError, TooSoonError, SlotTakenError
    """
    require(by, Permission.DIARY_WRITE, centre_id=by.centre_id)

    def once() -> WishOffer:
        wish = _locked_wish(wish_id)
        if wish is None or wish.centre_id != by.centre_id or wish.state != Wish.State.OPEN:
            raise OfferUnknownError(wish=wish_id)
        known = wish.offers.filter(state=State.OPEN).first()
        if known is not None:
            raise AlreadyOfferedError(until=known.lapses_at.isoformat())
        reaches = polite(timezone.now(), wish.centre)
        until = deadline(reaches, starts_at, wish.centre.offer_min)
        visit = place_visit(
            by=by,
            service=wish.service,
            starts_at=starts_at,
            patient=wish.patient,
            roles=roles,
            idempotency_key=None,
            columns={"status": Visit.Status.HELD, "channel": Visit.Channel.DESK},
            expires_at=until,
        )
        offer = WishOffer.objects.create(
            wish=wish, freed=freed, visit=visit, lapses_at=until, offered_by_id=by.user_id
        )
        offer.letters = tell_offer(offer)
        offer.save(update_fields=["letters"])
        _tell(by, "offer.make", offer)
        return offer

    return attempt(once)


def accept_offer(*, by: Actor, offer_id: int) -> Visit:
    """Take the offered time: the hold becomes a booking and the wish is met; a repeat is the same.

    Raises
    ------
    OfferUnknownError, OfferOverError
    HoldExpiredError, SlotTakenError
        Somebody double-booked the time, or the patient is elsewhere then.
    """

    def once() -> Visit:
        offer = _locked(by, offer_id)
        if offer.state == State.ACCEPTED:
            return offer.visit
        _check_open(offer)
        wish = offer.wish
        visit = confirm_visit(by=by, visit_id=offer.visit_id, patient=wish.patient)
        _end(by, offer, State.ACCEPTED, "offer.accept")
        wish.state, wish.visit = Wish.State.MET, visit
        wish.save(update_fields=["state", "visit"])
        record(
            by=by,
            action="wish.met",
            subject=("wish", wish.pk),
            patient_id=wish.patient_id,
            detail={"service": wish.service_id, "visit": visit.pk},
        )
        return visit

    return attempt(once)


def decline_offer(*, by: Actor, offer_id: int) -> None:
    """Say no: the time is let go, the wish stays where it was; a repeat changes nothing.

    Raises
    ------
    OfferUnknownError, OfferOverError
    """
    _let_go(by, offer_id, State.DECLINED, "offer.decline", _check_open)


def withdraw_offer(*, by: Actor, offer_id: int) -> None:
    """Take an offer back, by the desk, so that the time can go to somebody else.

    Raises
    ------
    NotAllowedError, OfferUnknownError, OfferOverError
    """
    require(by, Permission.DIARY_WRITE, centre_id=by.centre_id)
    _let_go(by, offer_id, State.WITHDRAWN, "offer.withdraw", _check_open)


def lapse_offer(*, by: Actor, offer_id: int) -> bool:
    """End an offer whose deadline is over; tell whether it had not been answered meanwhile."""

    def check(offer: WishOffer) -> None:
        if offer.state != State.OPEN or offer.lapses_at > timezone.now():
            raise OfferOverError(state=offer.state)

    try:
        _let_go(by, offer_id, State.LAPSED, "offer.lapse", check)
    except OfferOverError:
        return False
    return True


def _let_go(
    by: Actor, offer_id: int, state: str, action: str, check: Callable[[WishOffer], None]
) -> None:
    def once() -> None:
        offer = _locked(by, offer_id)
        if offer.state == state:
            return
        check(offer)
        release_hold(by=by, visit_id=offer.visit_id)
        _end(by, offer, state, action)

    attempt(once)


def _check_open(offer: WishOffer) -> None:
    if offer.state != State.OPEN:
        raise OfferOverError(state=offer.state)
    if offer.lapses_at <= timezone.now() or offer.wish.state != Wish.State.OPEN:
        raise OfferOverError(state=State.LAPSED)


def _locked_wish(wish_id: int) -> Wish | None:
    rows = Wish.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("patient", "service__centre", "centre").filter(pk=wish_id).first()


def _locked(by: Actor, offer_id: int) -> WishOffer:
    """Lock an offer, its wish first; staff reach those of their own centre."""
    known = WishOffer.objects.filter(pk=offer_id).values_list("wish_id", flat=True).first()
    wish = _locked_wish(known) if known else None
    if wish is None or (by.centre_id is not None and wish.centre_id != by.centre_id):
        raise OfferUnknownError(offer=offer_id)
    offer = WishOffer.objects.select_for_update(of=("self",), no_key=True).get(pk=offer_id)
    offer.wish = wish
    return offer


def _end(by: Actor, offer: WishOffer, state: str, action: str) -> None:
    offer.state, offer.ended_at = state, timezone.now()
    offer.save(update_fields=["state", "ended_at"])
    _tell(by, action, offer)


def _tell(by: Actor, action: str, offer: WishOffer) -> None:
    record(
        by=by,
        action=action,
        subject=("offer", offer.pk),
        patient_id=offer.wish.patient_id,
        detail={"visit": offer.visit_id, "wish": offer.wish_id},
    )
