"""Over which days a centre looks at itself.

Decides        the first and the last day of a period that has a name
Does not       read a clock
Takes          the name of a period, today
Gives          two days, both included
Units          days of the centre's own calendar
Sources        own
Reviewed       no clinical content
"""

from datetime import date, timedelta
from enum import StrEnum

MONTHS_OF_QUARTER = 3


class Period(StrEnum):
    """A period by its name; ``OWN`` has two days that somebody chose."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    TWO_YEARS = "two-years"
    OWN = "own"


def days_of(period: Period, today: date) -> tuple[date, date]:
    """Return the days of a named period, up to today.

    Month and quarter are those of the calendar that ``today`` is in; a year is the twelve months
    that end today. For ``OWN`` those twelve months, from which somebody chooses.
    """
    if period is Period.MONTH:
        return today.replace(day=1), today
    if period is Period.QUARTER:
        first = (today.month - 1) // MONTHS_OF_QUARTER * MONTHS_OF_QUARTER + 1
        return today.replace(month=first, day=1), today
    return _years_before(today, 2 if period is Period.TWO_YEARS else 1), today


def _years_before(day: date, years: int) -> date:
    """Return the day after the same day so many years ago; the last of February stays it."""
    leap = day.month == 2 and day.day == 29
    return day.replace(year=day.year - years, day=28 if leap else day.day) + timedelta(days=1)
