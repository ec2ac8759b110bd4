"""Whether the packaged data of physiotherapy hold together.

Decides        nothing clinical: ids once each, names in both languages, no writing of two things
Takes          data/physio
Gives          faults with the file and the entry
Units          none
Sources        none of its own
Reviewed       no clinical content
"""

from collections.abc import Iterator

from ashi.core.kernel.faults import Fault
from ashi.core.knowledge.packaged import read_csv
from ashi.core.knowledge.physio.things import all_things, writings, written

FILES = ("treatments.csv", "exercises.csv", "measures.csv")
PROVENANCE = frozenset({"seen", "seen2", "recalled", "own", "mixed"})


def physio_faults() -> list[Fault]:
    """Return what does not hold together in the data of physiotherapy."""
    return [*_row_faults(), *_writing_faults()]


def _row_faults() -> Iterator[Fault]:
    seen: set[str] = set()
    for name in FILES:
        for row in read_csv("physio", name):
            where = f"physio/{name}: {row['id']}"
            if row["id"] in seen:
                yield Fault(where, "twice", row["id"])
            seen.add(row["id"])
            if not (row["name"].strip() and row["name_el"].strip()):
                yield Fault(where, "missing")
            provenance = row.get("provenance") or row.get("dose_provenance")
            if provenance not in PROVENANCE:
                yield Fault(where, "provenance", str(provenance))


def _writing_faults() -> Iterator[Fault]:
    """Say where a writing of one thing is read as another."""
    for thing in all_things().values():
        for text in (thing.id, thing.name, thing.name_el, *thing.words):
            meant = writings()[written(text)]
            if meant.id != thing.id:
                yield Fault(f"physio: {thing.id}", "written_twice", f"{text} = {meant.id}")
