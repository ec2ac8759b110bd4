"""Arrows that show what moves: bent, of one joint from pose to pose, or along places.

Decides        how an arrow looks
Does not       know what moves
Takes          arrows as data say them, joints by name in each pose, a camera
Gives          shapes, and how far they reach
Units          those of the picture
Sources        own drawing
Reviewed       no clinical content
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import hypot
from typing import Any

from ashi.core.knowledge.poses.body import Shape
from ashi.core.knowledge.poses.outlines import Camera, Circle
from ashi.core.knowledge.poses.vectors import Vec

Flat = tuple[float, float]
Found = Sequence[Mapping[str, Vec]]
HEAD_LONG, HEAD_HALF, SHAFT = 7.0, 4.0, 0.8


@dataclass(frozen=True, slots=True)
class Arrow:
    """A movement: of a joint from the first pose to the second, or along places.

    ``bow`` bends it, ``off`` sets it aside in the picture, ``on`` is the pose it is drawn on.
    """

    joint: str = ""
    path: tuple[tuple[float, ...], ...] = ()
    bow: float = 0
    off: tuple[float, float] = (0, 0)
    on: int = 1


def read_arrow(said: Mapping[str, Any]) -> Arrow:
    """Return an arrow as data say it."""
    fields = {name: value for name, value in said.items() if name not in {"path", "off"}}
    path = tuple(tuple(map(float, one)) for one in said.get("path", ()))
    off = said.get("off", (0, 0))
    return Arrow(**fields, path=path, off=(off[0], off[1]))


def reached(arrows: Sequence[Arrow], found: Found, camera: Camera) -> Iterator[Circle]:
    """Return how far the arrows reach."""
    for arrow in arrows:
        first, bend, last = _course(arrow, found, camera)
        middle = (first[0] + last[0]) / 4 + bend[0] / 2, (first[1] + last[1]) / 4 + bend[1] / 2
        yield from (Circle(*one, HEAD_HALF) for one in (first, middle, last))


def _course(arrow: Arrow, found: Found, camera: Camera) -> tuple[Flat, Flat, Flat]:
    """Return where an arrow starts, what it bends towards and where it ends."""
    dx, dy = arrow.off
    if arrow.joint:
        before = max(arrow.on - 1, 0)
        first, last = (camera.seen(found[at][arrow.joint]) for at in (before, before + 1))
    else:
        first, last = (camera.seen(Vec(*one)) for one in (arrow.path[0], arrow.path[-1]))
    x0, y0, x1, y1 = first[0] + dx, first[1] + dy, last[0] + dx, last[1] + dy
    far = max(hypot(x1 - x0, y1 - y0), 0.1)
    bend = arrow.bow * 2 / far
    return (x0, y0), ((x0 + x1) / 2 + (y1 - y0) * bend, (y0 + y1) / 2 - (x1 - x0) * bend), (x1, y1)


def arrow_shapes(arrow: Arrow, found: Found, camera: Camera) -> Iterator[Shape]:
    """Return a bent arrow: its shaft, and the head along its last stretch."""
    (x0, y0), (cx, cy), (x1, y1) = _course(arrow, found, camera)
    reach = max(hypot(x1 - cx, y1 - cy), 0.1)
    ux, uy = (x1 - cx) / reach, (y1 - cy) / reach
    bx, by = x1 - ux * HEAD_LONG, y1 - uy * HEAD_LONG
    stop = x1 - ux * HEAD_LONG * SHAFT, y1 - uy * HEAD_LONG * SHAFT
    shaft = f"M{x0:.1f} {y0:.1f}Q{cx:.1f} {cy:.1f} {stop[0]:.1f} {stop[1]:.1f}"
    head = (
        f"M{x1:.1f} {y1:.1f}L{bx - uy * HEAD_HALF:.1f} {by + ux * HEAD_HALF:.1f}"
        f"L{bx + uy * HEAD_HALF:.1f} {by - ux * HEAD_HALF:.1f}Z"
    )
    yield Shape("halo", shaft + head)
    yield Shape("way", shaft)
    yield Shape("tip", head)
