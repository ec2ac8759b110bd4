"""Round outlines: what surrounds circles tightly, as the path of a picture.

Decides        the outline of bodies made of balls, as a camera sees them
Does not       know what is drawn
Takes          places with radii, and where the onlooker stands
Gives          SVG path data, one decimal
Units          centimetres; picture units are centimetres, y down
Sources        none
Reviewed       no clinical content
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, pi, radians, sin
from typing import NamedTuple

from ashi.core.knowledge.poses.vectors import Vec, dot

SAMPLES = 36


class Ball(NamedTuple):
    """A ball in the room."""

    at: Vec
    radius: float


class Circle(NamedTuple):
    """A ball as it is seen."""

    x: float
    y: float
    radius: float


@dataclass(frozen=True, slots=True)
class Camera:
    """Where the onlooker stands: 0 sees the side, ``yaw`` 90 the front; ``pitch`` from above.

    ``scale`` is how many units of the picture one unit of the room takes.
    """

    yaw: float
    pitch: float
    scale: float = 1.0

    @property
    def toward(self) -> Vec:
        """The way to the onlooker."""
        yaw, pitch = radians(self.yaw), radians(self.pitch)
        return Vec(sin(yaw) * cos(pitch), sin(pitch), cos(yaw) * cos(pitch))

    def seen(self, at: Vec) -> tuple[float, float]:
        """Return where a place is in the picture."""
        yaw, pitch = radians(self.yaw), radians(self.pitch)
        right = Vec(cos(yaw), 0, -sin(yaw))
        up = Vec(-sin(yaw) * sin(pitch), cos(pitch), -cos(yaw) * sin(pitch))
        return dot(at, right) * self.scale, -dot(at, up) * self.scale

    def depth(self, at: Vec) -> float:
        """Return how near a place is to the onlooker; more is nearer."""
        return dot(at, self.toward)

    def circle(self, ball: Ball) -> Circle:
        """Return a ball as it is seen."""
        x, y = self.seen(ball.at)
        return Circle(x, y, ball.radius * self.scale)


class _Sample(NamedTuple):
    x: float
    y: float
    owner: int


def outline(circles: Sequence[Circle]) -> str:
    """Return the path that surrounds circles tightly: straight lines and arcs."""
    ring = _hull(
        _Sample(
            one.x + one.radius * cos(2 * pi * step / SAMPLES),
            one.y + one.radius * sin(2 * pi * step / SAMPLES),
            owner,
        )
        for owner, one in enumerate(circles)
        for step in range(SAMPLES)
    )
    start = next((at for at, one in enumerate(ring) if one.owner != ring[at - 1].owner), None)
    if start is None:
        return _whole(circles[ring[0].owner])
    ring = ring[start:] + ring[:start]
    path, at = "", 0
    while at < len(ring):
        last = at
        while last + 1 < len(ring) and ring[last + 1].owner == ring[at].owner:
            last += 1
        path += f"{'L' if path else 'M'}{_point(ring[at])}"
        if last > at:
            big = int((last - at) * 2 > SAMPLES)
            radius = circles[ring[at].owner].radius
            path += f"A{radius:.1f} {radius:.1f} 0 {big} 1 {_point(ring[last])}"
        at = last + 1
    return path + "Z"


def _point(one: _Sample) -> str:
    return f"{one.x:.1f} {one.y:.1f}"


def _whole(one: Circle) -> str:
    left, right, size = one.x - one.radius, one.x + one.radius, f"{one.radius:.1f}"
    half = f"A{size} {size} 0 0 1"
    return f"M{left:.1f} {one.y:.1f}{half} {right:.1f} {one.y:.1f}{half} {left:.1f} {one.y:.1f}Z"


def _hull(samples: Iterable[_Sample]) -> list[_Sample]:
    """Return the convex hull, clockwise as it is seen (y down)."""
    ordered = sorted(samples)
    lower, upper = _chain(ordered), _chain(ordered[::-1])
    return lower[:-1] + upper[:-1]


def _chain(ordered: Sequence[_Sample]) -> list[_Sample]:
    kept: list[_Sample] = []
    for one in ordered:
        while len(kept) > 1 and _turn(kept[-2], kept[-1], one) <= 0:
            kept.pop()
        kept.append(one)
    return kept


def _turn(a: _Sample, b: _Sample, c: _Sample) -> float:
    return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)
