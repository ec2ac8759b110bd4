"""Laws of pooling: order, sign, unit, one trial, agreement."""

import math
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ashi.core.evidence.bias import leave_one_out, trim_and_fill
from ashi.core.evidence.heterogeneity import Method
from ashi.core.evidence.pooling import Test, pool
from ashi.core.evidence.subgroups import by_group

effects = st.floats(-50, 50).map(lambda one: round(one, 6))
variances = st.floats(0.001, 30).map(lambda one: round(one, 6))
trials = st.lists(st.tuples(effects, variances), min_size=2, max_size=12)
methods = st.sampled_from(list(Method))
tests = st.sampled_from(list(Test))


def pooled(rows, method=Method.REML, test=Test.Z):
    return pool([one for one, _ in rows], [two for _, two in rows], method, test)


def close(value):
    return pytest.approx(value, rel=1e-6, abs=1e-6)


@given(trials, methods, tests)
def test_the_order_of_trials_does_not_matter(rows, method, test):
    one, other = pooled(rows, method, test), pooled(rows[::-1], method, test)

    assert (one.estimate, one.tau2, one.q) == (
        close(other.estimate),
        close(other.tau2),
        close(other.q),
    )
    assert list(one.weights) == close(list(other.weights[::-1]))


@given(trials, methods, tests)
def test_turning_every_sign_turns_the_answer(rows, method, test):
    one = pooled(rows, method, test)
    other = pooled([(-effect, variance) for effect, variance in rows], method, test)

    assert (other.estimate, other.tau2, other.p) == (
        close(-one.estimate),
        close(one.tau2),
        close(one.p),
    )
    assert (other.ci_low, other.ci_high) == (close(-one.ci_high), close(-one.ci_low))


@given(trials, methods, st.sampled_from([10.0, 0.25]))
def test_another_unit_scales_the_answer(rows, method, unit):
    one = pooled(rows, method)
    other = pooled([(effect * unit, variance * unit**2) for effect, variance in rows], method)

    assert other.estimate == pytest.approx(one.estimate * unit, rel=1e-5, abs=1e-6)
    assert other.tau2 == pytest.approx(one.tau2 * unit**2, rel=1e-4, abs=1e-6)
    assert other.i2 == pytest.approx(one.i2, rel=1e-4, abs=1e-4)


@given(trials, methods, tests)
def test_what_comes_out_hangs_together(rows, method, test):
    one = pooled(rows, method, test)

    assert one.tau2 >= 0
    assert 0 <= one.i2 <= 100
    assert 0 <= one.p <= 1
    assert one.ci_low <= one.estimate <= one.ci_high
    assert sum(one.weights) == pytest.approx(100)
    assert min(effect for effect, _ in rows) - 1e-9 <= one.estimate
    assert one.estimate <= max(effect for effect, _ in rows) + 1e-9
    if one.pi_low is not None:
        assert one.pi_low <= one.ci_low + 1e-9
        assert one.pi_high >= one.ci_high - 1e-9
    if one.tau2_low is not None:
        assert one.tau2_low <= one.tau2_high


@given(st.tuples(effects, variances), methods, tests)
def test_one_trial_is_its_own_answer(row, method, test):
    one = pooled([row], method, test)

    assert (one.estimate, one.tau2, one.i2) == (close(row[0]), 0, 0)
    assert one.se == close(math.sqrt(row[1]))


@given(effects, st.lists(variances, min_size=2, max_size=8), methods)
def test_trials_that_agree_have_nothing_between_them(effect, spreads, method):
    one = pooled([(effect, variance) for variance in spreads], method)

    assert one.estimate == close(effect)
    assert one.tau2 == pytest.approx(0, abs=1e-9)


@given(st.tuples(effects, variances), st.integers(2, 5))
def test_a_trial_split_into_equal_parts_pools_to_itself(row, parts):
    split = pooled([(row[0], row[1] * parts)] * parts, Method.EE)

    assert (split.estimate, split.se) == (close(row[0]), close(math.sqrt(row[1])))


@given(trials)
def test_each_trial_is_left_out_once_and_filling_never_takes_one_away(rows):
    y, v = [one for one, _ in rows], [two for _, two in rows]

    assert [one.k for one in leave_one_out(y, v, Method.DL)] == [len(rows) - 1] * len(rows)
    filled = trim_and_fill(y, v, Method.DL)
    if filled:
        assert filled.pooled.k == len(rows) + filled.k0
        assert 0 <= filled.k0 < len(rows)


grouped = st.lists(
    st.tuples(effects, variances, st.sampled_from("abc")), min_size=2, max_size=10
).filter(lambda rows: len({name for _, _, name in rows}) > 1)


@given(grouped, st.sampled_from([Method.DL, Method.EE]), st.booleans())
def test_neither_order_nor_sign_nor_unit_changes_how_groups_differ(rows, method, common):
    def between(rows):
        y, v, names = zip(*rows, strict=True)
        found = by_group(y, v, names, method, common=common)
        return found.between.stat, found.between.p

    expected = between(rows)

    assert between(rows[::-1]) == close(expected)
    assert between([(-y, v, name) for y, v, name in rows]) == close(expected)
    assert between([(y * 10, v * 100, name) for y, v, name in rows]) == close(expected)


@given(grouped, tests, st.booleans())
def test_each_group_has_its_own_trials_and_an_interval_about_its_answer(rows, test, common):
    y, v, names = zip(*rows, strict=True)
    found = by_group(y, v, names, Method.DL, test, common=common)

    assert {one.name: one.k for one in found.groups} == {name: names.count(name) for name in names}
    assert all(one.ci_low <= one.estimate <= one.ci_high for one in found.groups)
    assert 0 <= found.between.p <= 1


@pytest.mark.parametrize("scale", [1e-12, 1e12])
@pytest.mark.parametrize("method", list(Method))
def test_huge_and_tiny_variances_scale_the_answer(scale, method):
    rows = [(0.5, 0.1), (0.9, 0.4), (-0.2, 0.2), (1.4, 0.05)]
    one, other = pooled(rows, method), pooled([(y, v * scale) for y, v in rows], method)
    units = pooled([(y * scale**0.5, v * scale) for y, v in rows], method)

    assert units.estimate == pytest.approx(one.estimate * scale**0.5, rel=1e-6)
    assert units.tau2 == pytest.approx(one.tau2 * scale, rel=1e-5, abs=1e-9 * scale)
    assert other.ci_low <= other.estimate <= other.ci_high


@given(trials, st.sampled_from([Method.ML, Method.REML]))
def test_the_short_way_to_the_top_ends_where_scoring_alone_does(rows, method):
    effects, variances = zip(*rows, strict=True)
    plainly = patch("ashi.core.evidence.heterogeneity.CLOSE", -1.0)

    with plainly:
        scored = pool(effects, variances, method).tau2

    assert pool(effects, variances, method).tau2 == pytest.approx(scored, rel=1e-8, abs=1e-9)
