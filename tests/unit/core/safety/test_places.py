"""Areas hold together, and agree with where the knowledge base puts each point."""

import pytest

from ashi.core.kernel.facts import Fact
from ashi.core.knowledge.points.details import all_details
from ashi.core.knowledge.points.names import all_names
from ashi.core.safety.places import (
    areas_of,
    downwards,
    point_codes,
    region_names,
    sides_of,
    spot_at_point,
    spot_in_region,
    upwards,
    whole_limb,
)

# Regions of the knowledge base that are called otherwise here, or may lie in either of two.
OTHER_NAMES = {
    "arm": {"upper_arm", "upper_limb"},
    "back_of_hand": {"hand"},
    "fingers": {"hand"},
    "index_finger": {"hand"},
    "little_finger": {"hand"},
    "middle_finger": {"hand"},
    "ring_finger": {"hand"},
    "thumb": {"hand"},
    "palm": {"hand"},
    "fourth_toe": {"foot"},
    "great_toe": {"foot"},
    "little_toe": {"foot"},
    "second_toe": {"foot"},
    "sole": {"foot"},
    "toes": {"foot"},
    "leg": {"lower_leg"},
    "lower_back": {"lumbar"},
    "mouth": {"face"},
    "sacrum": {"sacral"},
    "shoulder_blade": {"scapula"},
    "side_of_chest": {"lateral_chest"},
}


def test_every_point_of_the_knowledge_base_has_areas_and_no_other() -> None:
    assert point_codes() == set(all_names())


def test_every_point_lies_where_the_knowledge_base_puts_it() -> None:
    elsewhere = {
        one.code: (one.region, sorted(areas_of([one.code])))
        for one in all_details()
        if areas_of([one.code]).isdisjoint(OTHER_NAMES.get(one.region, {one.region}))
    }

    assert elsewhere == {}


def test_an_area_lies_within_what_holds_it_and_never_within_itself() -> None:
    areas = set(region_names().values())

    assert all(area not in downwards(area) for area in areas)
    assert {(one, area) for area in areas for one in downwards(area)} == {
        (area, one) for area in areas for one in upwards(area) if one != area
    }


@pytest.mark.parametrize(
    ("point", "sides"),
    [
        ("LI4", ("left", "right", "both")),
        ("CV12", ("midline",)),
        ("EX-HN12", ("left",)),
        ("EX-HN13", ("right",)),
    ],
)
def test_a_point_has_the_sides_it_has(point: str, sides: tuple[str, ...]) -> None:
    assert sides_of(point) == sides
    assert spot_at_point(point, None).side == (sides[0] if len(sides) == 1 else None)


@pytest.mark.parametrize(
    ("spot", "site", "met"),
    [
        (spot_at_point("LI4", "left"), spot_in_region("hand", "left"), Fact.YES),
        (spot_at_point("LI4", "left"), spot_in_region("hand", "right"), Fact.NO),
        (spot_at_point("LI4", None), spot_in_region("hand", "right"), Fact.UNKNOWN),
        (spot_at_point("LI4", None), spot_in_region("hand", None), Fact.YES),
        (spot_at_point("LI4", None), spot_in_region("foot", None), Fact.NO),
        (spot_in_region("back", None), spot_in_region("lumbar", None), Fact.UNKNOWN),
        (spot_in_region("lumbar", None), spot_in_region("back", None), Fact.YES),
        (spot_at_point("GV4", None), spot_in_region("lumbar", "left"), Fact.YES),
    ],
)
def test_an_act_meets_a_condition_surely_perhaps_or_not(spot, site, met) -> None:
    assert spot.meets(site) is met


def test_a_limb_is_one_from_top_to_tip() -> None:
    assert whole_limb(spot_in_region("hand", "left")) == spot_in_region("upper_limb", "left")
    assert whole_limb(spot_in_region("breast", "left")) == spot_in_region("breast", "left")
