"""``ashi schedule find|course|fill FILE``: a case in, its answer out as JSON."""

import argparse
import json
import sys
from collections.abc import Callable
from datetime import tzinfo
from typing import Any

from ashi.cli.documents import NotJson, read_document, refused
from ashi.cli.schedule_wording import SENTENCES
from ashi.core.scheduling.answering import course, fill, find
from ashi.core.scheduling.axis import local_time
from ashi.core.scheduling.errors import SolverMissingError
from ashi.core.scheduling.faults import CaseFaultsError
from ashi.core.scheduling.openings import Opening
from ashi.core.scheduling.reading import read_case
from ashi.core.scheduling.reading_questions import read_course, read_fill, read_find

Answer = dict[str, Any]
SOLVER_MISSING = "fill.optimal: needs OR-Tools: pip install 'ashi-clinic[planning]'"


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


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the three questions."""
    questions = parser.add_subparsers(dest="question", required=True, metavar="question")
    for name, (_, summary) in ANSWERS.items():
        question = questions.add_parser(name, help=summary, description=summary)
        question.add_argument("file", metavar="FILE", help="a JSON document; - for standard input")


def run(args: argparse.Namespace) -> int:
    """Print the answer as JSON; or, on standard error, a line for each fault."""
    try:
        answer = ANSWERS[args.question][0](read_document(args.file))
    except (OSError, NotJson, CaseFaultsError) as error:
        return refused(error, args.file, SENTENCES)
    except SolverMissingError:
        print(SOLVER_MISSING, file=sys.stderr)
        return 1
    print(json.dumps(answer, indent=1))
    return 0
