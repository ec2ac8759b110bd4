"""A body keeps its measures in whatever pose, and bends only as people do."""

import re
from math import hypot

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ashi.core.knowledge.physio.exercises import all_exercises
from ashi.core.knowledge.poses.body import body_groups
from ashi.core.knowledge.poses.drawing import draw
from ashi.core.knowledge.poses.outlines import Ball, Camera, Circle, outline
from ashi.core.knowledge.poses.reading import all_scenes
from ashi.core.knowledge.poses.skeleton import (
    FOREARM,
    HAND,
    SHIN,
    SLACK,
    THIGH,
    UPPER_ARM,
    Limb,
    Pose,
    PoseError,
    joint_angles,
    joints_of,
)
from ashi.core.knowledge.poses.vectors import Vec, across, between, cross, dot, turned

LENGTHS = {
    ("hip", "knee"): THIGH,
    ("knee", "ankle"): SHIN,
    ("shoulder", "elbow"): UPPER_ARM,
    ("elbow", "wrist"): FOREARM,
    ("wrist", "hand"): HAND,
}
# How far people bend, in degrees: knees and elbows to 155, a hip to 135, an ankle under load to 45.
LIMITS = {
    "knee": (-8, 155),
    "elbow": (0, 155),
    "hip": (0, 135),
    "ankle": (-70, 45),
    "wrist": (0, 95),
    "low_back": (0, 45),
    "upper_back": (0, 45),
    "neck": (0, 62),
}
SCENES = sorted(all_scenes())
FLOOR = -3.5  # a sole is drawn round: this much of its edge may sink into the floor
ROOM = 40.0
BENT = 0.2  # more than this of a knee's turn says which way it folds
PEDAL = 4.0  # the ball of a foot stands so far above its pedal
numbers = st.floats(-1, 1, allow_nan=False)
ways = st.builds(Vec, numbers, numbers, numbers).filter(lambda one: one.length > 0.2)
units = ways.map(lambda one: one.unit)
places = st.builds(Vec, *[st.floats(-ROOM, ROOM, allow_nan=False)] * 3)


@st.composite
def poses(draw):
    spine = draw(st.tuples(units, units, units))
    front = draw(units)
    assume(all(abs(dot(front, one)) < 0.95 for one in spine))
    limbs = {
        f"{name}_{side}": Limb(parts=(draw(units), draw(units)), end=draw(units))
        for name in ("arm", "leg")
        for side in "rl"
    }
    return Pose(at=draw(places), spine=spine, front=front, limbs=limbs)


@given(poses())
def test_limbs_keep_their_lengths_in_every_pose(pose):
    found = joints_of(pose)

    for (near, far), length in LENGTHS.items():
        for side in "rl":
            assert (found[f"{near}_{side}"] - found[f"{far}_{side}"]).length == pytest.approx(
                length
            )
    assert (found["pelvis"] - pose.at).length == pytest.approx(0, abs=1e-6)


@given(poses(), places, units)
def test_a_hand_reaches_where_it_is_asked_or_the_pose_is_refused(pose, to, pole):
    shoulder = joints_of(pose)["shoulder_r"]
    far = (to - shoulder).length
    asked = Pose(
        at=pose.at,
        spine=pose.spine,
        front=pose.front,
        limbs={**pose.limbs, "arm_r": Limb(to=to, pole=pole)},
    )

    if not UPPER_ARM - FOREARM <= far <= UPPER_ARM + FOREARM + SLACK:
        with pytest.raises(PoseError):
            joints_of(asked)
        return
    found = joints_of(asked)
    assert (found["wrist_r"] - to).length <= SLACK + 1e-6
    assert (found["elbow_r"] - shoulder).length == pytest.approx(UPPER_ARM)
    assert (found["elbow_r"] - found["wrist_r"]).length == pytest.approx(FOREARM)


@given(units, units, st.floats(-360, 360))
def test_turning_keeps_lengths_and_the_angle_to_the_axis(one, axis, by):
    moved = turned(one, axis, by)

    assert moved.length == pytest.approx(1)
    assert dot(moved, axis) == pytest.approx(dot(one, axis), abs=1e-6)
    assert (turned(moved, axis, -by) - one).length == pytest.approx(0, abs=1e-6)


@given(units, units)
def test_what_stands_square_to_an_axis_is_square(one, axis):
    assume(abs(dot(one, axis)) < 0.99)

    assert dot(across(one, axis), axis) == pytest.approx(0, abs=1e-6)
    assert dot(cross(one, axis), one) == pytest.approx(0, abs=1e-9)
    assert between(one, across(one, axis)) <= 90 + 1e-3


@given(st.lists(st.tuples(numbers, numbers, st.floats(0.1, 1)), min_size=1, max_size=6))
def test_an_outline_holds_every_circle_and_nothing_far_from_them(said):
    circles = [Circle(x * ROOM, y * ROOM, size * 10) for x, y, size in said]
    path = outline(circles)
    numbers_of = re.findall(r"(?:[ML]|[01] [01] )(-?\d+\.\d) (-?\d+\.\d)", path)
    stops = [(float(x), float(y)) for x, y in numbers_of]

    assert stops
    assert path.startswith("M")
    assert path.endswith("Z")
    for x, y in stops:
        assert min(abs(hypot(x - one.x, y - one.y) - one.radius) for one in circles) < 0.2


@given(places, st.floats(-180, 180), st.floats(-89, 89))
def test_a_camera_shows_a_body_at_its_size(at, yaw, pitch):
    camera = Camera(yaw, pitch)
    x, y = camera.seen(at)

    assert hypot(x, y, camera.depth(at)) == pytest.approx(at.length, abs=1e-6)
    assert camera.circle(Ball(at, 3)).radius == 3


@pytest.mark.parametrize("name", SCENES)
def test_joints_of_every_picture_bend_as_people_bend(name):
    for pose in all_scenes()[name].poses:
        for joint, angle in joint_angles(joints_of(pose)).items():
            least, most = LIMITS[joint.removesuffix("_r").removesuffix("_l")]
            assert least <= angle <= most, (joint, angle)


def front_of_shin(found, side):
    """Return where the front of a shin looks: away from the side to which the knee folds."""
    thigh = found[f"knee_{side}"] - found[f"hip_{side}"]
    shin = found[f"ankle_{side}"] - found[f"knee_{side}"]
    hinge = cross(shin.unit, thigh.unit)
    axis = hinge if hinge.length > BENT else found["hip_r"] - found["hip_l"]
    return cross(axis.unit, shin.unit).unit


@pytest.mark.parametrize("name", SCENES)
def test_toes_stand_at_the_front_of_the_leg(name):
    for pose in all_scenes()[name].poses:
        found = joints_of(pose)
        for side in "rl":
            toes = (found[f"ball_{side}"] - found[f"heel_{side}"]).unit
            assert dot(toes, front_of_shin(found, side)) > 0


@pytest.mark.parametrize("name", SCENES)
def test_nobody_sinks_into_the_floor_or_hovers_over_it(name):
    scene = all_scenes()[name]
    lowest = []
    for pose in scene.poses:
        groups = body_groups(joints_of(pose), scene.camera)
        balls = [ball for group in groups for part in group.parts for ball in part.balls]
        lowest.append(min(ball.at.y - ball.radius for ball in balls))

    assert min(lowest) >= FLOOR
    raised = {"step", "bicycle"} & {said[0] for said in scene.things[0]}
    assert min(lowest) <= 4 or raised


@pytest.mark.parametrize("name", SCENES)
def test_every_picture_is_of_an_exercise_and_all_of_one_frame(name):
    assert name in all_exercises()
    drawn = list(draw(all_scenes()[name]))

    assert len({one.box for one in drawn}) == 1
    assert all(one.box[2] > 40 and one.box[3] > 40 for one in drawn)
    assert all("nan" not in shape.d for one in drawn for shape in one.shapes)


@pytest.mark.parametrize(
    "name", [one for one in SCENES if all_exercises()[one].position.id == "lying on back"]
)
def test_who_lies_on_the_back_has_the_shoulders_on_the_mat(name):
    for pose in all_scenes()[name].poses:
        assert joints_of(pose)["top"].y < 16


@pytest.mark.parametrize(
    "name", [one for one in SCENES if all_exercises()[one].position.id == "hands and knees"]
)
def test_who_is_on_hands_and_knees_has_a_hand_and_a_knee_on_the_mat(name):
    for pose in all_scenes()[name].poses:
        found = joints_of(pose)
        assert min(found["wrist_r"].y, found["wrist_l"].y) < 6
        assert min(found["knee_r"].y, found["knee_l"].y) < 7


def test_the_feet_of_a_cyclist_stand_opposite_each_other_round_the_crank_and_no_knee_locks():
    scene = all_scenes()["AE02"]
    ((crank, *_),) = [said for kind, *said in scene.things[0] if kind == "bicycle"]
    for pose in scene.poses:
        found = joints_of(pose)
        middle = (found["ball_r"] + found["ball_l"]) * 0.5 + Vec(0, -PEDAL)
        assert hypot(middle.x - crank[0], middle.y - crank[1]) < 2
        bent = [joint_angles(found)[f"knee_{side}"] for side in "rl"]
        assert 15 <= min(bent) <= 40
