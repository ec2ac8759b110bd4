"""A hand and a jaw keep their measures in whatever position, and bend only as people's do."""

import re
from itertools import pairwise
from math import hypot

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ashi.core.knowledge.physio.exercises import all_exercises
from ashi.core.knowledge.poses.closeup_drawing import draw_closeup, look_joints
from ashi.core.knowledge.poses.closeups import all_closeups
from ashi.core.knowledge.poses.curves import smooth
from ashi.core.knowledge.poses.foot import (
    ANKLE,
    BACK,
    HEEL,
    TOES,
    FootPose,
    foot_joints,
)
from ashi.core.knowledge.poses.foot import (
    FRONT as FORE,
)
from ashi.core.knowledge.poses.hand import (
    BEND_MOST,
    FINGERS,
    KNUCKLES,
    MIDDLE_SHARE,
    PHALANGES,
    PRESSED,
    SADDLE,
    THUMB,
    TIP,
    HandPose,
    finger_ways,
    hand_frame,
    hand_joints,
    touched,
)
from ashi.core.knowledge.poses.hand_parts import hand_parts
from ashi.core.knowledge.poses.head import (
    FRONT,
    PROFILE,
    TONGUE_UP,
    WIDEST,
    HeadPose,
    head_joints,
    jaw_turn,
)
from ashi.core.knowledge.poses.outlines import Camera
from ashi.core.knowledge.poses.pieces import painted
from ashi.core.knowledge.poses.reading import all_scenes
from ashi.core.knowledge.poses.skeleton import PoseError
from ashi.core.knowledge.poses.vectors import Vec, across, between, cross, dot, turned

CLOSEUPS = sorted(all_closeups())
# How far the three joints of a finger bend, in degrees; less than 0 is backwards.
LIMITS = ((-25, 92), (0, 110), (-5, 85))
WRIST = {"flex": (-75, 85), "tilt": (-40, 25)}
SEEN = 8  # mm that something moves from picture to picture
MOST_OPEN = 45  # mm between the front teeth of a picture
ROOM = 300.0
numbers = st.floats(-1, 1, allow_nan=False)
units = (
    st.builds(Vec, numbers, numbers, numbers)
    .filter(lambda one: one.length > 0.2)
    .map(lambda one: one.unit)
)
places = st.builds(Vec, *[st.floats(-ROOM, ROOM, allow_nan=False)] * 3)
sides = st.sampled_from("rl")
bends = st.tuples(*[st.floats(least, most) for least, most in LIMITS])


@st.composite
def hands(draw):
    forearm = draw(units)
    palm = draw(units.filter(lambda one: abs(dot(one, forearm)) < 0.95))
    return HandPose(
        side=draw(sides),
        at=draw(places),
        forearm=forearm,
        palm=palm,
        flex=draw(st.floats(*WRIST["flex"])),
        tilt=draw(st.floats(*WRIST["tilt"])),
        fingers={finger: draw(bends) for finger in FINGERS},
        spread=draw(st.floats(0, 10)),
        thumb=draw(
            st.tuples(st.floats(0, 60), st.floats(0, 60), st.floats(0, 60), st.floats(0, 80))
        ),
    )


def with_fields(pose, **fields):
    return HandPose(**{name: getattr(pose, name) for name in HandPose.__slots__} | fields)


@given(hands())
def test_bones_of_a_hand_keep_their_lengths_in_every_position(pose):
    found = hand_joints(pose)

    for finger, bones in {**PHALANGES, "thumb": THUMB}.items():
        for number, long in enumerate(bones):
            reached = found[f"{finger}_{number + 1}"] - found[f"{finger}_{number}"]
            assert reached.length == pytest.approx(long)
    for finger, knuckle in {**KNUCKLES, "thumb": SADDLE}.items():
        assert (found[f"{finger}_0"] - pose.at).length == pytest.approx(hypot(*knuckle))
    assert (found["elbow"] - pose.at).length == pytest.approx(pose.reach)


@given(hands())
def test_fingers_bend_towards_the_palm_by_what_was_asked(pose):
    found = hand_joints(pose)

    for finger in FINGERS:
        stops = [found[f"{finger}_{number}"] for number in range(4)]
        bones = [far - near for near, far in pairwise(stops)]
        for asked, (near, far), (_, pad) in zip(
            pose.fingers[finger][1:], pairwise(bones), finger_ways(pose, finger), strict=False
        ):
            assert between(near, far) == pytest.approx(abs(asked), abs=1e-3)
            assert dot(far, pad) * asked >= -1e-6


@given(hands())
def test_a_left_hand_is_the_mirror_image_of_a_right_one(pose):
    def mirrored(way):
        return Vec(-way.x, way.y, way.z)

    other = with_fields(
        pose,
        side="l" if pose.side == "r" else "r",
        at=mirrored(pose.at),
        forearm=mirrored(pose.forearm),
        palm=mirrored(pose.palm),
    )
    mine, theirs = hand_joints(pose), hand_joints(other)

    for name, at in mine.items():
        assert (mirrored(at) - theirs[name]).length == pytest.approx(0, abs=1e-6)


@given(hands(), st.floats(0.3, 2))
def test_a_hand_of_another_size_is_the_same_hand(pose, size):
    mine, theirs = hand_joints(pose), hand_joints(with_fields(pose, size=size))

    for name, at in mine.items():
        assert ((at - pose.at) * size - (theirs[name] - pose.at)).length < 1e-6


def bent_thumb(end):
    """Return how far a thumb reaches whose end joint is bent by ``end`` degrees."""
    way, at, middle = Vec(1, 0), Vec(0, 0), end * MIDDLE_SHARE
    for long, turn in zip(THUMB, (0, middle, end), strict=True):
        way = turned(way, Vec(0, 0, 1), turn)
        at = at + way * long
    return at.length


@given(hands(), st.sampled_from(FINGERS), st.floats(0, 12))
def test_a_thumb_meets_the_named_fingertip_or_the_position_is_refused(pose, finger, gap):
    asked = with_fields(pose, touch=finger, between=gap)
    try:
        found = hand_joints(asked)
    except PoseError:
        without = hand_joints(pose)
        far = (touched(asked, without) - without["thumb_0"]).length
        assert far > sum(THUMB) or far < bent_thumb(BEND_MOST)
        return
    apart = found["thumb_3"] - found[f"{finger}_3"]
    assert apart.length == pytest.approx(TIP[finger] + TIP["thumb"] - PRESSED + gap, abs=0.01)
    assert dot(apart, finger_ways(asked, finger)[-1][1]) > 0
    for number, long in enumerate(THUMB):
        bone = found[f"thumb_{number + 1}"] - found[f"thumb_{number}"]
        assert bone.length == pytest.approx(long, abs=1e-6)


@given(hands())
def test_directions_of_a_hand_stand_square(pose):
    frame = hand_frame(pose)

    for one, other in ((frame.along, frame.palm), (frame.palm, frame.thumb)):
        assert dot(one, other) == pytest.approx(0, abs=1e-6)
        assert one.length == pytest.approx(1)
    hand = cross(frame.along, frame.palm) - frame.thumb * (1 if pose.side == "r" else -1)
    assert hand.length == pytest.approx(0, abs=1e-6)


@given(hands(), st.floats(-90, 90), st.floats(-60, 60))
def test_every_piece_of_a_hand_is_drawn_once(pose, yaw, pitch):
    camera = Camera(yaw, pitch)
    parts = hand_parts("hand", pose, camera)
    shapes = list(painted(parts.pieces, parts.seams, camera))

    assert len({one.name for one in parts.pieces}) == len(parts.pieces) == 2 + 3 * 5
    assert sum(shape.kind == "edge" for shape in shapes) == len(parts.pieces)
    assert all(set(seam.pieces) <= {one.name for one in parts.pieces} for seam in parts.seams)


@given(st.floats(0, WIDEST), st.floats(-20, 20), st.floats(-30, 40))
def test_a_jaw_opens_by_the_millimetres_asked(opened, nod, back):
    found = head_joints(HeadPose(opened=opened, nod=nod, back=back))

    assert (found["upper_tooth"] - found["lower_tooth"]).length == pytest.approx(opened, abs=1e-6)
    for name in ("lower_tooth", "chin", "chin_low"):
        x, y, _ = PROFILE[name]
        assert (found[name] - found["hinge"]).length == pytest.approx(hypot(x, y))
    if opened > 0.01:
        shut = head_joints(HeadPose(nod=nod, back=back))
        moved = found["lower_tooth"] - shut["lower_tooth"]
        assert dot(moved, shut["upper_lip"] - shut["nasion"]) > 0


@given(st.floats(0, 40), st.floats(-12, 12), st.floats(-40, 40))
def test_from_the_front_the_jaw_opens_and_slides_by_the_millimetres_asked(opened, aside, lean):
    found = head_joints(HeadPose(view="front", opened=opened, aside=aside, lean=lean))
    apart = found["lower_tooth_l"] - found["upper_tooth_l"]

    assert apart.length == pytest.approx(hypot(opened, aside), abs=1e-6)
    for name in ("eye", "ear", "cheek"):
        wide = found[f"{name}_l"] - found[f"{name}_r"]
        assert wide.length == pytest.approx(2 * FRONT[name][0])


@given(st.floats(0, 30), st.floats(-25, 25), st.floats(-40, 40))
def test_a_head_moves_as_one_piece_and_the_chest_stays(opened, nod, back):
    still = head_joints(HeadPose(opened=opened))
    moved = head_joints(HeadPose(opened=opened, nod=nod, back=back))
    fixed = [name for name, (_, _, share) in PROFILE.items() if share == 0]

    for one, other in pairwise(fixed):
        long = (still[one] - still[other]).length
        assert (moved[one] - moved[other]).length == pytest.approx(long)
    assert moved["chest"] == still["chest"]


@given(st.floats(0, 30))
def test_a_tongue_that_is_up_stays_on_the_palate_while_the_jaw_opens(opened):
    shut = head_joints(HeadPose(tongue="up"))
    found = head_joints(HeadPose(tongue="up", opened=opened))

    for name in ("tongue_tip", "tongue_front", "tongue_top"):
        assert TONGUE_UP[name][2] == 0
        assert found[name] == shut[name]
    assert (found["tongue_tip"] - found["upper_gum"]).length < 8


@given(st.floats(0, 4))
def test_sealed_lips_stay_together_while_the_teeth_part(opened):
    found = head_joints(HeadPose(opened=opened, sealed=True))

    assert (found["upper_lip_in"] - found["lower_lip_in"]).length < 3
    assert jaw_turn(opened) == pytest.approx(
        between(found["lower_tooth"], found["upper_tooth"]), abs=1e-3
    )


@pytest.mark.parametrize("opened", [-1, WIDEST + 1])
def test_a_mouth_that_cannot_open_so_far_is_refused(opened):
    with pytest.raises(PoseError):
        head_joints(HeadPose(opened=opened))


@given(st.lists(st.tuples(*[st.floats(-100, 100)] * 2), min_size=3, max_size=9), st.booleans())
def test_a_smooth_line_passes_through_every_place(said, closed):
    path = smooth(said, closed=closed)
    stops = re.findall(r"(?:M|C\S+ \S+ \S+ \S+ )(-?[\d.]+) (-?[\d.]+)", path)

    for x, y in said:
        assert any(hypot(float(a) - x, float(b) - y) < 0.1 for a, b in stops)
    assert path.endswith("Z") == closed


@pytest.mark.parametrize("name", CLOSEUPS)
def test_hands_of_every_picture_bend_as_people_bend(name):
    for look in all_closeups()[name].looks:
        for pose in look.hands.values():
            for asked in pose.fingers.values():
                for angle, (least, most) in zip(asked, LIMITS, strict=True):
                    assert least <= angle <= most
            for kind, (least, most) in WRIST.items():
                assert least <= getattr(pose, kind) <= most
        if look.head:
            assert look.head.opened <= MOST_OPEN


@pytest.mark.parametrize("name", CLOSEUPS)
def test_a_hand_keeps_its_side_and_size_through_an_exercise(name):
    looks = all_closeups()[name].looks
    for hand in {hand for look in looks for hand in look.hands}:
        poses = [look.hands[hand] for look in looks if hand in look.hands]
        assert len({(one.side, one.size) for one in poses}) == 1


@pytest.mark.parametrize("name", CLOSEUPS)
def test_every_closeup_is_of_an_exercise_that_has_no_other_picture_and_is_told_in_words(name):
    assert name in all_exercises()
    assert name not in all_scenes()
    for look in all_closeups()[name].looks:
        assert re.search("[a-z]{3}", look.words)
        assert re.search("[α-ω]{3}", look.words_el)
    shown = [(look.words, look.words_el) for look in all_closeups()[name].looks]
    assert len(set(shown)) == len(shown)


def stops_of(path):
    """Return the places through which a path goes: ends of lines, arcs and bends."""
    found = re.findall(
        r"[ML](\S+) ([^A-Z ]+)|A\S+ \S+ \S+ \S+ \S+ (\S+) ([^A-Z ]+)"
        r"|Q\S+ \S+ (\S+) ([^A-Z ]+)|C\S+ \S+ \S+ \S+ (\S+) ([^A-Z ]+)",
        path,
    )
    return [tuple(float(one) for one in hit if one) for hit in found]


@pytest.mark.parametrize("name", CLOSEUPS)
def test_a_picture_stays_within_its_frame_and_all_frames_are_of_one_size(name):
    scene = all_closeups()[name]
    drawn = list(draw_closeup(scene))

    assert len({one.box[2:] for one in drawn}) == 1
    for crop, one in zip(scene.crops, drawn, strict=True):
        left, top, width, height = one.box
        for shape in one.shapes:
            assert "nan" not in shape.d
            if crop and shape.kind not in {"way", "tip"}:
                continue
            for x, y in stops_of(shape.d):
                assert left <= x <= left + width, shape.kind
                assert top <= y <= top + height, shape.kind


@pytest.mark.parametrize("name", [one for one in CLOSEUPS if len(all_closeups()[one].looks) > 1])
def test_each_position_differs_from_the_one_before_so_that_it_is_seen(name):
    for first, then in pairwise(all_closeups()[name].looks):
        before, after = look_joints(first), look_joints(then)
        both = set(before) & set(after)
        moved = [(after[joint] - before[joint]).length for joint in both]
        assert before.keys() != after.keys() or max(moved) >= SEEN


def test_a_wrist_is_bent_by_the_degrees_asked():
    for flex in (-60, -20, 0, 35, 80):
        pose = HandPose(flex=flex, fingers=dict.fromkeys(FINGERS, (0, 0, 0)))
        way = hand_frame(pose).along
        assert between(way, pose.forearm) == pytest.approx(abs(flex), abs=1e-3)
        assert dot(way, across(pose.palm, pose.forearm)) * flex >= 0


lifts = st.floats(20, 70)
toes = st.tuples(st.floats(-30, 40), st.floats(0, 70))


@given(lifts, toes, st.floats(-20, 20), places)
def test_bones_of_a_foot_keep_their_lengths_in_every_position(lift, bent, tilt, at):
    found = foot_joints(FootPose(at=at, lift=lift, toes=bent, tilt=tilt))

    assert (found["arch"] - found["heel"]).length == pytest.approx(BACK)
    assert (found["ball"] - found["arch"]).length == pytest.approx(FORE)
    assert (found["ankle"] - found["heel"]).length == pytest.approx(ANKLE.length)
    for number, (_, _, first, second, _) in enumerate(TOES):
        stops = [found[f"toe_{number}_{joint}"] for joint in range(3)]
        assert (stops[1] - stops[0]).length == pytest.approx(first)
        assert (stops[2] - stops[1]).length == pytest.approx(second)
        assert between(stops[1] - stops[0], stops[2] - stops[1]) == pytest.approx(bent[1], abs=1e-3)


@given(st.floats(0, 45), st.floats(1, 10))
def test_a_higher_arch_makes_the_foot_shorter_while_heel_and_ball_stand(lift, more):
    low, high = (
        foot_joints(FootPose(lift=lift + HEEL)),
        foot_joints(FootPose(lift=lift + HEEL + more)),
    )

    assert high["arch"].y > low["arch"].y
    assert high["ball"].x < low["ball"].x
    assert high["ball"].y == low["ball"].y
    assert high["heel"].y == low["heel"].y


@pytest.mark.parametrize("lift", [HEEL + BACK, 400, -90])
def test_an_arch_higher_than_its_bones_is_refused(lift):
    with pytest.raises(PoseError):
        foot_joints(FootPose(lift=lift))


@pytest.mark.parametrize("name", [one for one in CLOSEUPS if all_closeups()[one].looks[0].foot])
def test_toes_of_every_picture_lie_on_what_the_foot_stands_on(name):
    for look in all_closeups()[name].looks:
        found = foot_joints(look.foot)
        for number, (*_, radius) in enumerate(TOES):
            assert found[f"toe_{number}_2"].y - radius >= look.foot.at.y - 1.5


def test_breathing_out_takes_half_as_long_again_as_breathing_in():
    told = [arrow.path for arrow in all_scenes()["RX04"].arrows[:2]]
    long = [abs(stops[-1][0] - stops[0][0]) for stops in told]

    assert long[1] / long[0] == pytest.approx(6 / 4)


@given(st.floats(0, 30), st.floats(-25, 25), st.floats(-40, 40))
def test_a_head_that_lies_is_the_same_head_turned_to_look_up(opened, nod, back):
    up = head_joints(HeadPose(opened=opened, nod=nod, back=back))
    lying = head_joints(HeadPose(opened=opened, nod=nod, back=back, lying=True))

    for name, at in up.items():
        assert (lying[name] - Vec(-at.y, at.x)).length == pytest.approx(0, abs=1e-6)
