"""Whether the index of measures and their files agree, and each names its sources.

Decides        nothing clinical
Does not       read how a measure is scored (core.outcomes builds it from the same file)
Takes          data/instruments.toml and the files it names
Gives          faults with the file
Units          none
Sources        none of its own
Reviewed       no clinical content
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from ashi.core.kernel.faults import Fault
from ashi.core.knowledge.packaged import folder, read_toml

Table = Mapping[str, Any]

PROVENANCE = frozenset({"seen", "seen2", "recalled", "own"})


def instrument_faults() -> Iterator[Fault]:
    """Say what is wrong with the measures as entries of the knowledge base."""
    rows = read_toml("instruments.toml")["instruments"]
    there = {one.name for one in folder("instruments").iterdir() if one.name.endswith(".toml")}
    yield from index_faults(rows, there)
    for file in sorted({_file(row) for row in rows} & there):
        yield from measure_faults(read_toml("instruments", file), f"instruments/{file}")


def _file(row: Table) -> str:
    return f"{row['file']}.toml"


def index_faults(rows: Sequence[Table], there: Collection[str]) -> Iterator[Fault]:
    """Say where the index and the files that are there do not agree."""
    codes = [row["code"] for row in rows]
    indexed = {_file(row) for row in rows}
    for file in sorted(indexed - {*there}):
        yield Fault(f"instruments/{file}", "missing")
    for file in sorted({*there} - indexed):
        yield Fault(f"instruments/{file}", "not_in_index")
    for row in rows:
        if codes.count(row["code"]) > 1:
            yield Fault(f"instruments.toml: {row['code']}", "twice", row["code"])
        if row.get("variant_of", row["code"]) not in codes:
            yield Fault(f"instruments.toml: {row['code']}", "unknown_word", row["variant_of"])


def measure_faults(table: Table, path: str) -> Iterator[Fault]:
    """Say whether a measure lacks sources, or how they were read."""
    if not table.get("sources"):
        yield Fault(path, "no_source")
    words = set(table.get("provenance", {}).values())
    if not words or words - PROVENANCE:
        yield Fault(path, "no_provenance", ", ".join(sorted(words)))
