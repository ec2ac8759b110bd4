"""Each thing that can be wrong with the packaged data is found, and only that."""

from collections.abc import Iterable

import pytest

from ashi.core.kernel.faults import Fault
from ashi.core.knowledge.atlas.positions import Placement
from ashi.core.knowledge.checking import order_faults, writing_faults
from ashi.core.knowledge.checking_figures import unknown_faults, unplaced_faults
from ashi.core.knowledge.checking_instruments import index_faults, measure_faults
from ashi.core.knowledge.checking_points import (
    file_faults,
    measured_faults,
    rows_faults,
    unused_faults,
)
from ashi.core.knowledge.points.names import PointCode, PointName, split_code

ENTRY = {
    "code": "ST36",
    "region": "leg",
    "location": "Somewhere.",
    "sources": ["who-2008"],
    "provenance": {"name": "seen2"},
    "status": "draft",
}
GROUP = {
    "id": "yuan",
    "points": ["LI4"],
    "sources": ["tara"],
    "provenance": "seen2",
    "status": "draft",
}
MEASURED = {
    "point": "GB21",
    "low_mm": 14,
    "high_mm": 17,
    "sources": ["chen-2018"],
    "provenance": "seen",
    "status": "draft",
}


def codes(faults: Iterable[Fault]) -> list[tuple[str, str]]:
    return [(fault.path.rpartition(": ")[2], fault.code) for fault in faults]


def test_codes_missing_unknown_or_moved_are_found() -> None:
    assert codes(order_faults(["LU1", "LU2"], ["LU1", "LU2"])) == []
    assert codes(order_faults(["LU1", "LU9"], ["LU1", "LU2"])) == [
        ("LU2", "missing"),
        ("LU9", "unknown_point"),
        ("LU9", "out_of_order"),
    ]


def test_a_name_that_means_another_point_is_found() -> None:
    wrong = PointName(PointCode("ST36"), "Hegu", "Hégǔ", "合谷", "合谷", "bilateral", 2, (), ())

    assert [fault.given for fault in writing_faults([wrong])] == ["ST36 Hegu", "合谷", "合谷"]


def test_a_file_with_a_point_twice_or_missing_is_found() -> None:
    assert codes(file_faults("ST.toml", [ENTRY], ["ST36"])) == []
    assert codes(file_faults("ST.toml", [ENTRY, ENTRY], ["ST36", "ST37"])) == [
        ("ST36", "twice"),
        ("ST36", "twice"),
        ("ST37", "missing"),
    ]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"points": []}, ("points", "empty")),
        ({"points": ["XX1"]}, ("points", "unknown_point")),
        ({"sources": ["nobody"]}, ("yuan", "unknown_source")),
        ({"note": "The optimal point."}, ("yuan", "forbidden_word")),
    ],
)
def test_a_group_that_is_not_whole_is_found(
    change: dict[str, object], fault: tuple[str, str]
) -> None:
    assert codes(rows_faults("families.toml", [GROUP])) == []
    assert codes(rows_faults("families.toml", [GROUP | change])) == [fault]


def test_groups_and_members_given_twice_are_found() -> None:
    assert codes(rows_faults("families.toml", [GROUP, GROUP])) == [("yuan", "twice")] * 2
    assert (
        codes(rows_faults("families.toml", [GROUP | {"points": ["LI4", "LI4"]}]))
        == [("points", "twice")] * 2
    )


def test_a_depth_measured_backwards_is_found() -> None:
    assert codes(measured_faults(MEASURED)) == []
    assert codes(measured_faults(MEASURED | {"low_mm": 20})) == [("GB21", "backwards")]


def test_a_source_that_nothing_names_is_found() -> None:
    rows = [{"sources": ["a"]}, {"depths": [{"source": "b"}]}]

    assert codes(unused_faults({"a", "b", "c"}, rows)) == [("c", "unused_source")]


def test_placements_of_nothing_or_nowhere_are_found() -> None:
    nowhere = Placement(PointCode("ST36"), 1, "leg_front", 99, 0)
    somewhere = Placement(PointCode("ST37"), 1, "leg_front", 26, 0)
    rows = [{"code": "XX1", "frame": "wing"}, {"code": "ST36", "frame": "leg_front"}]

    assert codes(unknown_faults(rows)) == [("XX1", "unknown_point"), ("XX1", "unknown_frame")]
    assert codes(unplaced_faults([nowhere, somewhere], ["ST36", "ST37"])) == [
        ("ST36", "not_placed"),
        ("ST36", "missing"),
    ]


def test_an_index_of_measures_that_disagrees_with_its_files_is_found() -> None:
    row = {"code": "A", "file": "a"}

    assert list(index_faults([row], {"a.toml"})) == []
    assert [
        (one.path, one.code)
        for one in index_faults(
            [row, row, {"code": "B", "file": "b", "variant_of": "C"}], {"a.toml", "z.toml"}
        )
    ] == [
        ("instruments/b.toml", "missing"),
        ("instruments/z.toml", "not_in_index"),
        ("instruments.toml: A", "twice"),
        ("instruments.toml: A", "twice"),
        ("instruments.toml: B", "unknown_word"),
    ]


def test_a_measure_without_a_source_is_found() -> None:
    assert list(measure_faults({"sources": ["x"], "provenance": {"scoring": "seen"}}, "m")) == []
    assert [one.code for one in measure_faults({}, "m")] == ["no_source", "no_provenance"]


def test_a_code_that_is_not_written_as_ashi_writes_it_has_no_parts() -> None:
    with pytest.raises(ValueError, match="st36"):
        split_code("st36")
