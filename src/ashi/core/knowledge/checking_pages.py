"""Whether pages for patients say only what a claim carries, in both languages.

Decides        which sentences count people or praise, and so need a claim
Does not       read meaning: a sentence that claims without a number or such a word passes
Takes          data/pages as it was written, and the evidence base
Gives          faults with the file and the sentence; none where all is well
Units          none
Sources        none of its own
Reviewed       no clinical content
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from ashi.core.kernel.faults import Fault
from ashi.core.knowledge.checking_claims import GREEK
from ashi.core.knowledge.checking_points import NEVER
from ashi.core.knowledge.evidence_base.base import EVERYBODY, Base, concerns
from ashi.core.knowledge.evidence_base.showing import weigh
from ashi.core.knowledge.packaged import read_toml
from ashi.core.knowledge.pages.rates import share_of
from ashi.core.knowledge.pages.sentences import CLAIMING, PLAIN

Table = Mapping[str, Any]
FILES = ("brief", "conditions", "self_care", "questions", "doses", "rates", "pages")
LATIN = re.compile(r"[A-Za-z]{2}")
COUNTS_OR_PRAISES = re.compile(
    r"\d+\s*%|\d+ (?:of|in|out of) (?:every )?\d+|στους \d+|\d+ στους|"
    r"\b(?:cures?|proven|effective|works? (?:for|well|better)|relieves?|reduces?|heals?|"
    r"better than)\b|αποτελεσματικ|αποδεδειγμέν|θεραπεύει|ανακουφίζει|μειώνει",
    re.IGNORECASE,
)
WHO = frozenset({"centre", "trials", "funder"})
UNITS = frozenset({"people", "treatments"})


def page_faults(base: Base, files: Mapping[str, Any] | None = None) -> list[Fault]:
    """Return what is wrong with the pages; the packaged ones where no files are given."""
    files = files or {name: read_toml("pages", f"{name}.toml") for name in FILES}
    return [
        *_condition_faults(files, base),
        *_brief_faults(files["brief"], base),
        *_question_faults(files, base),
        *_dose_faults(files, base),
        *_rate_faults(files, base),
        *_general_faults(files, base),
    ]


def sentence_faults(table: Table, path: str, base: Base) -> Iterator[Fault]:
    """Say what is wrong with one sentence."""
    kind = table.get("kind")
    if kind in CLAIMING:
        yield from _claim_faults(table, path, base)
    elif kind not in PLAIN:
        yield Fault(path, "unknown_word", kind)
    elif "doses" not in table:
        yield from told_faults(table, path)
        yield from plain_faults(table, path)


def plain_faults(table: Table, path: str) -> Iterator[Fault]:
    """Say that a sentence without a claim counts people, or praises."""
    for key in ("en", "el"):
        if found := COUNTS_OR_PRAISES.search(table.get(key, "")):
            yield Fault(f"{path}: {key}", "no_claim", found[0])


def _claim_faults(table: Table, path: str, base: Base) -> Iterator[Fault]:
    """Say that a claiming sentence has no claim, another's words, or one that is held back."""
    claim = base.claims.get(table.get("claim", ""))
    if claim is None:
        yield Fault(path, "no_claim" if not table.get("claim") else "unknown_claim", table["kind"])
        return
    if claim.type.value != table["kind"]:
        yield Fault(path, "unknown_word", table["kind"])
    if not weigh(claim, base).may_be_published:
        yield Fault(path, "claim_held", claim.id)
    if table.get("en") or table.get("el"):
        yield Fault(path, "own_words", claim.id)


def told_faults(table: Table, path: str, keys: tuple[str, ...] = ("en", "el")) -> Iterator[Fault]:
    """Say which language is missing, is another, or uses a word that Ashi never uses."""
    for key in keys:
        text = table.get(key, "")
        if not text:
            yield Fault(f"{path}: {key}", "missing")
        elif bool(GREEK.search(text)) != key.endswith("el"):
            yield Fault(f"{path}: {key}", "wrong_language")
        if spoken := NEVER.search(text):
            yield Fault(f"{path}: {key}", "forbidden_word", spoken[0])


def _condition_faults(files: Mapping[str, Any], base: Base) -> Iterator[Fault]:
    told, care = files["conditions"], files["self_care"]["self_care"]
    for name in sorted(base.conditions.keys() ^ told.keys()):
        yield Fault(f"pages/conditions.toml: {name}", "unknown_condition", name)
    for name, table in told.items():
        yield from told_faults(table, f"pages/conditions.toml: {name}")
        yield from plain_faults(table, f"pages/conditions.toml: {name}")
    for table in care:
        path = f"pages/self_care.toml: {table['id']}"
        yield from told_faults(table, path)
        yield from plain_faults(table, path)
        yield from _concern_faults(table, path, base)
    cared = {one for table in care for one in table["conditions"]}
    for name in sorted(base.conditions.keys() - cared):
        yield Fault("pages/self_care.toml", "missing", name)


def _brief_faults(brief: Table, base: Base) -> Iterator[Fault]:
    """Say which side names no claim, one that is held back, or one of another condition."""
    for name in sorted(base.conditions.keys() ^ brief.keys()):
        yield Fault("pages/brief.toml", "unknown_condition", name)
    for name, sides in brief.items():
        for side, given in sides.items():
            path, claim = f"pages/brief.toml: {name}: {side}", base.claims.get(given)
            if claim is None:
                yield Fault(path, "unknown_claim", given)
            elif not weigh(claim, base).may_be_published:
                yield Fault(path, "claim_held", given)
            elif not concerns(claim.conditions, name):
                yield Fault(path, "unknown_condition", given)


def _concern_faults(table: Table, path: str, base: Base) -> Iterator[Fault]:
    known = base.conditions.keys() | {EVERYBODY}
    for name in sorted({*table.get("conditions", ())} - known):
        yield Fault(path, "unknown_condition", name)


def _question_faults(files: Mapping[str, Any], base: Base) -> Iterator[Fault]:
    for table in files["questions"]["questions"]:
        path = f"pages/questions.toml: {table['id']}"
        yield from told_faults(table, path)
        yield from _concern_faults(table, path, base)
        if table.get("claims", "dose") not in CLAIMING:
            yield Fault(path, "unknown_word", table["claims"])
        for number, one in enumerate(table["says"], 1):
            yield from sentence_faults(one, f"{path}: {number}", base)


def _dose_faults(files: Mapping[str, Any], base: Base) -> Iterator[Fault]:
    for number, table in enumerate(files["doses"]["doses"], 1):
        path = f"pages/doses.toml: {number}"
        yield from told_faults(table, path)
        yield from _concern_faults(table, path, base)
        if table["who"] not in WHO:
            yield Fault(path, "unknown_word", table["who"])
        if table["who"] != "centre":
            yield from _entry_faults(table.get("entries", ()), path, base)


def _entry_faults(names: Any, path: str, base: Base) -> Iterator[Fault]:
    """Say that nothing is named, that it is not there, or that nobody read it."""
    if not names:
        yield Fault(path, "no_entry")
    for name in names:
        entry = base.entries.get(name)
        if entry is None:
            yield Fault(path, "unknown_entry", name)
        elif not entry.counts:
            yield Fault(path, "only_recalled", name)


def _rate_faults(files: Mapping[str, Any], base: Base) -> Iterator[Fault]:
    for table in files["rates"]["rates"]:
        path = f"pages/rates.toml: {table['entry']}"
        yield from told_faults(table, path)
        yield from _entry_faults([table["entry"]], path, base)
        if table["unit"] not in UNITS:
            yield Fault(path, "unknown_word", table["unit"])
        entry = base.entries.get(table["entry"])
        if entry is not None and share_of(entry.answer) is None:
            yield Fault(path, "not_number", entry.answer.unit)


def _general_faults(files: Mapping[str, Any], base: Base) -> Iterator[Fault]:
    for table in files["pages"]["pages"]:
        path = f"pages/pages.toml: {table['slug']}"
        yield from told_faults(table, path)
        yield from told_faults(table, path, ("lead_en", "lead_el"))
        for section in table["sections"]:
            yield from told_faults(section, f"{path}: {section['id']}")
            for number, one in enumerate(section["says"], 1):
                yield from sentence_faults(one, f"{path}: {section['id']} {number}", base)
