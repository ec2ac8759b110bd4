"""What a report prints instead of standard deviations: the handbook's examples and closed forms."""

import math
import statistics

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ashi.core.evidence.arms import Counted, Group, join, join_counted, share, share_counted
from ashi.core.evidence.distributions import quantile, two_sided
from ashi.core.evidence.quartiles import Summary, moments, skewed
from ashi.core.evidence.spreads import (
    correlation_of,
    sd_of_change,
    sd_of_difference,
    sd_of_interval,
    sd_of_se,
    se_of_interval,
    se_of_p,
    se_of_ratio_interval,
    se_of_t,
)

NORMAL = statistics.NormalDist()
sizes = st.integers(5, 2000)


def test_the_handbook_s_difference_with_a_p_value():
    """Handbook 6.5.2.3: difference 3.8, p 0.008, 25 and 22 people; printed 1.37 and 4.69."""
    se = se_of_p(3.8, 0.008, 25 + 22 - 2)

    assert quantile(1 - 0.004, 45) == pytest.approx(2.78, abs=0.005)
    assert se == pytest.approx(1.37, abs=0.005)
    assert sd_of_difference(se, 25, 22) == pytest.approx(4.69, abs=0.02)


def test_the_handbook_s_changes_and_their_correlations():
    """Handbook 6.5.2.8: 6.4, 7.1, change 4.5 gives 0.78; 7.0, 6.9, change 4.2 gives 0.82."""
    assert correlation_of(6.4, 7.1, 4.5) == pytest.approx(0.78, abs=0.005)
    assert correlation_of(7.0, 6.9, 4.2) == pytest.approx(0.82, abs=0.005)
    assert sd_of_change(6.4, 7.1, 0.80) == pytest.approx(4.32, abs=0.01)


def test_large_groups_have_the_handbook_s_3_92():
    assert se_of_interval(0, 3.92, None) == pytest.approx(1, abs=1e-4)
    assert se_of_interval(0, 3.29, None, 90) == pytest.approx(1, abs=1e-4)
    assert sd_of_interval(0, 2 * 2.0639, 25) == pytest.approx(5, abs=1e-3)  # t of 24, as printed


def test_an_interval_of_a_ratio_is_read_on_the_log_scale():
    """Handbook 6.3.1 in closed form: exp(±1.96 s) about any ratio gives s back."""
    low = 0.7 * math.exp(-1.959963985 * 0.2)
    high = 0.7 * math.exp(1.959963985 * 0.2)

    assert se_of_ratio_interval(low, high) == pytest.approx(0.2, rel=1e-8)


@given(st.floats(0.01, 50), st.floats(0.02, 50), st.integers(3, 500))
def test_every_way_leads_back_to_the_same_error(effect, se, n):
    t = effect / se
    df = n - 1
    reach = quantile(0.975, df) * se
    p = two_sided(t, df)

    assert se_of_t(-effect, t) == pytest.approx(se)
    assert se_of_interval(effect - reach, effect + reach, df) == pytest.approx(se)
    assert sd_of_interval(-reach, reach, n) == pytest.approx(sd_of_se(se, n))
    assume(1e-12 < p < 0.999)
    assert se_of_p(effect, p, df) == pytest.approx(se, rel=1e-3)


@given(st.floats(0.1, 50), st.floats(0.1, 50), st.floats(-0.99, 0.99))
def test_a_correlation_makes_the_change_and_comes_back_from_it(before, after, r):
    change = sd_of_change(before, after, r)

    assert correlation_of(before, after, change) == pytest.approx(r, abs=1e-6)
    assert abs(before - after) <= change + 1e-9 <= before + after + 2e-9


N = 20
FIVE = {"extremes": (2, 14), "quartiles": (4, 10)}
XI = NORMAL.inv_cdf((N - 0.375) / (N + 0.25))
ETA = NORMAL.inv_cdf((0.75 * N - 0.125) / (N + 0.25))
LUO = {  # equations 7, 11 and 15, with a=2, q1=4, m=6, q3=10, b=14
    "extremes": 4 / (4 + N**0.75) * 8 + N**0.75 / (4 + N**0.75) * 6,
    "quartiles": (0.7 + 0.39 / N) * 7 + (0.3 - 0.39 / N) * 6,
    "both": 2.2 / (2.2 + N**0.75) * 8
    + (0.7 - 0.72 / N**0.55) * 7
    + (0.3 + 0.72 / N**0.55 - 2.2 / (2.2 + N**0.75)) * 6,
}


@pytest.mark.parametrize(
    ("given_as", "mean", "sd", "methods"),
    [
        (("extremes",), LUO["extremes"], 12 / (2 * XI), "luo2018+wan2014"),
        (("quartiles",), LUO["quartiles"], 6 / (2 * ETA), "luo2018+wan2014"),
        (
            ("extremes", "quartiles"),
            LUO["both"],
            12 / ((2 + 0.14 * N**0.6) * XI) + 6 / ((2 + 2 / (0.07 * N**0.6)) * ETA),
            "luo2018+shi2020",  # Shi's equation as printed, with its thetas
        ),
    ],
)
def test_medians_by_the_published_formulae(given_as, mean, sd, methods):
    found = moments(Summary(N, 6, **{name: FIVE[name] for name in given_as}))

    assert (found.mean, found.methods) == (pytest.approx(mean, rel=1e-12), methods)
    assert found.sd == pytest.approx(sd, rel=1e-12)


@pytest.mark.parametrize(("n", "d2"), [(5, 2.326), (10, 3.078), (25, 3.931), (100, 5.015)])
def test_a_range_is_divided_by_the_tabled_expected_range(n, d2):
    """Table 1 of Wan 2014 is the expected range of n normal values; its formula is within 2 %."""
    assert moments(Summary(n, 0, None, (-d2 / 2, d2 / 2))).sd == pytest.approx(1, rel=0.02)


def test_quartiles_of_many_people_are_divided_by_1_349():
    assert moments(Summary(1e6, 0, (-0.6745, 0.6745))).sd == pytest.approx(1, abs=1e-4)


@given(sizes, st.floats(-100, 100), st.floats(0.1, 30))
def test_a_normal_outcome_gets_its_mean_and_nearly_its_deviation(n, mean, sd):
    """Blom's places of order statistics are what the constants of Wan 2014 stand on."""
    q = sd * NORMAL.inv_cdf((0.75 * n - 0.125) / (n + 0.25))
    end = sd * NORMAL.inv_cdf((n - 0.375) / (n + 0.25))
    quartiles, extremes = (mean - q, mean + q), (mean - end, mean + end)

    for summary in (
        Summary(n, mean, quartiles),
        Summary(n, mean, None, extremes),
        Summary(n, mean, quartiles, extremes),
    ):
        found = moments(summary)
        assert (found.mean, found.sd) == (pytest.approx(mean, abs=1e-8), pytest.approx(sd))
        assert summary.in_order()
        assert not skewed(summary)


@given(sizes, st.lists(st.floats(-50, 50), min_size=5, max_size=5), st.floats(0.1, 9))
def test_another_unit_or_nought_moves_the_estimate_with_it(n, five, unit):
    low, q1, median, q3, high = sorted(round(one, 3) for one in five)
    one = moments(Summary(n, median, (q1, q3), (low, high)))
    other = moments(
        Summary(
            n,
            median * unit + 7,
            (q1 * unit + 7, q3 * unit + 7),
            (low * unit + 7, high * unit + 7),
        )
    )

    assert other.mean == pytest.approx(one.mean * unit + 7, abs=1e-6)
    assert other.sd == pytest.approx(one.sd * unit, abs=1e-6)


@pytest.mark.parametrize(
    "summary",
    [
        Summary(50, 1, (0.9, 6)),
        Summary(50, 1, None, (0, 30)),
        Summary(50, 1, (0.9, 6), (0, 30)),
    ],
)
def test_numbers_that_lean_to_one_side_are_seen(summary):
    assert skewed(summary)


def test_what_is_out_of_order_is_seen_and_one_value_leans_nowhere():
    assert not Summary(9, 5, (6, 7)).in_order()
    assert not Summary(9, 5, (4, 6), (4.5, 9)).in_order()
    assert not skewed(Summary(9, 5, (5, 5)))


people = st.lists(st.integers(-40, 40).map(float), min_size=2, max_size=9)


@given(st.lists(people, min_size=1, max_size=4))
def test_groups_joined_are_the_people_together(groups):
    """Handbook table 6.5.a against the people themselves."""
    summed = [Group(len(one), statistics.mean(one), statistics.stdev(one)) for one in groups]
    everyone = [value for one in groups for value in one]

    joined = join(summed)

    assert joined.n == len(everyone)
    assert joined.mean == pytest.approx(statistics.mean(everyone), abs=1e-9)
    assert joined.sd == pytest.approx(statistics.stdev(everyone), abs=1e-9)


def test_one_person_joined_has_no_spread():
    assert join([Group(1, 5, 0)]) == Group(1, 5, 0)


@given(st.integers(1, 500), st.integers(1, 5))
def test_what_is_shared_out_comes_together_again(n, among):
    events = n // 2
    parts = [share_counted(Counted(n, events), among)] * among

    assert join_counted(parts) == Counted(pytest.approx(n), pytest.approx(events))
    assert share(Group(n, 3.0, 2.0), among) == Group(n / among, 3.0, 2.0)
