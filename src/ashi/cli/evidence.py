"""``ashi evidence pool|bias|subgroup|cumulative|add``: a table of trials in, JSON out."""

import argparse
import json
import sys
from pathlib import Path

from ashi.cli import evidence_adding, evidence_answers
from ashi.cli.documents import sentence
from ashi.cli.evidence_wording import FAULTS
from ashi.core.evidence.effects import Measure
from ashi.core.evidence.errors import NumbersError, TableFaultsError
from ashi.core.evidence.records import Arms, Reading
from ashi.core.evidence.rows import text_of
from ashi.core.evidence.tables import Trials, read_trials
from ashi.core.kernel.faults import Fault

METHODS = ("EE", "DL", "HE", "HS", "SJ", "ML", "REML", "EB", "PM")
TESTS = ("z", "t", "knha")
COMMANDS = {
    "pool": "pool the trials",
    "bias": "do small trials differ?",
    "subgroup": "do kinds of trials differ?",
    "cumulative": "how did the answer move as trials came?",
}
COUNTS = frozenset({"n1", "n2", "events1", "events2"})


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the commands."""
    commands = parser.add_subparsers(
        dest="what", required=True, metavar="|".join((*COMMANDS, "add"))
    )
    for name, summary in COMMANDS.items():
        command = commands.add_parser(name, help=summary)
        command.add_argument("file", help="CSV; - for standard input")
        command.add_argument("--measure", required=True, type=str.upper, choices=list(Measure))
        command.add_argument("--method", default="REML", type=str.upper, choices=METHODS)
        command.add_argument("--test", default="z", type=str.lower, choices=TESTS)
        command.add_argument(
            "--arms",
            default=Arms.KEEP,
            type=str.lower,
            choices=list(Arms),
            help="what becomes of a control group that several rows of a study share",
        )
        command.add_argument(
            "--r", type=_correlation, help="correlation of before and after, where a row has none"
        )
        command.add_argument(
            "--scale", nargs=2, type=float, metavar=("LEAST", "GREATEST"), help="of the outcome"
        )
        if name in ("subgroup", "cumulative"):
            command.add_argument("--by", required=True, type=str.lower, help="a column")
        if name == "subgroup":
            command.add_argument(
                "--tau2", default="separate", choices=("separate", "common"), help="for groups"
            )
    evidence_adding.configure(commands.add_parser("add", help="add trials, for a reviewer"))


def _correlation(text: str) -> float:
    r = float(text)
    if not -1 <= r <= 1:
        raise argparse.ArgumentTypeError(f"a correlation lies between -1 and 1: {text}")
    return r


def run(args: argparse.Namespace) -> int:
    """Answer; 0, or 2 with a line for each fault."""
    if args.what == "add":
        return evidence_adding.run(args)
    try:
        trials = read_trials(_text(args.file), Measure(args.measure), _reading(args))
    except OSError as error:
        print(f"{args.file}: cannot be read: {error.strerror}", file=sys.stderr)
        return 2
    except TableFaultsError as error:
        for fault in error.faults:
            print(sentence(_told_apart(fault), FAULTS), file=sys.stderr)
        return 2
    try:
        answer = json.dumps(_answer(trials, args), ensure_ascii=False)
    except NumbersError:
        print("rows: variances too far apart to reckon with", file=sys.stderr)
        return 2
    print(answer)
    return 0


def _told_apart(fault: Fault) -> Fault:
    """Return a fault with a code of its own where a percentage stands for no count."""
    if fault.code == "percent" and fault.path.rpartition(" ")[2] not in COUNTS:
        return fault._replace(code="percent_of")
    return fault


def _reading(args: argparse.Namespace) -> Reading:
    scale = (args.scale[0], args.scale[1]) if args.scale else None
    if scale and not scale[0] < scale[1]:
        raise TableFaultsError([Fault("--scale", "turned_round", f"{scale[0]:g}, {scale[1]:g}")])
    labels = (args.by,) if "by" in args else ()
    return Reading(Arms(args.arms), args.r, scale, labels)


def _answer(trials: Trials, args: argparse.Namespace) -> object:
    answers = {
        "pool": evidence_answers.pooled,
        "bias": evidence_answers.bias,
        "subgroup": evidence_answers.subgroup,
        "cumulative": evidence_answers.over_time,
    }
    return evidence_answers.finite(answers[args.what](trials, args))


def _text(name: str) -> str:
    return text_of(sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes())
