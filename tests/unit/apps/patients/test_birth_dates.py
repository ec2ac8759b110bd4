"""Birth dates as people type them."""

from datetime import date

import pytest

from ashi.apps.patients.birth_dates import check_birth_date, parse_birth_date
from ashi.apps.patients.errors import BirthDateError

TODAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("03/04/1968", date(1968, 4, 3)),
        ("3.4.68", date(1968, 4, 3)),
        ("3 4 1968", date(1968, 4, 3)),
        ("3 / 4 / 1968", date(1968, 4, 3)),
        ("1968-04-03", date(1968, 4, 3)),
        ("03041968", date(1968, 4, 3)),
        ("3-4-26", date(2026, 4, 3)),
        ("3-4-27", date(1927, 4, 3)),
        ("29/2/2024", date(2024, 2, 29)),
        ("29/2/2023", None),
        ("31/4/1968", None),
        ("13/13/1968", None),
        ("0/4/1968", None),
        ("1968", None),
        ("3/4", None),
        ("yesterday", None),
        ("3/4/0000", None),
        ("99999999", None),
        ("", None),
    ],
)
def test_a_date_is_read_day_first_unless_the_year_leads(typed: str, day: date | None) -> None:
    assert parse_birth_date(typed, TODAY) == day


@pytest.mark.parametrize(
    ("day", "reason"), [(date(2026, 11, 26), "future"), (date(1895, 12, 31), "past")]
)
def test_nobody_is_born_tomorrow_or_before_all_who_live(day: date, reason: str) -> None:
    with pytest.raises(BirthDateError) as refused:
        check_birth_date(day, TODAY)

    assert refused.value.fields == {"reason": reason, "day": day}


@pytest.mark.parametrize("day", [TODAY, date(1896, 1, 1)])
def test_today_and_the_oldest_year_are_birth_dates(day: date) -> None:
    check_birth_date(day, TODAY)
