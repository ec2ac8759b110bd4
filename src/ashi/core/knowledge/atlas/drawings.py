"""Pain drawn on the figure: where, of which kind, how strong; and how much of the body it covers.

Decides        what a drawing may hold; how much of a figure is marked
Does not       say what a drawing means
Takes          what a page sends: a list of areas, each a line drawn around a place
Gives          areas; the share of a figure that they cover; the regions they touch
Units          spots in the units of the view's box, strength 0 to 10, share 0 to 1
Sources        the figures of the atlas; the share is counted on a grid of ``CELL`` units
Reviewed       draft

The share compares one person's drawings with each other. It is no measure of pain.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from math import isfinite
from typing import Any, NamedTuple

from ashi.core.knowledge.atlas.frames import Spot
from ashi.core.knowledge.atlas.outlines import whole_outline
from ashi.core.knowledge.atlas.positions import positions_on
from ashi.core.knowledge.atlas.spots import told
from ashi.core.knowledge.atlas.views import view_of
from ashi.core.knowledge.errors import DrawingFaultError
from ashi.core.knowledge.points.details import details_of

DRAWN_ON = ("front", "back")
KINDS = ("ache", "stabbing", "burning", "tingling", "numb", "tight")
STRONGEST = 10
MOST_AREAS = 40
MOST_KNOTS = 300
LEAST_KNOTS = 3
CELL = 4.0
Cell = tuple[int, int]


class Area(NamedTuple):
    """One place that was drawn: the line around it, what is felt, how strong."""

    view: str
    kind: str
    strength: int
    outline: tuple[Spot, ...]


def read_drawing(given: object) -> tuple[Area, ...]:
    """Return the areas of a drawing as a page sends it.

    Raises
    ------
    DrawingFaultError
        ``path`` says where: ``areas[3].kind``.
    """
    if not isinstance(given, list):
        raise DrawingFaultError("areas")
    if len(given) > MOST_AREAS:
        raise DrawingFaultError(f"areas[{MOST_AREAS}]")
    return tuple(_area(f"areas[{at}]", one) for at, one in enumerate(given))


def _area(path: str, given: object) -> Area:
    row = given if isinstance(given, dict) else {}
    view, kind, strength = row.get("view"), row.get("kind"), row.get("strength")
    if view not in DRAWN_ON:
        raise DrawingFaultError(f"{path}.view")
    if kind not in KINDS:
        raise DrawingFaultError(f"{path}.kind")
    if not isinstance(strength, int) or not 0 <= strength <= STRONGEST:
        raise DrawingFaultError(f"{path}.strength")
    return Area(str(view), str(kind), int(strength), _outline(f"{path}.outline", view, row))


def _outline(path: str, view: str, row: dict[str, Any]) -> tuple[Spot, ...]:
    knots = row.get("outline")
    if not isinstance(knots, list) or not LEAST_KNOTS <= len(knots) <= MOST_KNOTS:
        raise DrawingFaultError(path)
    box = view_of(view).box
    spots = []
    for knot in knots:
        if not _is_pair(knot):
            raise DrawingFaultError(path)
        x = min(max(float(knot[0]), box.x), box.x + box.width)
        y = min(max(float(knot[1]), box.y), box.y + box.height)
        spots.append(Spot(round(x, 1), round(y, 1)))
    return tuple(spots)


def _is_pair(knot: object) -> bool:
    if not isinstance(knot, list) or len(knot) != len(Spot._fields):
        return False
    return all(isinstance(one, int | float) and isfinite(one) for one in knot)


def written(areas: Iterable[Area]) -> list[dict[str, Any]]:
    """Return areas as they are stored and sent."""
    return [
        {
            "view": one.view,
            "kind": one.kind,
            "strength": one.strength,
            "outline": [list(spot) for spot in one.outline],
        }
        for one in areas
    ]


def path_of(area: Area) -> str:
    """Return the line around an area as the ``d`` of an SVG path."""
    return "M" + "L".join(f"{spot.x:g} {spot.y:g}" for spot in area.outline) + "Z"


def share_of(areas: Iterable[Area]) -> float:
    """Return how much of the figure, front and back together, is marked."""
    drawn = list(areas)
    whole = sum(len(_figure(view)) for view in DRAWN_ON)
    marked = 0
    for view in DRAWN_ON:
        cells: set[Cell] = set()
        for one in drawn:
            if one.view == view:
                cells |= set(_cells(one.outline))
        marked += len(cells & _figure(view))
    return marked / whole


@cache
def _figure(view_name: str) -> frozenset[Cell]:
    """Return the cells that the body covers on a view."""
    view = view_of(view_name)
    outline = view.outline
    if view.midline is not None:
        outline = whole_outline(outline, view.midline)
    return frozenset(_cells(outline))


def _cells(outline: Sequence[Spot]) -> Iterator[Cell]:
    """Give the cells whose middle lies within a closed line, by even and odd crossings."""
    rows = [spot.y for spot in outline]
    for row in range(int(min(rows) // CELL), int(max(rows) // CELL) + 1):
        crossings = sorted(_crossings(outline, (row + 0.5) * CELL))
        for start, end in zip(crossings[::2], crossings[1::2], strict=False):
            first = int(-(-(start / CELL - 0.5) // 1))
            last = int((end / CELL - 0.5) // 1)
            yield from ((column, row) for column in range(first, last + 1))


def _crossings(outline: Sequence[Spot], y: float) -> Iterator[float]:
    for at, low in enumerate(outline):
        high = outline[(at + 1) % len(outline)]
        if (low.y <= y) != (high.y <= y):
            yield low.x + (y - low.y) / (high.y - low.y) * (high.x - low.x)


class Touched(NamedTuple):
    """A region that an area covers, on which side of the patient."""

    region: str
    side: str


def regions_of(area: Area) -> tuple[Touched, ...]:
    """Return the regions whose points lie within an area; else the one nearest to its middle."""
    inside = set(_cells(area.outline))
    found = dict.fromkeys(
        Touched(details_of(one.code).region, one.side)
        for one in positions_on(area.view)
        if (int(one.x // CELL), int(one.y // CELL)) in inside
    )
    if found:
        return tuple(found)
    xs, ys = zip(*area.outline, strict=True)
    place = told(area.view, Spot(sum(xs) / len(xs), sum(ys) / len(ys)))
    return (Touched(place.region, place.side),)
