"""What others say of the dose, to stand beside a plan; how much of a treatment is usual.

Decides        which published doses concern a condition in a phase
Does not       choose one; mix what was read with what was recalled
Takes          data/published_doses.csv, data/treatment_doses.csv
Gives          doses with their source and provenance, what was read first
Units          visits, weeks; seconds and minutes of a treatment
Sources        each row names its own
Reviewed       draft
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from ashi.core.planning.packaged import many, number, read_rows
from ashi.core.planning.templates import Phase

# Surer knowledge first; what was only told or recalled stands last.
PROVENANCES = ("seen", "seen2", "own", "told", "recalled")
ANY = "any"


@dataclass(frozen=True, slots=True)
class PublishedDose:
    """One dose as somebody publishes it; ``conditions`` is empty where it holds for all."""

    id: str
    phase: str
    conditions: tuple[str, ...]
    low: int | None
    high: int | None
    weeks: int | None
    title: str
    title_el: str
    population: str
    population_el: str
    rule: str
    rule_el: str
    provenance: str
    source: str
    status: str


@dataclass(frozen=True, slots=True)
class TreatmentDose:
    """How much of a treatment is usual; each column a number or a range, empty where unsaid."""

    id: str
    sets: str
    reps: str
    hold_s: str
    minutes: str
    per_day: str
    per_week: str
    source: str
    provenance: str
    status: str


@cache
def published_doses() -> tuple[PublishedDose, ...]:
    """Return every published dose, what was read first."""
    found = (
        PublishedDose(
            id=row["id"],
            phase=row["phase"],
            conditions=many(row["conditions"]),
            low=number(row["visits_low"]),
            high=number(row["visits_high"]),
            weeks=number(row["weeks"]),
            **{name: row[name] for name in _WORDS},
        )
        for row in read_rows("published_doses.csv")
    )
    return tuple(sorted(found, key=lambda one: PROVENANCES.index(one.provenance)))


_WORDS = (
    "title", "title_el", "population", "population_el", "rule", "rule_el", "provenance", "source",
    "status",
)  # fmt: skip


def doses_beside(condition: str, phase: Phase) -> tuple[PublishedDose, ...]:
    """Return the doses that concern a condition in a phase; subacute ones stand with acute."""
    wanted = Phase.ACUTE if phase is Phase.SUBACUTE else phase
    return tuple(
        one
        for one in published_doses()
        if one.phase in (wanted, ANY) and (not one.conditions or condition in one.conditions)
    )


@cache
def treatment_doses() -> Mapping[str, TreatmentDose]:
    """Return how much of each treatment is usual, by the treatment's id."""
    return {row["id"]: TreatmentDose(**row) for row in read_rows("treatment_doses.csv")}
