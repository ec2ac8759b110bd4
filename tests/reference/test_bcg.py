"""The thirteen trials of BCG against tuberculosis (Colditz 1994), in subgroups and over time.

Counts and years as in metafor's ``dat.bcg``; the numbers compared with are those its own tests
(``test_misc_cumul.r``) and its documentation print. R was not run here.
"""

import math

import numpy as np
import pytest
from scipy.optimize import minimize_scalar

from ashi.core.evidence.cumulative import cumulative, in_order
from ashi.core.evidence.distributions import chi2_above
from ashi.core.evidence.effects import Measure, effect_of
from ashi.core.evidence.heterogeneity import Method
from ashi.core.evidence.pooling import Test, pool
from ashi.core.evidence.subgroups import by_group

TRIALS = [  # year, events and people with and without the vaccine, how people were allotted
    (1948, 4, 123, 11, 139, "random"),
    (1949, 6, 306, 29, 303, "random"),
    (1960, 3, 231, 11, 220, "random"),
    (1977, 62, 13598, 248, 12867, "random"),
    (1973, 33, 5069, 47, 5808, "alternate"),
    (1953, 180, 1541, 372, 1451, "alternate"),
    (1973, 8, 2545, 10, 629, "random"),
    (1980, 505, 88391, 499, 88391, "random"),
    (1968, 29, 7499, 45, 7277, "random"),
    (1961, 17, 1716, 65, 1665, "systematic"),
    (1974, 186, 50634, 141, 27338, "systematic"),
    (1969, 5, 2498, 3, 2341, "systematic"),
    (1976, 27, 16913, 29, 17854, "systematic"),
]
COLUMNS = ("events1", "n1", "events2", "n2")
EFFECTS = [effect_of(Measure.RR, dict(zip(COLUMNS, row[1:5], strict=True))) for row in TRIALS]
Y, V = [one.yi for one in EFFECTS], [one.vi for one in EFFECTS]
ALLOTTED = [row[5] for row in TRIALS]
RANDOM = ["random" if one == "random" else "other" for one in ALLOTTED]
CUMULATIVE = [
    -0.889311, -1.325003, -0.97208, -1.001094, -1.101424, -0.973464, -0.901251,
    -0.788566, -0.865607, -0.785211, -0.708206, -0.794768, -0.714532,
]  # fmt: skip


def test_trials_come_by_year_and_move_the_answer_as_in_metafor():
    order = in_order([str(row[0]) for row in TRIALS])

    found = cumulative([Y[at] for at in order], [V[at] for at in order])

    # metafor's own steps stop at 1e-5 unless told otherwise; ours go on.
    assert [one.estimate for one in found] == pytest.approx(CUMULATIVE, abs=5e-6)
    assert [one.k for one in found] == list(range(1, 14))


def test_the_last_answer_is_that_of_all_trials():
    assert cumulative(Y, V, Method.DL, Test.KNHA)[-1] == pool(Y, V, Method.DL, Test.KNHA)


def test_words_come_after_numbers_and_nothing_comes_last():
    assert in_order(["", "b", "10", "A", "9", "10"]) == [4, 2, 5, 3, 1, 0]


def test_two_subgroups_with_tau2_of_their_own_are_metafor_s():
    """Printed: random -0.9710 (0.2760), other -0.4813 (0.2169), z -1.3951, p 0.1630."""
    found = by_group(Y, V, RANDOM)
    one, other = found.groups

    assert (one.name, one.k) == ("random", 7)
    assert (one.estimate, one.se, one.tau2) == pytest.approx((-0.9710, 0.2760, 0.393), abs=5e-4)
    assert (other.estimate, other.se, other.tau2) == pytest.approx(
        (-0.4813, 0.2169, 0.212), abs=5e-4
    )
    assert math.sqrt(found.between.stat) == pytest.approx(1.3951, abs=5e-4)
    assert found.between.p == pytest.approx(0.1630, abs=5e-4)


def test_three_subgroups_with_one_tau2_are_metafor_s():
    """Printed under the forest plot with subgroups: QM = 1.77, df = 2, p = 0.41."""
    between = by_group(Y, V, ALLOTTED, common=True).between

    assert (between.df, between.df2) == (2, None)
    assert between.stat == pytest.approx(1.77, abs=0.005)
    assert between.p == pytest.approx(0.41, abs=0.005)


def restricted(tau2, y, v, x):
    """Return minus twice the restricted log likelihood, by its definition."""
    w = np.diag(1 / (v + tau2))
    inside = x.T @ w @ x
    beta = np.linalg.solve(inside, x.T @ w @ y)
    left = y - x @ beta
    return np.sum(np.log(v + tau2)) + np.linalg.slogdet(inside)[1] + left @ w @ left


def test_one_tau2_for_all_groups_is_the_top_of_the_likelihood():
    y, v = np.array(Y), np.array(V)
    x = np.array([[float(one == name) for name in ("random", "other")] for one in RANDOM])
    best = minimize_scalar(
        restricted, bounds=(0, 5), args=(y, v, x), method="bounded", options={"xatol": 1e-9}
    )

    found = by_group(Y, V, RANDOM, common=True)

    assert found.tau2 == pytest.approx(best.x, rel=1e-5)
    assert {one.tau2 for one in found.groups} == {found.tau2}


@pytest.mark.parametrize("test", list(Test))
def test_two_groups_with_one_tau2_are_a_regression_on_one_column(test):
    """The omnibus test of one column is the square of its t (or z), by plain matrices."""
    y, v = np.array(Y), np.array(V)
    found = by_group(Y, V, RANDOM, Method.DL, test, common=True)
    x = np.array([[1.0, float(one == "random")] for one in RANDOM])
    w = np.diag(1 / (v + found.tau2))
    m = np.linalg.inv(x.T @ w @ x)
    beta = m @ x.T @ w @ y
    left = y - x @ beta
    scale = left @ w @ left / 11 if test is Test.KNHA else 1

    assert found.between.stat == pytest.approx(beta[1] ** 2 / (scale * m[1, 1]), rel=1e-9)
    assert found.between.df2 == (None if test is Test.Z else 11)


def test_with_one_true_effect_the_parts_of_q_add_up():
    found = by_group(Y, V, ALLOTTED, Method.EE)

    within = sum(one.q for one in found.groups)
    assert within + found.between.stat == pytest.approx(pool(Y, V, Method.EE).q, rel=1e-10)


@pytest.mark.parametrize("common", [True, False])
def test_one_group_is_the_pooled_answer_and_has_nothing_to_differ_from(common):
    whole = pool(Y, V)
    found = by_group(Y, V, ["all"] * 13, common=common)

    assert found.between is None
    assert found.groups[0].estimate == pytest.approx(whole.estimate)
    assert (found.groups[0].ci_low, found.groups[0].q_p) == pytest.approx((whole.ci_low, whole.q_p))


@pytest.mark.parametrize("test", list(Test))
@pytest.mark.parametrize("common", [True, False])
def test_groups_of_one_trial_each_have_answers(test, common):
    found = by_group([1.0, 2.0], [0.5, 0.5], ["a", "b"], Method.REML, test, common=common)

    assert [one.estimate for one in found.groups] == [1.0, 2.0]
    assert found.between.stat == pytest.approx(1.0)
    assert found.between.p == pytest.approx(chi2_above(1.0, 1))


def test_trials_that_agree_throughout_have_no_error_to_compare_by():
    alike = by_group([1, 1, 1, 1], [1, 2, 1, 2], list("aabb"), Method.DL, Test.KNHA)
    apart = by_group([1, 1, 2, 2], [1, 2, 1, 2], list("aabb"), Method.DL, Test.KNHA, common=True)

    assert (alike.between.stat, alike.between.p) == (0, 1)
    assert (apart.between.stat, apart.between.p) == (math.inf, 0)


@pytest.mark.slow
def test_very_many_trials_are_put_into_groups_in_one_pass():
    many = 2_000

    found = by_group(Y * many, V * many, ALLOTTED * many, Method.EE)

    assert [one.k for one in found.groups] == [7 * many, 2 * many, 4 * many]
