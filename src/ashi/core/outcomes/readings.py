"""Scores of one complaint over time.

Decides        which scores may stand in one line, and the two that a review compares
Does not       fill gaps, or join scores of two measures or two forms of one
Takes          readings in any order; one not answered has no value
Gives          runs of readings that may be compared
Units          days since the course began; points of the measure
Sources        own
Reviewed       draft
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby


@dataclass(frozen=True, slots=True)
class Reading:
    """One asking of one measure. ``value`` is ``None`` where it was not answered."""

    day: int
    measure: str
    value: Fraction | None
    form: str | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """Readings of one measure by one form, in order of time."""

    measure: str
    form: str | None
    readings: tuple[Reading, ...]

    @property
    def answered(self) -> tuple[Reading, ...]:
        """Those with a value."""
        return tuple(one for one in self.readings if one.value is not None)

    @property
    def missing(self) -> int:
        """How many were asked and not answered."""
        return len(self.readings) - len(self.answered)

    @property
    def ends(self) -> tuple[Reading, Reading] | None:
        """The first and the last answered reading; none where fewer than two were."""
        known = self.answered
        return (known[0], known[-1]) if len(known) > 1 else None


def runs_of(readings: Iterable[Reading]) -> list[Run]:
    """Part readings where the measure or its form changed.

    Returns
    -------
    list of Run
        In order of time. A measure taken up again after another is a new run: what lies
        between is not known by it, so the two stretches are not joined.
    """
    ordered: Sequence[Reading] = sorted(readings, key=lambda one: one.day)
    return [
        Run(measure, form, tuple(members))
        for (measure, form), members in groupby(ordered, key=lambda one: (one.measure, one.form))
    ]
