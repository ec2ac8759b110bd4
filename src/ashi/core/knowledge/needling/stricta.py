"""What STRICTA asks of needling, counted over the visits of a course, and how much of it was said.

Decides        what counts as said, and how a course is summed up
Does not       read rows or write sentences
Takes          visits, each with its insertions and how long each stayed
Gives          each item 2a to 2g as numbers and counts; the share of it that was said
Units          mm, minutes, needles; shares 0 to 1
Sources        STRICTA 2010 (MacPherson et al.), items 1c and 2a to 2g
Reviewed       draft

The standard was made for reports of trials. Here it asks what a record of practice holds.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean, median
from typing import NamedTuple

from ashi.core.knowledge.needling.insertion import Insertion

FIXED, PARTLY, FREELY = "fixed", "partly", "freely"


class Placed(NamedTuple):
    """An insertion of a visit, and for how many minutes it stayed; None where nobody said."""

    insertion: Insertion
    minutes: float | None = None


class Spread(NamedTuple):
    """The middle of some numbers, and the least and the greatest."""

    middle: float
    least: float
    most: float


class Said(NamedTuple):
    """Of how many insertions an item was said, and of how many it could have been."""

    said: int
    of: int

    @property
    def share(self) -> float:
        """The share that was said; 1 where there was nothing to say."""
        return self.said / self.of if self.of else 1.0


class Point(NamedTuple):
    """A place that was needled: at how many visits, on both sides at one visit or not."""

    name: str
    visits: int
    both_sides: bool


@dataclass(frozen=True, slots=True)
class Report:
    """Items 1c and 2a to 2g of a course, and ``said`` by item."""

    visits: int
    varied: str
    needles: Spread | None
    points: tuple[Point, ...]
    depth_mm: Spread | None
    sought: tuple[tuple[str, int], ...]
    obtained: tuple[tuple[str, int], ...]
    manual: tuple[tuple[str, int], ...]
    wired: int
    minutes: Spread | None
    sizes: tuple[str, ...]
    said: tuple[tuple[str, Said], ...]

    @property
    def completeness(self) -> float:
        """The mean share over the items that are said insertion by insertion."""
        return fmean(one.share for _item, one in self.said) if self.said else 1.0


ASKED: dict[str, Callable[[Placed], object]] = {
    "2b": lambda one: one.insertion.side,
    "2c": lambda one: one.insertion.depth_mm or one.insertion.depth_cun,
    "2d": lambda one: one.insertion.sought and one.insertion.responses,
    "2e": lambda one: one.insertion.manipulation or one.insertion.electro,
    "2f": lambda one: one.minutes,
    "2g": lambda one: one.insertion.needle and one.insertion.lot,
}


def report_of(visits: Sequence[Sequence[Placed]]) -> Report:
    """Return the report of a course; a visit without needles is none of its visits."""
    needled = [list(visit) for visit in visits if visit]
    rows = [one for visit in needled for one in visit]
    return Report(
        visits=len(needled),
        varied=_varied(needled),
        needles=_spread(sum(one.insertion.needles for one in visit) for visit in needled),
        points=_points(needled),
        depth_mm=_spread(one.insertion.depth_mm for one in rows if one.insertion.depth_mm),
        sought=_counted(one.insertion.sought for one in rows if one.insertion.sought),
        obtained=_counted(felt for one in rows for felt in one.insertion.responses),
        manual=_counted(one.insertion.manipulation for one in rows if one.insertion.manipulation),
        wired=sum(1 for one in rows if one.insertion.electro),
        minutes=_spread(one.minutes for one in rows if one.minutes is not None),
        sizes=tuple(
            dict.fromkeys(
                f"{one.insertion.needle.gauge_mm:g} × {one.insertion.needle.length_mm:g}"
                for one in rows
                if one.insertion.needle
            )
        ),
        said=tuple(
            (item, Said(sum(1 for one in rows if asked(one)), len(rows)))
            for item, asked in ASKED.items()
        ),
    )


def place_name(insertion: Insertion) -> str:
    """Return what a place is called in a report: its code, or its kind and words."""
    words = (insertion.point or insertion.kind, insertion.place, insertion.level)
    return " ".join(str(one) for one in words if one)


def _varied(visits: Sequence[Sequence[Placed]]) -> str:
    """Return how much the places changed: not at all, some of them, or all (item 1c)."""
    sets = [frozenset(place_name(one.insertion) for one in visit) for visit in visits]
    if len(set(sets)) <= 1:
        return FIXED
    return PARTLY if frozenset.intersection(*sets) else FREELY


def _points(visits: Sequence[Sequence[Placed]]) -> tuple[Point, ...]:
    """Return every place by the number of visits at which it was needled."""
    times: Counter[str] = Counter()
    both: set[str] = set()
    for visit in visits:
        sides: dict[str, set[str]] = {}
        for one in visit:
            sides.setdefault(place_name(one.insertion), set()).add(one.insertion.side or "")
        times.update(sides.keys())
        both |= {name for name, found in sides.items() if {"left", "right"} <= found}
    ordered = sorted(times.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple(Point(name, count, name in both) for name, count in ordered)


def _spread(numbers: Iterable[float | None]) -> Spread | None:
    known = [one for one in numbers if one is not None]
    return Spread(median(known), min(known), max(known)) if known else None


def _counted(words: Iterable[str | None]) -> tuple[tuple[str, int], ...]:
    return tuple(Counter(word for word in words if word).most_common())
