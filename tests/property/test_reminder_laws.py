"""Laws of reminders: never at a quiet hour, never after they were wanted, also when clocks change.

The model walks minute by minute and cannot be clever.
"""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ashi.core.scheduling.errors import BadValueError
from ashi.core.scheduling.reminders import MARGIN, Quiet, due_reminder, reminder_at

ZONES = [ZoneInfo(name) for name in ("Asia/Nicosia", "Australia/Lord_Howe", "UTC")]
MINUTE = timedelta(minutes=1)
# Around both clock changes of Nicosia and Lord Howe, and anywhere else in the year.
starts = st.one_of(
    *(
        st.integers(-4 * 1440, 4 * 1440).map(lambda n, at=at: at + n * MINUTE)
        for at in (datetime(2026, 3, 29, tzinfo=UTC), datetime(2026, 10, 25, tzinfo=UTC))
    ),
    *(
        st.integers(-2 * 1440, 2 * 1440).map(lambda n, at=at: at + n * MINUTE)
        for at in (datetime(2026, 4, 4, 15, tzinfo=UTC), datetime(2026, 10, 3, 15, tzinfo=UTC))
    ),
)
befores = st.sampled_from([15, 60, 180, 720, 1440, 2880, 2880 + 60, 10080])


@st.composite
def nights(draw) -> Quiet:
    start = draw(st.integers(0, 1439))
    return Quiet(start, (start + draw(st.integers(0, 1380))) % 1440)


def quiet_by_clock(quiet: Quiet, instant: datetime, zone: ZoneInfo) -> bool:
    """Read the clock on the wall, and go round from the start of the quiet hours to their end."""
    local = instant.astimezone(zone)
    minute = (local.hour * 60 + local.minute - quiet.start) % 1440
    return minute < (quiet.end - quiet.start) % 1440


@given(start=starts, before=befores, quiet=nights(), zone=st.sampled_from(ZONES))
def test_a_reminder_is_never_quiet_nor_later_than_wanted(start, before, quiet, zone):
    moment = reminder_at(start, before, quiet, zone)
    wanted = reminder_at(start, before, Quiet(0, 0), zone)

    assert not quiet_by_clock(quiet, moment, zone)
    assert moment <= wanted < start
    assert wanted - moment < timedelta(hours=25) + MARGIN


@given(start=starts, before=befores, quiet=nights(), zone=st.sampled_from(ZONES))
def test_it_is_moved_only_where_it_would_be_quiet_and_then_to_just_before(
    start, before, quiet, zone
):
    wanted = reminder_at(start, before, Quiet(0, 0), zone)
    expected = wanted
    while quiet_by_clock(quiet, expected, zone):
        expected = expected.replace(second=0)
        while quiet_by_clock(quiet, expected - MINUTE, zone):
            expected -= MINUTE
        expected -= MARGIN

    assert reminder_at(start, before, quiet, zone) == expected


@given(now=starts, quiet=nights(), zone=st.sampled_from(ZONES))
def test_what_can_wait_goes_in_the_first_minute_that_is_not_quiet(now, quiet, zone):
    found, expected = quiet.after(now, zone), now
    while quiet_by_clock(quiet, expected, zone):
        expected += MINUTE

    assert found == expected


@given(start=starts, days=st.integers(1, 7), zone=st.sampled_from(ZONES))
def test_days_are_of_the_calendar_so_the_clock_reads_the_same(start, days, zone):
    moment = reminder_at(start, days * 1440, Quiet(0, 0), zone).astimezone(zone)
    local = start.astimezone(zone)
    naive = local.replace(tzinfo=None) - timedelta(days=days)
    exists = naive.replace(tzinfo=zone).astimezone(UTC).astimezone(zone).replace(tzinfo=None)

    assert (local.date() - naive.date()).days == days
    assert moment.replace(tzinfo=None) == exists


@given(start=starts, hours=st.integers(1, 23), zone=st.sampled_from(ZONES))
def test_hours_are_true_hours(start, hours, zone):
    moment = reminder_at(start, hours * 60, Quiet(0, 0), zone)

    assert start - moment == timedelta(hours=hours)


@given(
    start=starts,
    many=st.lists(befores, max_size=4),
    quiet=nights(),
    zone=st.sampled_from(ZONES),
    ahead=st.integers(-60, 12 * 1440),
)
def test_of_those_that_have_come_the_nearest_stands(start, many, quiet, zone, ahead):
    now = start - ahead * MINUTE

    found = due_reminder(start, many, now, quiet, zone)

    if now >= start or quiet_by_clock(quiet, now, zone):
        assert found is None
    else:
        come = [one for one in many if reminder_at(start, one, quiet, zone) <= now]
        assert found == (min(come) if come else None)


@pytest.mark.parametrize("hours", [(-1, 0), (0, 1440), (600, 599), (0, 1439)])
def test_hours_off_the_clock_and_days_without_an_hour_left_are_refused(hours):
    with pytest.raises(BadValueError):
        Quiet(*hours)


@pytest.mark.parametrize("before", [0, -60])
def test_a_reminder_comes_before_the_visit(before):
    with pytest.raises(BadValueError):
        reminder_at(datetime(2026, 5, 1, tzinfo=UTC), before, Quiet(0, 0), ZONES[0])
