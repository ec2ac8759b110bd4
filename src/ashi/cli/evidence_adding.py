"""``ashi evidence add FILE``: trials into the list of a centre, with what would move.

A file with a fault in it is not taken at all. What is added waits for a reviewer.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ashi.cli.documents import sentence
from ashi.cli.evidence_wording import ADDING_FAULTS
from ashi.core.evidence.adding import Proposal, duplicates, pooled_questions, read_file
from ashi.core.evidence.errors import TableFaultsError
from ashi.core.evidence.references import kind_of
from ashi.core.evidence.rows import text_of
from ashi.core.kernel.faults import Fault
from ashi.core.knowledge.evidence_base.plots import all_plots

if TYPE_CHECKING:
    from ashi.apps.evidence.models import Origin
    from ashi.core.evidence.living import Moved


def configure(command: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    command.add_argument("file", help="CSV, RIS or .nbib; - for standard input")
    command.add_argument(
        "--question", "--plot", default="", metavar="ID", help="that all rows answer"
    )
    command.add_argument("--centre", help="its short name, where there are several")
    command.add_argument("--dry-run", action="store_true", help="show what moves; write nothing")


def run(args: argparse.Namespace) -> int:
    """Read a file, and add its trials; 0, or 2 with a line for each fault."""
    try:
        data = sys.stdin.buffer.read() if args.file == "-" else Path(args.file).read_bytes()
    except OSError as error:
        print(f"{args.file}: cannot be read: {error.strerror}", file=sys.stderr)
        return 2
    try:
        text = text_of(data)
        found = read_file(text, pooled_questions(all_plots()), args.question, args.file)
        answer = _added(found, args, table=not kind_of(text, args.file))
    except TableFaultsError as error:
        for fault in error.faults:
            print(sentence(fault, ADDING_FAULTS), file=sys.stderr)
        return 2
    print(json.dumps(answer, ensure_ascii=False))
    return 0


def _added(found: Sequence[Proposal], args: argparse.Namespace, *, table: bool) -> dict[str, Any]:
    from ashi.cli.booting import django_ready

    with django_ready():
        from ashi.apps.evidence.models import Origin

        return _answer(found, args, Origin.TABLE if table else Origin.RECORD)


def _answer(
    found: Sequence[Proposal], args: argparse.Namespace, origin: "Origin"
) -> dict[str, Any]:
    """Add, or only look; the answer says what would move once all of it is accepted."""
    from ashi.apps.audit.actor import Actor, Source
    from ashi.apps.evidence import queries
    from ashi.apps.evidence.actions import add_trials, draft_of

    centre_id = _centre(args.centre)
    by = Actor(role="system", centre_id=centre_id, source=Source.CLI)
    if faults := duplicates(found, queries.known_to(centre_id)):
        raise TableFaultsError(faults)
    rows = [draft_of(by, one, origin) for one in found]
    before = queries.changes_for(centre_id)
    after = before
    for number, row in enumerate(rows, 1):
        row.pk = -number
        after = queries.with_change(after, row)
    moved = queries.moved_by(before, after)
    if not args.dry_run:
        rows = add_trials(by=by, proposals=found, origin=origin)
    return {
        "written": not args.dry_run,
        "trials": [
            {
                "line": one.line,
                "study": one.paper.study,
                "question": one.question,
                "state": "numbers to be entered" if row.to_be_read else "waits for a reviewer",
                "id": None if args.dry_run else row.pk,
            }
            for one, row in zip(found, rows, strict=True)
        ],
        "moves": [_moves(one) for one in moved],
        "read_again": sorted({name for one in moved for name in queries.claims_of(one.plot.id)}),
    }


def _moves(one: "Moved") -> dict[str, Any]:
    return {
        "question": one.plot.id,
        "before": one.before and asdict(one.before),
        "after": one.after and asdict(one.after),
        "change": one.change,
        "conclusion_turned": one.turned,
    }


def _centre(slug: str | None) -> int:
    """Return the number of the one centre, or of that which is named."""
    from ashi.apps.centres.models import Centre

    rows = Centre.objects.filter(slug=slug) if slug else Centre.objects.all()
    known = list(rows.values_list("pk", flat=True)[:2])
    if len(known) != 1:
        names = sorted(Centre.objects.values_list("slug", flat=True))
        raise TableFaultsError([Fault("--centre", "no_centre", ", ".join(names))])
    return known[0]
