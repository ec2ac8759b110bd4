"""``ashi knowledge``: points as JSON and on pictures; claims, evidence; does all hold together?"""

import argparse
import json
import sys
from typing import Any

from ashi.cli.documents import GENERAL, sentence
from ashi.cli.knowledge_evidence import EVIDENCE_SENTENCES, answer_evidence, ask_evidence
from ashi.cli.knowledge_writing import written_point
from ashi.core.kernel.faults import Fault, NotKnown
from ashi.core.knowledge.errors import (
    AmbiguousPointError,
    UnknownPointError,
    UnknownViewError,
)
from ashi.core.knowledge.points.finding import find_point
from ashi.core.knowledge.points.names import PointCode, all_names

# What draws and checks is imported when it is asked for, so that a point is answered at once.
Refused = AmbiguousPointError | UnknownPointError | UnknownViewError

SENTENCES = {
    **GENERAL,
    **EVIDENCE_SENTENCES,
    "ambiguous_point": "more than one point is written so: {given}",
    "unknown_point": "no such point: {given}",
    "backwards": "runs backwards: {given}",
    "forbidden_word": "uses a word that Ashi never uses: {given}",
    "no_provenance": "does not say how it was read, or in an unknown word: {given}",
    "no_source": "names no source",
    "not_found_by_name": "is not found by this writing: {given}",
    "not_in_index": "is not in the index",
    "not_placed": "is shown by no view: {given}",
    "odd_places": "has a number of places that its sides do not allow: {given}",
    "out_of_order": "is not where its number says",
    "tones_differ": "is spelt otherwise than its tones: {given}",
    "unknown_key": "is not a key that anything reads: {given}",
    "unknown_frame": "names a frame that is not listed: {given}",
    "unknown_landmark": "measures from something unknown: {given}",
    "unknown_source": "names a source that is not listed: {given}",
    "unknown_view": "no such view: {given}",
    "unknown_word": "is not one of the words allowed: {given}",
    "unread_status": "is neither draft nor reviewed: {given}",
    "unused_source": "is named by nothing",
}


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the questions."""
    questions = parser.add_subparsers(dest="question", required=True, metavar="question")
    questions.add_parser("points", help="every point, as a list")
    point = questions.add_parser("point", help="one point, by any usual writing of it")
    point.add_argument("code", metavar="CODE", nargs="+", help="such as ST36, E36 or Zusanli")
    view = questions.add_parser("view", help="a view of the body with its points, as SVG")
    view.add_argument("view", metavar="VIEW", help="such as front, side, palm or foot_top")
    view.add_argument("--side", choices=["left", "right"], default="left", help="of the patient")
    ask_evidence(questions)
    questions.add_parser(
        "check", help="does every entry name its source, does all that it names exist"
    )


def answer_points() -> list[dict[str, Any]]:
    """Answer ``points``."""
    return [written_point(name) for name in all_names().values()]


def answer_point(text: str) -> dict[str, Any]:
    """Answer ``point``."""
    return written_point(all_names()[find_point(text)])


def _labelled(codes: tuple[str, ...]) -> tuple[str, ...]:
    """Return codes with their names beside them."""
    return tuple(f"{code} {all_names()[PointCode(code)].tones}" for code in codes)


def _fault(error: Refused) -> Fault:
    if isinstance(error, UnknownViewError):
        return Fault("VIEW", "unknown_view", NotKnown(error.given, error.views))
    if isinstance(error, AmbiguousPointError):
        return Fault("CODE", "ambiguous_point", NotKnown(error.given, _labelled(error.candidates)))
    return Fault("CODE", "unknown_point", NotKnown(error.given, _labelled(error.near)))


def _check() -> int:
    """Print a line for each thing that does not hold together; 1 where there is one."""
    from ashi.core.knowledge.checking import check_knowledge

    faults = check_knowledge()
    for fault in faults:
        print(sentence(fault, SENTENCES), file=sys.stderr)
    if not faults:
        print(f"{len(all_names())} points and what is known of them hold together")
    return 1 if faults else 0


def run(args: argparse.Namespace) -> int:
    """Print the answer as JSON; or, on standard error, a line for each fault."""
    if args.question == "check":
        return _check()
    if args.question in ("claims", "evidence"):
        return answer_evidence(args, SENTENCES)
    try:
        answer = _answered(args)
    except (AmbiguousPointError, UnknownPointError, UnknownViewError) as error:
        print(sentence(_fault(error), SENTENCES), file=sys.stderr)
        return 2
    print(answer)
    return 0


def _answered(args: argparse.Namespace) -> str:
    if args.question == "view":
        from ashi.cli.knowledge_drawing import drawn_view

        return drawn_view(args.view, args.side)
    answer = answer_points() if args.question == "points" else answer_point(" ".join(args.code))
    return json.dumps(answer, indent=1, ensure_ascii=False)
