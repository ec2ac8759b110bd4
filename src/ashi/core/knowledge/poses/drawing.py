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
from functools import cache

from ashi.core.knowledge.poses.arrows import arrow_shapes, reached
from ashi.core.knowledge.poses.body import (
    Group,
    Part,
    Shape,
    body_groups,
    face_shapes,
    group_shapes,
)
from ashi.core.knowledge.poses.closeup_drawing import draw_closeup
from ashi.core.knowledge.poses.closeups import all_closeups
from ashi.core.knowledge.poses.frames import Box, Drawn, frame_of
from ashi.core.knowledge.poses.outlines import Camera, Circle
from ashi.core.knowledge.poses.reading import Scene, all_scenes
from ashi.core.knowledge.poses.skeleton import Joints, joints_of
from ashi.core.knowledge.poses.things import Thing, things_of


@cache
def pictures(exercise_id: str) -> tuple[Drawn, ...]:
    """Return the pictures of an exercise from first to last; none where none is drawn."""
    scene, near = all_scenes().get(exercise_id), all_closeups().get(exercise_id)
    if near:
        return tuple(draw_closeup(near))
    return tuple(draw(scene)) if scene else ()


def draw(scene: Scene) -> Iterator[Drawn]:
    """Draw the poses of a scene, all to one scale and in one frame."""
    found = [joints_of(pose) for pose in scene.poses]
    around = [tuple(things_of(said, at)) for said, at in zip(scene.things, found, strict=True)]
    box = _box(scene, found, around)
    for number, (pose, at, things) in enumerate(zip(scene.poses, found, around, strict=True)):
        arrows = [one for one in scene.arrows if one.on == number]
        shapes = [*_scene_shapes(at, things, scene.camera, pose.eyes_shut)]
        for arrow in arrows:
            shapes += arrow_shapes(arrow, found, scene.camera)
        yield Drawn(box, tuple(shapes))


def _scene_shapes(
    at: Joints, things: tuple[Thing, ...], camera: Camera, shut: bool
) -> Iterator[Shape]:
    for thing in things:
        if not thing.before:
            yield from _thing(thing, camera)
    groups = body_groups(at, camera)
    nose = max(groups, key=_is_head)
    for group in groups:
        yield from group_shapes(group, camera)
        if group is nose:
            yield from face_shapes(at, camera, shut=shut)
    for thing in things:
        if thing.before:
            yield from _thing(thing, camera)


def _is_head(group: Group) -> bool:
    return any(part.kind == "hair" for part in group.parts)


def _thing(thing: Thing, camera: Camera) -> Iterator[Shape]:
    for parts in (thing.parts,) if thing.melted else ((part,) for part in thing.parts):
        yield from group_shapes(Group(0, parts), camera)


def _box(scene: Scene, found: list[Joints], around: list[tuple[Thing, ...]]) -> Box:
    """Return the frame that holds every pose, or a close look at one joint of the first."""
    if scene.crop is not None:
        joint, width, height = scene.crop
        x, y = scene.camera.seen(found[0][joint])
        return round(x - width / 2, 1), round(y - height / 2, 1), width, height
    circles = [*_circles(scene.camera, found, around), *reached(scene.arrows, found, scene.camera)]
    return frame_of(circles)


def _circles(
    camera: Camera, found: list[Joints], around: list[tuple[Thing, ...]]
) -> Iterator[Circle]:
    for at, things in zip(found, around, strict=True):
        parts: list[Part] = [part for one in body_groups(at, camera) for part in one.parts]
        parts += [part for one in things for part in one.parts]
        yield from (camera.circle(ball) for part in parts for ball in part.balls)
