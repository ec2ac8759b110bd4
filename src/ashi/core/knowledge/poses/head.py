"""A head close by, from beside or from the front, with a jaw that opens by millimetres.

Decides        where the places of a face are when the jaw, the head or the neck moves
Does not       draw; know what an exercise is for
Takes          a pose: how far the teeth are apart, where the tongue lies, how the head moves
Gives          places by name
Units          millimetres, degrees; the hinge of the jaw is at 0, 0; a profile looks along x
Sources        own proportions, near the middle of adults
Reviewed       draft: a physiotherapist looks at every picture

The jaw turns about its hinge. A real one also slides forward when it opens wide: the pictures
stay below 30 mm, where the turn shows what is meant.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import asin, degrees, hypot

from ashi.core.knowledge.poses.skeleton import PoseError
from ashi.core.knowledge.poses.vectors import Vec, turned

WIDEST = 60.0
PIVOT = Vec(-18, -42)  # where the head nods on the neck
AXIS = Vec(0, 0, 1)
LYING = 90.0

# From beside. The share is how much of the jaw's movement a place follows.
PROFILE: Mapping[str, tuple[float, float, float]] = {
    "occiput_low": (-66, -58, 0),
    "occiput": (-94, -6, 0),
    "back": (-97, 48, 0),
    "crown_back": (-74, 98, 0),
    "crown": (-24, 126, 0),
    "crown_front": (30, 122, 0),
    "hairline": (70, 96, 0),
    "forehead": (87, 66, 0),
    "brow": (92, 44, 0),
    "nasion": (88, 30, 0),
    "bridge": (99, 12, 0),
    "nose": (118, -7, 0),
    "nostril": (112, -16, 0),
    "under_nose": (101, -18, 0),
    "upper_lip": (107, -29, 0),
    "upper_lip_in": (102, -37, 0),
    "corner": (82, -38, 0.5),
    "lower_lip_in": (101, -39, 1),
    "lower_lip": (105, -47, 1),
    "lip_fold": (97, -58, 1),
    "chin": (100, -74, 1),
    "chin_low": (90, -88, 1),
    "jaw_line": (54, -86, 0.9),
    "throat": (26, -92, 0.35),
    "jaw_angle": (4, -58, 0.6),
    "jaw_back": (-6, -18, 0.1),
    "ear": (-14, 2, 0),
    "eye": (72, 24, 0),
    "upper_tooth": (94, -38, 0),
    "upper_gum": (91, -23, 0),
    "lower_tooth": (94, -38, 1),
    "lower_gum": (88, -54, 1),
    "palate_front": (82, -19, 0),
    "palate": (60, -11, 0),
    "palate_back": (38, -13, 0),
    "palate_soft": (22, -32, 0),
    "floor_front": (78, -62, 1),
    "floor": (50, -66, 0.9),
    "floor_back": (24, -62, 0.5),
}
# The tongue with its tip on the palate, and lying in the jaw.
TONGUE_UP = {
    "tongue_tip": (86, -25, 0.0),
    "tongue_front": (72, -17, 0.0),
    "tongue_top": (52, -15, 0.0),
    "tongue_back": (31, -27, 0.15),
    "tongue_low_back": (30, -56, 0.5),
    "tongue_root": (54, -60, 0.9),
    "tongue_under": (70, -42, 0.45),
}
TONGUE_DOWN = {
    **TONGUE_UP,
    "tongue_tip": (86, -46, 1.0),
    "tongue_front": (70, -36, 0.95),
    "tongue_top": (50, -30, 0.7),
    "tongue_under": (76, -57, 1.0),
}
NECK = {"neck_front": (14, -128), "chest": (14, -190), "nape": (-58, -112), "nape_low": (-66, -190)}
# From the front: half of a face; the other half is its mirror image.
FRONT: Mapping[str, tuple[float, float, float]] = {
    "crown": (0, 126, 0),
    "crown_side": (46, 112, 0),
    "temple": (72, 66, 0),
    "cheek": (75, 10, 0),
    "jaw_high": (70, -32, 0.25),
    "jaw_angle": (58, -62, 0.6),
    "chin_side": (28, -90, 1),
    "chin": (0, -96, 1),
    "ear": (78, 4, 0),
    "eye": (31, 22, 0),
    "brow": (31, 40, 0),
    "nostril": (11, -12, 0),
    "upper_lip": (8, -31, 0),
    "corner": (25, -38, 0.5),
    "lower_lip": (0, -47, 1),
    "upper_tooth": (0, -38, 0),
    "lower_tooth": (0, -38, 1),
    "upper_teeth": (15, -37, 0),
    "lower_teeth": (13, -38, 1),
}
FRONT_NECK = {"neck": (45, -120), "neck_low": (48, -190)}


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadPose:
    """What a head does.

    ``opened`` is how far the front teeth are apart, ``aside`` how far the jaw slides to the
    person's left, ``forward`` how far to the front. ``tongue`` is up, down or not shown; then the
    mouth is seen cut through. ``sealed`` lips stay together. ``back`` draws the head back,
    ``nod`` bends it down, ``lean`` to the person's left. ``lying`` it looks up.
    """

    view: str = "beside"
    opened: float = 0.0
    aside: float = 0.0
    forward: float = 0.0
    tongue: str = ""
    sealed: bool = False
    back: float = 0.0
    nod: float = 0.0
    lean: float = 0.0
    lying: bool = False
    asleep: bool = False
    held: str = ""


HeadJoints = Mapping[str, Vec]


def head_joints(pose: HeadPose) -> HeadJoints:
    """Return where the places of a head are, in millimetres.

    Raises
    ------
    PoseError
        The teeth are to be further apart than a mouth opens.

    """
    if not 0 <= pose.opened <= WIDEST:
        raise PoseError(f"{pose.opened:.0f} mm between the teeth; a mouth opens to {WIDEST:.0f}")
    return _beside(pose) if pose.view == "beside" else _facing(pose)


def jaw_turn(opened: float) -> float:
    """Return by how many degrees the jaw turns until the front teeth are so far apart."""
    x, y, _ = PROFILE["lower_tooth"]
    return degrees(2 * asin(opened / 2 / hypot(x, y)))


def _beside(pose: HeadPose) -> HeadJoints:
    tongue = TONGUE_UP if pose.tongue == "up" else TONGUE_DOWN if pose.tongue else {}
    found = {"hinge": Vec(0, 0)}
    for name, (x, y, share) in {**PROFILE, **tongue}.items():
        follows = 0.0 if pose.sealed and name in {"corner", "lower_lip_in", "lower_lip"} else share
        found[name] = turned(Vec(x, y), AXIS, -jaw_turn(pose.opened) * follows) + Vec(
            pose.forward * follows, 0
        )
    moved = {
        name: turned(at - PIVOT, AXIS, -pose.nod) + PIVOT - Vec(pose.back, 0)
        for name, at in found.items()
    }
    whole = {**moved, **{name: Vec(*at) for name, at in NECK.items()}}
    return {name: turned(at, AXIS, LYING * pose.lying) for name, at in whole.items()}


def _facing(pose: HeadPose) -> HeadJoints:
    found = {}
    for side, sign in (("l", 1.0), ("r", -1.0)):
        for name, (x, y, share) in FRONT.items():
            at = Vec(x * sign + pose.aside * share, y - pose.opened * share)
            found[f"{name}_{side}"] = turned(at - Vec(0, -110), AXIS, -pose.lean) + Vec(0, -110)
        for name, (x, y) in FRONT_NECK.items():
            found[f"{name}_{side}"] = Vec(x * sign, y)
    return found
