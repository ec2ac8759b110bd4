"""The one function that draws an exercise.

Decides        what covers what, how much of the room is in the picture
Does not       know colours, languages, what a page is
Takes          a scene
Gives          pictures: a box, and shapes in the order of drawing
Units          centimetres, y down
Sources        own drawing
Reviewed       draft
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from math import hypot

from ashi.core.knowledge.poses.body import (
    Group,
    Part,
    Shape,
    body_groups,
    face_shapes,
    group_shapes,
)
from ashi.core.knowledge.poses.outlines import Camera, Circle
from ashi.core.knowledge.poses.reading import Arrow, Scene, all_scenes
from ashi.core.knowledge.poses.skeleton import Joints, joints_of
from ashi.core.knowledge.poses.things import Thing, things_of
from ashi.core.knowledge.poses.vectors import Vec

Flat = tuple[float, float]
PAD = 7.0
HEAD_LONG, HEAD_HALF, SHAFT = 7.0, 4.0, 0.8


@dataclass(frozen=True, slots=True)
class Drawn:
    """One picture: ``box`` is left, top, width, height."""

    box: tuple[float, float, float, float]
    shapes: tuple[Shape, ...]


@cache
def pictures(exercise_id: str) -> tuple[Drawn, ...]:
    """Return the pictures of an exercise from first to last; none where none is drawn."""
    scene = all_scenes().get(exercise_id)
    return tuple(draw(scene)) if scene else ()


def draw(scene: Scene) -> Iterator[Drawn]:
    """Draw the poses of a scene, all to one scale and in one frame."""
    found = [joints_of(pose) for pose in scene.poses]
    around = [tuple(things_of(said, at)) for said, at in zip(scene.things, found, strict=True)]
    box = _box(scene, found, around)
    for number, (at, things) in enumerate(zip(found, around, strict=True)):
        arrows = [one for one in scene.arrows if one.on == number]
        shapes = [*_scene_shapes(at, things, scene.camera)]
        for arrow in arrows:
            shapes += _arrow(arrow, found, scene.camera)
        yield Drawn(box, tuple(shapes))


def _scene_shapes(at: Joints, things: tuple[Thing, ...], camera: Camera) -> Iterator[Shape]:
    for thing in things:
        if not thing.before:
            yield from _thing(thing, camera)
    groups = body_groups(at, camera)
    nose = max(groups, key=_is_head)
    for group in groups:
        yield from group_shapes(group, camera)
        if group is nose:
            yield from face_shapes(at, camera)
    for thing in things:
        if thing.before:
            yield from _thing(thing, camera)


def _is_head(group: Group) -> bool:
    return any(part.kind == "hair" for part in group.parts)


def _thing(thing: Thing, camera: Camera) -> Iterator[Shape]:
    for part in thing.parts:
        yield from group_shapes(Group(0, (part,)), camera)


def _box(
    scene: Scene, found: list[Joints], around: list[tuple[Thing, ...]]
) -> tuple[float, float, float, float]:
    """Return the frame that holds every pose, or a close look at one joint of the first."""
    if scene.crop is not None:
        joint, width, height = scene.crop
        x, y = scene.camera.seen(found[0][joint])
        return round(x - width / 2, 1), round(y - height / 2, 1), width, height
    circles = [*_circles(scene.camera, found, around), *_reached(scene, found)]
    left = min(one.x - one.radius for one in circles) - PAD
    right = max(one.x + one.radius for one in circles) + PAD
    top = min(one.y - one.radius for one in circles) - PAD
    bottom = max(one.y + one.radius for one in circles) + PAD
    return round(left, 1), round(top, 1), round(right - left, 1), round(bottom - top, 1)


def _circles(
    camera: Camera, found: list[Joints], around: list[tuple[Thing, ...]]
) -> Iterator[Circle]:
    for at, things in zip(found, around, strict=True):
        parts: list[Part] = [part for one in body_groups(at, camera) for part in one.parts]
        parts += [part for one in things for part in one.parts]
        yield from (camera.circle(ball) for part in parts for ball in part.balls)


def _reached(scene: Scene, found: list[Joints]) -> Iterator[Circle]:
    """Return how far the arrows reach."""
    for arrow in scene.arrows:
        first, bend, last = _course(arrow, found, scene.camera)
        middle = (first[0] + last[0]) / 4 + bend[0] / 2, (first[1] + last[1]) / 4 + bend[1] / 2
        yield from (Circle(*one, HEAD_HALF) for one in (first, middle, last))


def _course(arrow: Arrow, found: list[Joints], camera: Camera) -> tuple[Flat, Flat, Flat]:
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


def _arrow(arrow: Arrow, found: list[Joints], camera: Camera) -> Iterator[Shape]:
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
