"""Whether the index of measures and their files agree, and each names its sources.

Decides        nothing clinical
Does not       read how a measure is scored (core.outcomes builds it from the same file)
Takes          data/instruments.toml and the files it names
Gives          faults with the file
Units          none
Sources        none of its own
Reviewed       no clinical content
"""

from collections.abc import Iterator

from ashi.core.kernel.faults import Fault
from ashi.core.knowledge.packaged import folder, read_toml

PROVENANCE = frozenset({"seen", "seen2", "recalled", "own"})


def instrument_faults() -> Iterator[Fault]:
    """Say what is wrong with the measures as entries of the knowledge base."""
    rows = read_toml("instruments.toml")["instruments"]
    codes = [row["code"] for row in rows]
    indexed = {f"{row['file']}.toml" for row in rows}
    there = {one.name for one in folder("instruments").iterdir() if one.name.endswith(".toml")}
    for file in sorted(indexed - there):
        yield Fault(f"instruments/{file}", "missing")
    for file in sorted(there - indexed):
        yield Fault(f"instruments/{file}", "not_in_index")
    for row in rows:
        if codes.count(row["code"]) > 1:
            yield Fault(f"instruments.toml: {row['code']}", "twice", row["code"])
        if row.get("variant_of", row["code"]) not in codes:
            yield Fault(f"instruments.toml: {row['code']}", "unknown_word", row["variant_of"])
    for file in sorted(indexed & there):
        yield from _file_faults(file)


def _file_faults(file: str) -> Iterator[Fault]:
    table = read_toml("instruments", file)
    path = f"instruments/{file}"
    if not table.get("sources"):
        yield Fault(path, "no_source")
    words = set(table.get("provenance", {}).values())
    if not words or words - PROVENANCE:
        yield Fault(path, "no_provenance", ", ".join(sorted(words)))
