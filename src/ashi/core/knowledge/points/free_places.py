"""Places that have no code: muscles with trigger points, and the ear.

Decides        which muscle, ear region or ear point a few words name
Does not       place them on a picture
Takes          data/points/muscles.toml and ear.toml
Gives          named places; ``None`` for words that name none, which may be kept as words
Units          none
Sources        usual names of the trade, recalled
Reviewed       draft
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

from ashi.core.knowledge.packaged import read_toml
from ashi.core.knowledge.points.letters import plain, unmarked


@dataclass(frozen=True, slots=True)
class Muscle:
    """A muscle; ``part`` is the part of the body where it is looked for."""

    name: str
    name_el: str
    part: str
    also: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EarRegion:
    """A region of the ear."""

    name: str
    name_el: str
    also: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EarPoint:
    """An ear point by its usual name, and the region in which most schools put it."""

    name: str
    name_el: str
    region: str
    also: tuple[str, ...]


Named = TypeVar("Named", Muscle, EarRegion, EarPoint)


@cache
def all_muscles() -> tuple[Muscle, ...]:
    """Return every muscle, by name."""
    rows = read_toml("points", "muscles.toml")["muscles"]
    return tuple(
        Muscle(row["name"], row["name_el"], row["part"], tuple(row.get("also", ()))) for row in rows
    )


@cache
def all_ear_regions() -> tuple[EarRegion, ...]:
    """Return every region of the ear."""
    rows = read_toml("points", "ear.toml")["regions"]
    return tuple(EarRegion(row["name"], row["name_el"], tuple(row.get("also", ()))) for row in rows)


@cache
def all_ear_points() -> tuple[EarPoint, ...]:
    """Return every ear point that Ashi knows by name."""
    rows = read_toml("points", "ear.toml")["points"]
    return tuple(
        EarPoint(row["name"], row["name_el"], row["region"], tuple(row.get("also", ())))
        for row in rows
    )


def find_muscle(words: str) -> Muscle | None:
    """Return the one muscle that words name: wholly, or as the only one that begins so."""
    return _found(words, all_muscles())


def find_ear_point(words: str) -> EarPoint | None:
    """Return the one ear point that words name."""
    return _found(words, all_ear_points())


def find_ear_region(words: str) -> EarRegion | None:
    """Return the one region of the ear that words name."""
    return _found(words, all_ear_regions())


def _found(words: str, places: Iterable[Named]) -> Named | None:
    wanted = _compared(words)
    if not wanted:
        return None
    candidates = tuple(places)
    whole = [one for one in candidates if wanted in _names(one)]
    starting = [one for one in candidates if any(name.startswith(wanted) for name in _names(one))]
    fitting = whole or starting
    return fitting[0] if len(fitting) == 1 else None


def _names(place: Muscle | EarRegion | EarPoint) -> set[str]:
    return {_compared(name) for name in (place.name, place.name_el, *place.also)}


def _compared(words: str) -> str:
    return unmarked(plain(words)).replace("-", " ")
