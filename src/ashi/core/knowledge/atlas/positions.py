"""Where points lie on a view, on each side of the body, and how channels run between them.

Decides        which of a point's placements a view shows
Does not       draw
Takes          data/points/figures/placements.csv, and the views
Gives          positions of points; channels as lines in the order of their numbers
Units          those of the view's box
Sources        data/points/README.md
Reviewed       draft: computed from proportions, to be looked at by a practitioner
"""

from collections.abc import Iterator
from functools import cache
from math import dist
from typing import NamedTuple

from ashi.core.knowledge.atlas.frames import Spot
from ashi.core.knowledge.atlas.views import View, all_frames, view_of
from ashi.core.knowledge.packaged import read_csv
from ashi.core.knowledge.points.channels import all_channels
from ashi.core.knowledge.points.code_writings import code_of
from ashi.core.knowledge.points.names import PointCode, PointName, all_names

# The bladder channel runs down the back twice; the outer line meets the inner behind the knee.
LINES = {"BL": (tuple(range(1, 41)), (*range(41, 55), 40), (40, *range(55, 68)))}
MOST_NEAR = 5


class Placement(NamedTuple):
    """Where a point lies in one frame; ``place`` counts the places of a point that has several."""

    code: PointCode
    place: int
    frame: str
    along: float
    across: float


class Position(NamedTuple):
    """Where a point lies on a view. ``side`` is the patient's."""

    code: PointCode
    side: str
    place: int
    x: float
    y: float


@cache
def placements() -> tuple[Placement, ...]:
    """Return every placement, in the order of the file."""
    return tuple(
        Placement(
            PointCode(row["code"]),
            int(row["place"]),
            row["frame"],
            all_frames()[row["frame"]].count(row["along"]),
            float(row["across"]),
        )
        for row in read_csv("points", "figures", "placements.csv")
    )


@cache
def _drawn(view_name: str) -> tuple[tuple[PointCode, int, Spot], ...]:
    """Return each place once, where the view's own half or side shows it.

    A frame of the view itself comes before one of a detail, and the file's order decides the rest.
    """
    view = view_of(view_name)
    found: dict[tuple[PointCode, int], Spot] = {}
    for own in (True, False):
        for one in placements():
            if (one.frame in view.patches) is own and (one.code, one.place) not in found:
                spot = view.spot(one.frame, one.along, one.across)
                if spot:
                    found[one.code, one.place] = spot
    order = {code: at for at, code in enumerate(all_names())}
    return tuple((*key, found[key]) for key in sorted(found, key=lambda key: (order[key[0]], key)))


@cache
def positions_on(view_name: str, figure: str = "left") -> tuple[Position, ...]:
    """Return where every point that a view shows lies, in the order of the points.

    Parameters
    ----------
    view_name
        One of ``views.VIEWS``.
    figure
        Which side's picture, for views from one side; the others show both sides.
    """
    view = view_of(view_name)
    return tuple(
        position
        for code, place, spot in _drawn(view_name)
        for position in _on_sides(view, figure, all_names()[code], place, spot)
    )


def position_of(code: PointCode, view_name: str, side: str) -> tuple[Position, ...]:
    """Return the places of a point on a side of a view; empty where the view does not show it."""
    figure = side if side in {"left", "right"} else "left"
    shown = positions_on(view_name, figure)
    return tuple(one for one in shown if one.code == code and one.side == side)


def _on_sides(
    view: View, figure: str, name: PointName, place: int, spot: Spot
) -> Iterator[Position]:
    """Give the positions of one place on the sides that the picture shows and the point has."""
    mirror = Spot(2 * view.mirror_line - spot.x, spot.y)
    if view.one_sided:
        at = spot if figure == "left" else mirror
        side = figure if figure in name.sides else "midline"
        if side in name.sides:
            yield Position(name.code, side, place, *at)
        return
    for side in name.sides:
        drawn = side in {"midline", view.right_half}
        yield Position(name.code, side, place, *(spot if drawn else mirror))


def nearest(view_name: str, x: float, y: float, figure: str = "left") -> tuple[Position, ...]:
    """Return the positions nearest to a place on a view, nearest first."""
    shown = positions_on(view_name, figure)
    return tuple(sorted(shown, key=lambda one: dist((one.x, one.y), (x, y)))[:MOST_NEAR])


def channel_lines(channel: str, view_name: str, side: str) -> tuple[tuple[Position, ...], ...]:
    """Return a channel on a view as lines through its points, in the order of their numbers.

    A line ends where the view does not show the next point. Channels of the midline run on the
    side ``midline``. A single point makes no line, and extra points lie on none.
    """
    if all_channels()[channel].extra:
        return ()
    figure = side if side in {"left", "right"} else "left"
    shown = {one.code: one for one in positions_on(view_name, figure) if one.side == side}
    lines: list[tuple[Position, ...]] = []
    for numbers in LINES.get(channel, (tuple(range(1, all_channels()[channel].points + 1)),)):
        run: list[Position] = []
        for number in numbers:
            position = shown.get(code_of(channel, number))
            if position:
                run.append(position)
            else:
                lines.append(tuple(run))
                run = []
        lines.append(tuple(run))
    return tuple(line for line in lines if len(line) > 1)
