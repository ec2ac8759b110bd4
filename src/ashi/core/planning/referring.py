"""A referral's visits: which are covered, which lie past its number or its dates.

Decides        of each visit that draws on a referral, whether it is covered, and why not
Does not       refuse a visit; know who pays
Takes          a referral's number and dates, the days of the visits that draw on it
Gives          one of four answers a visit, in order of time; what is left
Units          visits; days, both ends included
Sources        own; the yearly number is the referral's
Reviewed       draft

Nothing is stored of a count: it is made anew from the visits that stand, so a visit that is
moved or cancelled is recounted by itself. The first visits in time are the covered ones.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Cover(StrEnum):
    """Whether a referral covers a visit, or why not."""

    COVERED = "covered"
    EARLY = "early"
    LATE = "late"
    USED_UP = "used_up"


@dataclass(frozen=True, slots=True)
class Allowed:
    """What a referral allows: so many visits, from one day to another."""

    visits: int
    first: date
    last: date


def covers(allowed: Allowed, days: Sequence[date]) -> tuple[Cover, ...]:
    """Return for each day, in the order given, whether the referral covers its visit.

    A visit outside the dates takes nothing from the number. Of visits on one day, the first
    given comes first.
    """
    answers = [Cover.COVERED] * len(days)
    used = 0
    for at in sorted(range(len(days)), key=lambda one: days[one]):
        if days[at] < allowed.first:
            answers[at] = Cover.EARLY
        elif days[at] > allowed.last:
            answers[at] = Cover.LATE
        elif used >= allowed.visits:
            answers[at] = Cover.USED_UP
        else:
            used += 1
    return tuple(answers)


def left(allowed: Allowed, days: Iterable[date]) -> int:
    """Return how many visits a referral still covers."""
    return allowed.visits - covers(allowed, tuple(days)).count(Cover.COVERED)


def one_more(allowed: Allowed, days: Sequence[date], on: date) -> Cover:
    """Return whether a referral would cover one more visit on a day."""
    return covers(allowed, (*days, on))[-1]


def in_year(days: Iterable[date], on: date) -> int:
    """Return how many of the days lie in the calendar year of ``on``."""
    return sum(one.year == on.year for one in days)


def weeks_since(day: date, on: date) -> int | None:
    """Return the whole weeks since a day, such as that of an operation; none before it."""
    return (on - day).days // 7 if on >= day else None


def over_year(yearly: int | None, days: Iterable[date], on: date) -> bool:
    """Return whether a visit on a day is past the most visits of its calendar year.

    Parameters
    ----------
    days
        All days on which referrals cover a visit, that of ``on`` among them.
    """
    return yearly is not None and in_year(days, on) > yearly
