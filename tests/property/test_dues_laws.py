"""Laws of terms and of the account of a visit: nothing below nought, nothing twice, undo restores.

The model of the account knows three sums and a flag; that of the clock walks hour by hour.
"""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ashi.core.scheduling.dues import (
    Kind,
    charge,
    give_back,
    keep,
    live,
    receive,
    standing,
    take_back,
    waive,
)
from ashi.core.scheduling.errors import BadValueError, NothingOpenError
from ashi.core.scheduling.terms import (
    GivenUp,
    Terms,
    fee_for,
    free_until,
    is_late,
    lapses_at,
)

ZONES = [ZoneInfo(name) for name in ("Asia/Nicosia", "Australia/Lord_Howe", "UTC")]
sums = st.integers(0, 100_000)
starts = st.one_of(
    *(
        st.integers(-6 * 1440, 6 * 1440).map(lambda n, at=at: at + timedelta(minutes=n))
        for at in (
            datetime(2026, 3, 29, tzinfo=UTC),
            datetime(2026, 10, 25, tzinfo=UTC),
            datetime(2026, 4, 4, 15, tzinfo=UTC),
        )
    )
)
ACTS = {
    "charge": lambda lines, cents, paid: charge(lines, cents),
    "take_back": lambda lines, cents, paid: take_back(lines),
    "waive": lambda lines, cents, paid: waive(lines, paid),
    "receive": lambda lines, cents, paid: receive(lines, cents),
    "give_back": lambda lines, cents, paid: give_back(lines),
    "keep": lambda lines, cents, paid: keep(lines, paid),
}
acts = st.lists(
    st.tuples(st.sampled_from(sorted(ACTS)), st.integers(0, 9000), st.integers(0, 9000))
)


def after(lines, name, cents, paid):
    """Return the lines after an act, the same where it is refused."""
    try:
        return lines + ACTS[name](lines, cents, paid)
    except NothingOpenError:
        return lines


@given(acts)
def test_nothing_is_ever_below_nought_and_one_fee_stands_at_most(made):
    lines = []
    for name, cents, paid in made:
        lines = after(lines, name, cents, paid)

        now = standing(lines, paid)
        assert min(now.open, now.held, now.fee, now.waived, now.kept, now.returned) >= 0
        assert sum(one.kind is Kind.FEE for one in live(lines)) <= 1
        assert [one.number for one in lines] == list(range(1, len(lines) + 1))
        assert all(one.cents != 0 for one in lines)


@given(acts, st.integers(1, 9000), acts)
def test_taking_a_fee_back_leaves_the_account_as_it_was_before_it(made, cents, further):
    lines = []
    for act in made:
        lines = after(lines, *act)
    lines += take_back(lines)
    before = standing(lines)
    lines += charge(lines, cents)
    for name, amount, paid in further:
        if name in ("charge", "waive", "keep"):
            lines = after(lines, name, amount, paid)

    assert standing(lines + take_back(lines)) == before


@given(acts, st.integers(1, 9000))
def test_a_second_charge_changes_nothing(made, cents):
    lines = []
    for act in made:
        lines = after(lines, *act)
    once = lines + charge(lines, cents)

    assert charge(once, cents + 1) == []
    assert take_back(once + take_back(once)) == []


@given(acts)
def test_the_sums_are_those_of_a_model_that_keeps_only_numbers(made):
    lines, fee, let_off, got, kept = [], 0, 0, 0, 0
    for name, cents, _paid in made:
        lines = after(lines, name, cents, 0)
        match name:
            case "charge":
                fee = fee or cents
            case "take_back":
                fee = let_off = kept = 0
            case "waive":
                let_off += fee - let_off - kept
            case "receive":
                got += cents
            case "give_back":
                got = kept
            case "keep":
                kept += min(got - kept, fee - let_off - kept)

        now = standing(lines)
        assert (now.fee, now.waived, now.kept, now.held) == (fee, let_off, kept, got - kept)
        assert now.open == fee - let_off - kept


@given(start=starts, hours=st.integers(0, 336), zone=st.sampled_from(ZONES))
def test_whole_days_of_notice_end_at_the_same_hour_by_the_clock(start, hours, zone):
    until = free_until(start, hours, zone)

    days, rest = divmod(hours, 24)
    day = start.astimezone(zone).date() - timedelta(days=days)
    clock = start.astimezone(zone).time()
    wanted = datetime.combine(day, clock, zone) if days else start
    assert until == wanted.astimezone(UTC) - timedelta(hours=rest)
    assert until <= start
    assert not is_late(start, hours, until, zone)
    assert is_late(start, hours, until + timedelta(microseconds=1), zone)


def test_over_the_clock_change_a_day_before_ten_is_ten():
    zone = ZoneInfo("Asia/Nicosia")
    for day in (datetime(2026, 3, 29, 10, tzinfo=zone), datetime(2026, 10, 25, 10, tzinfo=zone)):
        assert free_until(day, 24, zone).astimezone(zone).hour == 10


@given(late=sums, absent=sums, by_patient=st.booleans(), is_late=st.booleans())
def test_only_what_the_patient_causes_costs_and_only_what_was_said(
    late, absent, by_patient, is_late
):
    terms = Terms(24, late_cents=late, no_show_cents=absent)
    cancelled = fee_for(terms, GivenUp.CANCELLED, by_patient=by_patient, late=is_late)
    away = fee_for(terms, GivenUp.NO_SHOW, by_patient=by_patient, late=is_late)

    assert cancelled == (late if by_patient and is_late else 0)
    assert away == (absent if by_patient else 0)


@pytest.mark.parametrize("wrong", [{"late_cents": -1}, {"deposit_cents": 100_001}])
def test_sums_that_nobody_means_are_refused(wrong):
    with pytest.raises(BadValueError):
        Terms(24, **wrong)


@given(
    start=starts,
    ahead=st.integers(1, 60 * 24 * 40),
    hours=st.integers(0, 336),
    zone=st.sampled_from(ZONES),
)
def test_a_request_lapses_after_it_was_made_and_never_after_the_visit_begins(
    start, ahead, hours, zone
):
    asked = start - timedelta(minutes=ahead)

    lapse = lapses_at(asked, start, hours, zone)

    assert asked < lapse <= start
    assert lapse >= asked + (start - asked) / 2
    assert lapse in (free_until(start, hours, zone), asked + (start - asked) / 2)
