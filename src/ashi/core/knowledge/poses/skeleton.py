"""A body that takes a pose: where every joint is.

Decides        where joints are, from directions of segments or from places that must be reached
Does not       draw; know what an exercise is for
Takes          a pose: pelvis, spine, head, arms and legs
Gives          joints by name
Units          centimetres, degrees; a body 170 cm tall
Sources        own proportions, near the middle of adults
Reviewed       draft: a physiotherapist looks at every picture

A limb is said either by the directions of its parts or by the place that its wrist or ankle
reaches; then the elbow or knee bends towards ``pole``. Right is the body's own right. A body
that looks along x shows its right side to the onlooker.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import sqrt

from ashi.core.knowledge.poses.vectors import Vec, across, between, cross, dot, turned

SPINE = (17.0, 17.0, 16.0)
NECK, SKULL = 6.5, 9.5
HIP_HALF, SHOULDER_HALF = 9.0, 16.5
THIGH, SHIN, ANKLE = 42.0, 40.0, 7.0
UPPER_ARM, FOREARM, HAND = 29.0, 25.0, 16.0
HEEL, BALL, TOE = -5.0, 12.5, 18.5
SLACK = 1.5  # how far beyond its reach a limb may be asked to go, and is drawn straight
WRONG_WAY = 0.2  # more than this of a knee's turn about the body's right is a knee bent forward
SIDES = {"r": 1.0, "l": -1.0}


class PoseError(ValueError):
    """A pose that no body can take."""


@dataclass(frozen=True, slots=True)
class Limb:
    """An arm or a leg: ``parts`` are directions, or ``to`` is where its end goes.

    ``end`` is the way the hand or the foot points; ``None`` follows from the limb. ``tip`` is the
    way the toes point where they bend off the foot.
    """

    parts: tuple[Vec, ...] = ()
    to: Vec | None = None
    pole: Vec | None = None
    end: Vec | None = None
    tip: Vec | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pose:
    """What a body does. ``at`` is where ``anchor`` is: the pelvis, or the top of the spine."""

    at: Vec
    spine: tuple[Vec, Vec, Vec]
    front: Vec
    anchor: str = "pelvis"
    twist: float = 0.0
    shrug: Vec = field(default=Vec(0, 0, 0))
    neck: Vec | None = None
    skull: Vec | None = None
    face: Vec | None = None
    eyes_shut: bool = False
    limbs: Mapping[str, Limb] = field(default_factory=dict)


Joints = Mapping[str, Vec]


def joints_of(pose: Pose) -> Joints:
    """Return where the joints of a pose are, in centimetres.

    Raises
    ------
    PoseError
        A hand or a foot is asked to go where it cannot reach.
    """
    found = _trunk(pose) | _head(pose)
    shift = pose.at - found[pose.anchor]
    found = {name: at + shift for name, at in found.items()}
    pelvis = across(pose.front, pose.spine[0])
    chest = chest_front(pose)
    for side in SIDES:
        _arm(found, side, pose.limbs[f"arm_{side}"], chest)
        _leg(found, side, pose.limbs[f"leg_{side}"], pelvis)
    return found


def chest_front(pose: Pose) -> Vec:
    """Return where the breastbone looks."""
    return turned(across(pose.front, pose.spine[2]), pose.spine[2], -pose.twist)


def _trunk(pose: Pose) -> dict[str, Vec]:
    waist = pose.spine[0] * SPINE[0]
    chest = waist + pose.spine[1] * SPINE[1]
    top = chest + pose.spine[2] * SPINE[2]
    right = cross(across(pose.front, pose.spine[0]), pose.spine[0])
    upper = cross(chest_front(pose), pose.spine[2])
    found = {"pelvis": Vec(0, 0), "waist": waist, "chest": chest, "top": top}
    for side, sign in SIDES.items():
        found[f"hip_{side}"] = right * (sign * HIP_HALF)
        found[f"shoulder_{side}"] = (
            top - pose.spine[2] * 3 + upper * (sign * SHOULDER_HALF) + pose.shrug
        )
    return found


def _head(pose: Pose) -> dict[str, Vec]:
    neck = pose.neck or pose.spine[2]
    up = pose.skull or neck
    face = across(pose.face or chest_front(pose), up)
    right = cross(face, up)
    top = sum((part * size for part, size in zip(pose.spine, SPINE, strict=True)), Vec(0, 0))
    base = top + neck * NECK
    centre = base + up * SKULL + face * 2
    found = {"skull_base": base, "head": centre}
    found["crown"] = centre + up * 9
    found["nose"] = centre + face * 10 - up * 1.5
    found["jaw"] = centre + face * 4.5 - up * 7.5
    found["nape"] = centre - face * 2.5 + up * 1.5
    for side, sign in SIDES.items():
        found[f"ear_{side}"] = centre + right * (sign * 8.4) - face * 1.5 - up * 1.0
        found[f"eye_{side}"] = centre + right * (sign * 3.6) + face * 8.0 + up * 1.6
    return found


def _arm(found: dict[str, Vec], side: str, limb: Limb, chest: Vec) -> None:
    root = found[f"shoulder_{side}"]
    pole = limb.pole or chest * -1
    elbow, wrist = _two(root, limb, (UPPER_ARM, FOREARM), pole)
    end = limb.end or (wrist - elbow).unit
    found[f"elbow_{side}"], found[f"wrist_{side}"] = elbow, wrist
    found[f"hand_{side}"] = wrist + end * HAND
    found[f"palm_{side}"] = wrist + end * (HAND * 0.5)


def _leg(found: dict[str, Vec], side: str, limb: Limb, pelvis: Vec) -> None:
    root = found[f"hip_{side}"]
    knee, ankle = _two(root, limb, (THIGH, SHIN), limb.pole or pelvis)
    shin = (ankle - knee).unit
    toes = limb.end or across(pelvis, shin)
    sole = across(shin, toes)
    found[f"knee_{side}"], found[f"ankle_{side}"] = knee, ankle
    ground = ankle + sole * (ANKLE - 3)
    ball = ground + toes * BALL
    found[f"heel_{side}"], found[f"ball_{side}"] = ground + toes * HEEL, ball
    found[f"toe_{side}"] = ball + (limb.tip or toes) * (TOE - BALL)


def _two(root: Vec, limb: Limb, sizes: tuple[float, float], pole: Vec) -> tuple[Vec, Vec]:
    """Return the middle and the end of a limb of two parts."""
    upper, lower = sizes
    if limb.to is None:
        middle = root + limb.parts[0] * upper
        return middle, middle + limb.parts[1] * lower
    way = limb.to - root
    far = way.length
    if far > upper + lower + SLACK or far < abs(upper - lower):
        raise PoseError(f"{far:.1f} cm from the joint, reaches {upper + lower:.1f}")
    far = min(far, upper + lower)
    along = (upper**2 - lower**2 + far**2) / (2 * far)
    off = sqrt(max(upper**2 - along**2, 0.0))
    middle = root + way.unit * along + across(pole, way) * off
    return middle, root + way.unit * far


def joint_angles(found: Joints) -> dict[str, float]:
    """Return how far joints are bent, in degrees; straight is 0.

    Knees and elbows bend one way: less than 0 is bent the wrong way. An ankle at a right angle
    is 0, toes pulled up are more, toes pointed are less.
    """
    bent: dict[str, float] = {}
    right = (found["hip_r"] - found["hip_l"]).unit
    for side in SIDES:
        at = {name: found[f"{name}_{side}"] for name in _NAMES}
        thigh, shin = at["knee"] - at["hip"], at["ankle"] - at["knee"]
        toes = at["ball"] - at["heel"]
        turn = dot(cross(thigh.unit, shin.unit), right)
        bent[f"knee_{side}"] = between(thigh, shin) * (-1 if turn > WRONG_WAY else 1)
        arm, fore = at["elbow"] - at["shoulder"], at["wrist"] - at["elbow"]
        bent[f"elbow_{side}"] = between(arm, fore)
        bent[f"ankle_{side}"] = between(toes, shin) - 90
        bent[f"wrist_{side}"] = between(fore, at["hand"] - at["wrist"])
        bent[f"hip_{side}"] = between(found["pelvis"] - found["waist"], thigh)
    spine = [found[name] for name in ("pelvis", "waist", "chest", "top")]
    bent["low_back"] = between(spine[1] - spine[0], spine[2] - spine[1])
    bent["upper_back"] = between(spine[2] - spine[1], spine[3] - spine[2])
    bent["neck"] = between(spine[3] - spine[2], found["skull_base"] - spine[3])
    return bent


_NAMES = ("hip", "knee", "ankle", "heel", "ball", "shoulder", "elbow", "wrist", "hand")
