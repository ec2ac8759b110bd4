"""Reference courses: how the mean of a named cohort went, as published.

Decides        which cohort a patient resembles by stated rules; the published point of a week
Does not       forecast anybody, draw a band where no spread was published, or guess between
Takes          a condition, weeks since onset, a week of the course
Gives          published means with their intervals; a line of our own between, marked as such
Units          weeks; points of the cohort's scale, mostly 0 to 100
Sources        knowledge/data/courses.toml
Reviewed       draft

The intervals are of means. How far people differ is not published, so none of this says where
one person will be.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from math import exp

from ashi.core.outcomes.building import Table, exact
from ashi.core.outcomes.catalogue import read_data
from ashi.core.outcomes.errors import OutcomesError


class OffScaleError(OutcomesError):
    """A start that does not lie on the cohort's scale."""

    code = "outcomes.off_scale"


@dataclass(frozen=True, slots=True)
class CoursePoint:
    """A published mean; ``low`` and ``high`` are the interval of the mean where there is one."""

    week: Fraction
    mean: Fraction
    low: Fraction | None
    high: Fraction | None


@dataclass(frozen=True, slots=True)
class Fit:
    """Ashi's own line through published means; ``tau`` in weeks, ``None`` where not told."""

    plateau: float
    ratio: float
    tau: float | None
    rmse: float | None


@dataclass(frozen=True, slots=True)
class Course:
    """One cohort: who, on what scale, how it went, how certain that is."""

    id: str
    conditions: tuple[str, ...]
    measure: str
    low: int
    high: int
    clock: str
    entry_weeks: tuple[int, int] | None
    n: str | None
    certainty: str | None
    source: str
    provenance: str
    superseded_by: str | None
    points: tuple[CoursePoint, ...]
    fit: Fit

    def at(self, week: float) -> CoursePoint | None:
        """Return the published point of exactly this week; none between two of them."""
        wanted = exact(week)
        return next((point for point in self.points if point.week == wanted), None)

    @property
    def has_interval(self) -> bool:
        """Whether every point has an interval, so that it may be drawn as a band."""
        return all(point.low is not None for point in self.points)


@dataclass(frozen=True, slots=True)
class Anchor:
    """A single published figure beside the courses.

    With a ``measure`` it is the median of days until recovery of that, in those who came within
    ``entry_weeks`` of the onset.
    """

    id: str
    conditions: tuple[str, ...]
    measure: str | None
    entry_weeks: tuple[int, int] | None
    what: str
    value: Fraction
    low: Fraction | None
    high: Fraction | None
    unit: str
    n: str
    population: str
    source: str
    provenance: str


def _fraction(number: float) -> Fraction:
    return Fraction(str(number))


def _point(row: Table) -> CoursePoint:
    return CoursePoint(
        _fraction(row["week"]),
        _fraction(row["mean"]),
        exact(row.get("low")),
        exact(row.get("high")),
    )


def _entry_weeks(row: Table) -> tuple[int, int] | None:
    entry = row.get("entry_weeks")
    return (entry[0], entry[1]) if entry else None


def _course(row: Table) -> Course:
    fit = row["fit"]
    return Course(
        id=row["id"],
        conditions=tuple(row["conditions"]),
        measure=row["measure"],
        low=row["scale"][0],
        high=row["scale"][1],
        clock=row["clock"],
        entry_weeks=_entry_weeks(row),
        n=row.get("n"),
        certainty=row.get("certainty"),
        source=row["source"],
        provenance=row["provenance"],
        superseded_by=row.get("superseded_by"),
        points=tuple(_point(point) for point in row["points"]),
        fit=Fit(fit["plateau"], fit["ratio"], fit.get("tau"), fit.get("rmse")),
    )


def _anchor(row: Table) -> Anchor:
    return Anchor(
        id=row["id"],
        conditions=tuple(row["conditions"]),
        measure=row.get("measure"),
        entry_weeks=_entry_weeks(row),
        what=row["what"],
        value=_fraction(row["value"]),
        low=exact(row.get("low")),
        high=exact(row.get("high")),
        unit=row["unit"],
        n=row["n"],
        population=row["population"],
        source=row["source"],
        provenance=row["provenance"],
    )


@cache
def courses() -> tuple[Course, ...]:
    """Return every course that was read, the newer before what it supersedes."""
    return tuple(_course(row) for row in read_data("courses.toml")["courses"])


@cache
def anchors() -> tuple[Anchor, ...]:
    """Return every single figure."""
    return tuple(_anchor(row) for row in read_data("courses.toml")["anchors"])


def anchors_for(condition: str) -> tuple[Anchor, ...]:
    """Return the single figures that were published for a condition."""
    return tuple(one for one in anchors() if condition in one.conditions)


def courses_for(
    condition: str, measure: str = "pain", weeks_since_onset: float | None = None
) -> tuple[Course, ...]:
    """Return the cohorts whose stated rule a patient meets.

    Parameters
    ----------
    condition
        An id of the condition list, such as ``lbp_acute``.
    measure
        ``pain`` or ``disability``.
    weeks_since_onset
        When the course of care began; where it is not known, every cohort of the condition.

    Returns
    -------
    tuple of Course
        None of them superseded. Empty where no cohort fits, which says nothing about anybody.
    """
    return tuple(
        one
        for one in courses()
        if condition in one.conditions
        and one.measure == measure
        and one.superseded_by is None
        and _belongs(one.entry_weeks, weeks_since_onset)
    )


def courses_at(
    areas: Iterable[str], measure: str, weeks_since_onset: float | None
) -> tuple[Course, ...]:
    """Return the cohorts that a complaint at these places resembles, by the stated rules.

    Parameters
    ----------
    areas
        Areas of ``core.safety.places``.
    weeks_since_onset
        When care began. Where it is not known nothing can be said to resemble, and none is
        returned.
    """
    if weeks_since_onset is None:
        return ()
    found = (
        one
        for name in conditions_at(areas)
        for one in courses_for(name, measure, weeks_since_onset)
    )
    return tuple(dict.fromkeys(found))


def conditions_at(areas: Iterable[str]) -> tuple[str, ...]:
    """Return the conditions that a complaint at these places may be, in the order of the data."""
    known = read_data("courses.toml")["areas"]
    return tuple(dict.fromkeys(one for area in areas for one in known.get(area, ())))


def days_to_recovery(
    areas: Iterable[str], measure: str, weeks_since_onset: float | None
) -> Anchor | None:
    """Return the median time to recovery of the cohort that a complaint resembles, or none.

    Where it is not known since when the complaint is there, nothing resembles it.
    """
    if weeks_since_onset is None:
        return None
    may_be = set(conditions_at(areas))
    found = (
        one
        for one in anchors()
        if one.measure == measure
        and may_be & set(one.conditions)
        and _belongs(one.entry_weeks, weeks_since_onset)
    )
    return next(found, None)


def _belongs(entry_weeks: tuple[int, int] | None, weeks: float | None) -> bool:
    if entry_weeks is None or weeks is None:
        return True
    return entry_weeks[0] <= weeks < entry_weeks[1]


def line(course: Course, start: float, weeks: Sequence[float]) -> tuple[float, ...] | None:
    """Return Ashi's own line of the cohort's mean, moved to another start, for drawing.

    Parameters
    ----------
    start
        On the course's scale. The share of it that stays is the cohort's.
    weeks
        Weeks after the start, 0 or more.

    Returns
    -------
    tuple of float or None
        One value a week; ``None`` where the fall cannot be told from the published points.

    Raises
    ------
    OffScaleError
        ``start`` does not lie on the scale.
    """
    if not course.low <= start <= course.high:
        raise OffScaleError(start=start, low=course.low, high=course.high)
    if course.fit.tau is None:
        return None
    stays = course.fit.ratio * start
    tau = course.fit.tau
    return tuple(stays + (start - stays) * exp(-week / tau) for week in weeks)


def on_scale(value: Fraction, course: Course, low: Fraction, high: Fraction) -> Fraction:
    """Move a value of the course to another scale, such as 0 to 10."""
    share = (value - course.low) / (course.high - course.low)
    return low + share * (high - low)
