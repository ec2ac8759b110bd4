"""Whether each claim has its two sentences, its entries and its review, and may be published.

Decides        nothing clinical: what a claim must have
Does not       say that a claim is true
Takes          the tables of data/evidence as they were written
Gives          faults with the file and the claim; none where all is well
Units          none
Sources        none of its own
Reviewed       no clinical content
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from ashi.core.kernel.faults import Fault
from ashi.core.knowledge.checking_points import NEVER
from ashi.core.knowledge.evidence_base.base import EVERYBODY, base_of
from ashi.core.knowledge.evidence_base.claims import ClaimType
from ashi.core.knowledge.evidence_base.showing import weigh
from ashi.core.knowledge.evidence_base.tables import Tables

Table = Mapping[str, Any]

KEYS = frozenset(
    {"id", "type", "conditions", "article", "en", "el", "for", "against", "publish", "reviewed"}
    | {"digest"}
)
GREEK = re.compile(r"[Α-Ωα-ωά-ώ]")
ARTICLE = re.compile(r"A([1-9]|1[0-9]|20)")


def claim_faults(tables: Tables, *, readable: bool) -> Iterator[Fault]:
    """Say what is wrong with claims; with their weight too where all else is ``readable``."""
    entries = {row["id"] for _, row in tables.entries}
    conditions = {row["id"] for row in tables.conditions} | {EVERYBODY}
    ids = [table.get("id") for table in tables.claims]
    found: list[Fault] = []
    for table in tables.claims:
        path = f"evidence/claims.toml: {table.get('id')}"
        if ids.count(table.get("id")) > 1:
            found.append(Fault(path, "twice", table.get("id")))
        found += _word_faults(table, path)
        found += _entry_faults(table, path, entries)
        found += [
            Fault(path, "unknown_condition", one)
            for one in sorted({*table.get("conditions", ())} - conditions)
        ]
    yield from found
    if readable and not found:
        yield from _weight_faults(tables)


def _word_faults(table: Table, path: str) -> Iterator[Fault]:
    """Say which sentence, type, condition or review is not there, or not as it must be."""
    for key in sorted(table.keys() - KEYS):
        yield Fault(path, "unknown_key", key)
    for key in ("id", "en", "el", "conditions"):
        if not table.get(key):
            yield Fault(f"{path}: {key}", "missing")
    yield from _sentence_faults(table, path)
    yield from _answering_faults(table, path)
    if not isinstance(table.get("reviewed"), date) or not table.get("digest"):
        yield Fault(path, "no_review")


def _answering_faults(table: Table, path: str) -> Iterator[Fault]:
    """Say what is wrong with the type, the wish to publish, or the statements answered."""
    if table.get("type") not in frozenset(ClaimType):
        yield Fault(path, "unknown_word", table.get("type"))
    if not isinstance(table.get("publish"), bool):
        yield Fault(f"{path}: publish", "missing")
    for statement in table.get("article", ()):
        if not ARTICLE.fullmatch(statement):
            yield Fault(f"{path}: article", "unknown_word", statement)


def _sentence_faults(table: Table, path: str) -> Iterator[Fault]:
    """Say which sentence is in the wrong language, or uses a word that Ashi never uses."""
    for key in ("en", "el"):
        text = table.get(key, "")
        if text and bool(GREEK.search(text)) != (key == "el"):
            yield Fault(f"{path}: {key}", "wrong_language")
        if spoken := NEVER.search(text):
            yield Fault(f"{path}: {key}", "forbidden_word", spoken[0])


def _entry_faults(table: Table, path: str, entries: set[str]) -> Iterator[Fault]:
    """Say that a claim has no entry, names one that is not there, or one on both sides."""
    supporting, contradicting = table.get("for", ()), table.get("against")
    if not supporting:
        yield Fault(path, "no_entry")
    if contradicting is None:
        yield Fault(f"{path}: against", "missing")
        contradicting = ()
    for one in [*supporting, *contradicting]:
        if one not in entries:
            yield Fault(path, "unknown_entry", one)
    for one in sorted({*supporting} & {*contradicting}):
        yield Fault(path, "both_sides", one)


def _weight_faults(tables: Tables) -> Iterator[Fault]:
    """Say which claim is to be published though nothing that was read carries it."""
    base = base_of(tables)
    for claim in base.claims.values():
        weighed = weigh(claim, base)
        if claim.publish and weighed.certainty is None:
            counted = [entry.id for entry in weighed.supporting if entry.counts]
            code = "no_pillar" if counted else "only_recalled"
            yield Fault(f"evidence/claims.toml: {claim.id}", code, claim.type.value)
