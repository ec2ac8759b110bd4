"""Days done beside days asked: counted, never judged."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

WEEK = 7


@dataclass(frozen=True, slots=True)
class Span:
    """Days on which something was asked, both ends included; ``per_week`` days of seven."""

    first: date
    last: date
    per_week: int


@dataclass(frozen=True, slots=True)
class Adherence:
    """``done`` are days with any exercise done or partly done; ``asked`` can be fewer."""

    done: int
    asked: int


def adherence(spans: Iterable[Span], done: Collection[date], today: date) -> Adherence:
    """Return days done and days asked up to today.

    A week of which n days are asked counts n; a broken week its share, rounded up only at the
    half. Days that are to come count for neither.
    """
    days, asked = 0, 0.0
    for span in spans:
        last = min(span.last, today)
        long = (last - span.first).days + 1
        if long <= 0:
            continue
        asked += long * span.per_week / WEEK
        days += sum(span.first <= one <= last for one in set(done))
    return Adherence(days, int(asked + 0.5))


def last_week(done: Collection[date], today: date) -> int:
    """Return on how many of the last seven days something was done, today included."""
    first = today - timedelta(days=WEEK - 1)
    return sum(first <= one <= today for one in set(done))


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days from ``first``, and what was asked and done in them."""

    first: date
    days: Adherence


def by_weeks(
    spans: Iterable[Span], done: Collection[date], first: date, today: date
) -> tuple[Week, ...]:
    """Return each week from ``first`` up to that of ``today``, also those of which nothing came."""
    every, weeks = tuple(spans), []
    while first <= today:
        last = first + timedelta(days=WEEK - 1)
        inside = [
            Span(max(one.first, first), min(one.last, last), one.per_week)
            for one in every
            if one.first <= last and one.last >= first
        ]
        weeks.append(Week(first, adherence(inside, done, min(last, today))))
        first = last + timedelta(days=1)
    return tuple(weeks)
