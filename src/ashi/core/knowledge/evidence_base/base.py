"""The evidence base as values: sources, entries and claims by their ids.

Decides        nothing
Does not       check: ``ashi knowledge check`` says what is wrong before this is used
Takes          the tables of data/evidence
Gives          one value that holds all of it
Units          none
Sources        data/evidence
Reviewed       draft
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from ashi.core.knowledge.evidence_base.claims import Claim, claim_of
from ashi.core.knowledge.evidence_base.entries import Entry, entry_of, source_of
from ashi.core.knowledge.evidence_base.tables import Tables, read_tables

EVERYBODY = "all"


@dataclass(frozen=True, slots=True)
class Base:
    """Entries and claims by id, in the order of the files; names of conditions by id."""

    entries: Mapping[str, Entry]
    claims: Mapping[str, Claim]
    conditions: Mapping[str, str]

    def supporting(self, claim: Claim) -> tuple[Entry, ...]:
        """Return the entries for a claim."""
        return tuple(self.entries[one] for one in claim.supporting)

    def contradicting(self, claim: Claim) -> tuple[Entry, ...]:
        """Return the entries against a claim."""
        return tuple(self.entries[one] for one in claim.contradicting)


def base_of(tables: Tables) -> Base:
    """Return tables without faults as a value."""
    sources = {row["key"]: source_of(row) for row in tables.sources}
    entries = [entry_of(row, sources) for _, row in tables.entries]
    return Base(
        entries={one.id: one for one in entries},
        claims={one.id: one for one in map(claim_of, tables.claims)},
        conditions={row["id"]: row["name"] for row in tables.conditions},
    )


@cache
def packaged_base() -> Base:
    """Return the evidence base that comes with Ashi."""
    return base_of(read_tables())


def concerns(conditions: Iterable[str], wanted: str) -> bool:
    """Return whether something said of ``conditions`` is said of ``wanted`` too."""
    return bool({wanted, EVERYBODY} & {*conditions})
