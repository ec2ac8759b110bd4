"""The points are all there, and what is said of them holds together."""

from collections import Counter
from dataclasses import replace

import pytest

from ashi.core.knowledge.atlas.frames import Patch, Station
from ashi.core.knowledge.atlas.views import view_of
from ashi.core.knowledge.checking import check_knowledge, name_faults
from ashi.core.knowledge.checking_figures import view_faults
from ashi.core.knowledge.checking_points import entry_faults
from ashi.core.knowledge.points.channels import all_channels
from ashi.core.knowledge.points.details import all_details, details_of, printed_range
from ashi.core.knowledge.points.groups import (
    all_families,
    all_hazards,
    beneath,
    families_of,
    measured_at,
    precautions_of,
)
from ashi.core.knowledge.points.names import PointCode, PointName, all_names

COUNTS = {
    "LU": 11, "LI": 20, "ST": 45, "SP": 21, "HT": 9, "SI": 19, "BL": 67, "KI": 27, "PC": 9,
    "TE": 23, "GB": 44, "LR": 14, "GV": 28, "CV": 24,
    "EX-HN": 15, "EX-CA": 1, "EX-B": 9, "EX-UE": 11, "EX-LE": 12,
}  # fmt: skip
WHOLE = {
    "code": "ST36",
    "region": "leg",
    "location": "Somewhere.",
    "sources": ["who-2008"],
    "provenance": {"name": "seen2"},
    "status": "draft",
}


def test_there_are_361_points_on_14_channels_and_48_extra_points() -> None:
    counted = Counter(name.channel for name in all_names().values())

    assert dict(counted) == COUNTS
    assert sum(counted[one.code] for one in all_channels().values() if not one.extra) == 361


@pytest.mark.slow
def test_the_packaged_knowledge_holds_together() -> None:
    assert check_knowledge() == []


def test_every_point_is_a_draft_with_a_place_in_words() -> None:
    assert {one.status for one in all_details()} == {"draft"}
    assert [one.code for one in all_details() if len(one.location) < 15] == []


def test_only_the_two_vessels_lie_in_the_midline_of_the_channels() -> None:
    midline = {name.channel for name in all_names().values() if name.laterality == "midline"}

    assert {channel for channel in midline if not channel.startswith("EX")} == {"GV", "CV"}
    assert all_names()[PointCode("EX-HN12")].sides == ("left",)
    assert all_names()[PointCode("EX-B2")].places == 34


@pytest.mark.parametrize(
    ("family", "size"),
    [
        ("yuan", 12), ("luo", 15), ("xi", 16), ("mu", 12), ("back_shu", 12), ("lower_he", 6),
        ("jing_well", 12), ("ying_spring", 12), ("shu_stream", 12), ("jing_river", 12),
        ("he_sea", 12), ("hui", 8), ("confluent", 8), ("command", 4),
    ],
)  # fmt: skip
def test_a_family_has_as_many_points_as_tradition_counts(family: str, size: int) -> None:
    assert {one.id: len(one.points) for one in all_families()}[family] == size


def test_the_five_shu_points_are_five_on_each_of_twelve_channels() -> None:
    shu = ("jing_well", "ying_spring", "shu_stream", "jing_river", "he_sea")
    channels = Counter(
        all_names()[code].channel for one in all_families() if one.id in shu for code in one.points
    )

    assert set(channels.values()) == {5}
    assert set(channels) == set(COUNTS) - {"GV", "CV"} - {ch for ch in COUNTS if ch[:2] == "EX"}


def test_what_lies_under_a_point_is_said_of_it() -> None:
    gb21 = PointCode("GB21")

    assert [one.id for one in beneath(gb21)] == ["lung-apex"]
    assert [one.id for one in precautions_of(gb21)] == ["pregnancy-core"]
    assert [(one.low_mm, one.high_mm) for one in measured_at(gb21)] == [
        (17.4, 17.4),
        (14.6, 14.6),
        (56, 56),
        (5.5, 22),
    ]
    assert [one.id for one in families_of(PointCode("ST36"))] == ["lower_he", "he_sea", "command"]
    assert {one.basis for one in all_hazards()} == {"text", "general"}


def test_depths_stand_under_the_text_that_prints_them() -> None:
    depths = {one.source: (one.low, one.high) for one in details_of(PointCode("ST36")).depths}

    assert depths == {"cam-1999": (0.5, 1.2), "cloudtcm": (1.0, 2.0), "iaomai": (1.0, 1.5)}
    assert printed_range(details_of(PointCode("ST36"))) == (0.5, 2.0)
    assert printed_range(details_of(PointCode("ST17"))) is None


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"code": "ST46"}, ("x", "unknown_point")),
        ({"location": ""}, ("x: location", "missing")),
        ({"location": "Quite safe."}, ("x", "forbidden_word")),
        ({"sources": []}, ("x", "no_source")),
        ({"sources": ["nobody"]}, ("x", "unknown_source")),
        ({"provenance": {"name": "guessed"}}, ("x", "no_provenance")),
        ({"provenance": {}}, ("x", "no_provenance")),
        ({"region": "wing"}, ("x: region", "unknown_word")),
        (
            {"measures": [{"cun": -1, "way": "above", "of": "ST35"}]},
            ("x: measures", "unknown_word"),
        ),
        ({"status": "final"}, ("x", "unread_status")),
        ({"colour": "blue"}, ("x", "unknown_key")),
        ({"angles": ["sideways"]}, ("x: angles", "unknown_word")),
        ({"depths": [{"source": "cam-1999", "low": 5.0, "high": 1.0}]}, ("x: depths", "backwards")),
        ({"depths": [{"source": "a", "low": 1.0, "high": 1.0}]}, ("x: depths", "unknown_source")),
        ({"measures": [{"cun": 3, "way": "up", "of": "ST35"}]}, ("x: measures", "unknown_word")),
        (
            {"measures": [{"cun": 3, "way": "above", "of": "x"}]},
            ("x: measures", "unknown_landmark"),
        ),
    ],
)
def test_an_entry_that_is_not_whole_is_found(
    change: dict[str, object], fault: tuple[str, str]
) -> None:
    assert list(entry_faults(WHOLE, "x")) == []
    assert [(one.path, one.code) for one in entry_faults(WHOLE | change, "x")] == [fault]


def test_a_name_that_disagrees_with_its_tones_is_found() -> None:
    nowhere = PointName(PointCode("ST36"), "Zusanli", "Zúsānlǐ", "", "", "above", 2, (), ())
    unsigned = replace(nowhere, laterality="bilateral")
    wrong = PointName(
        PointCode("ST36"), "Zusanli", "Hégǔ", "足三里", "足三里", "bilateral", 3, (), ()
    )

    assert [(one.code, one.given) for one in name_faults(wrong)] == [
        ("odd_places", 3),
        ("tones_differ", "Hégǔ"),
    ]
    assert [(one.code, one.given) for one in name_faults(nowhere)] == [("unknown_word", "above")]
    assert [(one.code, one.given) for one in name_faults(unsigned)] == [("missing", "zh")]


def test_a_view_whose_frame_is_unknown_or_runs_backwards_is_found() -> None:
    backwards = Patch("spine", (Station(2, 0, 0, 1, 0), Station(1, 0, 9, 1, 0)))
    unknown = Patch("wing", (Station(0, 0, 0, 1, 0), Station(1, 0, 9, 1, 0)))
    view = replace(view_of("back"), patches={"spine": backwards, "wing": unknown})

    assert [(one.path, one.code) for one in view_faults(view)] == [
        ("points/figures/back.toml: spine", "backwards"),
        ("points/figures/back.toml: wing", "unknown_frame"),
    ]
    assert list(view_faults(view_of("back"))) == []
