"""The conditions that patients read about: address, names, and where on the body they are.

Decides        which parts of the body a list of conditions is sorted by
Does not       say what a condition is, or what helps
Takes          data/evidence/conditions.csv
Gives          conditions in the order of the file
Units          none
Sources        ids and names of the fact files; ``areas`` are those of core.safety, ``region`` the
               group of red flags that speaks of the place itself
Reviewed       draft; places and regions chosen for Ashi
"""

from dataclasses import dataclass
from functools import cache

from ashi.core.knowledge.evidence_base.tables import Row, read_tables

PARTS = ("back", "neck", "head", "arm", "leg", "whole")


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition; ``areas`` is empty where it has no one place."""

    id: str
    slug: str
    name: str
    name_el: str
    part: str
    areas: tuple[str, ...]
    region: str


def condition_of(row: Row) -> Condition:
    """Return a row of conditions.csv as a value."""
    return Condition(
        id=row["id"],
        slug=row["slug"],
        name=row["name"],
        name_el=row["name_el"],
        part=row["part"],
        areas=tuple(filter(None, row["areas"].split(";"))),
        region=row["region"],
    )


@cache
def all_conditions() -> tuple[Condition, ...]:
    """Return every condition, in the order of the file."""
    return tuple(map(condition_of, read_tables().conditions))


def condition_at(slug: str) -> Condition | None:
    """Return the condition of an address; nothing where there is none."""
    return next((one for one in all_conditions() if one.slug == slug), None)
