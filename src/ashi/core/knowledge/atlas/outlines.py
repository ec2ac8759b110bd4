"""The outline of a figure as a smooth path.

Decides        how a line runs between the knots that are given
Does not       choose colours or strokes
Takes          knots in order
Gives          the ``d`` of an SVG path, and plain polygons
Units          those of the view's box
Sources        a cubic Bezier curve between knots, a third of their distance as handle, parallel to
               the line from the knot before to the knot after
Reviewed       no clinical content
"""

from collections.abc import Sequence
from math import dist

from ashi.core.knowledge.atlas.frames import Spot

DECIMALS = 1


def mirrored(knots: Sequence[Spot], midline: float) -> tuple[Spot, ...]:
    """Return knots reflected in an upright line, in reverse order."""
    return tuple(Spot(2 * midline - x, y) for x, y in reversed(knots))


def whole_outline(half: Sequence[Spot], midline: float) -> tuple[Spot, ...]:
    """Return both halves of a figure that is given as one; knots on the midline come once."""
    other = mirrored(half, midline)
    return (*half, *(spot for spot in other if abs(spot.x - midline) > 10**-DECIMALS))


def _shown(number: float) -> str:
    return f"{round(number, DECIMALS):g}"


def _toward(spot: Spot, before: Spot, after: Spot, reach: float) -> Spot:
    """Return the handle at ``spot`` of a curve that runs from ``before`` to ``after``."""
    length = dist(before, after)
    if not length:
        return spot
    share = reach / length
    return Spot(spot.x + (after.x - before.x) * share, spot.y + (after.y - before.y) * share)


def smooth_path(knots: Sequence[Spot]) -> str:
    """Return a closed path through all knots; a knot given twice in a row makes a corner."""
    count = len(knots)
    parts = [f"M{_shown(knots[0].x)} {_shown(knots[0].y)}"]
    for at in range(count):
        before, start, end, behind = (knots[(at + step) % count] for step in (-1, 0, 1, 2))
        reach = dist(start, end) / 3
        leave = _toward(start, before, end, reach)
        arrive = _toward(end, behind, start, reach)
        numbers = (coordinate for spot in (leave, arrive, end) for coordinate in spot)
        parts.append("C" + " ".join(map(_shown, numbers)))
    return "".join(parts) + "Z"
