"""Courses of care from which a plan starts: how many visits, of what, looked at when.

Decides        nothing
Does not       choose for a patient; say that a course works
Takes          data/templates.csv
Gives          templates by condition and phase
Units          visits, visits a week, days
Sources        each template names its own; Ashi's defaults are ``own`` and drafts
Reviewed       draft
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from ashi.core.knowledge.evidence_base.conditions import all_conditions
from ashi.core.planning.packaged import many, number, read_rows


class Phase(StrEnum):
    """How long a complaint has lasted, or that it follows an operation."""

    ACUTE = "acute"
    SUBACUTE = "subacute"
    CHRONIC = "chronic"
    SURGERY = "surgery"


class Modality(StrEnum):
    """What is done in a visit."""

    ACUPUNCTURE = "acupuncture"
    PHYSIOTHERAPY = "physiotherapy"
    BOTH = "both"

    @property
    def parts(self) -> tuple["Modality", ...]:
        """What it counts as: a visit of both counts once for each."""
        both = (Modality.ACUPUNCTURE, Modality.PHYSIOTHERAPY)
        return both if self is Modality.BOTH else (self,)


class Asked(StrEnum):
    """When a measure is asked."""

    START = "start"
    EACH = "each"
    REVIEW = "review"


@dataclass(frozen=True, slots=True)
class ReviewPoints:
    """When a course is looked at: at visits, then every so many, the first by so many days."""

    visits: tuple[int, ...]
    every: int | None = None
    first_days: int | None = None

    def up_to(self, visit: int) -> tuple[int, ...]:
        """Return the visits at which a review falls, none later than ``visit``."""
        found = [one for one in self.visits if one <= visit]
        if self.every is not None and self.visits:
            found += range(self.visits[-1] + self.every, visit + 1, self.every)
        return tuple(found)

    def after(self, visit: int) -> int | None:
        """Return the next visit after ``visit`` at which a review falls; None where none does."""
        later = [one for one in self.visits if one > visit]
        if later:
            return later[0]
        if self.every is None or not self.visits:
            return None
        gone = (visit - self.visits[-1]) // self.every
        return self.visits[-1] + (gone + 1) * self.every


@dataclass(frozen=True, slots=True)
class Template:
    """A course for a condition in a phase; ``visits`` and ``per_week`` are low and high."""

    id: str
    condition: str
    phase: Phase
    visits: tuple[int, int]
    per_week: tuple[int, int]
    reviews: ReviewPoints
    modality: Modality
    treatments: tuple[str, ...]
    measures: tuple[tuple[str, Asked], ...]
    stop_at: int
    source: str
    provenance: str
    status: str

    @property
    def days_apart(self) -> tuple[int, int]:
        """The least and the most days between two visits at this pace."""
        return max(7 // self.per_week[1], 1), 7 // self.per_week[0]


def _measures(cell: str) -> tuple[tuple[str, Asked], ...]:
    pairs = (one.split(":") for one in many(cell))
    return tuple((code, Asked(when)) for code, when in pairs)


@cache
def all_templates() -> Mapping[str, Template]:
    """Return every template by its id, in the order of the file."""
    rows = (
        Template(
            id=row["id"],
            condition=row["condition"],
            phase=Phase(row["phase"]),
            visits=(int(row["visits_low"]), int(row["visits_high"])),
            per_week=(int(row["per_week_low"]), int(row["per_week_high"])),
            reviews=ReviewPoints(
                tuple(map(int, many(row["reviews"]))),
                number(row["every"]),
                number(row["review_days"]),
            ),
            modality=Modality(row["mix"]),
            treatments=many(row["treatments"]),
            measures=_measures(row["measures"]),
            stop_at=int(row["stop_at"]),
            source=row["source"],
            provenance=row["provenance"],
            status=row["status"],
        )
        for row in read_rows("templates.csv")
    )
    return {one.id: one for one in rows}


def templates_near(areas: Collection[str]) -> tuple[Template, ...]:
    """Return all templates, those of conditions in these areas of the body first."""
    near = {one.id for one in all_conditions() if set(areas) & set(one.areas)}
    return tuple(sorted(all_templates().values(), key=lambda one: one.condition not in near))
