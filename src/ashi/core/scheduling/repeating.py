"""Visits that repeat by the week: on which days, and what a change makes of them.

Decides        the days of "every N weeks on these weekdays", and where a change puts each
Does not       know who is free, or of bookings
Takes          a first day, weekdays, a wall-clock minute, and an end: a count or a last day
Gives          local days; instants as minutes; wall times
Units          minutes; weekdays 0 (Monday) to 6; weeks begin on Monday
Sources        RFC 5545 3.3.10 (FREQ=WEEKLY, INTERVAL, BYDAY, COUNT, UNTIL, WKST=MO), and 3.3.5 for
               readings in a gap or a fold (see ``axis``)

A series always ends. It follows the wall clock: ten o'clock stays ten o'clock when clocks change.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from itertools import islice

from ashi.core.scheduling.axis import DAY_MIN, minute_of_wall
from ashi.core.scheduling.errors import refuse

MOST = 52  # chosen: a year of weekly visits
MOST_WEEKS = 12  # chosen: what is further apart is a recall, not a series
REACH = timedelta(days=366)  # chosen: nobody knows a diary further ahead
DAY = timedelta(days=1)
WEEK = timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class Repeat:
    """A rule with its end: after ``count`` visits, or on the day ``until`` (included)."""

    first: date
    days: frozenset[int]
    minute: int
    every_weeks: int = 1
    count: int | None = None
    until: date | None = None

    def __post_init__(self) -> None:
        """Refuse no weekday, no end or two, an end before the start, and what is too long."""
        refuse(
            (not self.days or not self.days <= frozenset(range(7)), "days", "not_days"),
            (not 0 <= self.minute < DAY_MIN, "at", "not_time"),
            (not 1 <= self.every_weeks <= MOST_WEEKS, "every", "too_large"),
            ((self.count is None) == (self.until is None), "end", "not_one"),
            (self.count is not None and not 1 <= self.count <= MOST, "count", "too_large"),
            (self.until is not None and self.until < self.first, "until", "before_first"),
        )
        found = list(islice(self._days(), MOST + 1))
        end = "until" if self.count is None else "count"
        refuse(
            (len(found) > MOST, end, "too_many"),
            (not found, end, "none"),
            (bool(found) and found[-1] > self.first + REACH, end, "too_far"),
        )

    def _days(self) -> Iterator[date]:
        last = self.until or date.max
        monday = self.first - self.first.weekday() * DAY
        given = 0
        while True:
            for weekday in sorted(self.days):
                if date.max - monday < (weekday + 1) * DAY or monday + weekday * DAY > last:
                    return
                day = monday + weekday * DAY
                if day < self.first:
                    continue
                yield day
                given += 1
                if given == self.count:
                    return
            if date.max - monday < (self.every_weeks + 1) * WEEK:
                return
            monday += self.every_weeks * WEEK


def days_of(repeat: Repeat) -> tuple[date, ...]:
    """Return the days of a series in order: at least one, at most ``MOST``."""
    return tuple(repeat._days())


def starts_of(repeat: Repeat, zone: tzinfo) -> tuple[int, ...]:
    """Return the starts as minutes: each day at the rule's wall-clock minute in ``zone``."""
    at = timedelta(minutes=repeat.minute)
    return tuple(
        minute_of_wall(datetime.combine(day, time()) + at, zone) for day in days_of(repeat)
    )


@dataclass(frozen=True, slots=True)
class Longer:
    """How a series goes on: weekday to wall-clock minute, and an end as ``Repeat`` has one.

    ``last`` is the day of its last visit, from whose week the weeks are counted; nothing falls on
    it or before it, nor before ``after``.
    """

    last: date
    after: date
    at: Mapping[int, int]
    every_weeks: int = 1
    count: int | None = None
    until: date | None = None


def rhythm_of(walls: Iterable[datetime], last: datetime, every_weeks: int) -> dict[int, int]:
    """Return the weekdays of a series and the minute of each, read off when visits are due.

    Parameters
    ----------
    walls : when the visits are due (naive, local)
    last : one of them; what is due in the ``every_weeks`` weeks that end with it is its rhythm, so
        that a change before counts from where it was made, and no weekday comes twice
    """
    span = every_weeks * WEEK
    within = [one for one in walls if last.date() - span < one.date() <= last.date()]
    return {one.weekday(): one.hour * 60 + one.minute for one in sorted(within)}


def goes_on(longer: Longer, zone: tzinfo) -> tuple[int, ...]:
    """Return the further starts of a series as minutes, by the wall clock in ``zone``.

    Raises
    ------
    BadValueError
        As ``Repeat``; "until" also where no further day comes until then.
    """
    first = _resumes(longer.last, max(longer.last + DAY, longer.after), longer.every_weeks)
    rule = Repeat(first, frozenset(longer.at), 0, longer.every_weeks, longer.count, longer.until)
    return tuple(
        minute_of_wall(
            datetime.combine(day, time()) + timedelta(minutes=longer.at[day.weekday()]), zone
        )
        for day in days_of(rule)
    )


def _resumes(last: date, day: date, every_weeks: int) -> date:
    """Return the first day, from ``day`` on, in a week that is the series' own."""
    monday = day - day.weekday() * DAY
    off = (monday - (last - last.weekday() * DAY)) // WEEK % every_weeks
    return day if off == 0 else monday + (every_weeks - off) * WEEK


@dataclass(frozen=True, slots=True)
class Turn:
    """What becomes of a series' visits of one weekday: another day of the week, another time.

    Without ``minute`` each keeps its own wall-clock time.
    """

    day: int
    minute: int | None = None

    def __post_init__(self) -> None:
        """Refuse what is no weekday or no time of a day."""
        refuse(
            (not 0 <= self.day <= 6, "day", "not_days"),
            (self.minute is not None and not 0 <= self.minute < DAY_MIN, "at", "not_time"),
        )


def turned(wall: datetime, turns: Mapping[int, Turn]) -> datetime:
    """Return where a change puts a visit that is due at ``wall`` (naive, local).

    It stays in its week. Weekdays that ``turns`` does not name stay as they are, and a visit is
    put by the weekday on which it was due, so a change applied to a part of a series does to each
    visit what it would do to it in the whole.
    """
    turn = turns.get(wall.weekday())
    if turn is None:
        return wall
    midnight = datetime.combine(wall.date(), time()) + (turn.day - wall.weekday()) * DAY
    minute = wall.hour * 60 + wall.minute if turn.minute is None else turn.minute
    return midnight + timedelta(minutes=minute)
