"""Backups: when one is due, and which of them stay."""

from datetime import UTC, datetime, time, timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from ashi.core.kernel.retaining import AGAIN, Keep, Last, is_due, kept

moments = st.datetimes(datetime(2026, 1, 1), datetime(2029, 1, 1), timezones=st.just(UTC))
numbers = st.integers(0, 12)
keeps = st.builds(Keep, numbers, numbers, numbers)
many = st.lists(moments, max_size=60, unique=True)
hours = st.times().map(lambda one: one.replace(second=0, microsecond=0))


@given(many, keeps)
def test_the_newest_stays_and_nothing_is_made_up(made, keep):
    stay = kept(made, keep)
    assert stay <= set(made)
    assert not made or max(made) in stay


@given(many, keeps)
def test_no_more_stay_than_are_asked_for(made, keep):
    assert len(kept(made, keep)) <= max(1, keep.days + keep.weeks + keep.months)


@given(many, keeps)
def test_to_look_again_takes_nothing_more_away(made, keep):
    once = kept(made, keep)
    assert kept(once, keep) == once


@given(many, keeps, st.integers(1, 5))
def test_who_keeps_more_days_loses_nothing(made, keep, more):
    assert kept(made, keep) <= kept(made, Keep(keep.days + more, keep.weeks, keep.months))


@given(many, st.integers(1, 8))
def test_each_of_the_last_days_that_has_one_has_one_left(made, days):
    stay = kept(made, Keep(days, 0, 0))
    wanted = sorted({one.date() for one in made}, reverse=True)[:days]
    assert {one.date() for one in stay} == set(wanted)


def test_a_year_of_nights_leaves_days_weeks_and_months():
    nights = [datetime(2026, 1, 1, 2, 30, tzinfo=UTC) + timedelta(days=n) for n in range(365)]
    stay = kept(nights, Keep(7, 5, 12))
    months = {(one.year, one.month) for one in stay}
    assert len(months) == 12
    assert sum(one >= nights[-7] for one in stay) == 7
    # 7 days, 5 weeks of which two lie in those days, 12 months of which the last does too.
    assert len(stay) == 21


@given(hours, moments)
def test_the_first_is_due_at_once(at, now):
    assert is_due(None, at, now)


@given(hours, moments, st.timedeltas(timedelta(seconds=1), timedelta(days=400)))
def test_a_clock_set_back_holds_nothing_up(at, now, ahead):
    assert is_due(Last(now + ahead, now + ahead), at, now)


@given(hours, moments, st.timedeltas(timedelta(0), timedelta(days=3)))
def test_a_good_one_is_enough_until_the_hour_comes_again(at, good, later):
    now = good + later
    passed_since = any(
        good < datetime.combine(good.date() + timedelta(days=n), at, UTC) <= now for n in range(5)
    )
    assert is_due(Last(good, good), at, now) is passed_since


@given(hours, moments, st.integers(0, 59))
def test_after_a_failure_an_hour_passes_or_the_next_night_comes(at, begun, minutes):
    now = begun + timedelta(minutes=minutes)
    passed = any(
        begun < datetime.combine(begun.date() + timedelta(days=n), at, UTC) <= now for n in (0, 1)
    )
    assume(not passed)
    assert not is_due(Last(begun, None), at, now)
    assert is_due(Last(begun, None), at, begun + AGAIN)


def test_a_server_that_was_off_at_night_makes_it_in_the_morning():
    evening = datetime(2026, 3, 1, 20, 0, tzinfo=UTC)
    morning = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
    assert is_due(Last(evening, evening), time(2, 30), morning)
