"""Smooth lines through places of a picture.

Decides        how a line bends between its places
Does not       know what it surrounds
Takes          places of the picture, y down
Gives          SVG path data, one decimal
Units          those of the picture
Sources        Catmull and Rom 1974, uniform, as Bézier arcs
Reviewed       no clinical content
"""

from collections.abc import Sequence

Flat = tuple[float, float]
TENSION = 6.0


def smooth(places: Sequence[Flat], *, closed: bool = False) -> str:
    """Return a line that passes through every place without a corner."""
    count = len(places)
    path = f"M{_said(places[0])}"
    for at in range(count if closed else count - 1):
        before, start, end, after = (
            places[(at + step) % count] if closed else places[min(max(at + step, 0), count - 1)]
            for step in (-1, 0, 1, 2)
        )
        first = start[0] + (end[0] - before[0]) / TENSION, start[1] + (end[1] - before[1]) / TENSION
        second = end[0] - (after[0] - start[0]) / TENSION, end[1] - (after[1] - start[1]) / TENSION
        path += f"C{_said(first)} {_said(second)} {_said(end)}"
    return path + "Z" if closed else path


def _said(place: Flat) -> str:
    return f"{place[0]:.1f} {place[1]:.1f}"
