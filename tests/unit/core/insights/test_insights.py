"""Insights in the core: published intervals, periods, definitions, and when nothing is compared."""

from datetime import date

import pytest

from ashi.core.insights.comparing import Pair, Why, compare
from ashi.core.insights.definitions import SAID, all_definitions, definition_of
from ashi.core.insights.disclosure import Place, withheld
from ashi.core.insights.errors import UnknownInsightError
from ashi.core.insights.intervals import mean, median, median_rank, quantile, share
from ashi.core.insights.periods import Period, days_of
from ashi.core.outcomes.differences import adjusted_difference
from ashi.core.safety.rates import Count


@pytest.mark.parametrize(
    ("events", "low", "high"),
    [
        # Garwood 1936, Biometrika 28:437: limits of a Poisson mean, 95 %, to three decimals.
        (0, 0.0, 3.689),
        (1, 0.025, 5.572),
        (2, 0.242, 7.225),
        (5, 1.623, 11.668),
        (10, 4.795, 18.390),
        (20, 12.217, 30.888),
    ],
)
def test_the_interval_of_a_count_is_the_published_one(events, low, high):
    found = Count(events, 1000).interval(1000)
    assert found == (pytest.approx(low, abs=5e-4), pytest.approx(high, abs=5e-4))
    assert Count(events, 500).rate(1000) == events * 2


@pytest.mark.parametrize(
    ("n", "rank"),
    # Ranks of the 95 % interval of a median, as tables of the sign test give them.
    [(5, None), (6, 1), (10, 2), (20, 6), (30, 10), (50, 18), (100, 40)],
)
def test_the_rank_of_the_median_is_the_published_one(n, rank):
    assert median_rank(n) == rank


def test_a_mean_is_that_of_a_textbook():
    # 1 to 5: mean 3, standard error sqrt(2.5 / 5), t 2.776 at 4 degrees of freedom.
    found = mean([(one, 1) for one in range(1, 6)])
    assert (found.value, found.low, found.high) == pytest.approx((3, 1.0368, 4.9632), abs=1e-4)
    assert mean([(4, 3)]).low is None
    assert mean([]) is None
    assert median([]) is None
    assert quantile([], 0.5) is None
    assert share(0, 0) is None


def test_the_lower_of_two_middles_and_the_ninth_of_ten():
    seen = [(one, 1) for one in range(1, 11)]
    assert (median(seen).value, median(seen).low, median(seen).high) == (5, 2, 9)
    assert quantile(seen, 0.9) == 9


def test_named_periods_end_today():
    today = date(2024, 2, 29)
    assert days_of(Period.MONTH, today) == (date(2024, 2, 1), today)
    assert days_of(Period.QUARTER, today) == (date(2024, 1, 1), today)
    assert days_of(Period.YEAR, today) == (date(2023, 3, 1), today)
    assert days_of(Period.TWO_YEARS, date(2025, 3, 1)) == (date(2023, 3, 2), date(2025, 3, 1))


def test_follow_up_is_the_first_definition_and_each_says_everything_twice():
    assert next(iter(all_definitions())) == "follow-up"
    for one in all_definitions().values():
        for name in SAID:
            english, greek = one.words(name, "en"), one.words(name, "el")
            assert english
            assert greek != english
            assert "{" not in english + greek
    assert "20" in definition_of("compared").words("among", "el")
    assert "10,000" in definition_of("unwanted").words("counts", "en")
    assert "10.000" in definition_of("unwanted").words("counts", "el")
    with pytest.raises(UnknownInsightError):
        definition_of("league-table")


def test_one_small_cell_takes_another_and_noughts_stay():
    assert withheld([[3, 20], [12, 9]]) == {Place(r, c) for r in (0, 1) for c in (0, 1)}
    assert withheld([[0, 20], [0, 9]]) == set()


def pairs(needled: int, without: int):
    return [
        Pair("back", True, 6, 3, needled),
        Pair("back", True, 4, 2, 5),
        Pair("back", False, 6, 4, without),
        Pair("back", False, 5, 4, 5),
        Pair("neck", True, 7, 4, 5),
        Pair("neck", False, 7, 6, 5),
    ]


def test_people_counted_together_are_compared_as_one_by_one():
    given = pairs(12, 14)
    apart = [one for one in given for _ in range(one.people)]
    found = compare(given, 20)
    wanted = adjusted_difference(
        [one.end for one in apart],
        [one.needled for one in apart],
        [[one.start for one in apart]],
        [one.condition for one in apart],
    )
    assert found.people == (22, 24)
    for name in ("estimate", "low", "high", "df", "n"):
        assert getattr(found.difference, name) == pytest.approx(getattr(wanted, name))


def test_few_are_not_compared_nor_groups_that_are_conditions():
    assert compare(pairs(9, 40), 20).why is Why.TOO_FEW
    apart = [
        Pair("back", True, 6, 3, 30),
        Pair("neck", False, 6, 3, 30),
        Pair("neck", False, 5, 3, 9),
    ]
    assert compare(apart, 20).why is Why.ALIKE
    assert compare([], 1).why is Why.TOO_FEW
