"""Muscles and ear points are found by their names in both languages."""

import pytest

from ashi.core.knowledge.checking_points import entry_faults
from ashi.core.knowledge.points.free_places import (
    all_ear_points,
    all_ear_regions,
    all_muscles,
    find_ear_point,
    find_ear_region,
    find_muscle,
)
from ashi.core.knowledge.points.searching import search_points


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("piriformis", "piriformis"),
        ("Upper Trapezius", "trapezius"),
        ("upper-trap", "trapezius"),
        ("απιοειδής", "piriformis"),
        ("ΑΠΙΟΕΙΔΗΣ", "piriformis"),
        ("QL", "quadratus lumborum"),
        ("pirif", "piriformis"),
    ],
)
def test_a_muscle_is_found(words: str, name: str) -> None:
    muscle = find_muscle(words)

    assert muscle is not None
    assert muscle.name == name


@pytest.mark.parametrize("words", ["", "hamstrings", "glut", "nothing of the kind"])
def test_words_that_name_no_one_muscle_find_none(words: str) -> None:
    assert find_muscle(words) is None


def test_the_ear_is_known_by_region_and_by_point() -> None:
    shenmen, lobe = find_ear_point("Shenmen"), find_ear_region("λοβίο")

    assert shenmen is not None
    assert lobe is not None
    assert (shenmen.region, lobe.name) == ("triangular fossa", "lobe")


def test_every_name_is_given_once() -> None:
    for places in (all_muscles(), all_ear_regions(), all_ear_points()):
        assert len({one.name for one in places}) == len(places)
        assert len({one.name_el for one in places}) == len(places)
    assert {one.region for one in all_ear_points()} <= {one.name for one in all_ear_regions()}


def test_points_are_searched_by_muscle_in_greek() -> None:
    assert {hit.code for hit in search_points("απιοειδής")} == {"GB30", "BL54"}


def test_a_muscle_that_is_not_listed_is_found_by_the_check() -> None:
    entry = {
        "code": "ST36",
        "region": "leg",
        "location": "Somewhere.",
        "muscles": ["wingus"],
        "sources": ["who-2008"],
        "provenance": {"name": "seen2"},
        "status": "draft",
    }

    assert [(one.path, one.code) for one in entry_faults(entry, "x")] == [
        ("x: muscles", "unknown_word")
    ]
