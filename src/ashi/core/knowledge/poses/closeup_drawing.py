"""Close-ups drawn in the line of the whole body.

Decides        how much is in the frame
Does not       know colours, languages, what a page is
Takes          close-ups
Gives          pictures: a box, and shapes in the order of drawing
Units          millimetres, y down
Sources        own drawing
Reviewed       draft
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise, product
from typing import Any

from ashi.core.knowledge.poses.arrows import arrow_shapes, reached
from ashi.core.knowledge.poses.closeups import CloseUp, Look
from ashi.core.knowledge.poses.foot import foot_joints, foot_parts
from ashi.core.knowledge.poses.frames import Drawn, frame_of
from ashi.core.knowledge.poses.hand import hand_joints
from ashi.core.knowledge.poses.hand_parts import hand_parts
from ashi.core.knowledge.poses.head import head_joints
from ashi.core.knowledge.poses.head_parts import head_parts
from ashi.core.knowledge.poses.outlines import Ball, Camera
from ashi.core.knowledge.poses.pieces import Piece, Seam, painted
from ashi.core.knowledge.poses.vectors import Vec

Joints = Mapping[str, Vec]


def draw_closeup(scene: CloseUp) -> Iterator[Drawn]:
    """Draw the positions of a close-up, all to one scale and in one frame."""
    camera = scene.camera
    found = [look_joints(look) for look in scene.looks]
    parts = [
        look_parts(look, joints, camera) for look, joints in zip(scene.looks, found, strict=True)
    ]
    room = [circle for pieces, _ in parts for one in pieces for circle in one.room(camera)]
    whole = frame_of([*room, *reached(scene.arrows, found, camera)])
    for number, (pieces, seams) in enumerate(parts):
        shapes = [*painted(pieces, seams, camera)]
        for arrow in scene.arrows:
            if arrow.on == number:
                shapes += arrow_shapes(arrow, found, camera)
        look = scene.looks[number]
        yield Drawn(scene.crops[number] or whole, tuple(shapes), look.words, look.words_el)


def look_joints(look: Look) -> Joints:
    """Return the joints of a position, each with the name of its hand, head or foot before it."""
    found = {"head": head_joints(look.head) if look.head else {}}
    found["foot"] = foot_joints(look.foot) if look.foot else {}
    found |= {name: hand_joints(pose) for name, pose in look.hands.items()}
    return {f"{name}.{joint}": at for name, joints in found.items() for joint, at in joints.items()}


def look_parts(look: Look, joints: Joints, camera: Camera) -> tuple[list[Piece], list[Seam]]:
    """Return everything that a position shows."""
    pieces = head_parts(look.head, camera) if look.head else []
    seams: list[Seam] = []
    for name, pose in look.hands.items():
        parts = hand_parts(name, pose, camera)
        pieces += parts.pieces
        seams += parts.seams
    if look.foot:
        more, joined = foot_parts(look.foot, camera)
        pieces += more
        seams += joined
    for number, said in enumerate(look.things):
        pieces += _thing(f"thing.{number}", said, joints, camera)
    return pieces, seams


def _thing(name: str, said: Mapping[str, Any], joints: Joints, camera: Camera) -> Iterator[Piece]:
    """Return what is held or leant on: a slab with corners, or balls along places."""
    nearer = said.get("nearer", 0.0)
    if "slab" in said:
        corners = [Ball(Vec(*one), 1.5) for one in product(*said["slab"])]
        high = max(ball.at.y for ball in corners)
        top = tuple(ball for ball in corners if ball.at.y == high)
        depth = _depth(corners, camera) + nearer
        yield Piece(name, "thing", (tuple(corners),), depth)
        yield Piece(f"{name}.top", "thing-top", (top,), depth + 0.1)
        return
    radius = said["radius"]
    places = [_place(one, joints) for one in said["through"]]
    balls = [Ball(place, radius) for place in places]
    bodies = tuple(pairwise(balls)) if len(balls) > 1 else ((balls[0],),)
    yield Piece(name, said["kind"], bodies, _depth(balls, camera) + nearer)


def _place(said: Sequence[str | float], joints: Joints) -> Vec:
    """Return a place: the middle of the joints that are named, and how far it is from there."""
    named = [joints[one] for one in said if isinstance(one, str)]
    aside = [one for one in said if not isinstance(one, str)]
    middle = sum(named, Vec(0, 0)) * (1 / max(len(named), 1))
    return middle + Vec(*aside) if aside else middle


def _depth(balls: Sequence[Ball], camera: Camera) -> float:
    return sum(camera.depth(one.at) for one in balls) / len(balls)
