"""A search finds what a slow look through everything finds, and each point by all of its own."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ashi.core.knowledge.points.details import details_of
from ashi.core.knowledge.points.groups import all_families, families_of
from ashi.core.knowledge.points.names import all_names
from ashi.core.knowledge.points.regions import all_regions
from ashi.core.knowledge.points.searching import search_points

NAMES = list(all_names().values())
REGIONS = {one.id: one for one in all_regions()}
MUSCLES = sorted({muscle for name in NAMES for muscle in details_of(name.code).muscles})
some = settings(max_examples=60, deadline=None)


def codes(text):
    return {hit.code for hit in search_points(text, len(NAMES))}


@pytest.mark.slow
@given(st.sampled_from(NAMES))
@some
def test_a_point_is_first_or_among_equals_by_its_own_names(name):
    for text in (name.code, name.pinyin, name.tones, name.zh, name.simplified):
        hits = search_points(text)
        assert name.code in [hit.code for hit in hits[:2]]


@pytest.mark.slow
@given(st.sampled_from(NAMES), st.integers(1, 8))
@some
def test_the_beginning_of_a_name_finds_it(name, length):
    assert name.code in codes(name.pinyin[:length])


@pytest.mark.parametrize("region", list(REGIONS))
def test_a_region_finds_all_its_points_in_both_languages(region):
    here = {name.code for name in NAMES if details_of(name.code).region == region}

    assert here <= codes(REGIONS[region].name)
    assert here <= codes(REGIONS[region].name_el)


@pytest.mark.parametrize("family", all_families(), ids=lambda family: family.id)
def test_a_family_finds_all_its_points(family):
    assert set(family.points) <= codes(family.name)
    assert set(family.points) <= codes(family.zh)


@pytest.mark.slow
@given(st.sampled_from(MUSCLES))
@some
def test_a_muscle_finds_all_its_points_and_only_points_that_have_its_words(muscle):
    here = {name.code for name in NAMES if muscle in details_of(name.code).muscles}

    assert here <= codes(muscle)


@pytest.mark.slow
@given(st.sampled_from(NAMES), st.data())
@some
def test_more_words_never_find_more(name, data):
    details = details_of(name.code)
    words = [
        details.region.replace("_", " ").split()[0],
        *(word for muscle in details.muscles for word in muscle.split()),
        *(family.name.split()[0] for family in families_of(name.code)),
    ]
    first, second = (data.draw(st.sampled_from(words)) for _ in range(2))
    both = codes(f"{first} {second}")

    if first != second and both:
        assert both <= codes(first) | codes(first + second)


@pytest.mark.slow
@given(st.text(max_size=12))
@some
def test_any_text_gives_points_each_once(text):
    hits = search_points(text)

    assert len({hit.code for hit in hits}) == len(hits)
