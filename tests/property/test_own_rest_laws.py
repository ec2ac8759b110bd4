"""Needling in several rooms, pools and preferences: the search agrees with looking at each case."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from ashi.core.scheduling.assignment import assign
from ashi.core.scheduling.axis import Axis, Span
from ashi.core.scheduling.bits import positions
from ashi.core.scheduling.calendars import prepare
from ashi.core.scheduling.explanation import Why, explain
from ashi.core.scheduling.openings import Search
from ashi.core.scheduling.resources import Resource, ResourceId
from ashi.core.scheduling.services import Phase, Role, Service

DAY = 30
AXIS = Axis(1000, DAY)
MASKS = st.integers(0, 2**DAY - 1)
ALWAYS = [Span(1000, 1000 + DAY)]
UNITS = [ResourceId(f"unit{number}") for number in range(3)]
PEOPLE = [ResourceId("anna"), ResourceId("maria")]


def calendar_of(names, taken=None):
    rows = [Resource(one, "thing") for one in names]
    return prepare(rows, AXIS, dict.fromkeys(names, ALWAYS), taken or {})


def starts_of(groups):
    return {at: group.picks for group in groups for at in positions(group.starts)}


@given(st.dictionaries(st.sampled_from(PEOPLE), MASKS), st.integers(1, 6), st.integers(1, 6))
def test_whoever_needles_does_so_only_where_their_own_patients_may_rest_all_the_while(
    own, needling, rest
):
    service = Service(
        "visit",
        (Role("needler", frozenset({"thing"}), needles=True),),
        (
            Phase("with", needling, frozenset({"needler"})),
            Phase("rest", rest, frozenset(), rests=True),
        ),
    )
    calendar = replace(calendar_of(PEOPLE), own_rest=own)

    found = starts_of(assign(service, calendar, (1 << DAY) - 1, {}))

    def may(one, start):
        minutes = range(start + needling, start + needling + rest)
        return one not in own or all(own[one] >> at & 1 for at in minutes)

    for start in range(DAY - needling - rest + 1):
        able = [one for one in PEOPLE if may(one, start)]
        assert found.get(start) == ((able[0],) if able else None)
        told = explain(Search(service, 0), calendar, AXIS.origin + start)
        assert (told.opening is not None) == bool(able)
        if not able:
            assert {one.why for one in told.obstacles} == {Why.TOO_MANY_ROOMS}


SPANS = st.tuples(st.integers(0, DAY), st.integers(0, DAY)).map(
    lambda ends: Span(1000 + min(ends), 1000 + max(ends))
)


@given(
    st.dictionaries(st.sampled_from(UNITS), st.lists(SPANS, max_size=3)),
    st.lists(st.sampled_from(UNITS), unique=True),
    st.integers(1, 8),
)
def test_the_first_preferred_that_is_free_is_taken_and_any_other_only_without_one(
    taken, preferred, minutes
):
    role = Role("unit", frozenset({"thing"}), preferred=tuple(preferred))
    service = Service("visit", (role,), (Phase("use", minutes, frozenset({"unit"})),))

    found = starts_of(assign(service, calendar_of(UNITS, taken), (1 << DAY) - 1, {}))

    order = [*preferred, *(one for one in UNITS if one not in preferred)]
    for start in range(DAY - minutes + 1):
        used = Span(1000 + start, 1000 + start + minutes)
        free = [
            one
            for one in order
            if all(
                max(used.start, span.start) >= min(used.end, span.end)
                for span in taken.get(one, ())
            )
        ]
        assert found.get(start) == ((free[0],) if free else None)
