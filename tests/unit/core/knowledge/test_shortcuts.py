"""Shortcuts of phrases, and phrases put where no script fills their places."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ashi.core.knowledge.physio.examining import read_wanted, wanted_of
from ashi.core.knowledge.physio.things import MEASURE, all_things
from ashi.core.knowledge.shortcuts import filled, shortcut_of, with_phrase


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (";nad", "nad"),
        (" NAD ", "nad"),
        ("μέση", "μέση"),
        ("lbp-1", "lbp-1"),
        ("two words", None),
        ("", None),
        (";", None),
        ("x" * 21, None),
        ("a;b", None),
    ],
)
def test_a_shortcut_is_one_short_word(typed, kept):
    assert shortcut_of(typed) == kept


def test_what_is_left_open_is_seen_as_open():
    assert filled("Pain $1 of 10, since $2. Cost $20") == "Pain … of 10, since …. Cost …0"
    assert with_phrase("", "Calm") == "Calm"
    assert with_phrase("Pain low\n", "since $1") == "Pain low\nsince …"


@given(st.text(max_size=60), st.text(max_size=60))
def test_nothing_typed_is_lost_by_a_phrase(section, phrase):
    assert with_phrase(section, phrase).startswith(section.rstrip())


@given(st.lists(st.sampled_from([t for t in all_things().values() if t.kind == MEASURE])))
def test_a_list_of_names_is_read_each_once(things):
    text = "; ".join(one.name_el for one in things)
    assert read_wanted(text) == (list(dict.fromkeys(one.id for one in things)), [])


def test_every_name_is_read_also_one_with_a_comma():
    for one in all_things().values():
        if one.kind == MEASURE:
            for name in (one.name, one.name_el):
                assert read_wanted(name) == ([one.id], []), name
    assert read_wanted("slr, ulnt1") == (["slr", "ulnt1"], [])


def test_names_that_nothing_has_are_named():
    assert read_wanted("slr, levitation\nbridge") == (["slr"], ["levitation", "bridge"])
    assert wanted_of("slr; levitation") == ["slr"]
