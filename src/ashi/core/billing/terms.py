"""What giving a visit up costs: until when it is free, and what is asked after that.

Decides        the last moment at which a change is free; what a late cancellation or an absence
               costs; when a request that nobody answers lapses
Does not       know who may waive it, nor what was paid (``dues``)
Takes          a start, hours, sums; a zone
Gives          instants, sums
Units          hours; whole cents of the centre's currency, 0 where nothing is asked
Sources        chosen: the centre sets the hours and the sums, none by default

"A day before ten o'clock" is ten o'clock, also where the clocks change in between (``reminders``).
"""

from dataclasses import dataclass
from datetime import datetime, tzinfo
from enum import StrEnum

from ashi.core.scheduling.errors import refuse
from ashi.core.scheduling.reminders import clock_before

HOUR_MIN = 60
MOST_CENTS = 100_000  # chosen: beyond the price of any visit, so a slip of the finger


class GivenUp(StrEnum):
    """How a promise ended without the visit."""

    CANCELLED = "late"
    NO_SHOW = "no-show"


@dataclass(frozen=True, slots=True)
class Terms:
    """What a patient is told before booking; a deposit is for a first visit booked online."""

    notice_h: int
    late_cents: int = 0
    no_show_cents: int = 0
    deposit_cents: int = 0

    def __post_init__(self) -> None:
        """Refuse hours below nought, and sums below it or beyond any visit."""
        refuse(
            (self.notice_h < 0, "notice_h", "not_hours"),
            *(
                (not 0 <= getattr(self, name) <= MOST_CENTS, name, "not_cents")
                for name in ("late_cents", "no_show_cents", "deposit_cents")
            ),
        )


def free_until(start: datetime, notice_h: int, zone: tzinfo) -> datetime:
    """Return the last moment at which a visit is changed or cancelled without cost."""
    return clock_before(start, notice_h * HOUR_MIN, zone)


def is_late(start: datetime, notice_h: int, now: datetime, zone: tzinfo) -> bool:
    """Tell whether ``now`` is after the last free moment."""
    return now > free_until(start, notice_h, zone)


def fee_for(terms: Terms, how: GivenUp, *, by_patient: bool, late: bool) -> int:
    """Return what giving a visit up costs, in cents.

    Parameters
    ----------
    by_patient : what the centre causes, and a booking made by mistake, costs nothing
    late : after the last free moment; of no weight where nobody came
    """
    if not by_patient:
        return 0
    if how is GivenUp.NO_SHOW:
        return terms.no_show_cents
    return terms.late_cents if late else 0


def lapses_at(asked: datetime, start: datetime, before_h: int, zone: tzinfo) -> datetime:
    """Return when a request for a visit lapses if nobody has answered it.

    So many hours before the start; for a visit so near that less than half of the time would be
    left to answer, half-way between asking and start. Always after ``asked``, never after the
    start.

    Raises
    ------
    BadValueError
        The visit does not come after the request.
    """
    refuse((asked >= start, "start", "not_after"))
    return max(clock_before(start, before_h * HOUR_MIN, zone), asked + (start - asked) / 2)
