"""How often: the exact interval, beside published values and its own definition."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from ashi.core.safety.rates import TAIL, Rate


@pytest.mark.parametrize(
    ("events", "of", "low", "high"),
    [
        # Newcombe 1998, Statistics in Medicine 17:857, table I, method 5 (Clopper and Pearson)
        (81, 263, 0.2527, 0.3676),
        (15, 148, 0.0578, 0.1617),
        (0, 20, 0.0, 0.1684),
        (1, 29, 0.0009, 0.1776),
    ],
)
def test_the_interval_is_the_published_one(events, of, low, high):
    assert Rate(events, of).interval == (
        pytest.approx(low, abs=5e-5),
        pytest.approx(high, abs=5e-5),
    )


@given(st.integers(1, 400).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_at_each_end_so_few_or_so_many_happen_once_in_forty(counts):
    events, of = counts
    rate = Rate(events, of)
    low, high = rate.interval

    assert 0 <= low <= rate.share <= high <= 1
    if events:
        assert binom.sf(events - 1, of, low) == pytest.approx(TAIL, rel=1e-6)
    if events < of:
        assert binom.cdf(events, of, high) == pytest.approx(TAIL, rel=1e-6)


@given(st.integers(1, 200), st.integers(0, 200))
def test_turned_round_it_is_the_rest(of, events):
    events = min(events, of)
    low, high = Rate(events, of).interval

    assert Rate(of - events, of).interval == (pytest.approx(1 - high), pytest.approx(1 - low))
