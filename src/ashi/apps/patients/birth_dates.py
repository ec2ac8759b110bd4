"""Birth dates as typed at a desk, and whether one can be."""

import re
from datetime import date

from ashi.apps.patients.errors import BirthDateError

OLDEST = 130
_YEAR_FIRST = re.compile(r"(\d{4})\D{1,3}(\d{1,2})\D{1,3}(\d{1,2})")
_YEAR_LAST = re.compile(r"(\d{1,2})\D{1,3}(\d{1,2})\D{1,3}(\d{4}|\d{2})")
_RUN_TOGETHER = re.compile(r"(\d{2})(\d{2})(\d{4})")


def parse_birth_date(typed: str, today: date) -> date | None:
    """Read day, month, year (3/4/1968, 3.4.68, 3 4 1968, 03041968) or 1968-04-03; else None.

    A year of two digits is the latest that is not after ``today``.
    """
    text = typed.strip()
    if found := _YEAR_FIRST.fullmatch(text):
        return _date(*(int(part) for part in found.groups()))
    found = _YEAR_LAST.fullmatch(text) or _RUN_TOGETHER.fullmatch(text)
    if found is None:
        return None
    day, month, year = (int(part) for part in found.groups())
    if len(found[3]) == 2:
        year += 2000 if 2000 + year <= today.year else 1900
    return _date(year, month, day)


def check_birth_date(day: date, today: date) -> None:
    """Raise BirthDateError for a date ahead, or longer ago than anyone has lived."""
    if day > today:
        raise BirthDateError(reason="future", day=day)
    if today.year - day.year > OLDEST:
        raise BirthDateError(reason="past", day=day)


def _date(year: int, month: int, day: int) -> date | None:
    """Return the date if the calendar has it."""
    try:
        return date(year, month, day)
    except ValueError:
        return None
