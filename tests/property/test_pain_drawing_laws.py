"""Pain drawn on the figure: what is read back, and the share that is covered, obey laws."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ashi.core.knowledge.atlas.drawings import (
    DRAWN_ON,
    KINDS,
    MOST_AREAS,
    Area,
    read_drawing,
    regions_of,
    share_of,
    written,
)
from ashi.core.knowledge.atlas.frames import Spot
from ashi.core.knowledge.atlas.outlines import whole_outline
from ashi.core.knowledge.atlas.positions import positions_on
from ashi.core.knowledge.atlas.views import view_of
from ashi.core.knowledge.errors import DrawingFaultError
from ashi.core.knowledge.points.details import details_of

some = settings(max_examples=40, deadline=None)
tenths = st.integers(0, 3320).map(lambda x: 14 + x / 10)
heights = st.integers(0, 7760).map(lambda y: 2 + y / 10)
spots = st.builds(Spot, tenths.map(lambda x: round(x, 1)), heights.map(lambda y: round(y, 1)))
areas = st.builds(
    Area,
    st.sampled_from(DRAWN_ON),
    st.sampled_from(KINDS),
    st.integers(0, 10),
    st.lists(spots, min_size=3, max_size=12).map(tuple),
)


def _square(view, x, y, size=20.0, kind="ache"):
    half = size / 2
    corners = (
        (x - half, y - half),
        (x + half, y - half),
        (x + half, y + half),
        (x - half, y + half),
    )
    return Area(view, kind, 5, tuple(Spot(*one) for one in corners))


@given(st.lists(areas, max_size=5))
@some
def test_what_was_drawn_is_read_back(drawn):
    assert list(read_drawing(written(drawn))) == drawn


@given(st.lists(areas, max_size=4), areas)
@some
def test_more_never_covers_less_and_twice_is_once(drawn, one):
    share = share_of(drawn)

    assert 0 <= share <= 1
    assert share_of([*drawn, one]) >= share
    assert share_of([*drawn, *drawn]) == share


@given(spots, st.sampled_from(DRAWN_ON))
@some
def test_left_covers_as_much_as_right(spot, view):
    mirror = 2 * view_of(view).mirror_line - spot.x
    here, there = _square(view, *spot), _square(view, mirror, spot.y)

    assert share_of([here]) == pytest.approx(share_of([there]), abs=0.001)


def test_a_line_around_both_figures_covers_all_of_them_and_one_half_of_all():
    whole = [
        Area(view, "ache", 5, whole_outline(view_of(view).outline, view_of(view).midline))
        for view in DRAWN_ON
    ]

    assert share_of(whole) == pytest.approx(1)
    assert share_of(whole[:1]) == pytest.approx(0.5, abs=0.05)
    assert share_of([]) == 0


@pytest.mark.parametrize("at", [one for one in positions_on("back") if one.code.startswith("BL")])
def test_the_region_of_a_point_is_named_where_it_is_drawn_around(at):
    touched = regions_of(_square("back", at.x, at.y))

    assert (details_of(at.code).region, at.side) in {tuple(one) for one in touched}


@given(spots, st.sampled_from(DRAWN_ON))
@some
def test_every_place_has_a_region(spot, view):
    assert all(one.region and one.side for one in regions_of(_square(view, *spot, size=4)))


AREA = {
    "view": "back",
    "kind": "ache",
    "strength": 5,
    "outline": [[100, 100], [110, 100], [110, 120]],
}


@pytest.mark.parametrize(
    ("given_", "path"),
    [
        ("text", "areas"),
        ({}, "areas"),
        ([7], "areas[0].view"),
        ([AREA, AREA | {"view": "sole"}], "areas[1].view"),
        ([AREA | {"kind": "itch"}], "areas[0].kind"),
        ([AREA | {"strength": 11}], "areas[0].strength"),
        ([AREA | {"strength": "5"}], "areas[0].strength"),
        ([AREA | {"outline": [[1, 2]]}], "areas[0].outline"),
        ([AREA | {"outline": [[1, 2], [3, 4], [5]]}], "areas[0].outline"),
        ([AREA | {"outline": [[1, 2], [3, 4], [float("nan"), 1]]}], "areas[0].outline"),
        ([AREA | {"outline": [[1, 2]] * 400}], "areas[0].outline"),
        ([AREA] * (MOST_AREAS + 1), f"areas[{MOST_AREAS}]"),
    ],
)
def test_what_is_no_drawing_is_refused_and_says_where(given_, path):
    with pytest.raises(DrawingFaultError) as refused:
        read_drawing(given_)

    assert refused.value.path == path


def test_what_is_drawn_beyond_the_picture_ends_at_its_edge():
    (area,) = read_drawing([AREA | {"outline": [[-900, 100], [110, 100], [110, 9000]]}])

    assert area.outline == (Spot(14, 100), Spot(110, 100), Spot(110, 778))
