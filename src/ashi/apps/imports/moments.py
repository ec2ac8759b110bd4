"""Dates and times as other systems write them, and what a wall clock's time means in UTC.

Pure. A date of three numbers is read by an order that some row of the file proves, or that its
source is known for; where nothing proves it, nothing is read.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo

from ashi.core.kernel.names import fold

MONTHS = {
    **{
        name[:length]: number
        for number, name in enumerate(
            [
                "january",
                "february",
                "march",
                "april",
                "may",
                "june",
                "july",
                "august",
                "september",
                "october",
                "november",
                "december",
            ],
            start=1,
        )
        for length in (3, len(name))
    },
    **{
        name[:length]: number
        for number, name in enumerate(
            [
                "ιανουαριου",
                "φεβρουαριου",
                "μαρτιου",
                "απριλιου",
                "μαιου",
                "ιουνιου",
                "ιουλιου",
                "αυγουστου",
                "σεπτεμβριου",
                "οκτωβριου",
                "νοεμβριου",
                "δεκεμβριου",
            ],
            start=1,
        )
        for length in (4, len(name))
    },
    "μαι": 5,
    "ιαν": 1,
    "οκτ": 10,
}
_AFTERNOON, _MORNING = {"pm", "p.m.", "μμ", "μ.μ."}, {"am", "a.m.", "πμ", "π.μ."}
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_NUMBERS = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d{2})(?!\d)")
_MONTH_FIRST = re.compile(r"([^\W\d]+)\.? (\d{1,2}),? (\d{4})")
_DAY_FIRST = re.compile(r"(\d{1,2})\.? ([^\W\d]+)\.?,? (\d{4})")
_CLOCK = re.compile(
    r"(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:\.\d+)?)? ?([^\W\d]{2}|[^\W\d]\.[^\W\d]\.)?"
)
_OFFSET = re.compile(r"(Z|[+-]\d{2}:?\d{2})$")


class Order(StrEnum):
    """How a date of three numbers with the year last is read."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"


@dataclass(frozen=True, slots=True)
class Proof:
    """What a column's dates prove: the order and the row that shows it."""

    order: Order
    line: int


class UnreadError(ValueError):
    """A text that is no date or time; ``args[0]`` is the reason's code."""


def prove(values: Iterable[tuple[int, str]]) -> tuple[list[Proof], bool]:
    """Return a proof for each order that a column proves, and whether any value needs one.

    Parameters
    ----------
    values : (line, text) of a column of dates
    """
    proofs: dict[Order, Proof] = {}
    needed = False
    for line, text in values:
        if not (found := _NUMBERS.match(text)):
            continue
        first, second = int(found[1]), int(found[2])
        needed = needed or first != second
        if 12 < first <= 31 and second <= 12:
            proofs.setdefault(Order.DAY_FIRST, Proof(Order.DAY_FIRST, line))
        if 12 < second <= 31 and first <= 12:
            proofs.setdefault(Order.MONTH_FIRST, Proof(Order.MONTH_FIRST, line))
    return list(proofs.values()), needed


def read_date(text: str, order: Order | None, today: date | None = None) -> date:
    """Read one date; a year of two digits is the latest that is not after ``today``.

    Raises
    ------
    UnreadError
        impossible-date, date-order, zero-date or date.
    """
    plain = " ".join(text.split())
    if found := _ISO.match(plain):
        return _date(int(found[1]), int(found[2]), int(found[3]))
    if found := _NUMBERS.match(plain):
        first, second, year = int(found[1]), int(found[2]), int(found[3])
        if len(found[3]) == 2:
            year += 2000 if today is None or 2000 + year <= today.year else 1900
        if first == second:
            return _date(year, second, first)
        if order is None:
            raise UnreadError("date-order")
        day, month = (first, second) if order is Order.DAY_FIRST else (second, first)
        return _date(year, month, day)
    if found := _MONTH_FIRST.match(plain):
        return _date(int(found[3]), _month(found[1]), int(found[2]))
    if found := _DAY_FIRST.match(plain):
        return _date(int(found[3]), _month(found[2]), int(found[1]))
    raise UnreadError("date")


def read_moment(text: str, order: Order | None) -> datetime:
    """Read a date with a time: aware where the text has an offset, else a wall clock's reading.

    Raises
    ------
    UnreadError
        As ``read_date``, and time.
    """
    plain = " ".join(text.replace("T", " ", 1).split())
    day = read_date(plain, order)
    at = _clock(plain)
    found = _OFFSET.search(plain)
    if found is None:
        return datetime.combine(day, at)
    offset = found[1].replace("Z", "+00:00")
    return datetime.fromisoformat(f"{day}T{at.isoformat()}{offset}").astimezone(UTC)


def meanings(wall: datetime, zone: ZoneInfo) -> list[datetime]:
    """Return the instants (UTC) at which a wall clock shows a reading: none, one or two."""
    if wall.tzinfo is not None:
        return [wall.astimezone(UTC)]
    both = {wall.replace(tzinfo=zone, fold=fold_).astimezone(UTC) for fold_ in (0, 1)}
    return sorted(one for one in both if one.astimezone(zone).replace(tzinfo=None) == wall)


def _clock(plain: str) -> time:
    without_date = re.sub(r"^\S+( [^\W\d]+\.?,?| \d{1,2},)?( \d{4})? ", "", plain, count=1)
    found = _CLOCK.search(without_date)
    if found is None:
        raise UnreadError("time")
    hour, minute, half = int(found[1]), int(found[2]), fold(found[4] or "")
    if half in _AFTERNOON | _MORNING:
        if not 1 <= hour <= 12:
            raise UnreadError("time")
        hour = hour % 12 + (12 if half in _AFTERNOON else 0)
    if minute > 59 or hour > 23 or int(found[3] or 0) > 59:
        raise UnreadError("time")
    return time(hour, minute, int(found[3] or 0))


def _month(name: str) -> int:
    folded = fold(name)
    if folded not in MONTHS:
        raise UnreadError("date")
    return MONTHS[folded]


def _date(year: int, month: int, day: int) -> date:
    if not year and not month:
        raise UnreadError("zero-date")
    try:
        return date(year, month, day)
    except ValueError as error:
        raise UnreadError("impossible-date") from error
