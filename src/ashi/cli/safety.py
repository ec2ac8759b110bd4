"""``ashi safety check FILE | facts | rules | flags``: the protocol and what it says, as JSON."""

import argparse
import json
from collections.abc import Iterable

from ashi.cli.documents import NotJson, read_document, refused
from ashi.cli.safety_wording import SENTENCES, question_of
from ashi.cli.safety_writing import (
    Answer,
    written_fact,
    written_finding,
    written_flag,
    written_rule,
)
from ashi.core.kernel.faults import Fault
from ashi.core.kernel.fields import Field
from ashi.core.safety.checking import Finding, check, questions
from ashi.core.safety.errors import CheckFaultsError
from ashi.core.safety.facts import fact_kinds, single
from ashi.core.safety.patients import disagreeing
from ashi.core.safety.protocols import packaged_version
from ashi.core.safety.reading import read_case
from ashi.core.safety.reading_words import read_regions
from ashi.core.safety.red_flags import questions_for
from ashi.core.safety.rules import all_rules


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the questions."""
    asked = parser.add_subparsers(dest="question", required=True, metavar="question")
    checking = asked.add_parser("check", help="what the rules say of a patient and some acts")
    checking.add_argument("file", metavar="FILE", help="a JSON document; - for standard input")
    asked.add_parser("facts", help="every fact: question, type, validity, rules that read it")
    asked.add_parser("rules", help="the protocol: every rule, its words, weight and sources")
    flags = asked.add_parser("flags", help="red flags, all or those of a complaint's regions")
    flags.add_argument("regions", nargs="*", metavar="REGION", help="such as lumbar or knee")


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
        "findings": [
            written_finding(finding, act, _asked_apart(finding.asks)) for finding, act in lines
        ],
        "ask": _questions(findings),
        "disagree": [
            {"fact": name, "with": list(others)}
            for name, others in disagreeing(case.patient).items()
        ],
    }


def answer_facts() -> list[Answer]:
    """Answer ``facts``: each that is one fact; those that stand for several are named by them."""
    return [written_fact(kind) for kind in fact_kinds().values() if not kind.stands_for_several]


def answer_rules() -> list[Answer]:
    """Answer ``rules``: what a clinician reads before signing."""
    return [written_rule(rule) for rule in all_rules()]


def answer_flags(regions: list[str]) -> list[Answer]:
    """Answer ``flags``: the questions in the order in which they are asked."""
    faults: list[Fault] = []
    areas = read_regions(Field(regions, "REGION", faults))
    if faults:
        raise CheckFaultsError(faults)
    return [written_flag(flag) for flag in questions_for(areas)]


def _answered(args: argparse.Namespace) -> object:
    if args.question == "check":
        return answer_check(read_document(args.file))
    if args.question == "flags":
        return answer_flags(args.regions)
    return answer_rules() if args.question == "rules" else answer_facts()


def run(args: argparse.Namespace) -> int:
    """Print the answer as JSON; or, on standard error, a line for each fault."""
    try:
        answer = _answered(args)
    except (OSError, NotJson, CheckFaultsError) as error:
        return refused(error, getattr(args, "file", ""), SENTENCES)
    print(json.dumps(answer, indent=1, ensure_ascii=False))
    return 0
