"""Two stretches of one course beside each other.

Decides        what was answered in each, and whether the two may be compared
Does not       judge a difference of means: thresholds are of one person's two answers
Takes          how a measure went, two periods of days
Gives          counts, means and ranges; a difference of means, or none
Units          points of the measure; days since the course began, both ends included
Sources        own
Reviewed       draft
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from ashi.core.outcomes.readings import Run


class Period(NamedTuple):
    """Days of a course, both ends included."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """What was answered to one measure in one period; ``forms`` are those it was asked by."""

    asked: int
    answered: int
    mean: Fraction | None
    low: Fraction | None
    high: Fraction | None
    forms: frozenset[str | None]


def stretch_of(runs: Iterable[Run], period: Period) -> Stretch:
    """Return what was answered within a period; what was missed is counted, and never filled."""
    inside = [
        (run.form, one.value)
        for run in runs
        for one in run.readings
        if period.first <= one.day <= period.last
    ]
    values = [value for _form, value in inside if value is not None]
    return Stretch(
        asked=len(inside),
        answered=len(values),
        mean=sum(values, Fraction(0)) / len(values) if values else None,
        low=min(values, default=None),
        high=max(values, default=None),
        forms=frozenset(form for form, value in inside if value is not None),
    )


def difference(before: Stretch, after: Stretch) -> Fraction | None:
    """Return how far the second mean lies from the first.

    ``None`` where a period has no answer, or where they were not asked by the same one form:
    scores of two forms are not compared.
    """
    if before.mean is None or after.mean is None:
        return None
    if len(before.forms | after.forms) != 1:
        return None
    return after.mean - before.mean
