"""Needling as published trials printed it: a library from which a clinician picks.

Decides        nothing
Does not       say that any of it treats; choose sides or depths
Takes          data/protocols/trials.csv
Gives          protocols, each with its source and with how its points and dose are known
Units          mm, Hz, minutes, weeks, each as printed: one number, or a range
Sources        the trials named, read or as others report them (README beside the data)
Reviewed       draft
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache

from ashi.core.knowledge.evidence_base.conditions import all_conditions
from ashi.core.knowledge.needling.reading import read_line
from ashi.core.knowledge.packaged import read_csv


@dataclass(frozen=True, slots=True)
class TrialProtocol:
    """What was needled in one trial. An empty text is what was not reported, or not seen."""

    id: str
    conditions: tuple[str, ...]
    trial: str
    year: int
    points: tuple[str, ...]
    also: tuple[str, ...]
    stimulation: str
    hertz: str
    retention_min: str
    sessions: str
    weeks: str
    depth_mm: str
    points_from: str
    dose_from: str
    source: str
    outcome: str
    status: str

    def line(self, side: str) -> str:
        """Return the needling line of its points; ``side`` is said of those that have two."""
        paired = [one for one in self.points if _is_paired(one)]
        single = [one for one in self.points if one not in paired]
        said = [" ".join([*paired, side]) if paired else "", " ".join(single)]
        return "; ".join(filter(None, said))


@cache
def _is_paired(point: str) -> bool:
    """Whether a point lies on both sides: its line without a side leaves something unsaid."""
    return any(one.insertion.side is None for one in read_line(point).insertions)


def _many(text: str) -> tuple[str, ...]:
    return tuple(filter(None, text.split(";")))


@cache
def trial_protocols() -> Mapping[str, TrialProtocol]:
    """Return every protocol by its id, in the order of the file."""
    rows = (
        TrialProtocol(
            id=row["id"],
            conditions=_many(row["conditions"]),
            trial=row["trial"],
            year=int(row["year"]),
            points=tuple(row["points"].split()),
            also=_many(row["also"]),
            stimulation=row["stimulation"],
            hertz=row["hertz"].replace(";", ", "),
            retention_min=row["retention_min"],
            sessions=row["sessions"],
            weeks=row["weeks"],
            depth_mm=row["depth_mm"],
            points_from=row["points_from"],
            dose_from=row["dose_from"],
            source=row["source"],
            outcome=row["outcome"],
            status=row["status"],
        )
        for row in read_csv("protocols", "trials.csv")
    )
    return {one.id: one for one in rows}


def conditions_with_trials() -> tuple[str, ...]:
    """Return the conditions of which protocols are known, in the order of the conditions."""
    known = {name for one in trial_protocols().values() for name in one.conditions}
    return tuple(one.id for one in all_conditions() if one.id in known)


def conditions_near(areas: Collection[str]) -> tuple[str, ...]:
    """Return the conditions with protocols that lie in these areas of the body."""
    here = {one.id for one in all_conditions() if set(areas) & set(one.areas)}
    return tuple(one for one in conditions_with_trials() if one in here)


def protocols_of(condition: str) -> tuple[TrialProtocol, ...]:
    """Return the protocols of a condition, newest trial first."""
    found = [one for one in trial_protocols().values() if condition in one.conditions]
    return tuple(sorted(found, key=lambda one: (-one.year, one.id)))
