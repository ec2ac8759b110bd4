"""What the diary refuses."""

from ashi.core.kernel.errors import AshiError


class BookingError(AshiError):
    """The root of what the diary refuses."""

    code = "bookings.error"


class SlotTakenError(BookingError):
    """Somebody or something needed is not free; ``nearest`` are Openings, ``blockers`` say why."""

    code = "bookings.slot_taken"


class HoldExpiredError(BookingError):
    """The time held has run out and is no longer free; ``nearest`` are Openings."""

    code = "bookings.hold_expired"


class VisitChangedError(BookingError):
    """Somebody changed the visit meanwhile; ``version`` is the one now stored."""

    code = "bookings.visit_changed"


class VisitNotOpenError(BookingError):
    """The visit's ``status`` does not allow the act."""

    code = "bookings.visit_not_open"


class VisitAheadError(BookingError):
    """Nobody can have missed a visit that has not begun; it is cancelled instead."""

    code = "bookings.visit_ahead"


class OutsideRulesError(BookingError):
    """The centre's booking rules refuse; ``rule`` is one of ``rules`` or ``first_visits``."""

    code = "bookings.outside_rules"


class NoPermitError(BookingError):
    """A pinned person may not do ``act`` on that day: not registered, insured or permitted."""

    code = "bookings.no_permit"


class RemoverBusyError(BookingError):
    """``resource`` is not there, or taken, when the needles of a visit come out."""

    code = "bookings.remover_busy"


class OverrideReasonError(BookingError):
    """A double booking was asked for without a reason."""

    code = "bookings.override_reason"


class ConflictChangedError(BookingError):
    """A conflict to be left as it is has changed since it was shown, or is none any more."""

    code = "bookings.conflict_changed"


class UnknownRoleError(BookingError):
    """``role`` is not one of the service's, or ``resource`` cannot fill it at this centre."""

    code = "bookings.unknown_role"


class PhaseRuleError(BookingError):
    """A phase cannot last ``minutes``: its rule asks for more, or it may not be left out."""

    code = "bookings.phase_rule"


class SeriesClashError(BookingError):
    """Some visits of a series find no place; ``starts`` are those, and nothing is booked."""

    code = "bookings.series_clash"


class SeriesUnknownError(BookingError):
    """No such series at this centre, or it has no such visit or time."""

    code = "bookings.series_unknown"
