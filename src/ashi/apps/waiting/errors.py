"""Refusals of the waiting list's offers."""

from ashi.apps.bookings.errors import BookingError


class OfferOverError(BookingError):
    """The offer is no longer open: ``state`` says what became of it."""

    code = "waiting.offer_over"


class OfferUnknownError(BookingError):
    """There is no such offer, or no such open wish, at the actor's centre."""

    code = "waiting.offer_unknown"


class AlreadyOfferedError(BookingError):
    """Another time is offered to them until ``until``: one at a time."""

    code = "waiting.already_offered"


class TooSoonError(BookingError):
    """The visit begins before anybody could answer."""

    code = "waiting.too_soon"
