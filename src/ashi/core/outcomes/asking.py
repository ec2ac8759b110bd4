"""When somebody is asked what: the moments of a course, and how long each stays open.

Decides        which sets are due for which visit or day, from when to when
Does not       know what was answered, send anything, or read a clock
Takes          starts of visits, the end of a course, the centre's zone, areas of a complaint
Gives          moments with their windows, in order
Units          instants with a zone; days of the centre's own calendar
Sources        knowledge/data/asking.toml
Reviewed       draft
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from ashi.core.outcomes.catalogue import read_data


@dataclass(frozen=True, slots=True)
class Due:
    """One set that is due: ``opens`` up to ``closes``; ``visit`` counts from 0, if it has one.

    What is answered after ``closes`` is late, and kept.
    """

    moment: str
    visit: int | None
    opens: datetime
    closes: datetime
    measures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OwnTimes:
    """What a course of care asks itself, in place of the list of the area, and its reviews.

    ``first`` is which of the visits is the course's first, from 0; ``reviews`` count from there,
    1 being that visit; after the last of them one falls at every ``every`` visits.
    """

    start: tuple[str, ...]
    each: tuple[str, ...]
    review: tuple[str, ...]
    reviews: tuple[int, ...]
    every: int | None = None
    first: int = 0

    def falls_on(self, visit: int) -> bool:
        """Whether a review falls on a visit, from 0 among all of them."""
        number = visit - self.first + 1
        if number in self.reviews:
            return True
        last = self.reviews[-1] if self.reviews else 0
        later = number > last and self.every is not None and bool(self.reviews)
        return later and (number - last) % (self.every or 1) == 0

    def of(self, moment: str) -> tuple[str, ...]:
        """Return what is asked at a moment: a short set at a visit, all that is looked at else."""
        short = (*self.each, *_data()["short"])
        if moment == "visit":
            return tuple(dict.fromkeys(short))
        first = self.start if moment == "start" else ()
        return tuple(dict.fromkeys((*self.each, *first, *self.review, *short)))


@cache
def _data() -> dict[str, Any]:
    return read_data("asking.toml")


def full_set(areas: Iterable[str]) -> tuple[str, ...]:
    """Return every measure that is asked of a complaint there, whether or not it is loaded."""
    there = set(areas)
    rows = _data()["full"]
    found = next((row for row in rows if there & set(row["areas"])), rows[-1])
    return tuple(found["measures"])


def window(
    anchor: datetime, after: int, open_days: int, zone: ZoneInfo
) -> tuple[datetime, datetime]:
    """Return from when to when a set is open, by days of the centre's calendar.

    Parameters
    ----------
    anchor
        An instant with a zone, any zone.
    after, open_days
        Days from the anchor's local day to the first, and from that to the last.

    Returns
    -------
    tuple of datetime
        In UTC. A window that opens on the anchor's day opens at the anchor; others at midnight.
        It closes at the end of its last day, whatever the clocks do in between.
    """
    day = anchor.astimezone(zone).date()
    first = day + timedelta(days=after)
    opens = anchor if after == 0 else datetime.combine(first, time.min, zone)
    last = first + timedelta(days=open_days + 1)
    return opens.astimezone(UTC), datetime.combine(last, time.min, zone).astimezone(UTC)


def schedule(
    visits: Sequence[datetime],
    ended_at: datetime | None,
    zone: ZoneInfo,
    areas: Iterable[str],
    can_ask: Callable[[str], bool],
    own: OwnTimes | None = None,
) -> tuple[Due, ...]:
    """Return every set that a course of care asks for, past and to come.

    Parameters
    ----------
    visits
        Starts of the complaint's visits that took place or are booked, in order of time.
    ended_at
        When the course ended; none while it goes on.
    can_ask
        Whether a measure may be asked at this centre.
    own
        What the course asks itself, and when; else the list of the area and visits 4 and 6.

    Returns
    -------
    tuple of Due
        By opening. A set of which nothing may be asked is left out.
    """
    if not visits:
        return ()
    there = tuple(areas)
    found: list[Due] = []
    for row in _data()["moments"]:
        measures = _measures(row, there, can_ask, own)
        for visit, anchor in _anchors(row, visits, ended_at, own):
            opens, closes = window(anchor, row["after"], row["open_days"], zone)
            if measures:
                found.append(Due(row["id"], visit, opens, closes, measures))
    return tuple(sorted(found, key=lambda one: (one.opens, one.moment)))


def _anchors(
    row: dict[str, Any],
    visits: Sequence[datetime],
    ended_at: datetime | None,
    own: OwnTimes | None,
) -> list[tuple[int | None, datetime]]:
    if row["anchor"] == "first":
        return [(None, visits[0])]
    if row["anchor"] == "end":
        return [(None, ended_at)] if ended_at else []
    if own is not None and row["id"] in ("visit", "review"):
        wanted = row["id"] == "review"
        later = [one for one in enumerate(visits) if one[0] > 0]
        return [one for one in later if own.falls_on(one[0]) == wanted]
    return [(at, moment) for at, moment in enumerate(visits) if _counts(row, at + 1)]


def _counts(row: dict[str, Any], number: int) -> bool:
    """Whether the visit of this number is one of the moment's; reviews go before short sets."""
    if number in row["visits"]:
        return True
    every_from = row.get("every_from")
    reviews = {at for one in _data()["moments"] if one["id"] == "review" for at in one["visits"]}
    return every_from is not None and number >= every_from and number not in reviews


def _measures(
    row: dict[str, Any],
    areas: Iterable[str],
    can_ask: Callable[[str], bool],
    own: OwnTimes | None,
) -> tuple[str, ...]:
    wanted = _data()["short"] if row["set"] == "short" else full_set(areas)
    wanted = own.of(row["id"]) if own is not None else wanted
    left_out = _data()["not_at_start"] if row["id"] == "start" else ()
    return tuple(one for one in wanted if one not in left_out and can_ask(one))
