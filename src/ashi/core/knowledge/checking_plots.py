"""Whether each plot shows what was read, in one unit, and with an interval.

Decides        nothing clinical: what a plot must have
Does not       pool
Takes          the tables of data/evidence as they were written
Gives          faults with the file and the plot; none where all is well
Units          none
Sources        none of its own
Reviewed       no clinical content
"""

from collections.abc import Iterator, Mapping
from typing import Any

from ashi.core.kernel.faults import Fault
from ashi.core.knowledge.checking_claims import GREEK
from ashi.core.knowledge.evidence_base.entries import Provenance
from ashi.core.knowledge.evidence_base.plots import TREATMENTS, UNITS
from ashi.core.knowledge.evidence_base.tables import Row, Tables

INTERVAL = ("estimate", "ci_low", "ci_high")


def plot_faults(tables: Tables) -> Iterator[Fault]:
    """Say what is wrong with plots."""
    entries = {row["id"]: row for _, row in tables.entries}
    conditions = {row["id"] for row in tables.conditions}
    claims = {table.get("id") for table in tables.claims}
    ids = [table["id"] for table in tables.plots]
    for table in tables.plots:
        path = f"evidence/plots.toml: {table['id']}"
        if ids.count(table["id"]) > 1:
            yield Fault(path, "twice", table["id"])
        if table["condition"] not in conditions:
            yield Fault(path, "unknown_condition", table["condition"])
        yield from _word_faults(table, path)
        for entry, *_ in table.get("rows", ()):
            yield from _row_faults(table, path, entries.get(entry), entry)
        if "arms" in table:
            yield from _arms_faults(table, path, tables)
            if table["claim"] not in claims:
                yield Fault(path, "unknown_entry", table["claim"])


def _word_faults(table: Mapping[str, Any], path: str) -> Iterator[Fault]:
    for key in ("en", "el"):
        if bool(GREEK.search(table[key])) != (key == "el"):
            yield Fault(f"{path}: {key}", "wrong_language")
    if table["unit"] not in UNITS:
        yield Fault(path, "unknown_word", table["unit"])
    if table.get("treatment", TREATMENTS[0]) not in TREATMENTS:
        yield Fault(path, "unknown_word", table["treatment"])
    if ("arms" in table) == bool(table.get("rows")):
        yield Fault(path, "no_entry")


def _row_faults(
    table: Mapping[str, Any], path: str, entry: Row | None, name: str
) -> Iterator[Fault]:
    """Say that an entry is not there, was read by nobody, has no interval, or another unit."""
    if entry is None:
        yield Fault(path, "unknown_entry", name)
        return
    if entry["provenance"] == Provenance.RECALLED:
        yield Fault(path, "only_recalled", name)
    if not all(entry[key] for key in INTERVAL):
        yield Fault(f"{path}: {name}", "missing")
    if entry["unit"] != UNITS.get(table["unit"]):
        yield Fault(f"{path}: {name}", "unknown_word", entry["unit"])
    if table["condition"] not in entry["conditions"].split(";"):
        yield Fault(f"{path}: {name}", "unknown_condition", entry["conditions"])


def _arms_faults(table: Mapping[str, Any], path: str, tables: Tables) -> Iterator[Fault]:
    """Say that arms to be pooled are not there."""
    wanted = table["arms"]
    found = {
        row["arm"]
        for row in tables.arms
        if row["time"] == wanted["time"] and row["scale"] == wanted["scale"]
    }
    for arm in (wanted["treatment"], wanted["control"]):
        if arm not in found:
            yield Fault(path, "unknown_entry", arm)
