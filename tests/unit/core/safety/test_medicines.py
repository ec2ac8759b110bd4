"""Medicines are suggested and recognised in either writing, and only ever suggest a question."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ashi.core.kernel.names import latin
from ashi.core.safety.facts import fact_kinds
from ashi.core.safety.medicines import (
    all_medicines,
    facts_suggested,
    medicines_in,
    medicines_starting,
)

ONE = st.sampled_from(all_medicines())


def names(found):
    return [one.name for one in found]


def test_there_are_some_hundred_names_and_each_is_there_once_in_both_writings():
    assert 250 <= len(all_medicines()) <= 500
    for writing in ("name", "name_el"):
        written = [latin(getattr(one, writing)) for one in all_medicines()]
        assert len(set(written)) == len(written)
    assert all(len(latin(one.name).split()) <= 3 for one in all_medicines())


def test_every_class_has_words_and_suggests_facts_that_are_asked():
    for one in all_medicines():
        assert all((one.kind.name, one.kind.name_el))
        assert set(one.kind.suggests) <= set(fact_kinds())


@pytest.mark.parametrize("typed", ["warf", "WARF", "βαρφ", "ΒΑΡΦ", "varf"])
def test_greek_and_latin_letters_both_find(typed):
    assert "warfarin" in names(medicines_starting(typed))


def test_nothing_typed_finds_nothing():
    assert medicines_starting(" ") == ()
    assert medicines_in("") == ()


@given(one=ONE, typed=st.integers(3, 8))
def test_the_beginning_of_either_name_finds_it(one, typed):
    assert one in medicines_starting(one.name[:typed])
    assert one in medicines_starting(one.name_el[:typed])


@given(some=st.lists(ONE, min_size=1, max_size=6, unique=True), greek=st.booleans())
def test_what_is_written_one_below_the_other_with_doses_is_recognised(some, greek):
    lines = [f"{one.name_el if greek else one.name.upper()} 5 mg x1" for one in some]

    assert set(some) <= set(medicines_in("\n".join(lines)))


def test_a_text_is_read_as_people_write_it():
    text = "Warfarin 5mg το βράδυ, ακετυλοσαλικυλικό οξύ 100, paracetamol όταν πονάω"

    assert names(medicines_in(text)) == ["warfarin", "acetylsalicylic acid", "paracetamol"]
    assert list(facts_suggested(text)) == [
        "takes_anticoagulant",
        "takes_antiplatelet",
    ]


def test_a_word_that_only_begins_like_a_medicine_is_none():
    assert medicines_in("warfarinised dog; insulinoma; lithography") == ()
