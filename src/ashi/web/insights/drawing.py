"""Lines with a dot and its interval, drawn on the server: wide, and narrow for a phone.

Coordinates are text, since a template in Greek would write them with a comma.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

from ashi.core.insights.intervals import Estimate
from ashi.core.insights.tables import Line, Table
from ashi.web.insights.shown import line_name, number_in_words

STEPS = (1, 2, 2.5, 5, 10)
MOST_TICKS = 5
# The value that is drawn, the one drawn hollow beside it, and the count that the bar fills up to.
DRAWN = {
    "follow-up": ("share", "", ""),
    "change": ("change", "if-none", "answered"),
    "compared": ("change", "if-none", "answered"),
    "visits": ("median", "", ""),
    "wait-first": ("median", "", ""),
    "wait-room": ("median", "", ""),
    "unwanted": ("per-needles", "", ""),
    "mismatches": ("per-visits", "", ""),
}
ROW = {"wide": 42, "narrow": 62}
FROM_NOUGHT = ("share", "median", "per-needles", "per-visits")


@dataclass(frozen=True, slots=True)
class Layout:
    """Where things stand: the axis from ``left`` to ``right``, the bar, the number."""

    kind: str
    width: int
    left: int
    right: int
    bar: int
    bar_width: int
    number: int


WIDE = Layout("wide", 680, 232, 470, 500, 66, 574)
NARROW = Layout("narrow", 340, 8, 236, 0, 0, 340)


@dataclass(frozen=True, slots=True)
class Mark:
    """One line of the drawing; coordinates that are empty are not drawn."""

    name: str
    beside: str
    number: str
    answered: str
    name_y: str
    beside_y: str
    y: str
    x: str
    x1: str
    x2: str
    hollow: str
    bar: str
    bar_y: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """A whole drawing; ``ticks`` are pairs of a place and a number."""

    kind: str
    width: int
    height: int
    top: str
    foot: str
    zero: str
    number_x: int
    bar_x: int
    bar_width: int
    marks: tuple[Mark, ...]
    ticks: tuple[tuple[str, str], ...]
    ticks_y: str


def drawings_of(insight: str, table: Table) -> tuple[Drawing, ...]:
    """Return a table's drawing in both widths; none where nothing can be drawn."""
    if insight not in DRAWN:
        return ()
    value, hollow, _bar = DRAWN[insight]
    drawn = [one for one in table.lines if _value(table, one, value) is not None]
    if not drawn:
        return ()
    ends = [
        end
        for one in drawn
        for name in filter(None, (value, hollow))
        if (found := _value(table, one, name)) is not None
        for end in (found.value, found.low, found.high)
        if end is not None
    ]
    low, high, ticks = _axis([*ends, 0.0], value)
    return tuple(
        _drawing(insight, table, drawn, layout, (low, high, ticks)) for layout in (WIDE, NARROW)
    )


def _value(table: Table, one: Line, name: str) -> Estimate | None:
    return one.values[table.values.index(name)] if name in table.values else None


def _axis(values: Sequence[float], of: str) -> tuple[float, float, tuple[float, ...]]:
    """Return a whole scale: a share to all of it, everything else to a round number."""
    if of == "share":
        return 0.0, 1.0, (0.0, 0.25, 0.5, 0.75, 1.0)
    low, high = (0.0 if of in FROM_NOUGHT else min(values)), max(values)
    reach = (high - low) or 1.0
    unit = 10.0 ** floor(log10(reach / MOST_TICKS))
    step = next(step * unit for step in STEPS if reach / (step * unit) <= MOST_TICKS)
    first, last = floor(low / step), max(ceil(high / step), floor(low / step) + 1)
    ticks = tuple(at * step for at in range(first, last + 1))
    return ticks[0], ticks[-1], ticks


def _drawing(
    insight: str,
    table: Table,
    drawn: Sequence[Line],
    layout: Layout,
    axis: tuple[float, float, tuple[float, ...]],
) -> Drawing:
    low, high, ticks = axis
    of = DRAWN[insight][0]

    def x(value: float) -> float:
        inside = min(max(value, low), high)
        return layout.left + (inside - low) / (high - low) * (layout.right - layout.left)

    row, top = ROW[layout.kind], 22
    marks = []
    for at, one in enumerate(drawn):
        y = top + row * at + (row / 2 if layout.kind == "wide" else row - 16)
        marks.append(_mark(insight, table, one, layout, (y, x)))
    foot = top + row * len(drawn)
    return Drawing(
        kind=f"{layout.kind}-only",
        width=layout.width,
        height=foot + 26,
        top=_text(top - 6),
        foot=_text(foot),
        zero=_text(x(0.0)),
        number_x=layout.number,
        bar_x=layout.bar,
        bar_width=layout.bar_width,
        marks=tuple(marks),
        ticks=tuple((_text(x(tick)), number_in_words(tick, of)) for tick in ticks),
        ticks_y=_text(foot + 18),
    )


def _mark(insight: str, table: Table, one: Line, layout: Layout, at: tuple) -> Mark:
    y, x = at
    of, other, part = DRAWN[insight]
    found, beside = _value(table, one, of), _value(table, one, other)
    name, small = line_name(insight, one.key)
    assert found is not None
    full = one.parts[table.parts.index(part)] if part else None
    missing = one.parts[table.parts.index("missing")] if part else None
    of_all = (full or 0) + (missing or 0)
    wide = layout.kind == "wide"
    whole = found.low is not None and found.high is not None
    return Mark(
        name=name,
        beside=small,
        number=number_in_words(found.value, of),
        answered=f"{full}/{of_all}" if of_all else "",
        name_y=_text(y - 4 if wide and small else y + 4 if wide else y - 28),
        beside_y=_text(y + 12 if wide else y - 12),
        y=_text(y),
        x=_text(x(found.value)),
        x1=_text(x(found.low)) if whole and found.low is not None else "",
        x2=_text(x(found.high)) if whole and found.high is not None else "",
        hollow=_text(x(beside.value)) if beside else "",
        bar=_text(layout.bar_width * (full or 0) / of_all) if of_all and wide else "",
        bar_y=_text(y - 5),
    )


def _text(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
