"""Whether the evidence base is whole: entries have sources, claims have entries.

Decides        nothing clinical: which words a row may use, and what a claim must have
Does not       say that a figure is right
Takes          the tables of data/evidence as they were written
Gives          faults with the file and the entry; none where all is well
Units          none
Sources        none of its own
Reviewed       no clinical content
"""

from collections.abc import Iterable, Iterator, Sequence

from ashi.core.kernel.faults import Fault
from ashi.core.knowledge.checking_claims import claim_faults
from ashi.core.knowledge.checking_plots import plot_faults
from ashi.core.knowledge.checking_points import STATUS
from ashi.core.knowledge.evidence_base.base import EVERYBODY
from ashi.core.knowledge.evidence_base.certainty import RATED
from ashi.core.knowledge.evidence_base.entries import Kind, Provenance
from ashi.core.knowledge.evidence_base.tables import Row, Tables, read_tables

PROVENANCE = frozenset(Provenance)
NUMBERS = ("estimate", "ci_low", "ci_high", "k", "n")
ARM_NUMBERS = ("n", "mean", "sd")


def evidence_faults(tables: Tables | None = None) -> list[Fault]:
    """Return what does not hold together; claims are looked at once their entries can be read."""
    tables = read_tables() if tables is None else tables
    rows = [
        *_twice_faults("sources.csv", [row["key"] for row in tables.sources]),
        *_twice_faults("entries", [row["id"] for _, row in tables.entries]),
        *_source_faults(tables),
        *_entry_faults(tables),
        *_arm_faults(tables),
        *plot_faults(tables),
    ]
    return [*rows, *claim_faults(tables, readable=not rows)]


def _twice_faults(file: str, keys: Sequence[str]) -> Iterator[Fault]:
    for key in sorted({key for key in keys if keys.count(key) > 1}):
        yield Fault(f"evidence/{file}: {key}", "twice", key)


def _source_faults(tables: Tables) -> Iterator[Fault]:
    """Say which source has no words, and which nothing names."""
    named = {row["source"] for _, row in tables.entries}
    for row in tables.sources:
        path = f"evidence/sources.csv: {row['key']}"
        if not row["citation"]:
            yield Fault(f"{path}: citation", "missing")
        if row["provenance"] not in PROVENANCE:
            yield Fault(path, "no_provenance", row["provenance"])
        if row["key"] not in named:
            yield Fault(path, "unused_source")


def _entry_faults(tables: Tables) -> Iterator[Fault]:
    sources = {row["key"]: row["provenance"] for row in tables.sources}
    conditions = {row["id"] for row in tables.conditions} | {EVERYBODY}
    for file, row in tables.entries:
        path = f"evidence/{file}: {row['id']}"
        yield from _word_faults(row, path)
        yield from _number_faults(row, path, NUMBERS)
        for condition in sorted({*row["conditions"].split(";")} - conditions):
            yield Fault(path, "unknown_condition", condition)
        if not row["source"]:
            yield Fault(path, "no_source")
        elif row["source"] not in sources:
            yield Fault(path, "unknown_source", row["source"])
        elif sources[row["source"]] == Provenance.RECALLED != row["provenance"]:
            yield Fault(path, "read_better", row["provenance"])


def _word_faults(row: Row, path: str) -> Iterator[Fault]:
    """Say which word of an entry is none of those it may use."""
    if row["kind"] not in frozenset(Kind):
        yield Fault(path, "unknown_word", row["kind"])
    if row["provenance"] not in PROVENANCE:
        yield Fault(path, "no_provenance", row["provenance"])
    if row["status"] not in STATUS:
        yield Fault(path, "unread_status", row["status"])
    if row["rated"] and row["rated"] not in RATED:
        yield Fault(path, "unknown_word", row["rated"])
    if not row["read_by"]:
        yield Fault(f"{path}: read_by", "missing")


def _number_faults(row: Row, path: str, columns: Iterable[str]) -> Iterator[Fault]:
    """Say which number cannot be read, and which interval lies beside its estimate."""
    for column in columns:
        if row.get(column) and not _is_number(row[column]):
            yield Fault(f"{path}: {column}", "not_number", row[column])
            return
    written = [row[name] for name in ("ci_low", "estimate", "ci_high") if row.get(name)]
    if [*map(float, written)] != sorted(map(float, written)):
        yield Fault(path, "backwards", " ".join(written))


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _arm_faults(tables: Tables) -> Iterator[Fault]:
    ids = {row["id"] for _, row in tables.entries}
    for row in tables.arms:
        path = f"evidence/arms.csv: {row['entry']}"
        if row["entry"] not in ids:
            yield Fault(path, "unknown_entry", row["entry"])
        yield from _number_faults(row, path, ARM_NUMBERS)
        for column in ARM_NUMBERS:
            if not row[column]:
                yield Fault(f"{path}: {column}", "missing")
