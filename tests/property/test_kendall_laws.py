"""Kendall's pairs, counted the short way, against every pair looked at."""

from itertools import combinations
from math import sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ashi.core.evidence.kendall import kendall

NUMBER = st.one_of(st.integers(-4, 4).map(float), st.floats(-1e6, 1e6))
rows = st.lists(st.tuples(NUMBER, NUMBER), min_size=2, max_size=40)


def sign(number: float) -> int:
    return (number > 0) - (number < 0)


@given(rows)
def test_tau_is_that_of_all_pairs(some):
    pairs = list(combinations(some, 2))
    score = sum(sign(a[0] - b[0]) * sign(a[1] - b[1]) for a, b in pairs)
    apart = [sum(a[column] != b[column] for a, b in pairs) for column in (0, 1)]

    found = kendall(*np.array(some, float).T)

    if 0 in apart:
        assert found is None
    else:
        assert found is not None
        assert found[0] == pytest.approx(score / sqrt(apart[0] * apart[1]))
        assert 0 <= found[1] <= 1


@given(rows, st.randoms())
def test_neither_the_order_nor_the_side_is_any_matter(some, chance):
    one, other = np.array(some, float).T
    chance.shuffle(some)

    assert kendall(*np.array(some, float).T) == kendall(one, other) == kendall(other, one)
