"""What an exercise asks of each part of the body: moving, load, turning, stretch.

Decides        nothing
Does not       say what somebody may do
Takes          data/physio/exercise_demands.csv, ``part.demand`` parted by semicolons
Gives          the demands of an exercise by part
Units          none
Sources        own reading of each exercise's steps; drafts until a physiotherapist signs them
Reviewed       draft
"""

from collections import defaultdict
from collections.abc import Mapping
from functools import cache

from ashi.core.knowledge.packaged import read_csv

DEMANDS = (
    "passive", "active", "resisted", "part_load", "full_load", "impact", "rotation", "deep_bend",
    "stretch", "overhead",
)  # fmt: skip


@cache
def _all() -> Mapping[str, Mapping[str, frozenset[str]]]:
    found: dict[str, dict[str, frozenset[str]]] = {}
    for row in read_csv("physio", "exercise_demands.csv"):
        parts: defaultdict[str, set[str]] = defaultdict(set)
        for one in filter(None, row["demands"].split(";")):
            part, demand = one.split(".")
            parts[part].add(demand)
        found[row["id"]] = {part: frozenset(some) for part, some in parts.items()}
    return found


def demands_of(exercise_id: str, part: str) -> frozenset[str]:
    """Return what an exercise asks of a part; nothing where it leaves the part alone."""
    return _all()[exercise_id].get(part, frozenset())
