"""A table of counts and of what follows from them, and what of it may be shown to whom.

Decides        which numbers are left out where few people stand behind one
Does not       count; word anything
Takes          lines of parts that add up
Gives          the same lines, with ``None`` for what is left out
Units          people, sets, visits or events; values in their own
Sources        own; which cells are left out: ``disclosure``
Reviewed       no clinical content
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ashi.core.insights.disclosure import Place, withheld
from ashi.core.insights.intervals import Estimate


@dataclass(frozen=True, slots=True)
class Line:
    """One group: ``parts`` add up to ``total``; ``None`` is left out, or cannot be said."""

    key: str
    parts: tuple[int | None, ...]
    total: int | None
    values: tuple[Estimate | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """``parts`` and ``values`` name the columns; ``sum`` stands where the lines add up, too."""

    parts: tuple[str, ...]
    values: tuple[str, ...]
    lines: tuple[Line, ...]
    sum: Line | None = None
    hidden: bool = False


def line(key: str, parts: Sequence[int], values: Sequence[Estimate | None] = ()) -> Line:
    """Return a line of parts with their total."""
    return Line(key, tuple(parts), sum(parts), tuple(values))


def for_outsiders(table: Table) -> Table:
    """Return what may be shown to somebody who does not treat these people.

    A line of which any count is left out has no values, nor has the sum if any line lacks one:
    else a value would give the count away.
    """
    counts = [[part or 0 for part in one.parts] for one in table.lines]
    if table.sum is not None:
        out = withheld(counts)
    else:
        out = {
            Place(at, place.column)
            for at, own in enumerate(counts)
            for place in withheld([own])
            if place.row == 0
        }
    lines = tuple(_without(one, at, out) for at, one in enumerate(table.lines))
    total = table.sum and _without(table.sum, len(lines), out)
    if total is not None and out:
        total = replace(total, values=tuple(None for _ in total.values))
    return replace(table, lines=lines, sum=total, hidden=bool(out))


def _without(one: Line, row: int, out: set[Place]) -> Line:
    columns = range(len(one.parts))
    gone = {column for column in (*columns, len(one.parts)) if Place(row, column) in out}
    return Line(
        one.key,
        tuple(None if column in gone else one.parts[column] for column in columns),
        None if len(one.parts) in gone else one.total,
        tuple(None for _ in one.values) if gone else one.values,
    )
