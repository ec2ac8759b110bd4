"""A hand as rounded pieces: forearm and sleeve, palm, thumb, three pieces to a finger.

Decides        how thick the pieces are, where nails and creases are seen
Does not       place joints
Takes          a pose and a camera
Gives          pieces and seams
Units          millimetres
Sources        own drawing
Reviewed       draft
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from ashi.core.knowledge.poses.body import Shape
from ashi.core.knowledge.poses.hand import (
    FINGERS,
    TIP,
    HandJoints,
    HandPose,
    finger_ways,
    forearm_frame,
    hand_frame,
    hand_joints,
    thumb_ways,
)
from ashi.core.knowledge.poses.outlines import Ball, Camera, outline
from ashi.core.knowledge.poses.pieces import Piece, Seam
from ashi.core.knowledge.poses.vectors import Vec, across, cross, dot

ROUND = {
    "index": (11.0, 9.2, 8.2),
    "middle": (11.0, 9.4, 8.4),
    "ring": (10.6, 8.8, 7.9),
    "little": (10.0, 7.8, 7.0),
}
THUMB_ROUND = (15.0, 11.4, 9.6, TIP["thumb"])
NAIL_SEEN, CREASE_SEEN = 0.35, 0.55
SLEEVE = 22.0
# Lines of the palm, in the places of a hand: round the ball of the thumb, across under the fingers.
CREASES = (((70.0, 28.0), (52.0, 6.0), (16.0, -2.0)), ((66.0, -36.0), (74.0, -8.0), (86.0, 12.0)))


class Parts(NamedTuple):
    """Pieces with the seams between them."""

    pieces: tuple[Piece, ...]
    seams: tuple[Seam, ...]


def hand_parts(name: str, pose: HandPose, camera: Camera) -> Parts:
    """Return the pieces of a hand; ``name`` keeps those of two hands apart."""
    found = hand_joints(pose)
    hand = _Hand(name, pose, found, camera)
    palm = _palm(hand)
    pieces: list[Piece] = [palm, _sleeve(hand, palm)]
    seams: list[Seam] = []
    for finger in FINGERS:
        pads = [pad for _, pad in finger_ways(pose, finger)]
        more, joined = _chain(hand, finger, (*ROUND[finger], TIP[finger]), pads)
        pieces += more
        seams += joined
    first, _, last = thumb_ways(pose, found)
    pads = [across(last * 0.2 - first + hand_frame(pose).palm * 0.5, one) for one in (first, last)]
    more, joined = _chain(hand, "thumb", THUMB_ROUND, [pads[0], pads[1], pads[1]])
    return Parts((*pieces, *more), (*seams, *joined))


class _Hand(NamedTuple):
    name: str
    pose: HandPose
    at: HandJoints
    camera: Camera

    def ball(self, where: Vec, radius: float) -> Ball:
        return Ball(where, radius * self.pose.size)

    def inside(self, along: float, thumb: float, palm: float, radius: float) -> Ball:
        """Return a ball at a place of the hand."""
        way = hand_frame(self.pose).place((along, thumb, palm))
        return self.ball(self.at["wrist"] + way * self.pose.size, radius)

    def piece(
        self, what: str, kind: str, bodies: Sequence[tuple[Ball, ...]], fine: Sequence[Shape] = ()
    ) -> Piece:
        balls = [ball for body in bodies for ball in body]
        depth = sum(self.camera.depth(ball.at) for ball in balls) / len(balls)
        return Piece(f"{self.name}.{what}", kind, tuple(bodies), depth, tuple(fine))


def _bare(hand: _Hand) -> tuple[Ball, ...]:
    """Return the forearm from its sleeve to the wrist."""
    frame, size = forearm_frame(hand.pose), hand.pose.size
    return tuple(
        hand.ball(at + frame.thumb * (side * half * size), radius)
        for at, half, radius in ((hand.at["wrist"], 12, 15.5), (hand.at["elbow"], 13, 22))
        for side in (-1, 1)
    )


def _sleeve(hand: _Hand, over: Piece) -> Piece:
    """Return the sleeve, which lies over the forearm."""
    frame, size = forearm_frame(hand.pose), hand.pose.size
    elbow = hand.at["elbow"]
    balls = [
        hand.ball(at + frame.thumb * (side * 14 * size), radius)
        for at, radius in ((elbow, 25), (elbow - frame.along * (SLEEVE * size), 27))
        for side in (-1, 1)
    ]
    found = hand.piece("sleeve", "shirt", [tuple(balls)])
    return replace(found, depth=max(found.depth, over.depth + 0.1))


def _palm(hand: _Hand) -> Piece:
    """Return the forearm and the palm, with the webs between the fingers and of the thumb."""
    knuckles = tuple(hand.ball(hand.at[f"{one}_0"], ROUND[one][0]) for one in FINGERS)
    wrist = tuple(hand.inside(4, side, 0, 15) for side in (-12, 12))
    heel = hand.inside(32, -27, 7, 14)
    web = (
        hand.ball(hand.at["thumb_0"] + (hand.at["thumb_1"] - hand.at["thumb_0"]) * 0.78, 7),
        hand.inside(64, 26, 2, 7),
        hand.inside(34, 12, 4, 10),
    )
    between = [_web(hand, *pair) for pair in pairwise(FINGERS)]
    broad = (*wrist, heel, *knuckles)
    depth = hand.piece("palm", "skin", [broad]).depth
    found = hand.piece("palm", "skin", [_bare(hand), broad, web, *between], tuple(_creases(hand)))
    return replace(found, depth=depth)


def _web(hand: _Hand, one: str, other: str) -> tuple[Ball, ...]:
    return tuple(
        ball
        for name in (one, other)
        for ball in (
            hand.ball(hand.at[f"{name}_0"], 8),
            hand.ball(
                hand.at[f"{name}_0"] + (hand.at[f"{name}_1"] - hand.at[f"{name}_0"]) * 0.3, 6
            ),
        )
    )


def _creases(hand: _Hand) -> Iterator[Shape]:
    frame = hand_frame(hand.pose)
    if dot(frame.palm, hand.camera.toward) < CREASE_SEEN:
        return
    for line in CREASES:
        stops = [hand.camera.seen(hand.inside(along, thumb, 12, 1).at) for along, thumb in line]
        (x0, y0), (x1, y1), (x2, y2) = stops
        yield Shape("fine", f"M{x0:.1f} {y0:.1f}Q{x1:.1f} {y1:.1f} {x2:.1f} {y2:.1f}")


def _chain(
    hand: _Hand, finger: str, rounds: Sequence[float], pads: Sequence[Vec]
) -> tuple[list[Piece], list[Seam]]:
    """Return the three pieces of a finger, and how they hang together and on the palm."""
    balls = [
        hand.ball(hand.at[f"{finger}_{number}"], radius) for number, radius in enumerate(rounds)
    ]
    names = ["palm", *(f"{finger}_{number}" for number in (1, 2, 3))]
    root = hand.inside(30, 4, 2, 12)
    pieces, seams = [], []
    for number in (1, 2, 3):
        pair = (balls[number - 1], balls[number])
        fine = _nail(hand, pair, pads[2]) if number == 3 else ()
        pieces.append(hand.piece(names[number], "skin", [pair], tuple(fine)))
        before = root if number == 1 else balls[number - 2]
        seams.append(
            Seam(
                (f"{hand.name}.{names[number - 1]}", f"{hand.name}.{names[number]}"),
                balls[number - 1],
                (before, balls[number]),
            )
        )
    return pieces, seams


def _nail(hand: _Hand, last: tuple[Ball, Ball], pad: Vec) -> Iterator[Shape]:
    """Return a nail where the back of the fingertip is seen."""
    back, way = pad * -1, (last[1].at - last[0].at).unit
    if dot(back, hand.camera.toward) < NAIL_SEEN:
        return
    radius = last[1].radius
    place = last[1].at + back * (radius * 0.55)
    side = cross(way, across(back, way))
    balls = [
        Ball(place + way * (radius * far) + side * (radius * half), radius * 0.28)
        for far, half in ((-0.3, 0.3), (-0.3, -0.3), (0.45, 0.25), (0.45, -0.25))
    ]
    yield Shape("nail", outline([hand.camera.circle(one) for one in balls]))
