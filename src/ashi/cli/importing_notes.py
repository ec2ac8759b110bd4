"""``ashi import notes FOLDER|FILE``: old notes and documents, each hung on its patient."""

import argparse
import csv
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ashi.apps.imports.moments import Order
    from ashi.apps.imports.notes import Known, NoteLine

OF_THE_SYSTEM = ("thumbs.db", "desktop.ini")


def found(place: Path) -> Iterator[Path]:
    """Yield the files of a folder and of those in it; hidden ones and links are not followed.

    Raises
    ------
    OSError
        There is no such folder or file.
    """
    if not place.is_dir():
        place.stat()
        yield place
        return
    for path in place.rglob("*"):
        inside = path.relative_to(place).parts
        hidden = any(part.startswith((".", "~$")) for part in inside)
        wanted = not hidden and path.name.casefold() not in OF_THE_SYSTEM
        if wanted and path.is_file() and not path.is_symlink():
            yield path


def take(args: argparse.Namespace, files: Sequence[Path], mapping_text: str) -> int:
    """Look at old notes, or hang each on its patient; 0 when done."""
    from ashi.apps.audit.actor import Actor, Source
    from ashi.apps.imports.known import file_numbers, people_born
    from ashi.apps.imports.mapping import NOTE_COLUMNS, read_mapping
    from ashi.apps.imports.moments import Order
    from ashi.apps.imports.notes import Known
    from ashi.apps.imports.notes_written import write_notes
    from ashi.cli.importing import watched

    own = read_mapping(mapping_text) if mapping_text else {}
    known = Known(file_numbers(args.source or own.get("name", "")), people_born())
    columns: dict[str, Any] = own if own.get("notes") else {"notes": NOTE_COLUMNS}
    said = Order(args.dates) if args.dates else None
    judged = list(_judged(args, files, columns, known, said))
    by = Actor(role="system", source=Source.CLI)
    done = write_notes(by=by, judged=watched(judged), encoding=args.encoding, keep=args.apply)
    refused = _keep_refused(args, done)
    if args.json:
        print(json.dumps(_document(done, args.apply), ensure_ascii=False))
    else:
        _tell(args, done, refused)
    return 0


def _judged(
    args: argparse.Namespace,
    files: Sequence[Path],
    columns: dict[str, Any],
    known: "Known",
    said: "Order | None",
) -> Iterator["NoteLine"]:
    """Judge tables of notes by line, all other files by their names."""
    from ashi.apps.imports.notes import judge_file, judge_rows, order_of_names

    names = {one: _name(args.file, one) for one in files}
    whole = []
    for path in files:
        opened = _opened(args, path, columns, said)
        if opened is None:
            whole.append(path)
        else:
            yield from judge_rows(
                names[path], opened.sheet.lines, opened.columns, known, opened.order
            )
    order = order_of_names([names[path] for path in whole], said)
    for path in whole:
        yield judge_file(names[path], path, known, order)


def _name(place: Path, path: Path) -> str:
    return path.relative_to(place).as_posix() if place.is_dir() else path.name


def _opened(args: argparse.Namespace, path: Path, columns: dict[str, Any], said: "Order | None"):  # type: ignore[no-untyped-def]  # Django is imported after start
    """Open a table of notes; None for all that is none."""
    from ashi.apps.documents.sniffing import MOST_BYTES
    from ashi.apps.imports.errors import MappingError, UnreadableFileError
    from ashi.apps.imports.mapping import Kind
    from ashi.apps.imports.opening import open_file

    if path.suffix.casefold() != ".csv" or path.stat().st_size > MOST_BYTES:
        return None
    strict = bool(args.mapping) and not args.file.is_dir()
    try:
        return open_file(
            path.read_bytes(),
            Kind.NOTES,
            columns,
            encoding=args.encoding,
            order=said,
            strict=strict,
        )
    except UnreadableFileError:
        return None
    except MappingError as error:
        if strict or error.fields["reason"] != "column":
            raise
        return None


def _keep_refused(args: argparse.Namespace, done: Sequence["NoteLine"]) -> Path | None:
    """Write what was not hung, with why, beside the folder or file."""
    from ashi.apps.imports.judged import UNWRITTEN
    from ashi.cli.importing_wording import worded

    rows = [one for one in done if one.fate in UNWRITTEN]
    if not rows or not (args.apply or args.refused):
        return None
    place = args.file.absolute()
    path: Path = args.refused or place.with_name(f"{place.name}.refused.csv")
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        table = csv.writer(file)
        table.writerow(["file", "line", "text", "why"])
        for one in rows:
            why = "; ".join(map(worded, one.notes))
            table.writerow([one.file, one.number or "", one.text, why])
    return path


def _names(done: Sequence["NoteLine"]) -> dict[int, str]:
    from ashi.apps.patients.models import Patient

    ids = {one.patient for one in done if one.patient is not None}
    rows = Patient.objects.filter(pk__in=ids)
    return {row.pk: f"{row.full_name}, {row.birth_date or 'birth date unknown'}" for row in rows}


def _tell(args: argparse.Namespace, done: Sequence["NoteLine"], refused: Path | None) -> None:
    from ashi.cli.importing_wording import FATES, plain, worded

    names = _names(done)
    print(f"{args.file}: {len(done)} notes")
    for one in done:
        place = f"{plain(one.file)}, line {one.number}" if one.number else plain(one.file)
        whom = ""
        if one.patient is not None:
            whom = f" → {plain(names[one.patient])}: {one.dated}, {plain(one.title)}"
        why = "; ".join(map(worded, one.notes))
        print(f"  {place}: {FATES[one.fate]}{whom}{': ' if why else ''}{why}")
    counts = Counter(one.fate for one in done)
    print(", ".join(f"{counts[fate]} {words}" for fate, words in FATES.items() if counts[fate]))
    print("Written." if args.apply else "Nothing is written yet: add --apply.")
    if refused:
        print(f"What was not taken stands in {refused}")


def _document(done: Sequence["NoteLine"], applied: bool) -> dict[str, object]:
    from ashi.cli.importing_wording import worded

    return {
        "applied": applied,
        "notes": [
            {
                "file": one.file,
                "line": one.number,
                "fate": one.fate,
                "patient": one.patient,
                "dated": one.dated.isoformat() if one.dated else None,
                "title": one.title,
                "why": [{"code": note.code, "words": worded(note)} for note in one.notes],
            }
            for one in done
        ],
    }
