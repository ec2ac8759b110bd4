"""A hand and its forearm that take a pose: where every joint is.

Decides        where joints are, from the bending of each of them or from what the thumb touches
Does not       draw; know what an exercise is for
Takes          a pose: forearm, palm, wrist, four fingers, thumb
Gives          joints by name
Units          millimetres, degrees; straight is 0
Sources        own proportions, near the middle of adults' hands
Reviewed       draft: a physiotherapist looks at every picture

A right hand that points up and shows its palm has the thumb along x. A left hand is its mirror
image. Joints: ``wrist``, ``elbow`` (where the drawn forearm begins), and of each finger
``index_0`` (knuckle) to ``index_3`` (the middle of the fingertip); ``thumb_0`` is its saddle joint.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import atan2, cos, hypot, radians, sin

from ashi.core.knowledge.poses.skeleton import PoseError
from ashi.core.knowledge.poses.vectors import Vec, across, cross

FINGERS = ("index", "middle", "ring", "little")
# A knuckle in the hand: towards the fingers, towards the thumb, out of the palm.
KNUCKLES = {
    "index": (90.0, 26.0, 1.0),
    "middle": (94.0, 6.0, 0.0),
    "ring": (89.0, -14.0, 1.0),
    "little": (80.0, -32.0, 4.0),
}
PHALANGES = {
    "index": (44.0, 26.0, 19.0),
    "middle": (49.0, 30.0, 20.0),
    "ring": (45.0, 28.0, 20.0),
    "little": (36.0, 21.0, 18.0),
}
SPREAD = {"index": 1.0, "middle": 0.15, "ring": -0.8, "little": -1.7}
SADDLE = (22.0, 22.0, 10.0)
THUMB = (46.0, 34.0, 25.0)
TIP = {"index": 7.4, "middle": 7.6, "ring": 7.2, "little": 6.4, "thumb": 8.4}
PRESSED = 1.0  # how far two fingertips that touch press into each other
BEND_MOST, MIDDLE_SHARE = 88.0, 0.55  # of a thumb that reaches: end joint, share of the middle one
HALVINGS = 40
RIGHT = {"r": 1.0, "l": -1.0}

Bend = tuple[float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class HandPose:
    """What a hand does.

    ``forearm`` points to the wrist, ``palm`` out of the palm of a straight wrist. ``flex`` bends
    the wrist to the palm, ``tilt`` to the thumb. ``fingers`` are the bends of the three joints.
    ``thumb``: out of the palm, away from the fingers, middle joint, end joint; or ``touch`` names
    the finger whose tip it meets, with ``between`` of something held
    there, or ``thumb_to`` is the place where the middle of its tip goes.
    """

    side: str = "r"
    at: Vec = field(default=Vec(0, 0))
    forearm: Vec = field(default=Vec(0, 1))
    palm: Vec = field(default=Vec(0, 0, 1))
    flex: float = 0.0
    tilt: float = 0.0
    fingers: Mapping[str, Bend]
    spread: float = 4.0
    thumb: tuple[float, float, float, float] = (20.0, 35.0, 8.0, 8.0)
    touch: str = ""
    between: float = 0.0
    thumb_to: Vec | None = None
    reach: float = 62.0
    size: float = 1.0


@dataclass(frozen=True, slots=True)
class Frame:
    """The directions of a hand: to the fingertips, out of the palm, to the thumb."""

    along: Vec
    palm: Vec
    thumb: Vec

    def place(self, said: tuple[float, float, float]) -> Vec:
        """Return a place of the hand, from its wrist."""
        return self.along * said[0] + self.thumb * said[1] + self.palm * said[2]


HandJoints = Mapping[str, Vec]


def forearm_frame(pose: HandPose) -> Frame:
    """Return the directions of a hand whose wrist is straight."""
    along = pose.forearm.unit
    palm = across(pose.palm, along)
    return Frame(along, palm, cross(along, palm) * RIGHT[pose.side])


def hand_frame(pose: HandPose) -> Frame:
    """Return the directions of the hand: first bent to the palm, then tilted to the thumb."""
    straight = forearm_frame(pose)
    flex, tilt = radians(pose.flex), radians(pose.tilt)
    along = straight.along * cos(flex) + straight.palm * sin(flex)
    palm = straight.palm * cos(flex) - straight.along * sin(flex)
    return Frame(
        along * cos(tilt) + straight.thumb * sin(tilt),
        palm,
        straight.thumb * cos(tilt) - along * sin(tilt),
    )


def finger_ways(pose: HandPose, finger: str) -> list[tuple[Vec, Vec]]:
    """Return the direction of each phalanx, and where its pad looks."""
    frame = hand_frame(pose)
    aside = radians(pose.spread * SPREAD[finger])
    along = frame.along * cos(aside) + frame.thumb * sin(aside)
    bent, found = 0.0, []
    for angle in pose.fingers[finger]:
        bent += radians(angle)
        way = along * cos(bent) + frame.palm * sin(bent)
        found.append((way, frame.palm * cos(bent) - along * sin(bent)))
    return found


def hand_joints(pose: HandPose) -> HandJoints:
    """Return where the joints of a pose are, in millimetres.

    Raises
    ------
    PoseError
        The thumb is asked to touch what it cannot reach.

    """
    frame = hand_frame(pose)
    found = {"wrist": pose.at, "elbow": pose.at - pose.forearm.unit * (pose.reach * pose.size)}
    for finger in FINGERS:
        at = pose.at + frame.place(KNUCKLES[finger]) * pose.size
        found[f"{finger}_0"] = at
        ways = finger_ways(pose, finger)
        for number, ((way, _), long) in enumerate(zip(ways, PHALANGES[finger], strict=True), 1):
            at = at + way * (long * pose.size)
            found[f"{finger}_{number}"] = at
    at = pose.at + frame.place(SADDLE) * pose.size
    found["thumb_0"] = at
    for number, (way, long) in enumerate(zip(thumb_ways(pose, found), THUMB, strict=True), 1):
        at = at + way * (long * pose.size)
        found[f"thumb_{number}"] = at
    return found


def touched(pose: HandPose, found: HandJoints) -> Vec:
    """Return where the middle of a thumb's tip is when its pad lies on the pad of a fingertip."""
    _, pad = finger_ways(pose, pose.touch)[-1]
    gap = TIP[pose.touch] + TIP["thumb"] - PRESSED + pose.between
    return found[f"{pose.touch}_3"] + pad * (gap * pose.size)


def thumb_ways(pose: HandPose, found: HandJoints) -> tuple[Vec, Vec, Vec]:
    """Return the directions of the thumb's three bones."""
    frame = hand_frame(pose)
    to = touched(pose, found) if pose.touch else pose.thumb_to
    if to is not None:
        way = (to - found["thumb_0"]) * (1 / pose.size)
        return _reaching(way, across(frame.thumb + frame.palm * 0.9, way))
    out, away, middle, end = (radians(one) for one in pose.thumb)
    flat = frame.along * cos(away) + frame.thumb * sin(away)
    first = flat * cos(out) + frame.palm * sin(out)
    inward = across(frame.thumb * -1 + frame.palm * 0.45, first)
    second, third = middle, middle + end
    return (
        first,
        first * cos(second) + inward * sin(second),
        first * cos(third) + inward * sin(third),
    )


def _reaching(way: Vec, outward: Vec) -> tuple[Vec, Vec, Vec]:
    """Return the three directions of a round thumb whose tip is ``way`` from its saddle joint."""
    far, least, most = way.length, 0.0, BEND_MOST
    if not _span(most)[0] <= far <= _span(least)[0]:
        raise PoseError(f"{far:.0f} mm from the saddle joint, reaches {_span(least)[0]:.0f}")
    for _ in range(HALVINGS):
        bend = (least + most) / 2
        if _span(bend)[0] > far:
            least = bend
        else:
            most = bend
    turn = _span(bend)[1]
    angles = (turn, turn - radians(bend * MIDDLE_SHARE), turn - radians(bend * (1 + MIDDLE_SHARE)))
    first, second, third = (way.unit * cos(one) + outward * sin(one) for one in angles)
    return first, second, third


def _span(bend: float) -> tuple[float, float]:
    """Return how far a bent thumb reaches, and how far its first bone stands off that way."""
    second, third = radians(bend * MIDDLE_SHARE), radians(bend * (1 + MIDDLE_SHARE))
    x = THUMB[0] + THUMB[1] * cos(second) + THUMB[2] * cos(third)
    y = THUMB[1] * sin(second) + THUMB[2] * sin(third)
    return hypot(x, y), atan2(y, x)
