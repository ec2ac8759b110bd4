"""``ashi outcomes score|change|form|compare|list``: answers in, a score or a change out as JSON."""

import argparse
import json
import re
import sys
from fractions import Fraction
from typing import Any

from ashi.cli import outcomes_comparing
from ashi.cli.documents import GENERAL, NotJson, read_document, sentence, unreadable
from ashi.cli.outcomes_writing import (
    number,
    written_change,
    written_form,
    written_measure,
    written_score,
)
from ashi.core.kernel.faults import Fault, NotKnown
from ashi.core.outcomes.catalogue import all_instruments, find_instrument
from ashi.core.outcomes.change import change_between
from ashi.core.outcomes.errors import (
    AnswerFaultsError,
    OutOfRangeError,
    UnknownMeasureError,
    UnknownPartError,
)
from ashi.core.outcomes.fitting import fit_form
from ashi.core.outcomes.questionnaire import read_form
from ashi.core.outcomes.scoring import score_document

NUMBER = re.compile(r"[+-]?(?:[0-9]{1,30}(?:\.[0-9]{0,30})?|\.[0-9]{1,30})")
LARGEST = 1_000_000
SENTENCES = {
    **GENERAL,
    "circle": "waits for itself by way of others: {given}",
    "days_twice": "with the question before it more than {given} days, and no day counts twice",
    "no_numbers": "no answer counts a number (ordinalValue); the measure scores {given}",
    "no_question": "nothing in it asks anything",
    "no_weight": "no weight is known for {given}; give weight",
    "not_here": "items inside an item of type {given}",
    "not_in_file": "the value set {given} is not in the file",
    "not_offered": "not one of {given}",
    "not_questionnaire": "not a Questionnaire: {given}",
    "option_twice": "the answer {given} comes twice",
    "options_twice": "given beside answerOption; give one or the other",
    "other_bounds": "minValue and maxValue are not {given}",
    "other_length": "not as many questions as the measure has: {given}",
    "other_numbers": "the answers do not count {given}",
    "parts_twice": "given beside the parts by name; give one or the other",
    "same_part": "the same part as {given}",
    "some_count": "some answers count a number and some do not",
    "too_deep": "deeper than {given} levels",
    "too_many": "more than {given} questions",
    "turned_round": "minValue is more than maxValue: {given}",
    "unknown_drug": "no factor is known for {given}",
    "unknown_measure": "no such measure: {given}",
    "unknown_part": "no such part: {given}",
    "unknown_question": "no such question: {given}",
    "wrong_length": "not as many answers as the form has: {given}",
    "wrong_unit": "this drug is given as {given}",
}


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the five questions."""
    questions = parser.add_subparsers(dest="question", required=True, metavar="question")
    score = questions.add_parser("score", help="score the answers to a measure")
    score.add_argument("code", metavar="CODE", help="a measure, such as QDASH; see list")
    score.add_argument("file", metavar="FILE", help="a JSON document; - for standard input")
    change = questions.add_parser("change", help="compare two scores of a measure")
    change.add_argument("code", metavar="CODE", help="a measure, such as NPRS; see list")
    change.add_argument("--before", required=True, metavar="X", help="the first score")
    change.add_argument("--after", required=True, metavar="Y", help="the later score")
    change.add_argument("--part", metavar="NAME", help="a part of the measure")
    outcomes_comparing.configure(
        questions.add_parser("compare", help="compare two groups of a study that was imported")
    )
    form = questions.add_parser("form", help="is a FHIR Questionnaire the form of a measure")
    form.add_argument("code", metavar="CODE", help="a measure, such as GAD7; see list")
    form.add_argument("file", metavar="FILE", help="a Questionnaire as JSON; - for standard input")
    form.add_argument(
        "--questions", metavar="ID,ID", help="linkId of each scored question, in order, if not all"
    )
    questions.add_parser("list", help="every measure: licence, MDC, MCID and sources")


def answer_score(code: str, file: str) -> dict[str, Any]:
    """Answer ``score``."""
    instrument = find_instrument(code)
    return written_score(score_document(read_document(file), instrument), instrument)


def answer_form(code: str, file: str, questions: str | None) -> dict[str, Any]:
    """Answer ``form``."""
    instrument = find_instrument(code)
    scored = None if questions is None else [name.strip() for name in questions.split(",")]
    return written_form(fit_form(read_form(read_document(file)), instrument, scored))


def answer_change(code: str, before: str, after: str, part: str | None) -> dict[str, Any]:
    """Answer ``change``."""
    instrument = find_instrument(code)
    faults: list[Fault] = []
    scores = [_number(name, text, faults) for name, text in (("before", before), ("after", after))]
    if faults:
        raise AnswerFaultsError(faults)
    try:
        return written_change(change_between(instrument, scores[0], scores[1], part=part))
    except OutOfRangeError as error:
        scores_by_field = {"before": scores[0], "after": scores[1]}
        low = scores_by_field[error.field] < Fraction(str(error.low))
        code = "too_small" if low else "too_large"
        bound = error.low if low else error.high
        raise AnswerFaultsError([Fault(f"--{error.field}", code, number(bound))]) from None


def answer_list() -> list[dict[str, Any]]:
    """Answer ``list``: every measure, its variants within it."""
    instruments = all_instruments()
    return [
        written_measure(one, [other for other in instruments if other.variant_of == one.code])
        for one in instruments
        if one.variant_of is None
    ]


def _number(name: str, text: str, faults: list[Fault]) -> Fraction:
    """Read a score written as a decimal number."""
    if not NUMBER.fullmatch(text.strip()):
        faults.append(Fault(f"--{name}", "not_number", text))
        return Fraction(0)
    value = Fraction(text.strip())
    if abs(value) > LARGEST:
        faults.append(Fault(f"--{name}", "too_large", LARGEST))
    return value


def _answered(args: argparse.Namespace) -> object:
    if args.question == "score":
        return answer_score(args.code, args.file)
    if args.question == "form":
        return answer_form(args.code, args.file, args.questions)
    if args.question == "change":
        return answer_change(args.code, args.before, args.after, args.part)
    return answer_list()


def run(args: argparse.Namespace) -> int:
    """Print the answer as JSON; or, on standard error, a line for each fault."""
    if args.question == "compare":
        return outcomes_comparing.run(args)
    try:
        answer = _answered(args)
    except (OSError, NotJson) as error:
        print(unreadable(error, args.file), file=sys.stderr)
        return 2
    except (AnswerFaultsError, UnknownMeasureError, UnknownPartError) as error:
        for fault in _faults(error):
            print(sentence(fault, SENTENCES), file=sys.stderr)
        return 2
    print(json.dumps(answer, indent=1, ensure_ascii=False))
    return 0


def _faults(error: AnswerFaultsError | UnknownMeasureError | UnknownPartError) -> list[Fault]:
    if isinstance(error, UnknownMeasureError):
        return [Fault("CODE", "unknown_measure", NotKnown(error.given, error.near))]
    if isinstance(error, UnknownPartError):
        return [Fault("--part", "unknown_part", NotKnown(error.given, error.parts))]
    return error.faults
