"""One score is known to MDC over the root of two; the mean of several better."""

from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ashi.core.outcomes.precision import NoReadingError, detectable_change, error_of_score


def test_one_reading_and_the_mean_of_four() -> None:
    assert error_of_score(10) == pytest.approx(10 / sqrt(2))
    assert error_of_score(10, 4) == pytest.approx(10 / sqrt(2) / 2)


def test_one_reading_against_one_is_the_mdc_itself() -> None:
    assert detectable_change(9) == pytest.approx(9)
    assert detectable_change(9, 3, 3) == pytest.approx(9 / sqrt(3))


@given(st.integers(1, 50), st.integers(1, 50))
def test_two_errors_add_up_as_independent_ones(before: int, after: int) -> None:
    both = sqrt(error_of_score(7, before) ** 2 + error_of_score(7, after) ** 2)

    assert detectable_change(7, before, after) == pytest.approx(both)


def test_no_reading_has_no_error() -> None:
    with pytest.raises(NoReadingError):
        error_of_score(10, 0)
    with pytest.raises(NoReadingError):
        detectable_change(10, 1, 0)
