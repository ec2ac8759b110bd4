"""When somebody is reminded of a visit, and the hours in which nobody is written to.

Decides        the moment of each reminder, and which of those that have come is to go
Does not       know of messages, channels or consent
Takes          a start, minutes before it, quiet hours in wall-clock minutes, a zone
Gives          instants
Units          minutes; whole days are counted on the calendar, the rest as true minutes
Sources        RFC 5545 3.3.5 for readings in a gap or a fold (as ``axis``); the rest is chosen

"Two days before ten o'clock" is ten o'clock, also where the clocks change in between; "three
hours before" is three true hours.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

from ashi.core.scheduling.axis import DAY_MIN
from ashi.core.scheduling.errors import refuse

MINUTE = timedelta(minutes=1)
LEAST_LEFT = 60
MARGIN = timedelta(minutes=15)  # chosen: so long before the quiet hours, that none goes within them


@dataclass(frozen=True, slots=True)
class Quiet:
    """Hours of the night, in wall-clock minutes: from ``start`` until before ``end``.

    Equal ones mean that no hour is quiet. ``start`` after ``end`` runs over midnight. An hour of
    each day at least is left.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        """Refuse what is no minute of a day, and a day that is quiet all but for minutes."""
        refuse(
            (not 0 <= self.start < DAY_MIN, "from", "not_time"),
            (not 0 <= self.end < DAY_MIN, "to", "not_time"),
            ((self.end - self.start) % DAY_MIN > DAY_MIN - LEAST_LEFT, "to", "too_long"),
        )

    def holds(self, instant: datetime, zone: tzinfo) -> bool:
        """Tell whether it is quiet at an instant."""
        local = instant.astimezone(zone)
        minute = local.hour * 60 + local.minute
        if self.start <= self.end:
            return self.start <= minute < self.end
        return minute >= self.start or minute < self.end

    def before(self, instant: datetime, zone: tzinfo) -> datetime:
        """Return the instant itself if it is not quiet, else one ``MARGIN`` before it became so."""
        found = instant
        while self.holds(found, zone):  # a second time only where clocks went back in between
            found = self._begin(found, zone) - MARGIN
        return found

    def after(self, instant: datetime, zone: tzinfo) -> datetime:
        """Return the instant itself if it is not quiet, else the first that is not."""
        found = instant
        if self.holds(found, zone):
            found = _whole_minute(found)
        while self.holds(found, zone):
            found += self._stride(found, zone, ahead=True)
        return found

    def _begin(self, instant: datetime, zone: tzinfo) -> datetime:
        """Return the first quiet minute of the quiet hours that an instant lies in."""
        found = _whole_minute(instant)
        while self.holds(found - MINUTE, zone):
            found -= self._stride(found - MINUTE, zone, ahead=False)
        return found

    def _stride(self, instant: datetime, zone: tzinfo, *, ahead: bool) -> timedelta:
        """Return how far to go at once: to the edge by the clock, but never past a clock change."""
        local = instant.astimezone(zone)
        minute = local.hour * 60 + local.minute
        left = (self.end - minute) % DAY_MIN if ahead else (minute - self.start) % DAY_MIN
        far = timedelta(minutes=max(1, left))
        there = (instant + far if ahead else instant - far).astimezone(zone)
        return far if there.utcoffset() == local.utcoffset() else MINUTE


def _whole_minute(instant: datetime) -> datetime:
    return instant.astimezone(UTC).replace(second=0, microsecond=0)


def clock_before(start: datetime, before_min: int, zone: tzinfo) -> datetime:
    """Return the moment so many minutes before a start, in UTC: whole days on the calendar."""
    days, minutes = divmod(before_min, DAY_MIN)
    local = start.astimezone(zone)
    same_clock = datetime.combine(local.date() - timedelta(days=days), local.time(), zone)
    return (same_clock if days else start).astimezone(UTC) - timedelta(minutes=minutes)


def reminder_at(start: datetime, before_min: int, quiet: Quiet, zone: tzinfo) -> datetime:
    """Return when to remind of a visit, so many minutes before its start; never later than that.

    Raises
    ------
    BadValueError
        ``before_min`` is not above nought: a reminder comes before the visit.
    """
    refuse((before_min <= 0, "before_min", "not_before"))
    return quiet.before(clock_before(start, before_min, zone), zone)


def due_reminder(
    start: datetime, befores_min: Iterable[int], now: datetime, quiet: Quiet, zone: tzinfo
) -> int | None:
    """Return which reminder stands at ``now``: of those whose moment has come, the nearest.

    None when none has come yet, when the visit has begun, and while it is quiet. Those further
    before the visit are overtaken by it: whoever was not reminded in time (the machine was off)
    is reminded once and not several times.
    """
    if now >= start or quiet.holds(now, zone):
        return None
    come = [one for one in befores_min if reminder_at(start, one, quiet, zone) <= now]
    return min(come, default=None)
