"""``ashi knowledge claims|evidence``: what Ashi says, on what grounds, and how sure that is."""

import argparse
import json
import sys
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from ashi.cli.documents import sentence
from ashi.core.kernel.faults import Fault, NotKnown

if TYPE_CHECKING:
    from ashi.core.knowledge.evidence_base.base import Base
    from ashi.core.knowledge.evidence_base.entries import Answer, Entry
    from ashi.core.knowledge.evidence_base.showing import Weighed

EVIDENCE_SENTENCES = {
    "both_sides": "stands for and against the same claim: {given}",
    "claim_held": "rests on a claim that may not be published: {given}",
    "no_claim": "says what something does to people, but names no claim: {given}",
    "own_words": "has words of its own beside those of its claim: {given}",
    "unknown_claim": "names a claim that is not listed: {given}",
    "no_entry": "names no entry for it",
    "no_pillar": "is to be published, but no entry of a kind that can carry it was read: {given}",
    "no_review": "has no day on which it was held against its entries, or no digest of them",
    "only_recalled": "is to be published, but nobody has read any entry for it: {given}",
    "read_better": "is read better than its source: {given}",
    "unknown_condition": "no such condition: {given}",
    "unknown_entry": "names an entry that is not listed: {given}",
    "wrong_language": "is not in its language",
}


def ask_evidence(questions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the two questions."""
    for name, text in (
        ("claims", "what Ashi says, with the entries for and against and how sure it is"),
        ("evidence", "the reviews, trials, guidelines, mechanisms and harms it rests on"),
    ):
        question = questions.add_parser(name, help=text)
        question.add_argument("--condition", metavar="ID", help="such as lbp_chronic")
        question.add_argument("--json", action="store_true", help="as JSON")


def answer_evidence(args: argparse.Namespace, sentences: Mapping[str, str]) -> int:
    """Print claims or entries; or one line and 2 where no condition has that id."""
    from ashi.core.knowledge.evidence_base.base import EVERYBODY, packaged_base

    base = packaged_base()
    if args.condition not in (None, EVERYBODY, *base.conditions):
        near = tuple(get_close_matches(args.condition, base.conditions))
        fault = Fault("--condition", "unknown_condition", NotKnown(args.condition, near))
        print(sentence(fault, sentences), file=sys.stderr)
        return 2
    print(_claims(base, args) if args.question == "claims" else _evidence(base, args))
    return 0


def _claims(base: "Base", args: argparse.Namespace) -> str:
    from ashi.core.knowledge.evidence_base.base import concerns
    from ashi.core.knowledge.evidence_base.showing import weigh

    chosen = [
        weigh(claim, base)
        for claim in base.claims.values()
        if args.condition is None or concerns(claim.conditions, args.condition)
    ]
    if args.json:
        return _as_json(written_claim(one, base) for one in chosen)
    return "\n".join(_claim_lines(written_claim(one, base)) for one in chosen)


def _evidence(base: "Base", args: argparse.Namespace) -> str:
    from ashi.core.knowledge.evidence_base.base import concerns

    chosen = [
        written_entry(entry)
        for entry in base.entries.values()
        if args.condition is None or concerns(entry.conditions, args.condition)
    ]
    return _as_json(chosen) if args.json else "\n".join(map(_entry_line, chosen))


def _as_json(answers: Iterable[dict[str, Any]]) -> str:
    return json.dumps(list(answers), indent=1, ensure_ascii=False)


def written_claim(weighed: "Weighed", base: "Base") -> dict[str, Any]:
    """Return a claim as JSON has it."""
    from ashi.core.knowledge.evidence_base.rereading import digest_of

    claim, now = weighed.claim, digest_of(weighed.claim, base)
    return {
        "id": claim.id,
        "type": claim.type.value,
        "conditions": list(claim.conditions),
        "article": list(claim.article),
        "en": claim.en,
        "el": claim.el,
        "certainty": None if weighed.certainty is None else weighed.certainty.word,
        "may_be_published": weighed.may_be_published,
        "for": [_named(entry) for entry in weighed.supporting],
        "against": [_named(entry) for entry in weighed.contradicting],
        "reviewed": claim.review.on.isoformat(),
        "digest": now,
        "read_again": now != claim.review.digest,
    }


def _named(entry: "Entry") -> dict[str, str]:
    provenance = entry.standing.provenance.value
    return {"id": entry.id, "kind": entry.kind.value, "provenance": provenance}


def written_entry(entry: "Entry") -> dict[str, Any]:
    """Return an entry as JSON has it."""
    question, standing, source = entry.question, entry.standing, entry.source
    return {
        "id": entry.id,
        "kind": entry.kind.value,
        "conditions": list(entry.conditions),
        "asked": question.asked,
        "population": question.population,
        "comparator": question.comparator,
        "comparison": question.comparison,
        "outcome": question.outcome,
        "time": question.time,
        **_written_answer(entry.answer),
        "certainty": standing.certainty,
        "risk_of_bias": standing.risk_of_bias,
        "funding": standing.funding,
        "source": {
            "key": source.key,
            "citation": source.citation,
            "year": source.year,
            "doi": source.doi,
            "pmid": source.pmid,
            "identifier": source.identifier,
            "part_read": source.part_read,
        },
        "read_by": standing.read_by,
        "provenance": standing.provenance.value,
        "note": standing.note,
    }


def _written_answer(answer: "Answer") -> dict[str, Any]:
    return {
        "measure": answer.measure,
        "unit": answer.unit,
        "estimate": answer.estimate,
        "ci_low": answer.ci_low,
        "ci_high": answer.ci_high,
        "k": answer.k,
        "n": answer.n,
        "scope": answer.scope,
        "result": answer.words,
        "favours": answer.favours,
    }


def _claim_lines(claim: dict[str, Any]) -> str:
    """Return a claim as a few lines to read."""
    shown = "may be published" if claim["may_be_published"] else "not for patients"
    lines = [
        f"{claim['id']}  {claim['type']}  {claim['certainty'] or 'not carried'}  {shown}",
        f"  {claim['en']}",
        f"  {claim['el']}",
    ]
    for side in ("for", "against"):
        named = ", ".join(f"{one['id']} {one['provenance']}" for one in claim[side])
        lines.append(f"  {side}: {named or 'nothing'}")
    if claim["read_again"]:
        lines.append(f"  read again: its evidence is not what it was on {claim['reviewed']}")
    return "\n".join(lines)


def _entry_line(entry: dict[str, Any]) -> str:
    """Return an entry as one line to read."""
    found = entry["result"]
    if entry["estimate"] is not None:
        ends = [entry["ci_low"], entry["ci_high"]]
        interval = f" ({ends[0]:g} to {ends[1]:g})" if None not in ends else ""
        found = f"{entry['measure']} {entry['estimate']:g}{interval} {entry['unit']}"
    asked = ", ".join(filter(None, (entry["comparison"], entry["outcome"], entry["time"])))
    return (
        f"{entry['id']}  {entry['kind']}  {entry['provenance']}  {asked}: {found}"
        f"  [{entry['source']['key']}]"
    )
