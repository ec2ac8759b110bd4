"""Weekly opening hours, laid out as true minutes.

Decides        when a rule such as "mon-fri 09:00-13:00" opens on real days of a zone
Does not       know of absences or bookings
Takes          rules in wall-clock minutes of a day, a zone, first and last day
Gives          spans of minutes; the starts that lie on a grain
Units          minutes; weekdays 0 (Monday) to 6
Sources        RFC 5545 3.3.5 for readings in a gap or a fold (see ``axis``)

A rule whose end is not after its start runs into the next day; weekday and validity are those
of its start. A rule that a clock change turns round on some day opens nothing on that day.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from ashi.core.scheduling.axis import DAY_MIN, Axis, Span, midnight, minute_of_wall
from ashi.core.scheduling.errors import refuse

DAY = timedelta(days=1)
REACH_DAYS = 2  # a rule of an earlier day may reach in: one midnight, and a day that a zone skipped


@dataclass(frozen=True, slots=True)
class WeeklyHours:
    """One rule: ``start`` and ``end`` in wall-clock minutes after midnight, ``end`` up to 1440."""

    days: frozenset[int]
    start: int
    end: int
    valid_from: date | None = None
    valid_to: date | None = None

    def __post_init__(self) -> None:
        """Refuse readings off the clock, no length, and a validity the wrong way round."""
        begins, ends = self.valid_from or date.min, self.valid_to or date.max
        refuse(
            (not self.days or not self.days <= frozenset(range(7)), "days", "not_days"),
            (not 0 <= self.start < DAY_MIN, "from", "not_time"),
            (not 0 <= self.end <= DAY_MIN, "to", "not_time"),
            (self.start == self.end, "to", "equal"),
            (begins > ends, "valid_to", "before_valid_from"),
        )

    def opens_on(self, day: date) -> bool:
        """Tell whether the rule begins on this day."""
        return (
            day.weekday() in self.days
            and (self.valid_from is None or self.valid_from <= day)
            and (self.valid_to is None or day <= self.valid_to)
        )

    def covers(self, wall: datetime) -> bool:
        """Tell whether a local time lies within the rule, its end excluded."""
        minute = wall.hour * 60 + wall.minute
        today, yesterday = self.opens_on(wall.date()), self.opens_on(wall.date() - DAY)
        if self.start < self.end:
            return today and self.start <= minute < self.end
        return (today and self.start <= minute) or (yesterday and minute < self.end)


def _wall_minute(day: date, minutes: int, begins: int, regular: bool, zone: tzinfo) -> int:
    if regular:
        return begins + minutes
    return minute_of_wall(datetime.combine(day, time()) + timedelta(minutes=minutes), zone)


def weekly_spans(
    hours: Iterable[WeeklyHours], first: date, last: date, zone: tzinfo
) -> Iterator[Span]:
    """Yield what the rules open on the days ``first`` to ``last``, both included.

    Rules of the days just before are laid out too, since they may reach in. Spans come in the
    order of days, may overlap, and are never empty.
    """
    rules = tuple(hours)
    for ordinal in range(max(first.toordinal() - REACH_DAYS, 1), last.toordinal() + 1):
        day = date.fromordinal(ordinal)
        opening = [rule for rule in rules if rule.opens_on(day)]
        if not opening:
            continue
        begins = midnight(day, zone)
        # Three regular midnights in a row: no clock changes today or tomorrow.
        regular = (
            midnight(day + 2 * DAY, zone) - begins
            == 2 * DAY_MIN
            == 2 * (midnight(day + DAY, zone) - begins)
        )
        for rule in opening:
            until = rule.end if rule.start < rule.end else rule.end + DAY_MIN
            start = _wall_minute(day, rule.start, begins, regular, zone)
            end = _wall_minute(day, until, begins, regular, zone)
            if start < end:
                yield Span(start, end)


def days_axis(first: date, last: date, zone: tzinfo, beyond: int = 0) -> Axis:
    """Return the axis of whole local days, both included, and ``beyond`` minutes after them."""
    origin = midnight(first, zone)
    return Axis(origin, midnight(last + DAY, zone) - origin + beyond)


def grid(
    axis: Axis, first: date, last: date, zone: tzinfo, grain: int, earliest: int | None = None
) -> int:
    """Return the mask of starts: every ``grain`` true minutes from each day's local midnight.

    Parameters
    ----------
    first, last
        Local days, both included; every start lies on one of them.
    grain
        Minutes.
    earliest
        No start before this minute.
    """
    digits = bytearray(b"0") * axis.length  # least minute first
    floor = axis.origin if earliest is None else max(earliest, axis.origin)
    begins = midnight(first, zone)
    for ordinal in range(first.toordinal(), last.toordinal() + 1):
        ends = midnight(date.fromordinal(ordinal) + DAY, zone)
        start = begins + max(0, -((begins - floor) // grain)) * grain
        marks = range(start - axis.origin, min(ends - axis.origin, axis.length), grain)
        digits[marks.start : marks.stop : grain] = b"1" * len(marks)
        begins = ends
    return int(digits[::-1], 2)
