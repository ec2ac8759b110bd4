"""Which counts are left out where few people stand behind them, so that none can be reckoned.

Decides        which cells and totals of a table are not shown
Does not       know who reads, or what the counts are of
Takes          counts of a table whose lines and columns add up to totals that are shown too
Gives          the places that are left out
Units          counts
Sources        own: a table with its totals is a circulation (every cell an arc from its line to
               its column, every total an arc on from there), so a count that is left out has more
               than one possible value if and only if some round of arcs that are left out can be
               gone with one more or one less: Gusfield 1988, SIAM J Comput 17:552
Reviewed       no clinical content

A nought is shown: it says that nobody is there. So whoever reads knows that what is left out is
at least one, and the search reckons with that.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import NamedTuple

LEAST = 5


class Place(NamedTuple):
    """A cell; after the last row stand totals of columns, after the last column those of rows."""

    row: int
    column: int


@dataclass(frozen=True, slots=True)
class _Arc:
    """A count on its way through the table; ``inner`` is a cell, not a total."""

    place: Place
    tail: str
    head: str
    count: int
    inner: bool


def withheld(counts: Sequence[Sequence[int]], least: int = LEAST) -> set[Place]:
    """Return every place that is not shown.

    Parameters
    ----------
    counts : shape (rows, columns)
        Counts, none negative. Totals of rows, of columns and of all are shown beside.
    least
        What is less than this, and not nought, is left out.

    Returns
    -------
    set of Place
        Small counts, and the cheapest round of others through each (cells before totals, small
        before large), until each has at least two values that everything shown allows. Empty
        where nothing is small.
    """
    arcs = _arcs(counts)
    out = {arc.place for arc in arcs if 0 < arc.count < least}
    for told in arcs:
        if told.place in out:
            out |= _round(told, arcs, out)
    return out


def _arcs(counts: Sequence[Sequence[int]]) -> list[_Arc]:
    rows, columns = len(counts), len(counts[0]) if counts else 0
    arcs = [
        _Arc(Place(row, column), f"row {row}", f"column {column}", counts[row][column], True)
        for row in range(rows)
        for column in range(columns)
    ]
    arcs += [
        _Arc(Place(row, columns), "all", f"row {row}", sum(counts[row]), False)
        for row in range(rows)
    ]
    for column in range(columns):
        total = sum(counts[row][column] for row in range(rows))
        arcs.append(_Arc(Place(rows, column), f"column {column}", "sum", total, False))
    whole = sum(map(sum, counts))
    return [*arcs, _Arc(Place(rows, columns), "sum", "all", whole, False)]


def _round(told: _Arc, arcs: Sequence[_Arc], out: set[Place]) -> set[Place]:
    """Return what is left out with ``told``, so that it may be one more, or one less."""
    ways = [_way(told.head, told.tail, told, arcs, out)]
    if told.count > 1:
        ways.append(_way(told.tail, told.head, told, arcs, out))
    return min((way for way in ways if way is not None), key=lambda way: way[0])[1]


def _way(
    start: str, end: str, told: _Arc, arcs: Sequence[_Arc], out: set[Place]
) -> tuple[int, set[Place]] | None:
    """Find the cheapest way of one more; what is left out already costs nothing."""
    whole = sum(arc.count for arc in arcs if arc.inner)
    waiting: list[tuple[int, int, str, tuple[Place, ...]]] = [(0, 0, start, ())]
    seen: set[str] = set()
    while waiting:
        cost, _, at, places = heappop(waiting)
        if at == end:
            return cost, set(places)
        if at in seen:
            continue
        seen.add(at)
        for arc in arcs:
            ahead = _ahead(arc, at)
            if ahead is not None and arc.place != told.place:
                price = 0 if arc.place in out else arc.count + (0 if arc.inner else whole)
                heappush(waiting, (cost + price, len(places), ahead, (*places, arc.place)))
    return None


def _ahead(arc: _Arc, at: str) -> str | None:
    """Return where one more leads over this arc: along it, or back by one less if one is left."""
    if arc.tail == at and arc.count:
        return arc.head
    return arc.tail if arc.head == at and arc.count > 1 else None
