"""Laws of what became of a visit."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from ashi.apps.encounters.course_of_day import (
    Kind,
    Phase,
    Question,
    Rest,
    StepFact,
    VisitState,
    next_step,
    question_about,
    state_of,
)
from ashi.apps.encounters.drawn import PlanPhase, draw

TEN = datetime(2030, 5, 6, 10, tzinfo=UTC)
FORWARD = [kind for kind in Kind if kind is not Kind.UNDO]
REST = Rest(minutes=20, check_after_min=5)
PLAN = [
    PlanPhase("intake", "with", "Intake", 15, frozenset({"therapist", "room"})),
    PlanPhase("rest", "rest", "Rest", 20, frozenset({"room"})),
    PlanPhase("out", "out", "Out", 5, frozenset({"remover", "room"})),
    PlanPhase("exercise", "move", "Exercise", 15, frozenset({"trainer", "gym"})),
    PlanPhase("turn", "turn", "Turnover", 5, frozenset({"room"}), patient=False),
]


def at(minute: int) -> datetime:
    return TEN + timedelta(minutes=minute)


def step(number: int, kind: Kind, minute: int, needles: int = 0, minutes: int = 0) -> StepFact:
    return StepFact(UUID(int=number), kind, at(minute), needles=needles, minutes=minutes)


@st.composite
def days(draw: st.DrawFn) -> list[StepFact]:
    """Draw any steps at all, some taken back."""
    count = draw(st.integers(0, 10))
    steps = [
        step(
            number,
            draw(st.sampled_from(FORWARD)),
            draw(st.integers(0, 120)),
            needles=draw(st.integers(0, 20)),
            minutes=draw(st.integers(1, 15)),
        )
        for number in range(count)
    ]
    undone = draw(st.sets(st.sampled_from(steps), max_size=3)) if steps else set()
    return steps + [
        StepFact(UUID(int=100 + number), Kind.UNDO, at(121), undoes=one.id)
        for number, one in enumerate(sorted(undone, key=lambda one: one.id))
    ]


@given(steps=days(), order=st.randoms(use_true_random=False))
def test_the_order_in_which_steps_arrive_does_not_matter(steps, order):
    shuffled = list(steps)
    order.shuffle(shuffled)

    assert state_of(shuffled, REST) == state_of(steps, REST)


@given(steps=days())
def test_no_needle_is_lost_by_the_fold(steps):
    state = state_of(steps, REST)

    assert state.needles_in == 0 or state.unaccounted == 0
    if state.needles_in:
        assert state.needles_in == state.counted_in - state.counted_out
    if state.phase is Phase.LEFT:
        assert state.unaccounted == state.counted_in - state.counted_out


@given(steps=days())
def test_needles_are_due_out_exactly_while_they_are_in(steps):
    state = state_of(steps, REST)

    assert (state.due_out is not None) == (state.needles_in > 0)


@given(steps=days(), kind=st.sampled_from(FORWARD), minute=st.integers(0, 120))
def test_a_step_taken_back_leaves_no_trace(steps, kind, minute):
    further = step(50, kind, minute, needles=7, minutes=5)
    back = StepFact(UUID(int=51), Kind.UNDO, at(130), undoes=further.id)

    assert state_of([*steps, further, back], REST) == state_of(steps, REST)


@given(steps=days(), minutes=st.integers(1, 30))
def test_more_time_never_brings_the_bell_forward(steps, minutes):
    before = state_of(steps, REST)
    more = step(60, Kind.MORE_TIME, 125, minutes=minutes)

    after = state_of([*steps, more], REST)

    if before.due_out is not None:
        assert after.due_out == max(before.due_out, at(125)) + timedelta(minutes=minutes)


@given(steps=days())
def test_the_next_act_is_never_one_that_must_be_asked_about(steps):
    state = state_of(steps, REST)
    following = next_step(state, needling=True, exercise=True)

    if following is None:
        assert state.phase is Phase.LEFT
    else:
        assert question_about(state, following) in (None, Question.ALREADY_STARTED)


@given(steps=days(), minute=st.integers(-30, 300))
def test_phases_are_drawn_in_order_and_without_gaps(steps, minute):
    drawn = draw(PLAN, TEN, state_of(steps, REST), at(minute))

    assert [stretch.phase for stretch in drawn] == PLAN
    assert all(one.end == two.start for one, two in pairwise(drawn))
    assert all(stretch.start <= stretch.end for stretch in drawn)
    assert sum(stretch.current for stretch in drawn) <= 1


def test_a_whole_visit_goes_through_its_phases():
    course = [
        step(1, Kind.ARRIVE, -5),
        step(2, Kind.START, 2),
        step(3, Kind.NEEDLES_IN, 15, needles=12),
        step(4, Kind.CHECK, 20),
        step(5, Kind.NEEDLES_OUT, 36, needles=12),
        step(6, Kind.EXERCISE, 40),
        step(7, Kind.LEAVE, 55),
    ]

    phases = [state_of(course[: count + 1], REST).phase for count in range(len(course))]

    assert phases == [
        Phase.HERE,
        Phase.WITH,
        Phase.RESTING,
        Phase.RESTING,
        Phase.OUT,
        Phase.EXERCISE,
        Phase.LEFT,
    ]
    assert state_of(course, REST) == VisitState(
        phase=Phase.LEFT,
        since=at(55),
        arrived_at=at(-5),
        started_at=at(2),
        in_since=at(15),
        out_at=at(36),
        exercise_at=at(40),
        left_at=at(55),
        counted_in=12,
        counted_out=12,
        last=UUID(int=7),
    )


def test_a_count_that_falls_short_is_said_and_a_further_count_mends_it():
    short = [step(1, Kind.NEEDLES_IN, 0, needles=12), step(2, Kind.NEEDLES_OUT, 20, needles=11)]
    mended = [*short, step(3, Kind.NEEDLES_OUT, 22, needles=1)]

    assert state_of(short, REST).unaccounted == 1
    assert state_of(mended, REST).unaccounted == 0


def test_a_second_set_leaves_the_first_due_when_it_was():
    one = [step(1, Kind.NEEDLES_IN, 0, needles=8)]
    two = [*one, step(2, Kind.NEEDLES_IN, 10, needles=4)]

    assert state_of(two, REST) == replace(
        state_of(one, REST), counted_in=12, needles_in=12, last=UUID(int=2)
    )


def test_leaving_with_needles_in_is_asked_about():
    state = state_of([step(1, Kind.NEEDLES_IN, 0, needles=8)], REST)

    assert question_about(state, Kind.LEAVE) is Question.STILL_IN
    assert question_about(state, Kind.NEEDLES_IN) is Question.SECOND_SET
    assert question_about(VisitState(), Kind.NEEDLES_OUT) is Question.NOTHING_IN


def test_a_visit_nobody_began_is_drawn_where_the_clock_is_until_its_end():
    late = draw(PLAN, TEN, VisitState(), at(12))
    missed = draw(PLAN, TEN, VisitState(), at(90))

    assert late[0].start == at(12)
    assert missed[0].start == TEN


def test_needles_that_are_over_stretch_the_rest_to_now():
    resting = state_of([step(1, Kind.START, 0), step(2, Kind.NEEDLES_IN, 15, needles=8)], REST)

    drawn = draw(PLAN, TEN, resting, at(42))

    assert (drawn[1].start, drawn[1].end, drawn[1].current) == (at(15), at(42), True)
