"""Rounded pieces that hide one another, the farthest drawn first.

Decides        what covers what; where two pieces grow together without a line between them
Does not       know hands or heads
Takes          pieces with balls or ready outlines, and the seams between them
Gives          shapes in the order of drawing
Units          those of the pieces
Sources        none
Reviewed       no clinical content
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import hypot

from ashi.core.knowledge.poses.body import UNEDGED, Shape
from ashi.core.knowledge.poses.outlines import Ball, Camera, Circle, outline

FOLDED = 0.25  # a joint bent further than this, as it is seen, keeps its line
STUB = 0.5  # a piece that points at the onlooker keeps its line too


@dataclass(frozen=True, slots=True)
class Piece:
    """Bodies of one kind with one edge; ``fine`` are thin lines upon it.

    A piece that is no body made of balls is all ``fine``, and says what is ``around`` it.
    """

    name: str
    kind: str
    bodies: tuple[tuple[Ball, ...], ...]
    depth: float
    fine: tuple[Shape, ...] = ()
    around: tuple[Circle, ...] = ()

    def room(self, camera: Camera) -> list[Circle]:
        """Return circles that hold the piece as it is seen."""
        return [*self.around, *(camera.circle(ball) for body in self.bodies for ball in body)]


@dataclass(frozen=True, slots=True)
class Seam:
    """Where two pieces meet: ``joint`` belongs to both, ``near`` and ``far`` lie inside each."""

    pieces: tuple[str, str]
    joint: Ball
    inside: tuple[Ball, Ball]


def painted(pieces: Sequence[Piece], seams: Sequence[Seam], camera: Camera) -> Iterator[Shape]:
    """Return the shapes of pieces, with the lines gone where they grow together."""
    drawn: set[str] = set()
    for piece in sorted(pieces, key=lambda one: one.depth):
        paths = "".join(outline([camera.circle(ball) for ball in body]) for body in piece.bodies)
        if paths and piece.kind not in UNEDGED:
            yield Shape("edge", paths)
        if paths:
            yield Shape(piece.kind, paths)
        for seam in seams:
            yield from _closed(seam, piece, drawn, camera)
        yield from piece.fine
        drawn.add(piece.name)


def _closed(seam: Seam, piece: Piece, drawn: set[str], camera: Camera) -> Iterator[Shape]:
    """Return what covers the line of a piece inside the piece that was drawn before it."""
    if piece.name not in seam.pieces:
        return
    own = seam.pieces.index(piece.name)
    if seam.pieces[1 - own] not in drawn:
        return
    joint, over, under = (
        camera.circle(one) for one in (seam.joint, seam.inside[own], seam.inside[1 - own])
    )
    way, other = _way(joint, over), _way(joint, under)
    if min(way[2], other[2]) < STUB * joint.radius:
        return
    if way[0] * other[0] + way[1] * other[1] > FOLDED:
        return
    far = min(1.0, 1.6 * joint.radius / other[2])
    end = Circle(
        joint.x + (under.x - joint.x) * far,
        joint.y + (under.y - joint.y) * far,
        joint.radius + (under.radius - joint.radius) * far,
    )
    yield Shape(piece.kind, outline([Circle(joint.x, joint.y, joint.radius), end]))


def _way(start: Circle, end: Circle) -> tuple[float, float, float]:
    """Return a direction as it is seen, and how long it looks."""
    dx, dy = end.x - start.x, end.y - start.y
    far = max(hypot(dx, dy), 1e-6)
    return dx / far, dy / far, far
