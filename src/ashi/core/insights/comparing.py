"""Courses with needles beside courses without: what can be compared, and how far.

Decides        whether there is enough to adjust, and the adjusted difference
Does not       say why groups differ: nobody was randomised
Takes          start and end of a measure, by condition and by whether needles were used
Gives          a difference of ends for the same start and condition; or why there is none
Units          those of the measure, as it is written (a fall is negative)
Sources        analysis of covariance: ``core.outcomes.differences``; the least number is own
Reviewed       draft
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from ashi.core.outcomes.differences import (
    CollinearError,
    Difference,
    TooFewRowsError,
    adjusted_difference,
)


class Why(StrEnum):
    """Why no adjusted difference is given."""

    TOO_FEW = "too-few"
    ALIKE = "alike"


@dataclass(frozen=True, slots=True)
class Pair:
    """``people`` who began with ``start`` and stood at ``end``, in one condition and group."""

    condition: str
    needled: bool
    start: float
    end: float
    people: int


@dataclass(frozen=True, slots=True)
class Adjusted:
    """The difference, needles minus none; or why it is not given. ``people`` in each group."""

    people: tuple[int, int]
    difference: Difference | None
    why: Why | None


def compare(pairs: Sequence[Pair], least: int) -> Adjusted:
    """Return the difference of ends between courses with and without needles.

    Parameters
    ----------
    pairs
        Everybody with a start and an end.
    least
        Fewer than this in either group are not compared.

    Returns
    -------
    Adjusted
        For people of the same start and condition, by least squares; ``TOO_FEW`` under the least
        number, ``ALIKE`` where the group cannot be told from the condition or the start.
    """
    counted = (
        sum(one.people for one in pairs if one.needled),
        sum(one.people for one in pairs if not one.needled),
    )
    if min(counted) < least:
        return Adjusted(counted, None, Why.TOO_FEW)
    starts = [one.start for one in pairs]
    try:
        found = adjusted_difference(
            [one.end for one in pairs],
            [one.needled for one in pairs],
            [starts] if len(set(starts)) > 1 else [],
            [one.condition for one in pairs],
            [one.people for one in pairs],
        )
    except TooFewRowsError:
        return Adjusted(counted, None, Why.TOO_FEW)
    except CollinearError:
        return Adjusted(counted, None, Why.ALIKE)
    return Adjusted(counted, found, None)
