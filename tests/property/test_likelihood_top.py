"""The tau² of likelihood stands at a top: uphill below it, downhill above."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ashi.core.evidence.heterogeneity import Method
from ashi.core.evidence.pooling import pool

rows = st.lists(st.tuples(st.floats(-3, 3), st.floats(0.01, 2)), min_size=2, max_size=30)
NEAR = 1e-5


def slope(method: Method, y: np.ndarray, v: np.ndarray, tau2: float) -> float:
    """Twice the slope of the (restricted) likelihood, written out from its formula."""
    w = 1 / (v + tau2)
    mean = np.sum(w * y) / np.sum(w)
    own = np.sum(w**2 * (y - mean) ** 2) - np.sum(w)
    return float(own if method is Method.ML else own + np.sum(w**2) / np.sum(w))


def at_a_top(method: Method, y: np.ndarray, v: np.ndarray) -> bool:
    tau2 = pool(y, v, method).tau2
    if tau2 == 0:
        return slope(method, y, v, 0.0) <= 1e-9
    below, above = (slope(method, y, v, tau2 * (1 + off)) for off in (-NEAR, NEAR))
    return below >= -1e-7 and above <= 1e-7


@pytest.mark.parametrize("method", [Method.ML, Method.REML])
@given(rows)
def test_tau2_is_at_a_top(method, some):
    y, v = np.array(some).T

    assert at_a_top(method, y, v)


@pytest.mark.slow
@pytest.mark.parametrize("method", [Method.ML, Method.REML])
def test_trials_that_nearly_agree_are_at_a_top_too(method):
    """Steps from nought went past the top and back below nought, for ever, in one set of 300."""
    random = np.random.default_rng(2026)
    v = random.uniform(0.02, 0.3, (300, 20))
    y = random.normal(-0.4, np.sqrt(v + 0.1))

    assert [at for at in range(300) if not at_a_top(method, y[at], v[at])] == []
