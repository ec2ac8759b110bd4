"""Filling places together agrees with trying every combination, in order."""

from itertools import combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ashi.core.scheduling.choosing import Place, choose
from ashi.core.scheduling.resources import Resource, ResourceId, Wholes

A, B, C, WHOLE = map(ResourceId, ("a", "b", "c", "whole"))
WHOLES = Wholes([Resource(one, "x") for one in (A, B, C)] + [Resource(WHOLE, "x", parts=(A, B))])
TAKES = {A: {A}, B: {B}, C: {C}, WHOLE: {A, B, WHOLE}}

PLACES = st.builds(
    Place,
    at=st.integers(0, 3),
    minutes=st.integers(0, 7),
    free=st.lists(st.sampled_from([A, B, C, WHOLE]), unique=True, max_size=3).map(tuple),
)


def minutes_of(place: Place) -> set[int]:
    return {place.at + bit for bit in range(3) if place.minutes >> bit & 1}


def goes(places: list[Place], picks: tuple[ResourceId, ...]) -> bool:
    return not any(
        minutes_of(places[one]) & minutes_of(places[other])
        and TAKES[picks[one]] & TAKES[picks[other]]
        for one, other in combinations(range(len(places)), 2)
    )


@pytest.mark.slow
@given(st.lists(PLACES, max_size=6))
def test_the_first_combination_that_goes_is_chosen(places: list[Place]) -> None:
    every = product(*(place.free for place in places))

    assert choose(places, WHOLES) == next((picks for picks in every if goes(places, picks)), None)
