"""Laws of visits that repeat: against another reading of RFC 5545, and over clock changes."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import MO, WEEKLY, rrule
from hypothesis import given
from hypothesis import strategies as st

from ashi.core.scheduling.axis import local_time
from ashi.core.scheduling.errors import BadValueError
from ashi.core.scheduling.repeating import (
    MOST,
    REACH,
    Longer,
    Repeat,
    Turn,
    days_of,
    goes_on,
    rhythm_of,
    starts_of,
    turned,
)

ZONE = ZoneInfo("Asia/Nicosia")
DAYS = st.dates(date(2026, 1, 1), date(2032, 1, 1))
WEEKDAYS = st.frozensets(st.integers(0, 6), min_size=1)
MINUTES = st.integers(0, 1439)
# Where no clock of Cyprus is turned: changes come at three or four in the morning.
CALM = st.integers(5 * 60, 23 * 60 + 59)


def rule(first, days, minute=600, **end):
    """Make a rule, or nothing where its end is further off than rules may be."""
    try:
        return Repeat(first, days, minute, **end)
    except BadValueError:
        return None


@given(DAYS, WEEKDAYS, st.integers(1, 12), st.integers(1, MOST))
def test_the_days_are_those_of_another_reading_of_the_standard(first, days, every, count):
    repeat = rule(first, days, every_weeks=every, count=count)
    start = datetime.combine(first, time())
    other = rrule(
        WEEKLY, dtstart=start, interval=every, byweekday=sorted(days), wkst=MO, count=count
    )
    expected = tuple(one.date() for one in other)
    if repeat is None:
        assert expected[-1] > first + REACH
    else:
        assert days_of(repeat) == expected


@given(DAYS, WEEKDAYS, st.integers(1, 12), st.integers(0, 366))
def test_until_a_day_is_as_another_reading_has_it_or_refused(first, days, every, ahead):
    until = first + timedelta(days=ahead)
    start = datetime.combine(first, time())
    last = datetime.combine(until, time())
    other = rrule(
        WEEKLY, dtstart=start, interval=every, byweekday=sorted(days), wkst=MO, until=last
    )
    expected = tuple(one.date() for one in other)
    repeat = rule(first, days, every_weeks=every, until=until)
    if repeat is None:
        assert not expected or len(expected) > MOST
    else:
        assert days_of(repeat) == expected


@given(DAYS, WEEKDAYS, st.one_of(st.none(), st.integers(-5, 400)), st.booleans())
def test_no_series_is_without_an_end_or_longer_than_stated(first, days, count, dated):
    until = first + timedelta(days=30) if dated else None
    repeat = rule(first, days, count=count, until=until)
    if repeat is not None:
        assert (count is None) != (until is None)
        assert 1 <= len(days_of(repeat)) <= MOST
        assert days_of(repeat)[-1] <= first + REACH
    elif count is None:
        assert until is None or not any(
            (first + timedelta(days=ahead)).weekday() in days for ahead in range(31)
        )


@pytest.mark.parametrize("end", [{}, {"count": 3, "until": date(2030, 6, 1)}])
def test_a_series_without_an_end_or_with_two_is_refused_by_name(end):
    with pytest.raises(BadValueError) as refused:
        Repeat(date(2030, 5, 6), frozenset({0}), 600, **end)
    assert ("end", "not_one") in refused.value.faults


@given(DAYS, WEEKDAYS, CALM)
def test_the_clock_on_the_wall_shows_the_same_time_all_year(first, days, minute):
    repeat = rule(first, days, minute, count=MOST)
    starts = [local_time(one, ZONE) for one in starts_of(repeat, ZONE)]
    assert {one.hour * 60 + one.minute for one in starts} == {minute}
    assert tuple(one.date() for one in starts) == days_of(repeat)


@pytest.mark.parametrize("first", [date(2027, 3, 23), date(2027, 10, 26)])
def test_over_both_clock_changes_a_week_is_an_hour_shorter_or_longer(first):
    one, two = starts_of(Repeat(first, frozenset({1}), 600, count=2), ZONE)
    hour = 60 if first.month == 10 else -60
    assert two - one == 7 * 24 * 60 + hour


WALLS = st.datetimes(datetime(2026, 1, 1), datetime(2032, 1, 1)).map(
    lambda one: one.replace(second=0, microsecond=0)
)
TURNS = st.dictionaries(
    st.integers(0, 6), st.builds(Turn, st.integers(0, 6), st.none() | MINUTES), max_size=7
)


@given(WALLS, TURNS)
def test_a_change_keeps_the_week_and_does_what_it_says(wall, turns):
    new = turned(wall, turns)
    turn = turns.get(wall.weekday())
    assert new.isocalendar()[:2] == wall.isocalendar()[:2]
    assert new.weekday() == (turn.day if turn else wall.weekday())
    own = wall.hour * 60 + wall.minute
    wanted = own if turn is None or turn.minute is None else turn.minute
    assert new.hour * 60 + new.minute == wanted


@given(st.lists(WALLS, max_size=12), TURNS, st.integers(0, 12))
def test_a_split_series_is_changed_as_the_whole_from_the_split_on(walls, turns, split):
    """Before the split nothing changes; after it, all is as if the whole had been changed."""
    walls.sort()
    before, after = walls[:split], walls[split:]
    changed = before + [turned(one, turns) for one in after]
    whole = [turned(one, turns) for one in walls]
    assert (changed[:split], changed[split:]) == (before, whole[split:])


@given(WALLS, st.integers(0, 6))
def test_a_change_of_weekday_back_is_no_change(wall, day):
    there = turned(wall, {wall.weekday(): Turn(day)})
    assert turned(there, {day: Turn(wall.weekday())}) == wall


def walls_of(repeat):
    """Return when the visits of a rule are due, by the clock on the wall."""
    return [local_time(one, ZONE).replace(tzinfo=None) for one in starts_of(repeat, ZONE)]


@given(DAYS, WEEKDAYS, CALM, st.integers(1, 12), st.integers(0, 20), st.integers(1, 12))
def test_a_series_made_longer_is_the_longer_series(first, days, minute, every, past, more):
    """Once all its weekdays came, it can be read off its visits and goes on as by its rule."""
    booked = len(days) + past
    whole = rule(first, days, minute, every_weeks=every, count=min(booked + more, MOST))
    if whole is None or booked + more > MOST:
        return
    walls = walls_of(whole)
    last = walls[booked - 1]

    at = rhythm_of(walls[:booked], last, every)
    by_count = Longer(last.date(), first, at, every, count=more)
    by_day = Longer(last.date(), first, at, every, until=walls[-1].date())

    assert at == dict.fromkeys(days, minute)
    assert goes_on(by_count, ZONE) == goes_on(by_day, ZONE) == starts_of(whole, ZONE)[booked:]


@given(DAYS, WEEKDAYS, st.integers(1, 12), st.integers(0, 400), st.integers(1, 8))
def test_a_series_taken_up_again_stays_in_its_weeks_and_begins_no_sooner_than_asked(
    last, days, every, pause, count
):
    after = last + timedelta(days=pause)
    longer = Longer(last, after, dict.fromkeys(days, 600), every, count=count)
    try:
        found = [local_time(one, ZONE).date() for one in goes_on(longer, ZONE)]
    except BadValueError:
        assert every * 7 * count > REACH.days - 14
        return

    monday = last - timedelta(days=last.weekday())
    assert len(found) == count
    assert all(one > last and one >= after and one.weekday() in days for one in found)
    assert all((one - monday).days // 7 % every == 0 for one in found)
    between = (after + timedelta(days=at) for at in range((found[0] - after).days))
    assert not [
        one
        for one in between
        if one > last and one.weekday() in days and (one - monday).days // 7 % every == 0
    ]


@given(DAYS, CALM, CALM, st.integers(1, 4), st.integers(0, 6))
def test_a_change_before_counts_from_where_it_was_made(first, minute, later, every, to):
    """The last visit moved within its week: the old weekday is gone, not doubled."""
    walls = walls_of(Repeat(first, frozenset({first.weekday()}), minute, every, 4))
    last = turned(walls[-1], {first.weekday(): Turn(to, later)})

    assert rhythm_of([*walls[:-1], last], last, every) in (
        {to: later},
        {to: later, first.weekday(): minute},  # it went to a day further on in its week
    )
