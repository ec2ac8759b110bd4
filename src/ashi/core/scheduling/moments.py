"""Times of day, weekdays and moments, as people write them in a file.

Decides        what ``09:00``, ``mon-fri`` and ``2026-12-07T09:00`` mean
Does not       know what they are for
Takes          fields (``fields``); the zone in which a moment without an offset is read
Gives          minutes, weekdays, spans; faults noted in the field
Units          minutes
"""

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone, tzinfo

from ashi.core.kernel.fields import Field
from ashi.core.scheduling.axis import DAY_MIN, Span, local_time, minute_of_wall

TIME = re.compile(r"([0-9]{2}):([0-9]{2})")
MOMENT = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]([0-9]{2}:[0-9]{2})(:[0-9]{2}(?:[.,][0-9]+)?)?"
    r"(Z|[+-][0-9]{2}:?[0-9]{2})?"
)
WITH_SECONDS = re.compile(r"[0-9]{2}:[0-9]{2}:[0-9]{2}(?:[.,][0-9]+)?")
NO_SECONDS = re.compile(r":00(?:[.,]0+)?")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
LARGEST_OFFSET_MIN = 18 * 60


@dataclass(frozen=True, slots=True)
class Moment:
    """A minute, what the clock on the wall shows at it, and whether its offset was written."""

    minute: int
    wall: datetime
    exact: bool


def read_time(field: Field, last: int) -> int | None:
    """Read ``HH:MM`` as minutes after midnight, up to and including ``last``."""
    if not isinstance(field.value, str):
        field.refused("not_time")
        return None
    match = TIME.fullmatch(field.value)
    if not match:
        seconds = WITH_SECONDS.fullmatch(field.value)
        field.note("seconds" if seconds else "not_time", field.value)
        return None
    hours, minutes = map(int, match.groups())
    read = hours * 60 + minutes
    if minutes > 59 or read > last:
        field.note("no_such_time", field.value)
        return None
    return read


def read_days(field: Field) -> frozenset[int] | None:
    """Read weekdays: names of three letters, commas, ranges that may wrap (``fri-mon``)."""
    text = field.text()
    if text is None:
        return None
    days: set[int] = set()
    for piece in text.lower().split(","):
        ends = [end.strip() for end in piece.split("-")]
        if len(ends) > 2 or any(end not in WEEKDAYS for end in ends):
            field.note("not_days", text)
            return None
        first, last = WEEKDAYS.index(ends[0]), WEEKDAYS.index(ends[-1])
        days.update((first + step) % 7 for step in range((last - first) % 7 + 1))
    return frozenset(days)


def _offset_of(text: str) -> timedelta | None:
    if text == "Z":
        return timedelta()
    hours, minutes = int(text[1:3]), int(text[-2:])
    total = hours * 60 + minutes
    if minutes > 59 or total > LARGEST_OFFSET_MIN:
        return None
    return timedelta(minutes=total if text[0] == "+" else -total)


def read_moment(field: Field, zone: tzinfo) -> Moment | None:
    """Read an ISO 8601 moment of whole minutes, with an offset or as local time of ``zone``."""
    if not isinstance(field.value, str):
        field.refused("not_moment")
        return None
    match = MOMENT.fullmatch(field.value)
    if not match:
        field.note("not_moment", field.value)
        return None
    day, clock, seconds, offset_text = match.groups()
    try:
        midnight = datetime.fromisoformat(day)
        hours, minutes = int(clock[:2]), int(clock[3:])
        if minutes > 59 or hours * 60 + minutes > DAY_MIN:
            raise ValueError(clock)
        wall = midnight + timedelta(hours=hours, minutes=minutes)
    except (ValueError, OverflowError):
        field.note("no_such_moment", field.value)
        return None
    if seconds and not NO_SECONDS.fullmatch(seconds):
        field.note("seconds", field.value)
        return None
    if offset_text is None:
        return Moment(minute_of_wall(wall, zone), wall, exact=False)
    offset = _offset_of(offset_text)
    if offset is None:
        field.note("not_moment", field.value)
        return None
    return _exact(minute_of_wall(wall, timezone(offset)), wall, zone)


def _exact(minute: int, wall: datetime, zone: tzinfo) -> Moment:
    with suppress(OverflowError):  # the first or last day of the calendar: compare as written
        wall = local_time(minute, zone).replace(tzinfo=None)
    return Moment(minute, wall, exact=True)


def read_span(field: Field, zone: tzinfo) -> Span | None:
    """Read ``{"from", "to"}``; the order is judged on the wall clock.

    A span that a clock change turns round is kept, and is empty. Two written offsets are
    judged as the instants they are; with one, either order being right is enough.
    """
    if field.keys() is None:
        return None
    first = read_moment(field.key("from"), zone)
    last = read_moment(field.key("to"), zone)
    if first is None or last is None:
        return None
    on_the_wall = first.wall < last.wall
    as_instants = first.minute < last.minute
    if first.exact and last.exact:
        right = as_instants
    else:
        right = on_the_wall or (as_instants and (first.exact or last.exact))
    if not right:
        same = first.wall == last.wall
        field.key("to").note("equal" if same else "before_from", None)
        return None
    return Span(first.minute, last.minute)
