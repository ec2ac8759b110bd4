"""Laws of steps that were taken without connection, against a model that goes step by step."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ashi.apps.encounters.course_of_day import Kind, Rest, StepFact, question_about, state_of
from ashi.apps.encounters.taken_later import (
    EARLIEST_BEFORE_VISIT,
    Clash,
    Press,
    clash_of,
    kept_at,
)

NINE = datetime(2026, 11, 30, 7, 0, tzinfo=UTC)
REST = Rest(20, 5)
KINDS = [kind for kind in Kind if kind is not Kind.UNDO]
minutes = st.integers(-2000, 2000).map(lambda many: NINE + timedelta(minutes=many))


@st.composite
def steps(draw: st.DrawFn) -> list[StepFact]:
    made = [
        StepFact(UUID(int=number + 1), draw(st.sampled_from(KINDS)), draw(minutes), 3, 5)
        for number in range(draw(st.integers(0, 6)))
    ]
    gone = draw(st.lists(st.sampled_from(made), unique=True, max_size=2)) if made else []
    return [*made, *(StepFact(uuid4(), Kind.UNDO, NINE, undoes=one.id) for one in gone)]


def press(kind: Kind, at: datetime, seen=(), version: int | None = 1) -> Press:
    return Press(uuid4(), 1, 1, kind, at, visit_version=version, seen=frozenset(seen))


@given(pressed=minutes, starts=minutes, now=minutes)
def test_a_press_is_kept_between_the_visit_and_now_and_moved_only_if_it_lies_outside(
    pressed, starts, now
):
    kept = kept_at(pressed, starts, now)

    assert kept <= now
    assert kept == pressed or pressed > now or pressed < starts - EARLIEST_BEFORE_VISIT
    if starts - EARLIEST_BEFORE_VISIT <= pressed <= now:
        assert kept == pressed


@given(made=steps(), kind=st.sampled_from(KINDS), at=minutes)
def test_who_knew_of_everything_is_asked_as_at_the_time_of_the_press_and_no_more(made, kind, at):
    undone = {one.undoes for one in made}
    stand = [one for one in made if one.kind is not Kind.UNDO and one.id not in undone]
    then = state_of([one for one in stand if one.occurred_at <= at], REST)

    found = clash_of(made, press(kind, at, {one.id for one in made}), at, 1, REST)

    assert found == question_about(then, kind)


@given(made=steps(), kind=st.sampled_from(KINDS), at=minutes, data=st.data())
def test_the_same_kind_by_others_is_told_whatever_else_happened(made, kind, at, data):
    seen = data.draw(st.sets(st.sampled_from([one.id for one in made]))) if made else set()
    undone = {one.undoes for one in made}
    unknown = [one for one in made if one.kind is kind and not {one.id} & (seen | undone)]

    found = clash_of(made, press(kind, at, seen), at, 1, REST)

    assert (found is Clash.DONE_MEANWHILE) == (bool(unknown) and kind is not Kind.CHECK)


@given(made=steps(), kind=st.sampled_from(KINDS), at=minutes)
def test_a_visit_that_was_changed_is_told_first(made, kind, at):
    assert clash_of(made, press(kind, at), at, 2, REST) is Clash.VISIT_CHANGED
    assert clash_of(made, press(kind, at, version=None), at, 2, REST) is not Clash.VISIT_CHANGED


@pytest.mark.parametrize("kind", [Kind.NEEDLES_OUT, Kind.LEAVE])
def test_a_step_between_two_that_are_known_is_asked_of_its_own_hour(kind):
    needles_in = StepFact(UUID(int=1), Kind.NEEDLES_IN, NINE, needles=12)
    left = StepFact(UUID(int=2), Kind.LEAVE, NINE + timedelta(minutes=40))

    at = NINE + timedelta(minutes=20)
    found = clash_of([needles_in, left], press(kind, at, {needles_in.id}), at, 1, REST)

    assert found == (None if kind is Kind.NEEDLES_OUT else Clash.DONE_MEANWHILE)
