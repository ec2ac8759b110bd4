"""Points lie where the measures in their texts say, on every view, on both sides alike."""

import re
from itertools import pairwise
from math import dist, isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ashi.core.knowledge.atlas.frames import Patch, Spot, Station
from ashi.core.knowledge.atlas.outlines import mirrored, smooth_path, whole_outline
from ashi.core.knowledge.atlas.positions import (
    channel_lines,
    nearest,
    placements,
    position_of,
    positions_on,
)
from ashi.core.knowledge.atlas.views import VIEWS, all_frames, view_of
from ashi.core.knowledge.errors import UnknownViewError
from ashi.core.knowledge.points.channels import all_channels
from ashi.core.knowledge.points.details import all_details, details_of
from ashi.core.knowledge.points.names import PointCode, all_names

MIDLINES = {
    "anterior median line", "posterior median line", "median sacral crest",
    "umbilicus", "extremity of the coccyx",
}  # fmt: skip
SAME_AS = {"medial end of the base of the patella": "base of the patella"}
MIDLINE_FRAMES = {"trunk_front", "spine", "crown", "face", "neck_front"}
# Measured across the frame, or from a place that no frame counts from.
OTHERWISE = {
    ("SI9", "posterior axillary fold"), ("KI5", "KI3"), ("LR7", "SP9"),
    ("KI6", "prominence of the medial malleolus"), ("GB1", "outer canthus of the eye"),
    ("GB8", "temporal hairline"), ("GB9", "temporal hairline"), ("GB23", "midaxillary line"),
    ("EX-HN15", "posterior median line"),
}  # fmt: skip
TWO_SIDED = [name for name in VIEWS if not view_of(name).one_sided]
every_view = pytest.mark.parametrize("view", VIEWS)


def rows(code):
    return [one for one in placements() if one.code == code]


def measures():
    return [
        (point.code, one)
        for point in all_details()
        for one in point.measures
        if one.unit == "bone" and (point.code, one.of) not in OTHERWISE
    ]


def along_of(code, of):
    """Return pairs: how far along a point lies, and what it is measured from, in one frame."""
    name = SAME_AS.get(of, of)
    for row in rows(code):
        landmarks = all_frames()[row.frame].landmarks
        if name in landmarks:
            yield row.along, landmarks[name]
        elif name in all_names():
            for other in rows(name):
                if other.frame == row.frame:
                    yield row.along, other.along


def test_every_point_lies_on_a_view_and_every_placement_is_shown():
    shown = {position.code for view in VIEWS for position in positions_on(view)}

    assert shown == set(all_names())
    for row in placements():
        assert any(view_of(view).spot(row.frame, row.along, row.across) for view in VIEWS), row


def test_cun_from_the_midline_are_kept():
    checked = 0
    for code, measure in measures():
        if measure.way == "lateral" and measure.of in MIDLINES:
            across = {row.across for row in rows(code) if row.frame in MIDLINE_FRAMES}
            assert across == {measure.cun}, code
            checked += 1

    assert checked > 100


def test_cun_along_the_body_are_kept():
    checked = 0
    for code, measure in measures():
        if measure.way in {"above", "below"}:
            pairs = list(along_of(code, measure.of))
            assert pairs, (code, measure.of)
            for along, start in pairs:
                assert isclose(abs(along - start), measure.cun, abs_tol=1e-9), (code, measure)
            checked += 1

    assert checked > 100


def test_above_is_above_and_below_is_below():
    """On the front and the back the head is up, so what lies above has the smaller y."""
    for code, measure in measures():
        if measure.way not in {"above", "below"} or measure.of in all_names():
            continue
        for row in rows(code):
            start = all_frames()[row.frame].landmarks.get(SAME_AS.get(measure.of, measure.of))
            for view in ("front", "back"):
                patch = view_of(view).patches.get(row.frame)
                if patch is None or start is None:
                    continue
                point, landmark = patch.spot(row.along, 0), patch.spot(start, 0)
                assert (point.y < landmark.y) is (measure.way == "above"), code


def test_what_is_measured_otherwise_keeps_its_measure_too():
    def of(code, frame):
        return next(row for row in rows(code) if row.frame == frame)

    assert of("KI3", "foot_inner").across - of("KI5", "foot_inner").across == 1
    assert of("KI3", "foot_inner").across - of("KI6", "foot_inner").across == 1
    assert of("GB23", "trunk_side").across - of("GB22", "trunk_side").across == 1
    assert of("LR7", "leg_inner").along == of("SP9", "leg_inner").along
    assert of("LR7", "leg_inner").across < of("SP9", "leg_inner").across
    assert of("EX-HN15", "crown").across == 1
    assert of("GB8", "temple").along > of("GB9", "temple").along


def test_points_of_one_level_share_a_height():
    for view in ("back", "low_back"):
        heights = {}
        for position in positions_on(view):
            details = details_of(position.code)
            level = details.level or (details.sacral_foramen and f"S{details.sacral_foramen}")
            if level and all(row.frame == "spine" for row in rows(position.code)):
                heights.setdefault(level, set()).add(position.y)
        assert all(len(found) == 1 for found in heights.values())
        ordered = [min(heights[level]) for level in sorted(heights, key=spine)]
        assert ordered == sorted(ordered)


def spine(level):
    return all_frames()["spine"].landmarks[level]


def test_levels_and_spaces_in_words_are_those_of_the_placements():
    spaces = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh"]
    for point in all_details():
        along = {(row.frame, row.along) for row in rows(point.code)}
        if point.level and point.code != "GV15":
            assert ("spine", spine(point.level)) in along, point.code
        if point.sacral_foramen:
            assert along == {("spine", spine(f"S{point.sacral_foramen}"))}
        if point.intercostal_space:
            landmark = f"{spaces[point.intercostal_space - 1]} intercostal space"
            if point.code == "LU1":  # said of the level, under the slope of the collar bone
                continue
            for frame, at in along:
                assert at == all_frames()[frame].landmarks[landmark], point.code


@pytest.mark.parametrize("view", ["back", "low_back"])
@pytest.mark.parametrize("side", ["left", "right"])
def test_each_inner_row_of_the_back_lies_between_midline_and_outer_row(view, side):
    by_level = {}
    for position in positions_on(view):
        level = details_of(position.code).level
        if position.side == side and level and position.code.startswith("BL"):
            by_level.setdefault(level, []).append(position)
    pairs = [sorted(found, key=lambda one: int(one.code[2:])) for found in by_level.values()]
    middle = view_of(view).midline

    both = [pair for pair in pairs if len(pair) == 2]
    assert len(both) >= 4
    for inner, outer in both:
        assert isclose(abs(outer.x - middle), 2 * abs(inner.x - middle))


@pytest.mark.parametrize("view", TWO_SIDED)
def test_left_and_right_are_mirrors_and_the_midline_is_straight(view):
    middle = view_of(view).midline
    places = {(one.code, one.place, one.side): one for one in positions_on(view)}

    for (code, place, side), one in places.items():
        if side == "midline":
            assert isclose(one.x, middle, abs_tol=0.01)
        elif all_names()[code].laterality == "bilateral":
            other = places[code, place, "left" if side == "right" else "right"]
            assert isclose(one.x + other.x, 2 * middle)
            assert one.y == other.y


@pytest.mark.parametrize("view", [name for name in VIEWS if view_of(name).one_sided])
def test_a_picture_of_one_side_is_the_mirror_of_the_others(view):
    left, right = (
        [one for one in positions_on(view, side) if one.side in {side, "midline"} and paired(one)]
        for side in ("left", "right")
    )
    line = view_of(view).mirror_line

    assert [one.code for one in left] == [one.code for one in right]
    assert all(isclose(one.x + two.x, 2 * line) for one, two in zip(left, right, strict=True))


def paired(position):
    return all_names()[position.code].laterality in {"bilateral", "midline"}


def test_left_is_the_patients_left():
    front, back = (
        position_of(PointCode("BL60"), "back", "left"),
        position_of(PointCode("ST36"), "front", "left"),
    )

    assert front[0].x < 180 < back[0].x


@every_view
def test_every_point_lies_within_the_figure(view):
    one = view_of(view)
    outline = one.outline if one.one_sided else whole_outline(one.outline, one.midline)
    shapes = [outline, *one.more_outlines]
    slack = 5 if view in {"front", "back", "side"} else 6

    for position in positions_on(view):
        spot = Spot(position.x, position.y)
        assert one.box.x <= spot.x <= one.box.x + one.box.width
        assert one.box.y <= spot.y <= one.box.y + one.box.height
        assert any(within(spot, shape) or near(spot, shape) <= slack for shape in shapes), position


def within(spot, shape):
    inside = False
    for one, two in zip(shape, (*shape[1:], shape[0]), strict=True):
        if (one.y > spot.y) is not (two.y > spot.y):
            x = one.x + (spot.y - one.y) / (two.y - one.y) * (two.x - one.x)
            inside ^= spot.x < x
    return inside


def near(spot, shape):
    return min(
        to_segment(spot, one, two) for one, two in zip(shape, (*shape[1:], shape[0]), strict=True)
    )


def to_segment(spot, one, two):
    length = dist(one, two) ** 2
    if not length:
        return dist(spot, one)
    share = ((spot.x - one.x) * (two.x - one.x) + (spot.y - one.y) * (two.y - one.y)) / length
    share = min(1, max(0, share))
    return dist(spot, (one.x + share * (two.x - one.x), one.y + share * (two.y - one.y)))


# Channels whose numbers turn back within one frame, each for a known reason.
TURNS = {
    ("ST", "leg_front"): {(39, 40)},
    ("SI", "spine"): {(10, 11), (12, 13)},
    ("BL", "spine"): {(30, 31), (35, 41)},
}


@pytest.mark.slow
@pytest.mark.parametrize("channel", [code for code, one in all_channels().items() if not one.extra])
def test_numbers_run_one_way_along_each_limb_and_the_trunk(channel):
    frames = {
        "trunk_front",
        "arm_palmar",
        "arm_dorsal",
        "leg_front",
        "leg_inner",
        "leg_back",
        "leg_outer",
        "spine",
    }
    for frame in frames:
        run = [row for row in placements() if row.frame == frame and row.code in codes(channel)]
        steps = [
            later.along - earlier.along
            for earlier, later in pairwise(run)
            if (number(earlier), number(later)) not in TURNS.get((channel, frame), set())
        ]
        assert all(step >= 0 for step in steps) or all(step <= 0 for step in steps), (frame, run)


def codes(channel):
    return {code for code, name in all_names().items() if name.channel == channel}


def number(row):
    return all_names()[row.code].number


def test_a_channel_is_a_line_through_its_points_in_order():
    inner, outer, calf = channel_lines("BL", "back", "left")[-3:]
    assert [one.code for one in outer] == [*(f"BL{n}" for n in range(41, 55)), "BL40"]
    assert inner[-1].code == "BL40"
    assert calf[0].code == "BL40"
    assert [one.code for one in channel_lines("CV", "front", "midline")[0]] == [
        f"CV{n}" for n in range(1, 25)
    ]
    assert channel_lines("EX-LE", "front", "left") == ()
    for channel in all_channels():
        for side in ("left", "right", "midline"):
            for line in channel_lines(channel, "front", side):
                assert len(line) > 1
                assert {one.side for one in line} == {side}


@pytest.mark.slow
@every_view
def test_the_nearest_point_to_a_point_is_that_point(view):
    for position in positions_on(view):
        found = nearest(view, position.x, position.y)
        assert dist((found[0].x, found[0].y), (position.x, position.y)) == 0
        assert len(found) <= 5


def test_an_unknown_view_is_refused_with_those_there_are():
    with pytest.raises(UnknownViewError) as refused:
        view_of("../front")

    assert refused.value.views == VIEWS


numbers = st.floats(-100, 100)
stations = st.lists(st.tuples(numbers, numbers, numbers, numbers), min_size=2, max_size=5).map(
    lambda many: tuple(Station(float(at), *one) for at, one in enumerate(many))
)


@pytest.mark.slow
@given(stations=stations, share=st.floats(0, 1), across=st.floats(-3, 3))
def test_a_patch_runs_straight_between_stations_and_ends_at_the_last(stations, share, across):
    patch = Patch("any", stations)
    first, second = patch.spot(0, across), patch.spot(1, across)
    between = patch.spot(share, across)

    assert isclose(between.x, first.x + share * (second.x - first.x), abs_tol=1e-6)
    assert isclose(between.y, first.y + share * (second.y - first.y), abs_tol=1e-6)
    assert patch.spot(-0.01, 0) is None
    assert patch.spot(len(stations) - 0.99, 0) is None


@pytest.mark.slow
@given(st.lists(st.tuples(numbers, numbers).map(lambda one: Spot(*one)), min_size=3, max_size=8))
def test_an_outline_passes_every_knot_and_closes(knots):
    path = smooth_path(knots)

    assert path.startswith("M")
    assert path.endswith("Z")
    assert path.count("C") == len(knots)
    assert mirrored(mirrored(knots, 10), 10) == tuple(
        Spot(20 - (20 - one.x), one.y) for one in knots
    )


@every_view
def test_every_line_of_a_figure_is_a_path_within_its_box(view):
    one = view_of(view)

    assert {line.kind for line in one.lines} <= {"line", "bone", "guide"}
    for line in one.lines:
        pairs = re.findall(r"(-?[0-9.]+) (-?[0-9.]+)", line.d)
        assert line.d.startswith("M")
        assert pairs
        assert all(one.box.x <= float(x) <= one.box.x + one.box.width for x, _ in pairs)
        assert all(one.box.y <= float(y) <= one.box.y + one.box.height for _, y in pairs)


# Bones, from landmark to landmark of their frame, along which a cun has one length.
BONES = [
    ("trunk_front", "suprasternal fossa", "xiphisternal junction"),
    ("trunk_front", "xiphisternal junction", "umbilicus"),
    ("trunk_front", "umbilicus", "pubic symphysis"),
    ("arm_palmar", "anterior axillary fold", "cubital crease"),
    ("arm_palmar", "cubital crease", "palmar wrist crease"),
    ("arm_dorsal", "posterior axillary fold", "cubital crease"),
    ("arm_dorsal", "cubital crease", "dorsal wrist crease"),
    ("leg_front", "pubic symphysis", "base of the patella"),
    ("leg_front", "apex of the patella", "prominence of the lateral malleolus"),
    ("leg_inner", "popliteal crease", "prominence of the medial malleolus"),
    ("leg_outer", "greater trochanter", "popliteal crease"),
    ("leg_outer", "popliteal crease", "prominence of the lateral malleolus"),
    ("leg_back", "gluteal fold", "popliteal crease"),
    ("leg_back", "popliteal crease", "prominence of the lateral malleolus"),
]
ALIKE = 1.12  # figures have joints and curves; a cun may differ by this much along one bone


SHOWN = [
    (view, frame, *ends)
    for view in ("front", "back", "side")
    for frame, start, end in BONES
    if (patch := view_of(view).patches.get(frame))
    and (ends := [all_frames()[frame].landmarks[one] for one in (start, end)])
    and all(patch.spot(one, 0) for one in ends)
]


@pytest.mark.parametrize(("view", "frame", "first", "last"), SHOWN)
def test_a_cun_is_as_long_everywhere_along_one_bone(view, frame, first, last):
    patch = view_of(view).patches[frame]

    ends = [first, *(one.along for one in patch.stations if first < one.along < last), last]
    lengths = [
        dist(patch.spot(low, 0), patch.spot(high, 0)) / (high - low) for low, high in pairwise(ends)
    ]
    assert max(lengths) <= ALIKE * min(lengths), lengths
    assert {bone[0] for bone in BONES} == {one[1] for one in SHOWN}
