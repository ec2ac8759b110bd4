"""Points are found by anything that is known of them, best first."""

import pytest

from ashi.core.knowledge.points.searching import Hit, search_points


def found(text: str) -> list[str]:
    return [hit.code for hit in search_points(text)]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("st36", ["ST36"]),
        ("bl2", ["BL2", "BL20", "BL21"]),
        ("zusan", ["ST36"]),
        ("zu san li", ["ST36"]),
        ("Zúsān", ["ST36"]),
        ("足三", ["ST36"]),
        ("P6", ["LU6", "PC6"]),
        ("στ36", ["ST36"]),
        ("yuan", ["LU9", "LI4", "ST42"]),
        ("source point", ["LU9", "LI4", "ST42"]),
        ("knee", ["ST35", "BL38", "BL39"]),
        ("γόνατο", ["ST35", "BL38", "BL39"]),
        ("μεση", ["BL22", "BL23", "BL24"]),
        ("low back L4", ["BL25", "GV3", "EX-B6"]),
        ("lung", ["LU1", "LU2", "LU3"]),
        ("ex-hn", ["EX-HN1", "EX-HN2", "EX-HN3"]),
    ],
)
def test_a_search_begins_with(text: str, first: list[str]) -> None:
    assert found(text)[: len(first)] == first


def test_every_word_must_match() -> None:
    assert found("tibialis anterior ankle") == ["LR4"]
    assert found("tibialis anterior shoulder") == []
    assert search_points("deltoid shoulder") == (
        Hit("LI15", "muscle"),
        Hit("SI9", "muscle"),
        Hit("SI10", "muscle"),
        Hit("TE14", "muscle"),
    )


def test_a_slip_is_answered_with_what_looks_like_it() -> None:
    assert search_points("zusanly")[0] == Hit("ST36", "near")


@pytest.mark.parametrize("text", ["", "  ", "xyzzy", "!!", "x" * 200, "\x00"])
def test_nothing_is_found_by_nothing(text: str) -> None:
    assert search_points(text) == ()


def test_no_more_are_given_than_were_asked_for() -> None:
    assert len(search_points("st", 5)) == 5
