"""A head close by as shapes: face, hair, neck, and the mouth cut through where it matters.

Decides        which lines a face has
Does not       place anything
Takes          a pose and a camera
Gives          pieces
Units          millimetres
Sources        own drawing
Reviewed       draft
"""

from collections.abc import Iterator, Sequence

from ashi.core.knowledge.poses.body import Shape
from ashi.core.knowledge.poses.curves import Flat, smooth
from ashi.core.knowledge.poses.head import AXIS, LYING, HeadPose, head_joints
from ashi.core.knowledge.poses.outlines import Ball, Camera, Circle, outline
from ashi.core.knowledge.poses.pieces import Piece
from ashi.core.knowledge.poses.vectors import Vec, turned

BESIDE = (
    "nape_low",
    "nape",
    "occiput_low",
    "occiput",
    "back",
    "crown_back",
    "crown",
    "crown_front",
    "hairline",
    "forehead",
    "brow",
    "nasion",
    "bridge",
    "nose",
    "nostril",
    "under_nose",
    "upper_lip",
    "upper_lip_in",
    "corner",
    "lower_lip_in",
    "lower_lip",
    "lip_fold",
    "chin",
    "chin_low",
    "jaw_line",
    "throat",
    "neck_front",
    "chest",
)
SCALP = (
    "occiput_low",
    "occiput",
    "back",
    "crown_back",
    "crown",
    "crown_front",
    "hairline",
)
FACE = (
    "crown",
    "crown_side",
    "temple",
    "cheek",
    "jaw_high",
    "jaw_angle",
    "chin_side",
    "chin",
)
CAVITY = (
    "upper_gum",
    "palate_front",
    "palate",
    "palate_back",
    "palate_soft",
    "floor_back",
    "floor",
    "floor_front",
    "lower_gum",
)
TONGUE = (
    "tongue_tip",
    "tongue_front",
    "tongue_top",
    "tongue_back",
    "tongue_low_back",
    "tongue_root",
    "tongue_under",
)
EYE, TOOTH, LIP = 5.0, 4.0, 2.6


class _Sight:
    """Places of a head as they are seen."""

    def __init__(self, pose: HeadPose, camera: Camera) -> None:
        self.at = head_joints(pose)
        self.camera = camera
        self.body = LYING * pose.lying
        self.turn = self.body - (pose.nod if pose.view == "beside" else pose.lean)

    def off(self, x: float, y: float) -> Vec:
        """Return a way on the face, as the head is turned."""
        return turned(Vec(x, y), AXIS, self.turn)

    def flat(self, names: Sequence[str]) -> list[Flat]:
        return [self.camera.seen(self.at[name]) for name in names]

    def aside(self, name: str, x: float, y: float) -> Flat:
        return self.camera.seen(self.at[name] + self.off(x, y))

    def balls(self, kind: str, balls: Sequence[Ball]) -> Shape:
        return Shape(kind, outline([self.camera.circle(one) for one in balls]))

    def piece(self, name: str, depth: float, shapes: Sequence[Shape]) -> Piece:
        around = tuple(Circle(*self.camera.seen(one), 4) for one in self.at.values())
        return Piece(name, "", (), depth, tuple(shapes), around)


def head_parts(pose: HeadPose, camera: Camera) -> list[Piece]:
    """Return the pieces of a head."""
    sight = _Sight(pose, camera)
    if pose.view == "beside":
        return [sight.piece("head", 0, [*_beside(sight, pose)]), _shirt(sight, -26, 40)]
    return [sight.piece("head", 0, [*_facing(sight, pose)]), _shirt(sight, 0, 92)]


def _shirt(sight: _Sight, middle: float, half: float) -> Piece:
    high, low, radius = (-188, -214, 32) if half > 60 else (-198, -220, 34)
    places = [(Vec(middle + x, y), radius) for x in (-half, half) for y in (high, low)]
    places.append((Vec(middle, -188), 44))
    balls = tuple(Ball(turned(at, AXIS, sight.body), size) for at, size in places)
    return Piece("shirt", "shirt", (balls,), 1.0)


def _filled(kind: str, path: str) -> Iterator[Shape]:
    yield Shape("edge", path)
    yield Shape(kind, path)


def _beside(sight: _Sight, pose: HeadPose) -> Iterator[Shape]:
    yield from _filled("skin", smooth(sight.flat(BESIDE), closed=True))
    scalp = sight.flat(SCALP)
    inner = [
        sight.aside("hairline", -22, -22),
        sight.aside("ear", 34, 34),
        sight.aside("ear", 14, 22),
    ]
    inner += [
        sight.aside("ear", -18, 10),
        sight.aside("ear", -26, -26),
        sight.aside("occiput_low", 14, 4),
    ]
    yield from _filled("hair", smooth([*scalp, *inner], closed=True))
    yield (
        sight.balls("eye", [Ball(sight.at["eye"], EYE)]) if not pose.asleep else _lid(sight, "eye")
    )
    brow = [sight.aside("eye", x, y) for x, y in ((-10, 15), (0, 19), (10, 17))]
    yield Shape("fine", smooth(brow))
    ear = [
        sight.aside("ear", x, y)
        for x, y in ((6, 12), (-2, 22), (-14, 18), (-14, 0), (-4, -16), (4, -12))
    ]
    yield Shape("skin", smooth(ear, closed=True))
    yield Shape("fine", smooth(ear, closed=True))
    if pose.tongue:
        yield from _mouth(sight)
    else:
        yield Shape("fine", smooth(sight.flat(("jaw_line", "jaw_angle", "jaw_back"))))


def _lid(sight: _Sight, name: str) -> Shape:
    return Shape("fine", smooth([sight.aside(name, x, y) for x, y in ((-8, 1), (0, -4), (8, 1))]))


def _mouth(sight: _Sight) -> Iterator[Shape]:
    """Return the mouth cut through: palate, teeth, tongue."""
    cavity = smooth(sight.flat(CAVITY), closed=True)
    yield Shape("hollow", cavity)
    yield Shape("fine", cavity)
    tongue = smooth(sight.flat(TONGUE), closed=True)
    yield Shape("tongue", tongue)
    yield Shape("fine", tongue)
    for jaw in ("upper", "lower"):
        gum, tip = sight.at[f"{jaw}_gum"], sight.at[f"{jaw}_tooth"]
        way = (tip - gum).unit
        tooth = sight.balls("tooth", [Ball(gum, TOOTH * 1.3), Ball(tip - way * 1.4, 1.4)])
        yield tooth


def _facing(sight: _Sight, pose: HeadPose) -> Iterator[Shape]:
    half = [f"{name}_l" for name in FACE]
    other = [f"{name}_r" for name in FACE[-2:0:-1]]
    neck = [Ball(sight.at[f"{name}_{side}"], 4) for name in ("neck", "neck_low") for side in "lr"]
    neck += [Ball(sight.at[f"jaw_high_{side}"] * 0.75, 4) for side in "lr"]
    ears = [
        [Ball(sight.at[f"ear_{side}"] + sight.off(0, y), 10 - abs(y) / 6) for y in (12, -12)]
        for side in "lr"
    ]
    yield from _filled("skin", "".join(sight.balls("", one).d for one in (neck, *ears)))
    yield from _filled("skin", smooth(sight.flat([*half, *other]), closed=True))
    yield from _filled("hair", smooth(_fringe(sight), closed=True))
    yield from _features(sight, pose)
    yield from _lips(sight, pose)


def _fringe(sight: _Sight) -> list[Flat]:
    top = sight.flat(("temple_r", "crown_side_r", "crown_l", "crown_side_l", "temple_l"))
    under = [sight.aside("cheek_l", -1, 16), sight.aside("temple_l", -14, 4)]
    under += [sight.aside("crown_l", 34, -44), sight.aside("crown_l", -34, -44)]
    return [*top, *under, sight.aside("temple_r", 14, 4), sight.aside("cheek_r", 1, 16)]


def _features(sight: _Sight, pose: HeadPose) -> Iterator[Shape]:
    for side, sign in (("l", 1), ("r", -1)):
        eye = f"eye_{side}"
        yield _lid(sight, eye) if pose.asleep else sight.balls("eye", [Ball(sight.at[eye], EYE)])
        brow = [sight.aside(f"brow_{side}", x * sign, y) for x, y in ((-11, 0), (0, 4), (12, 0))]
        yield Shape("fine", smooth(brow))
    nose = [sight.aside("nostril_l", x, y) for x, y in ((-5, 26), (1, 6), (-1, -2), (-11, -5))]
    yield Shape("fine", smooth([*nose, sight.aside("nostril_r", 0, 0)]))


def _lips(sight: _Sight, pose: HeadPose) -> Iterator[Shape]:
    """Return the mouth from the front, with the front teeth where it is open."""
    upper = sight.flat(("corner_r", "upper_lip_r", "upper_lip_l", "corner_l"))
    lower = [sight.aside("lower_lip_l", x, 2) for x in (10, -10)]
    if not pose.held and pose.opened < LIP:
        yield Shape("fine", smooth(sight.flat(("corner_r", "upper_tooth_l", "corner_l"))))
        yield Shape(
            "fine",
            smooth([sight.aside("lower_lip_l", x, y) for x, y in ((-9, -1), (0, -3), (9, -1))]),
        )
        return
    rim = smooth([*upper, *lower], closed=True)
    yield from _filled("hollow", rim)
    for jaw, way in (("upper", 1), ("lower", -1)):
        for tooth in (-1.5, -0.5, 0.5, 1.5):
            edge = sight.at[f"{jaw}_tooth_l"] + sight.off(tooth * 7, 0)
            balls = [Ball(edge + sight.off(x, way * y), 1.4) for x in (-2.2, 2.2) for y in (1.4, 7)]
            yield sight.balls("tooth", balls)
