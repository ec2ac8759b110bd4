"""``ashi evidence pool|bias``: a table of trials in, pooled numbers out as JSON."""

import argparse
import json
import sys
from math import exp, isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ashi.cli.documents import sentence
from ashi.core.evidence.effects import RATIOS, Measure
from ashi.core.evidence.errors import TableFaultsError
from ashi.core.evidence.tables import Note, Trials, read_trials

if TYPE_CHECKING:
    from ashi.core.evidence.pooling import Pooled

METHODS = ("EE", "DL", "HE", "HS", "SJ", "ML", "REML", "EB", "PM")
TESTS = ("z", "t", "knha")
FEW = 10
MOST_LEFT_OUT = 1_000  # trials; each is left out in turn
FAULTS = {
    "below_nought": "below nought: {given}",
    "column_twice": "comes twice",
    "empty": "empty",
    "more_than_n": "more events than people: {given}",
    "no_column": "no such column; the file has {given}",
    "none_usable": "no row can be used: {given}",
    "not_csv": "no table: {given}",
    "not_number": "not a number: {given}",
    "not_text": "neither UTF-8 nor UTF-16",
    "not_whole": "not a whole number: {given}",
    "percent": "a percentage, where a count of people is asked for: {given}",
}
NOTES = {
    "beyond_numbers": "left out: its numbers are too large or too small to reckon with",
    "missing": "left out: no {about}",
    "no_events": "no events in either group: 1/2 is added to each cell and the trial stays",
    "no_ratio": "left out: means of which one is nought or below it have no ratio",
    "no_variance": "left out: no variance",
    "nobody": "left out: a group of nobody",
    "perhaps_standard_error": "its standard deviations look like standard errors",
    "study_twice": "the study comes more than once: are its patients counted twice?",
    "too_few_people": "left out: a group of fewer than two",
}


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the two commands."""
    commands = parser.add_subparsers(dest="what", required=True, metavar="pool|bias")
    for name, summary in (("pool", "pool the trials"), ("bias", "do small trials differ?")):
        command = commands.add_parser(name, help=summary)
        command.add_argument("file", help="CSV; - for standard input")
        command.add_argument("--measure", required=True, type=str.upper, choices=list(Measure))
        command.add_argument("--method", default="REML", type=str.upper, choices=METHODS)
        command.add_argument("--test", default="z", type=str.lower, choices=TESTS)


def run(args: argparse.Namespace) -> int:
    """Answer; 0, or 2 with a line for each fault."""
    measure = Measure(args.measure)
    try:
        trials = read_trials(_text(args.file), measure)
    except OSError as error:
        print(f"{args.file}: cannot be read: {error.strerror}", file=sys.stderr)
        return 2
    except TableFaultsError as error:
        for fault in error.fields["faults"]:  # type: ignore[attr-defined]  # a list of Fault
            print(sentence(fault, FAULTS), file=sys.stderr)
        return 2
    answer = _pooled(trials, measure, args) if args.what == "pool" else _bias(trials, args)
    print(json.dumps(_finite(answer), ensure_ascii=False))
    return 0


def _text(name: str) -> str:
    from ashi.core.kernel.faults import Fault

    data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        raise TableFaultsError(faults=[Fault("file", "not_text")]) from None
    if "\0" in text:
        raise TableFaultsError(faults=[Fault("file", "not_text")])
    return text


def _pooled(trials: Trials, measure: Measure, args: argparse.Namespace) -> dict[str, Any]:
    from ashi.core.evidence.heterogeneity import Method
    from ashi.core.evidence.pooling import Test, pool

    found = pool(trials.yi, trials.vi, Method(args.method), Test(args.test))
    ratio = measure in RATIOS
    answer: dict[str, Any] = {
        "k": found.k,
        "measure": measure,
        "scale": "log" if ratio else "raw",
        "method": args.method,
        "test": args.test,
        **_numbers(found),
        "weights": list(found.weights),
        "yi": trials.yi,
        "vi": trials.vi,
        "studies": trials.studies,
        "notes": [*map(_worded, trials.notes), *_remarks(found, args)],
    }
    if ratio:
        names = ("estimate", "ci_low", "ci_high", "pi_low", "pi_high")
        answer["display"] = {name: _back(answer[name]) for name in names}
    return answer


def _numbers(found: "Pooled") -> dict[str, Any]:
    return {
        "estimate": found.estimate,
        "se": found.se,
        "ci_low": found.ci_low,
        "ci_high": found.ci_high,
        "stat": found.stat,
        "p": found.p,
        "tau2": found.tau2,
        "tau2_ci_low": found.tau2_low,
        "tau2_ci_high": found.tau2_high,
        "i2": found.i2,
        "h2": found.h2,
        "q": found.q,
        "q_df": found.q_df,
        "q_p": found.q_p,
        "pi_low": found.pi_low,
        "pi_high": found.pi_high,
    }


def _back(value: float | None) -> float | None:
    """Return a log ratio as a ratio; None where it is beyond numbers."""
    return None if value is None or value > 700 else exp(value)


def _worded(note: Note) -> str:
    words = NOTES[note.code].format(about=note.about)
    named = f" ({note.about})" if note.about and "{about}" not in NOTES[note.code] else ""
    line = f"line {note.line}{named}: {words}"
    return " ".join(line.split())


def _remarks(found: "Pooled", args: argparse.Namespace) -> list[str]:
    if found.k == 1 and args.test != "z":
        return ["one trial: nothing is pooled, and the test is the normal one"]
    if found.k == 1:
        return ["one trial: nothing is pooled"]
    return []


def _bias(trials: Trials, args: argparse.Namespace) -> dict[str, Any]:
    from ashi.core.evidence.bias import egger, leave_one_out, rank_test, trim_and_fill
    from ashi.core.evidence.heterogeneity import Method
    from ashi.core.evidence.pooling import Test

    how = Method(args.method), Test(args.test)
    slope = egger(trials.yi, trials.vi)
    ranks = rank_test(trials.yi, trials.vi)
    filled = trim_and_fill(trials.yi, trials.vi, *how)
    k = len(trials.yi)
    notes = [*map(_worded, trials.notes)]
    if k < FEW:
        notes.append(f"with {k} trials these statistics mean very little: ten are the least")
    left_out = leave_one_out(trials.yi, trials.vi, *how) if k <= MOST_LEFT_OUT else []
    if k > MOST_LEFT_OUT:
        notes.append(f"leaving out one at a time is done up to {MOST_LEFT_OUT} trials")
    return {
        "k": k,
        "measure": args.measure,
        "method": args.method,
        "test": args.test,
        "egger": slope and {"stat": slope.stat, "df": slope.df, "p": slope.p},
        "ranktest": ranks and {"tau": ranks[0], "p": ranks[1]},
        "trimfill": filled
        and {
            "k0": filled.k0,
            "side": filled.side,
            "estimate": filled.pooled.estimate,
            "ci_low": filled.pooled.ci_low,
            "ci_high": filled.pooled.ci_high,
        },
        "leave_one_out": [
            {"study": study, "k": one.k, **_numbers(one)}
            for study, one in zip(trials.studies, left_out, strict=False)
        ],
        "notes": notes,
    }


def _finite(value: Any) -> Any:
    """Return an answer without numbers that JSON does not have."""
    if isinstance(value, float):
        return value if isfinite(value) else None
    if isinstance(value, dict):
        return {name: _finite(one) for name, one in value.items()}
    return [_finite(one) for one in value] if isinstance(value, list) else value
