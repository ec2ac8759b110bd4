"""The body as rounded parts, in the order in which they are seen.

Decides        how thick the parts are, what covers what
Does not       place joints
Takes          joints and a camera
Gives          shapes of a picture
Units          centimetres
Sources        own drawing
Reviewed       draft
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from ashi.core.knowledge.poses.outlines import Ball, Camera, outline
from ashi.core.knowledge.poses.skeleton import SIDES, Joints
from ashi.core.knowledge.poses.vectors import Vec, across, cross, dot

EYE_SEEN, EAR_SEEN, FACE_SEEN = 0.1, 0.2, 0.5
UNEDGED = frozenset({"floor", "band", "tip", "water", "water-top"})


class Shape(NamedTuple):
    """A path of a picture: ``kind`` says how it is drawn."""

    kind: str
    d: str


class Part(NamedTuple):
    """Balls with one skin."""

    kind: str
    balls: tuple[Ball, ...]


class Group(NamedTuple):
    """Parts with one edge: an arm, a leg, the trunk, the head."""

    depth: float
    parts: tuple[Part, ...]


def body_groups(at: Joints, camera: Camera) -> list[Group]:
    """Return the groups of a body, the farthest first."""
    found = [_trunk(at, camera), _head(at, camera)]
    for side in SIDES:
        found += [_arm(at, side, camera), _leg(at, side, camera)]
    return sorted(found, key=lambda one: one.depth)


def group_shapes(group: Group, camera: Camera) -> Iterator[Shape]:
    """Return the edge of a group, then its fillings over it, so that parts melt together."""
    paths = [(part.kind, _path(part.balls, camera)) for part in group.parts]
    if group.parts[0].kind not in UNEDGED:
        yield Shape("edge", "".join(d for _, d in paths))
    for kind in dict.fromkeys(kind for kind, _ in paths):
        yield Shape(kind, "".join(d for one, d in paths if one == kind))


def face_shapes(at: Joints, camera: Camera, *, shut: bool = False) -> Iterator[Shape]:
    """Return eyes and ears where they can be seen."""
    middle, toward = at["head"], camera.toward
    face = at["nose"] - middle
    for side in SIDES:
        eye, ear = at[f"eye_{side}"], at[f"ear_{side}"]
        looks = (eye - middle).unit + face.unit * 0.3
        if dot(looks.unit, toward) > EYE_SEEN:
            yield _lid(eye, (middle - eye), camera) if shut else _eye(eye, camera)
        if dot((ear - middle).unit, toward) > EAR_SEEN:
            yield Shape("ear", _path((Ball(ear, 1.7),), camera))


def _eye(at: Vec, camera: Camera) -> Shape:
    return Shape("eye", _path((Ball(at, 0.9),), camera))


def _lid(at: Vec, inward: Vec, camera: Camera) -> Shape:
    """Return a shut eye: a line across it."""
    along = cross(Vec(0, 1), inward).unit * 2
    (x0, y0), (x1, y1), (x2, y2) = (
        camera.seen(one) for one in (at - along, at - Vec(0, 1.6), at + along)
    )
    return Shape("fine", f"M{x0:.1f} {y0:.1f}Q{x1:.1f} {y1:.1f} {x2:.1f} {y2:.1f}")


def _path(balls: Sequence[Ball], camera: Camera) -> str:
    return outline([camera.circle(one) for one in balls])


def _depth(camera: Camera, places: Iterable[Vec]) -> float:
    depths = [camera.depth(one) for one in places]
    return sum(depths) / len(depths)


def _trunk(at: Joints, camera: Camera) -> Group:
    """Return the trunk, with shoulders that fall away from the neck."""
    pelvis, waist, chest, top = (at[name] for name in ("pelvis", "waist", "chest", "top"))
    wide = at["hip_r"] - at["hip_l"]
    high = at["shoulder_r"] - at["shoulder_l"]
    hips = [
        Ball(pelvis + wide.unit * side - (waist - pelvis).unit * 1, 9.6) for side in (-5.5, 5.5)
    ]
    middle = [Ball(waist + (wide.unit + high.unit).unit * side, 8.8) for side in (-5, 5)]
    ribs = [Ball(chest + high.unit * side, 10.0) for side in (-6.5, 6.5)]
    shoulders = [Ball(at[f"shoulder_{side}"], 5.6) for side in SIDES]
    upper = (*ribs, *shoulders, Ball(top + (at["skull_base"] - top) * 0.3, 5.2))
    parts = (
        Part("shirt", (*middle, *ribs)),
        Part("shirt", upper),
        Part("shirt", (*hips, *middle)),
        Part("shorts", tuple(hips)),
    )
    return Group(_depth(camera, (pelvis, waist, chest, top)), parts)


def _head(at: Joints, camera: Camera) -> Group:
    up = (at["crown"] - at["head"]).unit
    face = (at["nose"] - at["head"]).unit
    top, base, middle = at["top"], at["skull_base"], at["head"]
    neck = (Ball(top - (base - top).unit * 3, 5.4), Ball(base + up * 3 - face * 1, 5.0))
    skull = (Ball(middle + up * 0.5, 8.8), Ball(at["nape"], 8.8), Ball(at["jaw"], 4.2))
    nose = (Ball(at["nose"], 1.5), Ball(middle + face * 7 + up * 1.5, 1.5))
    parts = [Part("skin", neck), Part("skin", skull), Part("skin", nose)]
    if dot(face, camera.toward) > FACE_SEEN:
        behind = (Ball(middle + up * 3.2 - face * 2, 9.0), Ball(at["nape"], 9.0))
        parts.insert(0, Part("hair", behind))
    else:
        over = (Ball(middle + up * 2.6 - face * 2.2, 8.0), Ball(at["nape"] - face * 0.8, 8.3))
        parts.append(Part("hair", over))
    return Group(_depth(camera, (base, middle)) + 1, tuple(parts))


def _arm(at: Joints, side: str, camera: Camera) -> Group:
    shoulder, elbow, wrist, palm, hand = (
        at[f"{name}_{side}"] for name in ("shoulder", "elbow", "wrist", "palm", "hand")
    )
    sleeve = shoulder + (elbow - shoulder) * 0.42
    parts = (
        Part("skin", (Ball(sleeve, 4.8), Ball(elbow, 3.9))),
        Part(
            "skin", (Ball(elbow, 3.9), Ball(elbow + (wrist - elbow) * 0.3, 4.0), Ball(wrist, 2.7))
        ),
        Part("skin", (Ball(wrist, 2.7), Ball(palm, 3.4), Ball(hand - (hand - palm) * 0.25, 2.1))),
        Part("skin", (Ball(wrist, 2.2), Ball(_thumb(at, side), 1.6))),
        Part("shirt", (Ball(shoulder, 5.6), Ball(sleeve, 5.2))),
    )
    return Group(_depth(camera, (shoulder, elbow, elbow, wrist, palm)), parts)


def _thumb(at: Joints, side: str) -> Vec:
    wrist, hand, elbow = (at[f"{name}_{side}"] for name in ("wrist", "hand", "elbow"))
    along = (hand - wrist).unit
    inner = at["chest"] - wrist
    aside = across(inner + (at["head"] - elbow) * 0.5, along)
    return wrist + along * 7.5 + aside * 4.2


def _leg(at: Joints, side: str, camera: Camera) -> Group:
    hip, knee, ankle, heel, ball, toe = (
        at[f"{name}_{side}"] for name in ("hip", "knee", "ankle", "heel", "ball", "toe")
    )
    hem = hip + (knee - hip) * 0.52
    shin = ankle - knee
    behind = across((heel - toe), shin) if _stands(shin, toe - heel) else across(hip - knee, shin)
    calf = knee + shin * 0.3 + behind * 1.6
    parts = (
        Part("skin", (Ball(hip, 8.6), Ball(knee, 5.3))),
        Part("skin", (Ball(knee, 5.3), Ball(calf, 5.2), Ball(ankle, 3.3))),
        Part("shoe", (Ball(ankle, 3.5), Ball(heel, 3.2), Ball(ball, 3.0))),
        Part("shoe", (Ball(heel, 3.2), Ball(ball, 3.0), Ball(toe, 2.4))),
        Part("shorts", (Ball(hip, 8.8), Ball(hem, 7.4))),
    )
    return Group(_depth(camera, (hip, knee, ankle)), parts)


def _stands(shin: Vec, toes: Vec) -> bool:
    return cross(shin.unit, toes.unit).length > 0.3
