"""Dates and times of other systems."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ashi.apps.imports.moments import (
    Order,
    Proof,
    UnreadError,
    meanings,
    prove,
    read_date,
    read_moment,
)

NICOSIA = ZoneInfo("Asia/Nicosia")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-10-05 08:00", datetime(2026, 10, 5, 8)),
        ("2026-10-05 08:00:30", datetime(2026, 10, 5, 8, 0, 30)),
        ("2026-10-05T05:00:00Z", datetime(2026, 10, 5, 5, tzinfo=UTC)),
        ("2026-10-05T08:00:00+03:00", datetime(2026, 10, 5, 5, tzinfo=UTC)),
        ("October 5, 2026 8:00 am", datetime(2026, 10, 5, 8)),
        ("October 5, 2026 12:00 pm", datetime(2026, 10, 5, 12)),
        ("October 6, 2026 12:15 am", datetime(2026, 10, 6, 0, 15)),
        ("9 Οκτωβρίου 2026 11:00 πμ", datetime(2026, 10, 9, 11)),
        ("9 Μαΐου 2026 1:30 μ.μ.", datetime(2026, 5, 9, 13, 30)),
        ("5.10.2026 08:00", datetime(2026, 10, 5, 8)),
        ("5/10/2026 8:05", datetime(2026, 10, 5, 8, 5)),
    ],
)
def test_moments_are_read_in_the_forms_systems_write(text, expected):
    assert read_moment(text, Order.DAY_FIRST) == expected


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("0000-00-00 00:00:00", "zero-date"),
        ("2026-02-30 08:00", "impossible-date"),
        ("2026-10-05", "time"),
        ("2026-10-05 25:00", "time"),
        ("2026-10-05 08:61", "time"),
        ("October 5, 2026 13:00 pm", "time"),
        ("5 Brumaire 2026 08:00", "date"),
        ("soon", "date"),
        ("04/05/2026 08:00", "date-order"),
    ],
)
def test_what_is_no_moment_is_named(text, reason):
    with pytest.raises(UnreadError, match=f"^{reason}$"):
        read_moment(text, None)


def test_an_order_is_proved_by_a_row_or_not_at_all():
    assert prove([(1, "04/03/1968"), (2, "19/05/2012")]) == ([Proof(Order.DAY_FIRST, 2)], True)
    assert prove([(1, "04/03/1968")]) == ([], True)
    assert prove([(1, "1968-03-04"), (2, "")]) == ([], False)
    both, _ = prove([(1, "19/05/2012"), (2, "05/19/2012")])
    assert {one.order for one in both} == set(Order)


def test_a_year_of_two_digits_is_the_latest_that_was():
    today = date(2026, 11, 25)
    assert read_date("31-12-59", Order.DAY_FIRST, today) == date(1959, 12, 31)
    assert read_date("31-12-25", Order.DAY_FIRST, today) == date(2025, 12, 31)


@settings(max_examples=60, deadline=None)
@given(day=st.dates(date(1900, 1, 1), date(2026, 11, 1)))
def test_both_orders_read_back_what_they_wrote(day):
    for order, form in ((Order.DAY_FIRST, "%d/%m/%Y"), (Order.MONTH_FIRST, "%m/%d/%Y")):
        assert read_date(day.strftime(form), order) == day


def test_a_wall_clock_means_one_instant_two_or_none():
    once = meanings(datetime(2026, 10, 5, 8), NICOSIA)
    twice = meanings(datetime(2026, 10, 25, 3, 30), NICOSIA)
    never = meanings(datetime(2026, 3, 29, 3, 30), NICOSIA)

    assert once == [datetime(2026, 10, 5, 5, tzinfo=UTC)]
    assert twice == [
        datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
        datetime(2026, 10, 25, 1, 30, tzinfo=UTC),
    ]
    assert never == []
