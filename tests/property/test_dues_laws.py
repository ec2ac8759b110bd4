"""Laws of terms and of the account of a visit: nothing below nought, nothing twice, undo restores.

The model of the account knows three sums and a flag; that of the clock walks hour by hour.
"""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ashi.core.billing.dues import (
    Kind,
    ask_again,
    charge,
    give_back,
    keep,
    live,
    receive,
    standing,
    take_back,
    waive,
)
from ashi.core.billing.terms import (
    GivenUp,
    Terms,
    fee_for,
    free_until,
    is_late,
    lapses_at,
)
from ashi.core.scheduling.errors import BadValueError, MoreThanOpenError, NothingOpenError

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
    "waive_part": lambda lines, cents, paid: waive(lines, paid, cents),
    "ask_again": lambda lines, cents, paid: ask_again(lines, waiver(lines, cents)),
    "receive": lambda lines, cents, paid: receive(lines, cents),
    "give_back": lambda lines, cents, paid: give_back(lines),
    "keep": lambda lines, cents, paid: keep(lines, paid),
}
acts = st.lists(
    st.tuples(st.sampled_from(sorted(ACTS)), st.integers(0, 9000), st.integers(0, 9000))
)


def waiver(lines, cents):
    """Return the number of one of the lines that let something off; 0 where none does."""
    stand = [one.number for one in live(lines) if one.kind is Kind.WAIVED]
    return stand[cents % len(stand)] if stand else 0


def after(lines, name, cents, paid):
    """Return the lines after an act, the same where it is refused."""
    try:
        return lines + ACTS[name](lines, cents, paid)
    except (NothingOpenError, MoreThanOpenError):
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
        if name in ("charge", "waive", "waive_part", "ask_again", "keep"):
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


class Numbers:
    """A model of an account that keeps only numbers; it knows nothing of what was paid."""

    def __init__(self):
        self.fee, self.offs, self.got, self.kept = 0, [], 0, 0

    @property
    def open(self):
        return self.fee - sum(self.offs) - self.kept

    def of_the_fee(self, name, cents):
        match name:
            case "charge":
                self.fee = self.fee or cents
            case "take_back":
                self.fee, self.offs, self.kept = 0, [], 0
            case "waive" if self.open:
                self.offs.append(self.open)
            case "waive_part" if 0 < cents <= self.open:
                self.offs.append(cents)
            case "ask_again" if self.offs:
                del self.offs[cents % len(self.offs)]

    def of_the_deposit(self, name, cents):
        match name:
            case "receive":
                self.got += cents
            case "give_back":
                self.got = self.kept
            case "keep":
                self.kept += min(self.got - self.kept, self.open)


@given(acts)
def test_the_sums_are_those_of_a_model_that_keeps_only_numbers(made):
    lines, model = [], Numbers()
    for name, cents, _paid in made:
        lines = after(lines, name, cents, 0)
        model.of_the_fee(name, cents)
        model.of_the_deposit(name, cents)

        now = standing(lines)
        assert (now.fee, now.waived, now.kept) == (model.fee, sum(model.offs), model.kept)
        assert (now.held, now.open) == (model.got - model.kept, model.open)


@given(acts, st.integers(1, 9000), st.integers(1, 9000))
def test_what_is_let_off_and_what_stays_owed_are_the_fee_and_asking_again_restores(
    made, cents, part
):
    lines = []
    for act in made:
        lines = after(lines, *act)
    lines = lines + charge(lines, cents)
    before = standing(lines)

    if not 0 < part <= before.open:
        with pytest.raises((NothingOpenError, MoreThanOpenError)):
            waive(lines, 0, part)
        return
    less = lines + waive(lines, 0, part)

    assert standing(less).open == before.open - part
    again = less + ask_again(less, less[-1].number)
    assert standing(again) == before
    with pytest.raises(NothingOpenError):
        ask_again(again, less[-1].number)
    assert less[: len(lines)] == lines  # nothing that was written is another


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
