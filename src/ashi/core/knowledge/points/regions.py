"""Regions of the body by name.

Decides        nothing
Does not       know which points lie in a region (details.py says it of each point)
Takes          data/points/regions.toml
Gives          regions with their names in English and Greek
Units          none
Sources        usual names of the trade
Reviewed       draft
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from ashi.core.knowledge.packaged import read_toml


@dataclass(frozen=True, slots=True)
class Region:
    """A region; ``also`` holds further words by which people look for it."""

    id: str
    name: str
    name_el: str
    also: tuple[str, ...]


@cache
def all_regions() -> tuple[Region, ...]:
    """Return every region, by its id."""
    rows = read_toml("points", "regions.toml")["regions"]
    return tuple(
        Region(row["id"], row["name"], row["name_el"], tuple(row.get("also", ()))) for row in rows
    )


@cache
def regions_by_id() -> Mapping[str, Region]:
    """Return every region by its id."""
    return MappingProxyType({one.id: one for one in all_regions()})
