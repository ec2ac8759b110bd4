"""Two groups compared, against cases reckoned by hand."""

from math import isnan, sqrt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ashi.core.outcomes.differences import (
    CollinearError,
    ImpossibleCountError,
    TooFewRowsError,
    UnequalRowsError,
    adjusted_difference,
    share_difference,
)

GROUP = [True, True, True, False, False, False]


def test_without_covariates_it_is_the_t_test_of_two_means() -> None:
    # Means 4 and 8, sums of squares 2 and 8: variance 10/4, se sqrt(2.5 x 2/3), t 2.776 at 4 df.
    found = adjusted_difference([3, 4, 5, 6, 8, 10], GROUP)

    se = sqrt(2.5 * 2 / 3)
    assert found.estimate == pytest.approx(-4)
    assert (found.df, found.n) == (4, 6)
    assert found.se == pytest.approx(se)
    assert (found.low, found.high) == pytest.approx((-4 - 2.7764451 * se, -4 + 2.7764451 * se))
    assert found.p == pytest.approx(0.03628, abs=1e-5)  # t = -3.0984 at 4 df


def test_a_difference_that_the_baseline_explains_is_none() -> None:
    baseline = [1.0, 2, 3, 4, 5, 6]
    noise = [0.1, -0.2, 0.1, 0.1, -0.2, 0.1]
    outcome = [2 * start + off for start, off in zip(baseline, noise, strict=True)]

    found = adjusted_difference(outcome, GROUP, [baseline])

    assert found.estimate == pytest.approx(0, abs=1e-9)
    assert found.low < 0 < found.high


def test_sites_are_levelled_out() -> None:
    sites = ["a", "b", "c", "a", "b", "c"]
    outcome = [1.1, 10.9, 21.0, 3.0, 13.1, 22.9]

    found = adjusted_difference(outcome, GROUP, sites=sites)

    assert found.estimate == pytest.approx(-2)
    assert found.df == 2
    assert found.se < adjusted_difference(outcome, GROUP).se / 20


def test_a_perfect_fit_has_no_p_value() -> None:
    found = adjusted_difference([0, 0, 0, 0, 0, 0], GROUP)

    assert (found.estimate, found.se) == (0, 0)
    assert isnan(found.p)


def test_columns_of_different_length_are_refused() -> None:
    with pytest.raises(UnequalRowsError) as refused:
        adjusted_difference([1, 2, 3], GROUP, [[1.0, 2.0]])

    assert refused.value.fields == {"lengths": [3, 6, 2]}


def test_a_model_that_uses_every_row_is_refused() -> None:
    with pytest.raises(TooFewRowsError):
        adjusted_difference([1, 2], [True, False])


@pytest.mark.parametrize(
    ("group", "covariate"), [([True] * 6, [1, 2, 3, 4, 5, 6]), (GROUP, [1, 1, 1, 0, 0, 0])]
)
def test_a_group_that_cannot_be_told_apart_is_refused(
    group: list[bool], covariate: list[float]
) -> None:
    with pytest.raises(CollinearError):
        adjusted_difference([1, 2, 3, 4, 5, 6], group, [covariate])


numbers = st.lists(st.integers(-50, 50), min_size=6, max_size=6)


@settings(max_examples=30, deadline=None)
@given(outcome=numbers, shift=st.integers(-9, 9), scale=st.integers(1, 9))
def test_units_and_a_shift_change_nothing_else(outcome: list[int], shift: int, scale: int) -> None:
    plain = adjusted_difference(outcome, GROUP)
    moved = adjusted_difference([scale * one + shift for one in outcome], GROUP)
    turned = adjusted_difference(outcome, [not one for one in GROUP])

    assert moved.estimate == pytest.approx(scale * plain.estimate, abs=1e-8)
    assert moved.se == pytest.approx(scale * plain.se, abs=1e-8)
    assert (turned.low, turned.high) == pytest.approx((-plain.high, -plain.low), abs=1e-8)


def test_shares_are_compared_with_their_interval() -> None:
    # 0.5 - 0.25; variance 0.25/40 + 0.1875/40; pooled 30/80.
    found = share_difference((20, 10), (40, 40))

    se = sqrt(0.4375 / 40)
    assert found.estimate == pytest.approx(0.25)
    assert (found.low, found.high) == pytest.approx((0.25 - 1.959964 * se, 0.25 + 1.959964 * se))
    assert found.p == pytest.approx(0.02092, abs=1e-5)  # chi-square 5.3333
    assert found.needed == pytest.approx(4)


def test_equal_shares_have_no_number_needed() -> None:
    found = share_difference((0, 0), (5, 9))

    assert (found.estimate, found.p, found.needed) == (0, 1, None)


@pytest.mark.parametrize(
    ("events", "people"), [((1, 1), (0, 2)), ((3, 1), (2, 2)), ((-1, 1), (2, 2))]
)
def test_impossible_counts_are_refused(events: tuple[int, int], people: tuple[int, int]) -> None:
    with pytest.raises(ImpossibleCountError):
        share_difference(events, people)
