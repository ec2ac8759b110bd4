"""Two periods of a course: nothing is filled, and only what may be compared is."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from ashi.core.outcomes.periods import Period, difference, stretch_of
from ashi.core.outcomes.readings import Reading, runs_of

answers = st.lists(
    st.tuples(st.integers(0, 60), st.none() | st.integers(0, 10), st.sampled_from("ab")),
    max_size=30,
)


def runs(rows):
    return runs_of(
        Reading(day, "NPRS", None if value is None else Fraction(value), form)
        for day, value, form in rows
    )


@given(answers, st.integers(0, 60), st.integers(0, 60))
def test_two_neighbouring_periods_hold_each_answer_once(rows, begin, middle):
    whole = stretch_of(runs(rows), Period(0, 60))
    first = stretch_of(runs(rows), Period(0, middle))
    second = stretch_of(runs(rows), Period(middle + 1, 60))

    assert first.asked + second.asked == whole.asked == len(rows)
    assert first.answered + second.answered == whole.answered
    if first.mean is not None and second.mean is not None:
        total = first.mean * first.answered + second.mean * second.answered
        assert total == whole.mean * whole.answered


@given(answers)
def test_a_mean_lies_within_its_range_and_comes_from_answers_alone(rows):
    found = stretch_of(runs(rows), Period(0, 60))
    values = [value for _day, value, _form in rows if value is not None]

    assert (found.mean is None) == (not values)
    if found.mean is not None:
        assert found.low <= found.mean <= found.high
        assert found.mean == Fraction(sum(values), len(values))


@given(answers, answers)
def test_a_difference_turns_round_and_never_joins_two_forms(before, after):
    first, second = (stretch_of(runs(rows), Period(0, 60)) for rows in (before, after))
    found = difference(first, second)

    if found is None:
        assert first.mean is None or second.mean is None or len(first.forms | second.forms) > 1
    else:
        assert difference(second, first) == -found
        assert len(first.forms | second.forms) == 1
