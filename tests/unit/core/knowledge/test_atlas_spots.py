"""Places that are put on a picture are told in words, and shown on another picture."""

import pytest

from ashi.core.knowledge.atlas.frames import Spot
from ashi.core.knowledge.atlas.positions import position_of, positions_on
from ashi.core.knowledge.atlas.spots import level_spot, moved, side_of, told
from ashi.core.knowledge.atlas.views import VIEWS, view_of
from ashi.core.knowledge.points.details import details_of
from ashi.core.knowledge.points.names import PointCode

CLOSE = 3  # units within which a place is told as lying in the midline
LUMBAR = ("L1", "L2", "L3", "L4", "L5")


@pytest.mark.parametrize("side", ["left", "right"])
@pytest.mark.parametrize("level", LUMBAR)
def test_a_vertebra_is_told_where_it_is_shown(level, side):
    spot = level_spot("low_back", level, side)

    assert told("low_back", spot)[::2] == (level, side)


@pytest.mark.parametrize(("code", "level"), [("BL23", "L2"), ("BL25", "L4"), ("BL26", "L5")])
def test_beside_a_vertebra_lies_the_point_of_its_level(code, level):
    (point,) = position_of(PointCode(code), "low_back", "left")

    assert level_spot("low_back", level, "left") == pytest.approx((point.x, point.y), abs=0.2)


@pytest.mark.parametrize("view", VIEWS)
def test_every_point_is_told_on_its_own_side(view):
    midline = view_of(view).midline
    for one in positions_on(view, "right"):
        beside = midline is not None and abs(one.x - midline) > CLOSE
        if beside and one.side != "midline":
            assert side_of(view, one.x, "right") == one.side, one


def test_beside_each_point_its_own_region_is_told():
    for one in positions_on("back"):
        place = told("back", Spot(one.x, one.y))
        at = {two.code for two in positions_on("back") if (two.x, two.y) == (one.x, one.y)}
        assert place.region in {details_of(code).region for code in at}


@pytest.mark.parametrize(
    ("code", "side"), [("BL23", "left"), ("BL52", "right"), ("GV4", "midline")]
)
def test_a_place_on_the_detail_is_where_the_body_shows_it(code, side):
    (small,) = position_of(PointCode(code), "back", side)
    (large,) = position_of(PointCode(code), "low_back", side)

    assert moved("low_back", Spot(large.x, large.y), "back") == pytest.approx(
        (small.x, small.y), abs=0.6
    )


def test_what_another_picture_does_not_show_is_not_put_there():
    assert moved("low_back", Spot(230, 160), "palm") is None
    assert moved("back", Spot(180, 160), "low_back") is None  # T2 is not on the detail
    assert level_spot("palm", "L4", "left") is None
    assert level_spot("low_back", "C9", "left") is None
