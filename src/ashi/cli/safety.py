"""``ashi safety check FILE`` and ``ashi safety facts``: findings and facts as JSON."""

import argparse
import json
import sys
from collections.abc import Iterable
from typing import Any

from ashi.cli.documents import NotJson, read_document, sentence, unreadable
from ashi.cli.safety_wording import SENTENCES, question_of, why
from ashi.core.safety.checking import Finding, check, questions
from ashi.core.safety.errors import CheckFaultsError
from ashi.core.safety.facts import FactKind, fact_kinds, single
from ashi.core.safety.patients import disagreeing
from ashi.core.safety.protocols import packaged_version
from ashi.core.safety.reading import read_case
from ashi.core.safety.rules import readers_of

Answer = dict[str, Any]


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the two questions."""
    asked = parser.add_subparsers(dest="question", required=True, metavar="question")
    checking = asked.add_parser("check", help="what the rules say of a patient and some acts")
    checking.add_argument("file", metavar="FILE", help="a JSON document; - for standard input")
    asked.add_parser("facts", help="every fact: question, type, validity, rules that read it")


def _asked_apart(asks: Iterable[str]) -> list[str]:
    """Return single facts in place of those that stand for several."""
    kinds = fact_kinds()
    apart = (single(name) if name in kinds else (name,) for name in asks)
    return list(dict.fromkeys(one for names in apart for one in names))


def _questions(findings: list[Finding]) -> list[Answer]:
    apart = [one._replace(asks=tuple(_asked_apart(one.asks))) for one in findings]
    return [
        {
            "fact": asked.fact,
            "question": question_of(asked.fact),
            "rules": list(asked.rules),
            "acts": list(asked.acts),
        }
        for asked in questions(apart)
    ]


def _written(finding: Finding, act: int) -> Answer:
    rule = finding.rule
    return {
        "rule": rule.id,
        "act": act,
        "weight": finding.weight.name.lower(),
        "why": why(finding),
        "text_el": rule.text_el,
        "asks": _asked_apart(finding.asks),
        "name": rule.name,
        "scope": rule.scope,
        "if_so": rule.weight.name.lower(),
        "override": rule.override,
        "disagree": [
            {"why": view.text, "sources": list(view.sources), "provenance": view.provenance}
            for view in rule.disagree
        ],
        "sources": list(rule.sources),
        "provenance": rule.provenance,
        "status": rule.status,
    }


def answer_check(document: object) -> Answer:
    """Answer ``check``: a finding for each rule and act; what to ask, each thing once."""
    case = read_case(document)
    findings = check(case.patient, case.acts)
    lines = sorted(
        ((one, act) for one in findings for act in one.acts),
        key=lambda line: (line[0].rank, line[1]),
    )
    return {
        "protocol": packaged_version(),
        "findings": [_written(finding, act) for finding, act in lines],
        "ask": _questions(findings),
        "disagree": [
            {"fact": name, "with": list(others)}
            for name, others in disagreeing(case.patient).items()
        ],
    }


def _fact(kind: FactKind) -> Answer:
    flag = [kind.red_flag] if kind.red_flag else []
    return {
        "name": kind.name,
        "question": kind.question,
        "question_el": kind.question_el,
        "type": "number" if kind.number else "yes_no_unknown",
        "unit": kind.unit,
        "range": [kind.least, kind.most] if kind.number else None,
        "validity": kind.validity,
        "located": kind.located is not None,
        "aliases": list(kind.aliases),
        "opposites": list(kind.opposites),
        "together": [
            one.name
            for one in fact_kinds().values()
            if one.stands_for_several and kind.name in single(one.name)
        ],
        "settles": list(kind.any_of),
        "follows_from": list(dict.fromkeys(bound.number for bound in kind.follows)),
        "rules": flag + [rule.id for rule in readers_of(kind.name)],
    }


def answer_facts() -> list[Answer]:
    """Answer ``facts``: each that is one fact; those that stand for several are named by them."""
    return [_fact(kind) for kind in fact_kinds().values() if not kind.stands_for_several]


def run(args: argparse.Namespace) -> int:
    """Print the answer as JSON; or, on standard error, a line for each fault."""
    try:
        answer: object = (
            answer_facts() if args.question == "facts" else answer_check(read_document(args.file))
        )
    except CheckFaultsError as error:
        for fault in error.faults:
            print(sentence(fault, SENTENCES), file=sys.stderr)
        return 2
    except (OSError, NotJson) as error:
        print(unreadable(error, args.file), file=sys.stderr)
        return 2
    print(json.dumps(answer, indent=1, ensure_ascii=False))
    return 0
