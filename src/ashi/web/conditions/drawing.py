"""Where the lines of a forest plot lie: two drawings, for a wide column and for a phone.

Decides        the axis, and where each mark stands
Does not       reckon: numbers come from core.evidence
Takes          forests of one unit
Gives          coordinates as text, since a template in Greek would write them with a comma
Units          px of the drawing's own box
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil, floor, log10, sqrt

from ashi.core.evidence.forest import Forest
from ashi.core.evidence.meaning import Estimate
from ashi.web.conditions.written import written

STEPS = (1, 2, 2.5, 5, 10)
MOST_TICKS = 5
LARGEST_SQUARE = 13.0
SMALLEST_SQUARE = 5.0
DIAMOND = 7.0


@dataclass(frozen=True, slots=True)
class Axis:
    """From which value to which, and where a number is written."""

    low: float
    high: float
    ticks: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """One line: its interval from ``x1`` to ``x2`` at height ``y``; a square, or a diamond."""

    y: str
    text_y: str
    x1: str
    x2: str
    square_x: str = ""
    square_y: str = ""
    side: str = ""
    diamond: str = ""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A whole plot; ``ticks`` are pairs of a place and a number."""

    width: int
    height: int
    top: str
    foot: str
    tall: str
    zero: str
    left: str
    right: str
    ticks: tuple[tuple[str, str], ...]
    ticks_y: str
    sides_y: str
    band: tuple[str, str] | None
    band_middle: str
    marks: tuple[Mark, ...]
    together: Mark | None
    spread: tuple[str, str] | None


@dataclass(frozen=True, slots=True)
class Shape:
    """The measures of a drawing: ``left`` to ``right`` the axis, ``row`` the height of a line."""

    width: int
    left: float
    right: float
    row: float
    above: float  # from the top of a row to its line


WIDE = Shape(680, 256, 486, 38, 19)
NARROW = Shape(340, 8, 332, 46, 33)
HEAD = 24


def axis_of(forests: Sequence[Forest]) -> Axis:
    """Return one axis for all of them: nought and every interval lie on it."""
    values = [0.0]
    for one in forests:
        spans = [line.value for line in one.lines] + ([one.together] if one.together else [])
        values += [end for span in spans for end in (span.low, span.high)]
        values += [-one.plot.notice, one.plot.notice / 2] if one.plot.notice else []
    step = _step(max(values) - min(values))
    low, high = step * floor(min(values) / step), step * ceil(max(values) / step)
    high = max(high, low / -4 if low < 0 else high)  # room for the words of the other side
    high = step * ceil(high / step - 1e-9)
    ticks = tuple(round(low + step * at, 10) for at in range(round((high - low) / step) + 1))
    return Axis(low, high, ticks)


def _step(width: float) -> float:
    scale = 10 ** floor(log10(width / MOST_TICKS))
    return next(scale * one for one in STEPS if width / (scale * one) <= MOST_TICKS)


def draw(forest: Forest, axis: Axis, shape: Shape) -> Drawing:
    """Return where everything stands."""
    rows = len(forest.lines) + (forest.together is not None)
    foot = HEAD + rows * shape.row + 4
    heaviest = max((line.weight or 0 for line in forest.lines), default=0)

    def at(value: float) -> float:
        share = (min(max(value, axis.low), axis.high) - axis.low) / (axis.high - axis.low)
        return shape.left + share * (shape.right - shape.left)

    def mark(row: int, value: Estimate, side: float) -> Mark:
        top = HEAD + row * shape.row
        y, x = top + shape.above, at(value.value)
        x1, x2 = at(value.low), at(value.high)
        text = y + 4 if shape is WIDE else top + 17
        plain = Mark(_n(y), _n(text), _n(x1), _n(x2))
        if side:
            return replace(
                plain, square_x=_n(x - side / 2), square_y=_n(y - side / 2), side=_n(side)
            )
        above, below = _n(y - DIAMOND), _n(y + DIAMOND)
        corners = f"M{_n(x1)} {_n(y)}L{_n(x)} {above}L{_n(x2)} {_n(y)}L{_n(x)} {below}Z"
        return replace(plain, diamond=corners)

    marks = tuple(
        mark(row, line.value, _side(line.weight, heaviest)) for row, line in enumerate(forest.lines)
    )
    notice, pooled = forest.plot.notice, forest.pooled
    return Drawing(
        shape.width,
        round(foot + 46),
        _n(HEAD),
        _n(foot),
        _n(foot - HEAD),
        _n(at(0)),
        _n(shape.left),
        _n(shape.right),
        tuple((_n(at(tick)), written(tick)) for tick in axis.ticks),
        _n(foot + 17),
        _n(foot + 38),
        (_n(at(-notice)), _n(at(notice) - at(-notice))) if notice else None,
        _n((at(-notice) + at(notice)) / 2) if notice else "",
        marks,
        mark(rows - 1, forest.together, 0) if forest.together else None,
        (_n(at(pooled.pi_low)), _n(at(pooled.pi_high)))
        if pooled and pooled.pi_low is not None and pooled.pi_high is not None
        else None,
    )


def _side(weight: float | None, heaviest: float) -> float:
    """Return the side of a square whose area goes with the weight; all alike where none is."""
    if weight is None or not heaviest:
        return 7.0
    return max(SMALLEST_SQUARE, LARGEST_SQUARE * sqrt(weight / heaviest))


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
