"""Laws of exercises after an operation: nothing unsaid is allowed, nothing is hidden, time helps."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ashi.core.kernel.facts import Fact
from ashi.core.knowledge.physio.demands import DEMANDS, demands_of
from ashi.core.knowledge.physio.exercises import all_exercises
from ashi.core.planning.operated import (
    LONGEST_WEEKS,
    Ruling,
    Why,
    first_weeks,
    operated_parts,
    reasons,
    surgeon_limits,
)

ids = st.sampled_from(sorted(all_exercises()))
parts = st.sampled_from(sorted(operated_parts()))
weeks = st.integers(0, 60)
rulings = st.one_of(
    st.just(Ruling(Fact.YES)),
    st.just(Ruling(Fact.UNKNOWN)),
    st.builds(Ruling, st.just(Fact.NO), st.none() | st.integers(1, LONGEST_WEEKS)),
)
said = st.dictionaries(st.sampled_from(sorted(surgeon_limits())), rulings)
ALL_ALLOWED = dict.fromkeys(surgeon_limits(), Ruling(Fact.YES))


@given(ids, parts, weeks)
def test_with_all_allowed_only_a_week_speaks_against_an_exercise(exercise, part, week):
    found = reasons(exercise, part, week, ALL_ALLOWED)

    assert {one.why for one in found} <= {Why.EARLY, Why.UNWRITTEN}
    written = first_weeks(part).get(exercise)
    if written is not None and week >= written:
        assert found == ()


@given(ids, parts, weeks, said)
def test_an_exercise_that_leaves_the_part_alone_has_nothing_against_it(exercise, part, week, some):
    found = reasons(exercise, part, week, some)

    if not demands_of(exercise, part):
        assert found == ()


@given(ids, parts, weeks, said)
def test_what_was_not_said_is_a_reason_wherever_it_is_asked(exercise, part, week, some):
    found = {one.limit for one in reasons(exercise, part, week, some) if one.why is Why.UNSAID}
    unsaid = {
        name
        for name, limit in surgeon_limits().items()
        if some.get(name, Ruling(Fact.UNKNOWN)).allowed is Fact.UNKNOWN
        and limit.demands & demands_of(exercise, part)
    }

    assert found == unsaid


@given(ids, parts, weeks, st.integers(0, 30), said)
def test_a_later_week_never_brings_a_reason(exercise, part, week, later, some):
    now = {one.key for one in reasons(exercise, part, week, some)}
    then = {one.key for one in reasons(exercise, part, week + later, some)}

    assert then <= now


@given(ids, parts, weeks, said, st.sampled_from(sorted(surgeon_limits())))
def test_to_forbid_one_more_thing_takes_no_reason_away(exercise, part, week, some, more):
    before = reasons(exercise, part, week, some | {more: Ruling(Fact.YES)})
    after = reasons(exercise, part, week, some | {more: Ruling(Fact.NO)})

    assert {one.key for one in before} <= {one.key for one in after}


def test_every_demand_is_known_and_every_one_but_passive_has_a_limit():
    used = {
        demand
        for exercise in all_exercises()
        for part in operated_parts()
        for demand in demands_of(exercise, part)
    }
    covered = {demand for limit in surgeon_limits().values() for demand in limit.demands}

    assert used <= set(DEMANDS)
    assert used - {"passive"} <= covered


@pytest.mark.parametrize(
    ("exercise", "week", "ruling", "keys"),
    [
        # The bent-knee squeeze of the first days, and the step-up that is written from week 8.
        ("KN01", 0, {"active": Ruling(Fact.YES), "resistance": Ruling(Fact.YES)}, []),
        ("KN07", 3, ALL_ALLOWED, ["early"]),
        ("KN07", 8, ALL_ALLOWED, []),
        ("KN15", 30, ALL_ALLOWED | {"impact": Ruling(Fact.NO, 26)}, ["unwritten"]),
        (
            "KN15",
            20,
            ALL_ALLOWED | {"impact": Ruling(Fact.NO, 26), "full_load": Ruling(Fact.NO)},
            ["limit:full_load", "limit:impact", "unwritten"],
        ),
        ("NK01", 0, {}, []),
    ],
)
def test_worked_cases_of_a_knee(exercise, week, ruling, keys):
    assert [one.key for one in reasons(exercise, "knee", week, ruling)] == keys
