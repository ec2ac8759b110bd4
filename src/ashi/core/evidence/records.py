"""A row of a table once it is read: numbers, how they came about, and what is noted of it.

Decides        nothing
Gives          the values that reading, deriving, arranging and doubting hand to one another
Units          those of the columns
Reviewed       no clinical content
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple


class How(NamedTuple):
    """That a column was derived: by what (a code, worded at the edge), with which detail."""

    column: str
    code: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """Something about a row (line of the file, 0 for all), by code."""

    line: int
    code: str
    about: str = ""


@dataclass(slots=True)
class Record:
    """A trial, or one comparison of it.

    ``numbers`` has the measure's own columns, or ``yi`` and ``vi``; and the scale's ends if said.
    """

    line: int
    study: str
    labels: dict[str, str]
    numbers: dict[str, float]
    how: list[How] = field(default_factory=list)


class Arms(StrEnum):
    """What becomes of trials with several comparisons against one group."""

    KEEP = "keep"
    SPLIT = "split"
    COMBINE = "combine"


@dataclass(frozen=True, slots=True)
class Reading:
    """How a table is to be read.

    ``r`` correlates before and after where a row does not say; ``scale`` is the least and the
    greatest value the outcome can have; ``labels`` are columns of text to keep.
    """

    arms: Arms = Arms.KEEP
    r: float | None = None
    scale: tuple[float, float] | None = None
    labels: tuple[str, ...] = ()
