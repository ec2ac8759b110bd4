"""On whom an old note hangs and which day it bears: by a file's name, or by a table's columns.

Pure. A patient is found by their file number, else by name and birth date together: a name alone
is never enough. What a name does not say is refused, not guessed.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path, PurePath

from ashi.apps.imports.cells import cell, name_of
from ashi.apps.imports.errors import MappingError
from ashi.apps.imports.judged import Fate, Note
from ashi.apps.imports.mapping import Columns
from ashi.apps.imports.moments import Order, UnreadError, prove, read_date
from ashi.apps.imports.sheets import Line
from ashi.core.kernel.names import sound

LONGEST_TITLE = 160
LONGEST_OF_TEXT = 60
_DATE = re.compile(
    r"(?<!\d)(?:\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[.-]\d{1,2}[.-]\d{4}|(?:19|20)\d{6})(?!\d)"
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_EDGES = " \t-–—_.,;()[]#"


@dataclass(frozen=True, slots=True)
class Known:
    """Whom notes may hang on: by file number, and by birth date with the sounds of the name."""

    numbers: Mapping[str, set[int]]
    born: Mapping[date, Sequence[tuple[int, frozenset[str]]]]


@dataclass(frozen=True, slots=True)
class NoteLine:
    """What becomes of a file, or of line ``number`` of a table in it (0 is the whole file).

    ``path`` is the file that is hung; without one ``text`` is.
    """

    file: str
    number: int
    fate: Fate
    patient: int | None = None
    dated: date | None = None
    title: str = ""
    text: str = ""
    path: Path | None = None
    notes: tuple[Note, ...] = ()

    def refused(self, code: str, /, **about: object) -> "NoteLine":
        """Return this line as one that cannot be."""
        return replace(self, fate=Fate.REFUSE, notes=(*self.notes, Note(code, about)))

    def asked(self, code: str, /, **about: object) -> "NoteLine":
        """Return this line as one on which a person must decide."""
        return replace(self, fate=Fate.ASK, notes=(*self.notes, Note(code, about)))


def order_of_names(names: Sequence[str], said: Order | None) -> Order | None:
    """Return in which order the file names write their dates, as far as one of them proves it.

    Raises
    ------
    MappingError
        ``reason`` dates, where they prove both orders, or another than said.
    """
    values = [(at, text) for at, name in enumerate(names, 1) for text in _DATE.findall(name)]
    proofs, _ = prove(values)
    if len(proofs) > 1 or (said and proofs and proofs[0].order is not said):
        found = {str(proof.order): proof.line for proof in proofs}
        raise MappingError(path="notes.dates", reason="dates", found=found, said=said)
    return said or (proofs[0].order if proofs else None)


def judge_file(name: str, path: Path, known: Known, order: Order | None) -> NoteLine:
    """Judge a file by its name and the folders it lies in, ``name`` from the one given."""
    parts = [*PurePath(name).parts[:-1], PurePath(name).stem]
    spaced = [part.replace("_", " ") for part in parts]
    one = NoteLine(name, 0, Fate.CREATE, path=path)
    try:
        days = sorted({day for part in spaced for day in _dates(part, order)})
    except UnreadError as error:
        code = str(error)
        return one.asked(code) if code == "date-order" else one.refused(code, text=name)
    if len(days) > 2:
        return one.asked("several-dates")
    number = next((found for part in spaced if (found := _number(part, known))), "")
    rest = _DATE.sub(" ", " ".join(spaced))
    one = _by_number(one, number, known) if number else _by_name(one, rest, days, known)
    if one.fate is Fate.CREATE and len(days) < (1 if number else 2):
        one = one.refused("no-date")
    if one.fate is not Fate.CREATE:
        return one
    return replace(one, dated=days[-1], title=_title(spaced[-1], number, one.patient, known))


def judge_rows(
    name: str, lines: Sequence[Line], columns: Columns, known: Known, order: Order | None
) -> list[NoteLine]:
    """Judge the lines of a table of notes."""
    return [_row(name, line, columns, known, order) for line in lines]


def _row(name: str, line: Line, columns: Columns, known: Known, order: Order | None) -> NoteLine:
    text = cell(line, columns, "text")
    one = NoteLine(name, line.number, Fate.CREATE, text=text)
    if line.spare:
        return one.refused("too-many-cells", count=line.spare)
    if not text:
        return one.refused("file-empty")
    try:
        days = [
            read_date(said, order) if (said := cell(line, columns, field)) else None
            for field in ("birth_date", "dated")
        ]
    except UnreadError as error:
        code = str(error)
        return one.asked(code) if code == "date-order" else one.refused(code)
    if number := cell(line, columns, "patient_id"):
        one = _by_number(one, number, known)
    else:
        whole = " ".join(name_of(line, columns))
        one = _by_name(one, whole, [day for day in days[:1] if day], known)
    if one.fate is Fate.CREATE and days[1] is None:
        one = one.refused("no-date")
    title = cell(line, columns, "title") or _first_words(text)
    return replace(one, dated=days[1], title=title[:LONGEST_TITLE])


def _by_number(one: NoteLine, number: str, known: Known) -> NoteLine:
    found = sorted(known.numbers.get(number, ()))
    if not found:
        return one.refused("unknown-file-number", ref=number)
    if len(found) > 1:
        return one.asked("several", who=found)
    return replace(one, patient=found[0])


def _by_name(one: NoteLine, words: str, days: Sequence[date], known: Known) -> NoteLine:
    """Find who was born on the first of ``days`` and is called by some of ``words``."""
    if not days:
        return one.refused("no-birth-date")
    said = frozenset(sound(words).split())
    found = [pk for pk, named in known.born.get(days[0], ()) if named and named <= said]
    if len(found) > 1:
        return one.asked("several", who=found)
    if not found:
        return one.refused("nobody-so")
    return replace(one, patient=found[0])


def _dates(text: str, order: Order | None) -> list[date]:
    return [read_date(_COMPACT.sub(r"\1-\2-\3", found), order) for found in _DATE.findall(text)]


def _number(part: str, known: Known) -> str:
    """Return the file number with which a folder's or a file's name begins, if it is one."""
    tokens = [part.strip(), *part.split()[:1], *re.split(r"[\s-]+", part.strip())[:1]]
    return next((one for one in tokens if one in known.numbers and not _DATE.fullmatch(one)), "")


def _title(stem: str, number: str, patient: int | None, known: Known) -> str:
    """Return what a file's name says beside who and when; the whole name where that is nothing."""
    named = {
        word
        for people in known.born.values()
        for pk, words in people
        if pk == patient
        for word in words
    }
    rest = _DATE.sub(" ", stem).strip()
    if number and rest.startswith(number):
        rest = rest.removeprefix(number)
    kept = [word for word in rest.split() if not set(sound(word).split()) & named]
    return (" ".join(kept).strip(_EDGES) or stem.strip())[:LONGEST_TITLE]


def _first_words(text: str) -> str:
    first = " ".join(text.split("\n", 1)[0].split())
    return first if len(first) <= LONGEST_OF_TEXT else first[: LONGEST_OF_TEXT - 1].rstrip() + "…"
