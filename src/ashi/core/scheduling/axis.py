"""True minutes: where an instant lies, and where a wall clock's reading lies.

Decides        which instant a wall-clock reading means when clocks change (RFC 5545, 3.3.5):
               one that does not exist is read with the offset before the gap, one that comes
               twice is the first of the two
Does not       know of weeks, hours or resources
Takes          naive local datetimes and a zone; an instant is an ``int``
Gives          whole minutes since 1970-01-01T00:00Z, called *minutes* throughout this package
Units          minutes; spans are half-open

A visit lasts true minutes and opening hours follow the wall clock. Both are easy once every
reading of a wall clock has become a minute of one line that no clock change bends.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import NamedTuple

from ashi.core.scheduling.errors import refuse

EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 -- wall clocks are compared without a zone
MINUTE = timedelta(minutes=1)
DAY_MIN = 24 * 60


class Span(NamedTuple):
    """The minutes from ``start`` up to but not including ``end``; empty unless start < end."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Axis:
    """The stretch of minutes a search looks at; bit ``i`` of a mask is minute ``origin + i``."""

    origin: int
    length: int

    def __post_init__(self) -> None:
        """Refuse an axis on which nothing could lie."""
        refuse((self.length < 1, "length", "too_small"))

    def clip(self, spans: Iterable[Span]) -> Iterator[tuple[int, int]]:
        """Yield the bits ``[first, last)`` of each span that reaches into the axis."""
        for span in spans:
            first = max(span.start - self.origin, 0)
            last = min(span.end - self.origin, self.length)
            if first < last:
                yield first, last


def minute_of_wall(wall: datetime, zone: tzinfo) -> int:
    """Return the minute at which the clocks of ``zone`` show ``wall`` (naive, ``fold`` 0).

    Works from year 1 to 9999, since it never makes an aware datetime.
    """
    offset = zone.utcoffset(wall.replace(tzinfo=None, fold=0)) or timedelta()
    return (wall.replace(tzinfo=None) - EPOCH - offset) // MINUTE


def minute_of(instant: datetime) -> int:
    """Return the minute in which an aware datetime lies; seconds are cut off."""
    offset = instant.utcoffset() or timedelta()
    return (instant.replace(tzinfo=None) - EPOCH - offset) // MINUTE


def local_time(minute: int, zone: tzinfo) -> datetime:
    """Return the minute as an aware datetime of ``zone``."""
    return (EPOCH.replace(tzinfo=UTC) + minute * MINUTE).astimezone(zone)


@lru_cache(maxsize=8192)  # asked for each resource of a centre, for the same few days
def midnight(day: date, zone: tzinfo) -> int:
    """Return the minute at which ``day`` begins in ``zone``."""
    return minute_of_wall(datetime(day.year, day.month, day.day), zone)  # noqa: DTZ001 -- a wall clock
