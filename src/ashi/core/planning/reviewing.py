"""Whether a review of a course is due.

Decides        at which visit a review falls, and since when it is waited for
Does not       say what should come of it
Takes          review points, the visits that were, the reviews that were
Gives          one of four states, with the visit it falls on
Units          visits, counted from 1; days
Sources        a plan's own review points
Reviewed       draft

A review held after n visits covers every point up to n. More visits never make a review that is
due less due, and a further review never makes one due.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum

from ashi.core.planning.templates import ReviewPoints


class Due(IntEnum):
    """How a review stands: the later, the more urgent."""

    NONE = 0
    AHEAD = 1
    NOW = 2
    OVERDUE = 3


@dataclass(frozen=True, slots=True)
class ReviewDue:
    """How the next review stands: at which visit it falls, or by which day."""

    state: Due
    at_visit: int | None = None
    by_day: date | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """What was done of a course up to a day: visits by their days, reviews by visits had then."""

    started: date
    visits: tuple[date, ...]
    reviewed: tuple[int, ...]


def review_due(points: ReviewPoints, held: Held, on: date) -> ReviewDue:
    """Return how the next review of a course stands on a day.

    Parameters
    ----------
    held
        ``visits`` in order, those of ``on`` included; later ones are not counted.

    Returns
    -------
    ReviewDue
        ``NOW`` on the day of the visit at which it falls, ``OVERDUE`` after it. Where the first
        review has a day and nobody looked by then, it is overdue by the day alone.
    """
    days = tuple(one for one in held.visits if one <= on)
    covered = max(held.reviewed, default=0)
    waiting = [one for one in points.up_to(len(days)) if one > covered]
    by_day = _by_day(points, held.reviewed, held.started)
    if waiting:
        state = Due.NOW if days[waiting[0] - 1] == on else Due.OVERDUE
        return ReviewDue(state, waiting[0], by_day)
    if by_day is not None and on >= by_day:
        return ReviewDue(Due.NOW if on == by_day else Due.OVERDUE, None, by_day)
    ahead = points.after(max(len(days), covered))
    return ReviewDue(Due.NONE if ahead is None else Due.AHEAD, ahead, by_day)


def _by_day(points: ReviewPoints, reviewed: Collection[int], started: date) -> date | None:
    """Return the day by which the first review is wanted; none once one was held."""
    if points.first_days is None or reviewed:
        return None
    return started + timedelta(days=points.first_days)
