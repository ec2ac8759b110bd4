"""What several points share: a traditional role, what lies beneath, a precaution, a depth measured.

Decides        nothing
Does not       weigh a finding; know the patient (core.safety does both)
Takes          families.toml, hazards.toml, precautions.toml and measured_depths.toml
Gives          each group with its points, sources and how far these were read
Units          measured depths in mm
Sources        each group names keys of data/points/sources.toml
Reviewed       draft, every group
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from ashi.core.knowledge.packaged import read_toml
from ashi.core.knowledge.points.names import PointCode


@dataclass(frozen=True, slots=True)
class Family:
    """Points that share a role in the tradition, such as the source points."""

    id: str
    name: str
    name_el: str
    zh: str
    points: tuple[PointCode, ...]
    sources: tuple[str, ...]
    provenance: str
    status: str


@dataclass(frozen=True, slots=True)
class Hazard:
    """What lies under points. ``basis`` says whether a text was read, or it is general anatomy."""

    id: str
    kind: str
    structure: str
    severity: str
    note: str
    basis: str
    points: tuple[PointCode, ...]
    sources: tuple[str, ...]
    provenance: str
    status: str


@dataclass(frozen=True, slots=True)
class Precaution:
    """Points that texts leave out, or take with care, where ``fact`` holds of the patient."""

    id: str
    fact: str
    group: str
    note: str
    points: tuple[PointCode, ...]
    sources: tuple[str, ...]
    provenance: str
    status: str


@dataclass(frozen=True, slots=True)
class Measured:
    """How far a study found it from the skin to something, in mm; not how far to needle."""

    point: PointCode
    what: str
    low_mm: float
    high_mm: float
    sources: tuple[str, ...]
    provenance: str
    status: str


Group = TypeVar("Group", Family, Hazard, Precaution)


def _rows(file: str, key: str) -> list[dict[str, Any]]:
    """Return the tables of a file with their lists as tuples."""
    return [
        {name: tuple(value) if isinstance(value, list) else value for name, value in row.items()}
        for row in read_toml("points", file)[key]
    ]


@cache
def all_families() -> tuple[Family, ...]:
    """Return every family, in the order of the file."""
    return tuple(Family(**row) for row in _rows("families.toml", "families"))


@cache
def all_hazards() -> tuple[Hazard, ...]:
    """Return every hazard, in the order of the file."""
    return tuple(Hazard(**row) for row in _rows("hazards.toml", "hazards"))


@cache
def all_precautions() -> tuple[Precaution, ...]:
    """Return every precaution, in the order of the file."""
    return tuple(Precaution(**row) for row in _rows("precautions.toml", "precautions"))


@cache
def all_measured() -> tuple[Measured, ...]:
    """Return every measured depth, in the order of the file."""
    return tuple(Measured(**row) for row in _rows("measured_depths.toml", "measured"))


def families_of(code: PointCode) -> tuple[Family, ...]:
    """Return the families to which a point belongs."""
    return _with(code, all_families())


def beneath(code: PointCode) -> tuple[Hazard, ...]:
    """Return what lies under a point. Empty means that no text spoke, not that nothing is there."""
    return _with(code, all_hazards())


def precautions_of(code: PointCode) -> tuple[Precaution, ...]:
    """Return the precautions that name a point."""
    return _with(code, all_precautions())


def measured_at(code: PointCode) -> tuple[Measured, ...]:
    """Return the depths that were measured at a point."""
    return tuple(one for one in all_measured() if one.point == code)


def _with(code: PointCode, groups: Iterable[Group]) -> tuple[Group, ...]:
    return tuple(group for group in groups if code in group.points)
