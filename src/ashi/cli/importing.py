"""``ashi import KIND FILE``: look first, then take old files over.

Without ``--apply`` nothing is written: it says what was recognised and what would become of each
line. With it all is written at once or nothing, and what was refused is kept in a file beside.
"""

import argparse
import csv
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar
from zoneinfo import ZoneInfo

from ashi.cli import importing_answers, importing_calendar, importing_notes
from ashi.cli.booting import django_ready

if TYPE_CHECKING:
    from ashi.apps.imports.opening import Opened
    from ashi.apps.imports.people import PersonLine
    from ashi.apps.imports.visits import VisitLine

    Judged = Sequence[PersonLine] | Sequence[VisitLine]

T = TypeVar("T")
Given = TypeVar("Given")
EVERY = 200


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument(
        "kind", choices=("patients", "appointments", "notes", "answers", "calendar")
    )
    parser.add_argument("file", type=Path, help="for notes a folder, too")
    parser.add_argument(
        "--from", dest="source", metavar="SYSTEM", help="cliniko, jane, acuity, …; or your own name"
    )
    parser.add_argument("--mapping", type=Path, help="a TOML file that says which column is what")
    parser.add_argument("--centre", help="its short name, where there are several")
    parser.add_argument("--encoding", help="where it is recognised wrongly")
    parser.add_argument("--dates", choices=("day-first", "month-first"))
    parser.add_argument("--apply", action="store_true", help="write; without it only look")
    parser.add_argument("--refused", type=Path, help="where refused lines go; beside the file")
    parser.add_argument("--json", action="store_true", help="answer as one JSON document")
    importing_calendar.configure(parser)


def run(args: argparse.Namespace) -> int:
    """Look at, or import, one file; 0 when done, 2 for a file or mapping that cannot be used."""
    if args.kind == "notes":
        return answered(
            args, lambda: sorted(importing_notes.found(args.file)), importing_notes.take
        )
    takes = {"answers": importing_answers.take, "calendar": importing_calendar.take}
    return answered(args, args.file.read_bytes, takes.get(args.kind, _run))


def answered(
    args: argparse.Namespace,
    read: Callable[[], Given],
    take: Callable[[argparse.Namespace, Given, str], int],
) -> int:
    """Read what is to be imported and the mapping, and take it; say what cannot be used."""
    try:
        given = read()
        mapping_text = args.mapping.read_text("utf-8") if args.mapping else ""
    except (OSError, UnicodeDecodeError) as error:
        place = getattr(error, "filename", None) or args.mapping
        print(f"{place}: {getattr(error, 'strerror', None) or 'no UTF-8 text'}", file=sys.stderr)
        return 2
    with django_ready():
        from ashi.cli.importing_wording import fault
        from ashi.core.kernel.errors import AshiError

        try:
            return take(args, given, mapping_text)
        except AshiError as error:
            if not error.code.startswith("imports."):
                raise
            print(f"{args.file}: {fault(error)}", file=sys.stderr)
        except OSError as error:
            why = f"{error.strerror or error}: nothing was imported"
            print(f"{error.filename or args.file}: {why}", file=sys.stderr)
        return 2


def _run(args: argparse.Namespace, data: bytes, mapping_text: str) -> int:
    from ashi.apps.audit.actor import Actor, Source
    from ashi.apps.imports.mapping import Kind, read_mapping, read_source
    from ashi.apps.imports.moments import Order
    from ashi.apps.imports.opening import open_file

    own = read_mapping(mapping_text) if mapping_text else {}
    source = args.source or own.get("name", "")
    strict = bool(own.get(args.kind))
    mapping = own if strict else read_source(source) | own
    kind, order = Kind(args.kind), Order(args.dates) if args.dates else None
    opened = open_file(data, kind, mapping, encoding=args.encoding, order=order, strict=strict)
    centre = centre_named(args.centre)
    by = Actor(role="system", centre_id=centre.pk, source=Source.CLI)
    take = _patients if kind is Kind.PATIENTS else _appointments
    judged, clashes = take(by, centre, source, mapping, opened, apply=args.apply)
    refused = _keep_refused(args, opened, judged)
    if args.json:
        print(json.dumps(_document(opened, judged, clashes, args.apply), ensure_ascii=False))
    else:
        _tell(args, opened, judged, clashes, refused)
    return 0


def centre_named(slug: str | None):  # type: ignore[no-untyped-def]  # Django is imported after start
    from ashi.apps.centres.models import Centre
    from ashi.apps.imports.errors import MappingError

    rows = Centre.objects.filter(slug=slug) if slug else Centre.objects.all()
    if rows.count() != 1:
        known = sorted(Centre.objects.values_list("slug", flat=True))
        raise MappingError(path="--centre", reason="unknown", known=known)
    return rows.get()


def _patients(by, centre, source, mapping, opened: "Opened", *, apply: bool):  # type: ignore[no-untyped-def]  # as above
    from ashi.apps.imports.known import directory, patient_refs
    from ashi.apps.imports.people import judge_people
    from ashi.apps.imports.people_written import write_people

    judged = judge_people(
        opened.sheet.lines,
        opened.columns,
        order=opened.order,
        country=centre.country,
        today=datetime.now(ZoneInfo(centre.zone)).date(),
        known=directory(),
        refs=patient_refs(source),
    )
    done = write_people(by=by, centre=centre, source=source, judged=watched(judged), keep=apply)
    return done, []


def _appointments(by, centre, source, mapping, opened: "Opened", *, apply: bool):  # type: ignore[no-untyped-def]  # as above
    from ashi.apps.imports.known import (
        directory,
        patient_refs,
        services_of,
        staff_of,
        visit_refs,
    )
    from ashi.apps.imports.visits import Surroundings, judge_visits, overlaps
    from ashi.apps.imports.visits_written import Target, write_visits

    around = Surroundings(
        ZoneInfo(centre.zone),
        centre.country,
        datetime.now(UTC),
        opened.order,
        directory(),
        refs=patient_refs(source),
        imported=visit_refs(source),
        practitioners=staff_of(centre, mapping.get("practitioners", {})),
    )
    judged = judge_visits(opened.sheet.lines, opened.columns, around)
    clashes = overlaps(judged)
    services = services_of(centre, mapping.get("services", {}))
    target = Target(centre, source, services, around.now)
    done = write_visits(by=by, target=target, judged=watched(judged), keep=apply)
    return done, clashes


def watched(lines: Sequence[T], every: int = EVERY) -> Iterator[T]:
    """Go through lines and say on a terminal how far it is: thousands take minutes."""
    shown = sys.stderr.isatty() and len(lines) > every
    for number, line in enumerate(lines, start=1):
        yield line
        if shown and (number % every == 0 or number == len(lines)):
            end = "\n" if number == len(lines) else ""
            print(f"\r  {number:,} of {len(lines):,}", end=end, file=sys.stderr, flush=True)


def _keep_refused(args: argparse.Namespace, opened: "Opened", judged: "Judged") -> Path | None:
    """Write the lines not taken, with why, as a table that can be mended and read again."""
    from ashi.apps.imports.judged import UNWRITTEN
    from ashi.cli.importing_wording import worded

    lines = {line.number: line for line in opened.sheet.lines}
    rows = [one for one in judged if one.fate in UNWRITTEN]
    if not rows or not (args.apply or args.refused):
        return None
    path: Path = args.refused or args.file.with_name(f"{args.file.name}.refused.csv")
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        table = csv.writer(file)
        table.writerow([*opened.sheet.header, "line", "why"])
        for one in rows:
            cells = [lines[one.number].cells.get(name, "") for name in opened.sheet.header]
            table.writerow([*cells, one.number, "; ".join(map(worded, one.notes))])
    return path


def _tell(
    args: argparse.Namespace,
    opened: "Opened",
    judged: "Judged",
    clashes: list[tuple[int, int]],
    refused: Path | None,
) -> None:
    from ashi.cli.importing_wording import FATES, worded

    sheet = opened.sheet
    print(f"{args.file}: {len(sheet.lines)} lines, {sheet.encoding}, separator {sheet.separator!r}")
    for name, heading in sorted(opened.columns.of.items()):
        print(f"  {name:<14} {heading}")
    if opened.columns.phones:
        print(f"  {'phones':<14} {', '.join(opened.columns.phones)}")
    used = {*opened.columns.of.values(), *opened.columns.phones}
    unused = [name for name in sheet.header if name not in used]
    print(f"  not taken over: {', '.join(unused) or 'nothing'}")
    if opened.order_needed:
        proof = f", proved by line {opened.proofs[0].line}" if opened.proofs else ""
        print(f"  dates of three numbers: {opened.order or 'order not known'}{proof}")
    for one in judged:
        words = "; ".join(map(worded, one.notes))
        same = getattr(one, "same_as", None)
        more = f" (line {same})" if same else ""
        if words or more:
            print(f"  line {one.number}: {FATES[one.fate]}{more}{': ' if words else ''}{words}")
    for first, second in clashes:
        print(f"  lines {first} and {second}: one practitioner's time twice")
    counts = Counter(one.fate for one in judged)
    print(", ".join(f"{counts[fate]} {words}" for fate, words in FATES.items() if counts[fate]))
    print("Written." if args.apply else "Nothing is written yet: add --apply.")
    if refused:
        print(f"What was not taken stands in {refused}")


def _document(
    opened: "Opened", judged: "Judged", clashes: list[tuple[int, int]], applied: bool
) -> dict[str, object]:
    from ashi.cli.importing_wording import worded

    return {
        "encoding": opened.sheet.encoding,
        "separator": opened.sheet.separator,
        "columns": dict(opened.columns.of),
        "dates": opened.order,
        "applied": applied,
        "lines": [
            {
                "line": one.number,
                "id": one.ref,
                "fate": one.fate,
                "same_as": getattr(one, "same_as", None),
                "patient": one.patient,
                "why": [{"code": note.code, "words": worded(note)} for note in one.notes],
            }
            for one in judged
        ],
        "overlaps": clashes,
    }
