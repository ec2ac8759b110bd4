"""A bare foot from its inner side: where its joints are, and its rounded pieces.

Decides        where joints are, from how high the arch is and how the toes bend; how thick it is
Does not       know what an exercise is for
Takes          a pose
Gives          joints by name; pieces and seams
Units          millimetres, degrees
Sources        own proportions, near the middle of adults' feet
Reviewed       draft: a physiotherapist looks at every picture

The foot points along x with the big toe towards the onlooker. Joints: ``heel``, ``arch`` and
``ball`` of the foot, ``ankle``, ``shin`` (where the drawn leg begins), and of each toe ``toe_n_0``
to ``toe_n_2``, from the big one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import cos, radians, sin, sqrt

from ashi.core.knowledge.poses.outlines import Ball, Camera
from ashi.core.knowledge.poses.pieces import Piece, Seam
from ashi.core.knowledge.poses.skeleton import PoseError
from ashi.core.knowledge.poses.vectors import Vec

BACK, FRONT = 84.0, 86.0  # from the heel to the top of the arch, from there to the ball of the foot
ANKLE = Vec(2, 62)  # from the heel
HEEL, BALL = 22.0, 13.0  # radii
SHIN = 86.0
# Of each toe: where it begins (behind the ball, away from the onlooker), its two bones, its radius.
TOES = (
    (0.0, 0.0, 30.0, 22.0, 11.0),
    (2.0, 18.0, 26.0, 14.0, 7.6),
    (-4.0, 33.0, 23.0, 13.0, 7.2),
    (-12.0, 47.0, 20.0, 12.0, 6.8),
    (-22.0, 60.0, 17.0, 11.0, 6.6),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FootPose:
    """What a foot does: ``at`` is where its heel stands, ``lift`` how high its arch is.

    ``toes`` are the bends of both joints downwards, ``tilt`` raises the front of the foot.
    """

    at: Vec = field(default=Vec(0, 0))
    lift: float = 44.0
    toes: tuple[float, float] = (0.0, 0.0)
    tilt: float = 0.0


FootJoints = Mapping[str, Vec]


def foot_joints(pose: FootPose) -> FootJoints:
    """Return where the joints of a pose are, in millimetres.

    Raises
    ------
    PoseError
        The arch is to be higher than its bones are long.

    """
    up, down = pose.lift - HEEL, pose.lift - BALL
    if abs(up) >= BACK or abs(down) >= FRONT:
        raise PoseError(f"an arch of {pose.lift:.0f} mm; its bones are {BACK:.0f} and {FRONT:.0f}")
    along = sqrt(BACK**2 - up**2)
    long = along + sqrt(FRONT**2 - down**2)
    flat = {
        "heel": Vec(0, HEEL),
        "arch": Vec(along, pose.lift),
        "ball": Vec(long, BALL),
        "ankle": Vec(0, HEEL) + ANKLE,
    }
    for number, (behind, aside, first, second, radius) in enumerate(TOES):
        at = Vec(long + behind, radius + 1, -aside)
        flat[f"toe_{number}_0"] = at
        bent = 0.0
        for joint, (size, angle) in enumerate(zip((first, second), pose.toes, strict=True), 1):
            bent -= radians(angle)
            at = at + Vec(cos(bent), sin(bent)) * size
            flat[f"toe_{number}_{joint}"] = at
    turn = radians(pose.tilt)
    found = {
        name: pose.at
        + Vec(at.x * cos(turn) - at.y * sin(turn), at.x * sin(turn) + at.y * cos(turn), at.z)
        for name, at in flat.items()
    }
    return found | {"shin": found["ankle"] + Vec(-6, SHIN)}


def foot_parts(pose: FootPose, camera: Camera) -> tuple[list[Piece], list[Seam]]:
    """Return the pieces of a foot with the seams between them."""
    at = foot_joints(pose)
    far = Vec(0, 0, -1)
    sole = (at["ball"] - at["heel"]).unit
    heel = tuple(
        Ball(at["heel"] + sole * along + far * aside, HEEL - along / 12)
        for along in (0, 34)
        for aside in (0, 26)
    )
    ankle = (Ball(at["ankle"], 27), Ball(at["ankle"] + far * 20, 26))
    arch = (Ball(at["arch"], 20), Ball(at["arch"] + far * 34, 17))
    ball = (Ball(at["ball"], BALL), Ball(at["toe_4_0"], 9))
    shin = (Ball(at["shin"], 31), Ball(at["shin"] + far * 20, 31))
    bodies = ((*heel, *ankle), (*ankle, *arch), (*arch, *ball), (*heel[2:], *arch), (*ankle, *shin))
    pieces = [Piece("foot", "skin", bodies, camera.depth(at["arch"]))]
    cuff = tuple(Ball(one.at + Vec(0, y), 34) for one in shin for y in (4, 14))
    pieces.append(Piece("cuff", "shorts", (cuff,), camera.depth(at["arch"]) + 1))
    seams = []
    for number, (*_, radius) in enumerate(TOES):
        balls = [Ball(at[f"toe_{number}_{joint}"], radius) for joint in range(3)]
        names = ["foot", f"toe_{number}_1", f"toe_{number}_2"]
        inner = Ball(balls[0].at + Vec(-30, 10), radius)
        for joint, name in enumerate(names[1:], 1):
            depth = camera.depth(balls[joint].at) + 0.5
            pieces.append(Piece(name, "skin", ((balls[joint - 1], balls[joint]),), depth))
            before = inner if joint == 1 else balls[0]
            pair = (names[joint - 1], name)
            seams.append(Seam(pair, balls[joint - 1], (before, balls[joint])))
    return pieces, seams
