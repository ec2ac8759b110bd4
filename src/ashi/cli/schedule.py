"""``ashi schedule find|course|fill FILE``: a case in, its answer out as JSON."""

import argparse
import json
import sys
from collections.abc import Callable
from datetime import tzinfo
from pathlib import Path
from typing import Any, NoReturn

from ashi.cli.schedule_wording import sentence
from ashi.core.scheduling.answering import course, fill, find
from ashi.core.scheduling.axis import local_time
from ashi.core.scheduling.errors import SolverMissingError
from ashi.core.scheduling.faults import CaseFaultsError
from ashi.core.scheduling.fields import Twice
from ashi.core.scheduling.openings import Opening
from ashi.core.scheduling.reading import read_case
from ashi.core.scheduling.reading_questions import read_course, read_fill, read_find

Answer = dict[str, Any]
SOLVER_MISSING = "fill.optimal: needs OR-Tools: pip install 'ashi-clinic[planning]'"


class NotJson(ValueError):  # noqa: N818 -- carries the line to show
    """A file that holds no document."""


def _written(opening: Opening, zone: tzinfo) -> Answer:
    return {
        "start": local_time(opening.start, zone).isoformat(),
        "end": local_time(opening.end, zone).isoformat(),
        "roles": dict(opening.roles),
    }


def answer_find(document: object) -> Answer:
    """Answer ``find``."""
    centre, asked = read_case(document, read_find)
    found = find(centre, asked)
    shown = found if asked.limit is None else found[: asked.limit]
    return {
        "openings": [_written(opening, centre.zone) for opening in shown],
        "truncated": len(shown) < len(found),
    }


def answer_course(document: object) -> Answer:
    """Answer ``course``."""
    centre, asked = read_case(document, read_course)
    planned = course(centre, asked)
    return {
        "visits": [_written(visit, centre.zone) for visit in planned.visits],
        "complete": planned.unplaced == 0,
        "unplaced": planned.unplaced,
        "preferred": planned.preferred,
    }


def answer_fill(document: object) -> Answer:
    """Answer ``fill``."""
    centre, asked = read_case(document, read_fill)
    filled = fill(centre, asked)
    return {
        "count": len(filled.visits),
        "visits": [_written(visit, centre.zone) for visit in filled.visits],
        "optimal": filled.proven,
        "practitioner_minutes": filled.practitioner_minutes,
        "room_minutes": filled.room_minutes,
    }


ANSWERS: dict[str, tuple[Callable[[object], Answer], str]] = {
    "find": (answer_find, "every start at which a service finds everyone it needs"),
    "course": (answer_course, "the best course of several visits"),
    "fill": (answer_fill, "how many visits of a service a day can hold"),
}


def _no_constant(name: str) -> NoReturn:
    raise NotJson(f"{name} is not a number that JSON knows")


def _pairs(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Make an object that remembers which of its keys came twice."""
    read: dict[str, object] = {}
    for name, value in pairs:
        if name in read:
            before = read[name]
            earlier = before.values if isinstance(before, Twice) else (before,)
            read[name] = Twice((*earlier, value))
        else:
            read[name] = value
    return read


def parse(content: bytes) -> object:
    """Read bytes as one JSON document.

    Raises
    ------
    NotJson
        Its text is the line to show, with the place where reading ended.
    """
    try:
        if content.startswith(b"\xef\xbb\xbf"):
            raise NotJson("begins with a byte order mark; save it as UTF-8 without one")
        text = content.decode("utf-8")
        return json.loads(text, object_pairs_hook=_pairs, parse_constant=_no_constant)
    except UnicodeDecodeError as error:
        raise NotJson(f"byte {error.start + 1}: not UTF-8") from None
    except json.JSONDecodeError as error:
        raise NotJson(f"line {error.lineno} column {error.colno}: {error.msg}") from None
    except RecursionError:
        raise NotJson("nested too deeply") from None
    except NotJson:
        raise
    except ValueError:
        raise NotJson("holds a number with too many digits") from None


def _read(name: str) -> bytes:
    return sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the three questions."""
    questions = parser.add_subparsers(dest="question", required=True, metavar="question")
    for name, (_, summary) in ANSWERS.items():
        question = questions.add_parser(name, help=summary, description=summary)
        question.add_argument("file", metavar="FILE", help="a JSON document; - for standard input")


def run(args: argparse.Namespace) -> int:
    """Print the answer as JSON; or, on standard error, a line for each fault."""
    name: str = args.file
    shown = "standard input" if name == "-" else json.dumps(name)[1:-1]
    try:
        answer = ANSWERS[args.question][0](parse(_read(name)))
    except (OSError, NotJson, CaseFaultsError) as error:
        for line in _lines(error, shown):
            print(line, file=sys.stderr)
        return 2
    except SolverMissingError:
        print(SOLVER_MISSING, file=sys.stderr)
        return 1
    print(json.dumps(answer, indent=1))
    return 0


def _lines(error: Exception, shown: str) -> list[str]:
    if isinstance(error, CaseFaultsError):
        return [sentence(fault) for fault in error.faults]
    if isinstance(error, NotJson):
        return [f"{shown}: {error}"]
    reason = error.strerror if isinstance(error, OSError) else error
    return [f"{shown}: cannot be read: {reason}"]
