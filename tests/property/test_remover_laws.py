"""Somebody to take the needles out: the rule agrees with counting minute by minute."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ashi.core.scheduling.assignment import assign
from ashi.core.scheduling.axis import Axis, Span
from ashi.core.scheduling.bits import positions
from ashi.core.scheduling.calendars import prepare
from ashi.core.scheduling.errors import BadValueError
from ashi.core.scheduling.explanation import Why, explain
from ashi.core.scheduling.openings import Search
from ashi.core.scheduling.removers import broken, may_rest, one_more, stretches
from ashi.core.scheduling.resources import Resource, ResourceId
from ashi.core.scheduling.services import Phase, Role, Service

DAY = 40
AXIS = Axis(1000, DAY)
SPANS = st.tuples(st.integers(0, DAY), st.integers(0, DAY)).map(
    lambda ends: Span(1000 + min(ends), 1000 + max(ends))
)
RESTING = st.lists(SPANS, max_size=6)
TRAINED = st.lists(st.lists(SPANS, max_size=3), max_size=3)
MOST = st.none() | st.integers(1, 3)


def resting_at(minute, resting):
    return sum(one.start <= minute < one.end for one in resting)


def there_at(minute, trained):
    return sum(any(one.start <= minute < one.end for one in person) for person in trained)


def goes(patients, people, most):
    """Give each patient to somebody who has fewer than ``most``; say whether all were given."""
    has = [0] * people
    for _ in range(patients):
        free = [at for at, one in enumerate(has) if most is None or one < most]
        if not free:
            return False
        has[free[0]] += 1
    return True


@given(st.integers(0, 12), st.integers(0, 4), MOST)
def test_so_many_may_rest_as_can_be_given_to_those_who_are_there(patients, people, most):
    assert may_rest(patients, people, most) == goes(patients, people, most)


@given(RESTING, TRAINED)
def test_stretches_count_each_minute_and_differ_from_their_neighbours(resting, trained):
    found = stretches(resting, trained)

    told = {
        minute: (one.resting, one.trained)
        for one in found
        for minute in range(one.span.start, one.span.end)
    }
    assert told == {
        minute: counts
        for minute in range(1000, 1000 + DAY)
        if (counts := (resting_at(minute, resting), there_at(minute, trained))) != (0, 0)
    }
    assert sum(one.span.end - one.span.start for one in found) == len(told)


@given(RESTING, TRAINED, MOST)
def test_the_rule_is_broken_in_just_those_minutes(resting, trained, most):
    minutes = {
        minute
        for one in broken(resting, trained, most)
        for minute in range(one.span.start, one.span.end)
    }

    assert minutes == {
        minute
        for minute in range(1000, 1000 + DAY)
        if not goes(resting_at(minute, resting), there_at(minute, trained), most)
    }


@given(RESTING, TRAINED, MOST, SPANS)
def test_one_more_may_rest_where_no_minute_of_theirs_is_broken_then(resting, trained, most, new):
    allowed = set(positions(one_more(AXIS, resting, trained, most)))
    wanted = {minute - 1000 for minute in range(new.start, new.end)}
    after = broken([*resting, new], trained, most)

    touched = any(one.span.start < new.end and new.start < one.span.end for one in after)
    assert (wanted <= allowed) == (not touched or new.start == new.end)


@given(RESTING, TRAINED, MOST, st.lists(SPANS, min_size=1, max_size=3))
def test_another_who_is_there_never_breaks_it_and_another_patient_never_mends_it(
    resting, trained, most, more
):
    def minutes(found):
        return {one for each in found for one in range(each.span.start, each.span.end)}

    before = minutes(broken(resting, trained, most))
    assert minutes(broken(resting, [*trained, more], most)) <= before
    assert before <= minutes(broken([*resting, *more], trained, most))


@given(RESTING, TRAINED)
def test_a_higher_most_allows_all_that_a_lower_one_does(resting, trained):
    masks = [one_more(AXIS, resting, trained, most) for most in (1, 2, 3, None)]

    assert all(low & ~high == 0 for low, high in pairwise(masks))


def test_nobody_may_have_no_rooms():
    with pytest.raises(BadValueError):
        broken([], [], 0)
    with pytest.raises(BadValueError):
        one_more(AXIS, [], [], 0)


SERVICE = Service(
    "acu",
    (Role("room", frozenset({"room"})),),
    (
        Phase("in", 2, frozenset({"room"})),
        Phase("rest", 4, frozenset({"room"}), rests=True),
        Phase("out", 1, frozenset({"room"})),
    ),
)


@pytest.mark.slow
@given(st.integers(0, 2**DAY - 1))
def test_a_visit_begins_only_where_its_whole_rest_is_allowed_and_why_not_is_said(allowed):
    room = ResourceId("room")
    bare = prepare([Resource(room, "room")], AXIS, {room: [Span(1000, 1000 + DAY)]}, {})
    calendar = type(bare)(
        **{name: getattr(bare, name) for name in bare.__dataclass_fields__ if name != "may_rest"},
        may_rest=allowed,
    )
    every = (1 << DAY) - 1

    found = {at for group in assign(SERVICE, calendar, every, {}) for at in positions(group.starts)}

    for at in range(DAY - SERVICE.minutes + 1):
        rest = all(allowed >> (at + 2 + minute) & 1 for minute in range(4))
        assert (at in found) == rest
        told = explain(Search(SERVICE, 0), calendar, 1000 + at)
        assert (told.opening is not None) == rest
        assert rest or [one.why for one in told.obstacles] == [Why.NO_REMOVER]
