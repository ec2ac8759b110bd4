"""A file as a table of texts: its encoding and separator are found, kept and shown.

Pure. A file of another system comes as CSV in whatever form an office program saved, or as JSON.
Nothing is guessed in silence: what was found stands in the answer, and what cannot be told apart
is an error that names the choices.
"""

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ashi.apps.imports.errors import UnreadableFileError

MOST_BYTES = 200_000_000  # chosen: more than a centre's lifetime of visits
LONGEST_CELL = 1_000_000
SEPARATORS = ",;\t|"
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_ONE_BYTE = ("windows-1253", "windows-1252")
_GREEK = range(0x370, 0x400)
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Line:
    """One row; ``number`` counts from 1 after the header. ``spare`` cells had no heading."""

    number: int
    cells: dict[str, str]
    spare: int = 0


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as it stood in the file."""

    encoding: str
    separator: str
    header: tuple[str, ...]
    lines: tuple[Line, ...]


def read_sheet(data: bytes, encoding: str | None = None) -> Sheet:
    """Read CSV or JSON.

    Parameters
    ----------
    data : the file's bytes
    encoding : what the user says it is; found when None

    Raises
    ------
    UnreadableFileError
        ``reason``: empty, too-large, binary, encoding, separator, header, quotes, json.
    """
    if len(data) > MOST_BYTES:
        raise UnreadableFileError(reason="too-large")
    text, found = decoded(data, encoding)
    if not text.strip():
        raise UnreadableFileError(reason="empty")
    if text.lstrip()[0] in "[{":
        return _from_json(text, found)
    separator = _separator(text)
    header, lines = _from_csv(text, separator)
    return Sheet(found, separator, header, lines)


def decoded(data: bytes, encoding: str | None = None) -> tuple[str, str]:
    """Return the letters of a file, and the encoding in which they were found.

    Raises
    ------
    UnreadableFileError
        ``reason``: binary, encoding.
    """
    named = encoding or next((name for mark, name in _BOMS if data.startswith(mark)), None)
    if named is None and b"\0" in data:
        raise UnreadableFileError(reason="binary")
    for name in (named,) if named else ("utf-8", *_ONE_BYTE):
        try:
            text = data.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
        if name == "windows-1253" and named is None and not _is_greek(text):
            continue
        if "\0" in text:
            raise UnreadableFileError(reason="binary")
        return text, name
    raise UnreadableFileError(reason="encoding", encoding=named or "")


def _is_greek(text: str) -> bool:
    """Tell whether words with letters beyond ASCII are Greek throughout: Ζωή is, Zoλ is not."""
    foreign = [word for word in _WORD.findall(text) if not word.isascii()]
    greek = sum(all(ord(sign) in _GREEK for sign in word) for word in foreign)
    return greek > len(foreign) / 2


def _separator(text: str) -> str:
    """Return the separator of the heading: the only one that divides it most often."""
    heading = _outside_quotes(text)
    counts = Counter({sign: heading.count(sign) for sign in SEPARATORS})
    (first, most), (_, second), *_ = counts.most_common()
    if most == second and most > 0:
        raise UnreadableFileError(reason="separator", found=sorted(counts))
    return first if most else ","


def _outside_quotes(text: str) -> str:
    """Return the first line without what stands in quotes."""
    kept, quoted = [], False
    for sign in text.lstrip("\r\n"):
        if sign == '"':
            quoted = not quoted
        elif not quoted and sign in "\r\n":
            break
        elif not quoted:
            kept.append(sign)
    return "".join(kept)


def _from_csv(text: str, separator: str) -> tuple[tuple[str, ...], tuple[Line, ...]]:
    csv.field_size_limit(LONGEST_CELL)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        filled = (row for row in rows if any(cell.strip() for cell in row))
        header = _named(next(filled, []))
        return header, tuple(_lines(header, filled))
    except csv.Error as error:
        raise UnreadableFileError(reason="quotes", line=rows.line_num) from error


def _named(heading: Sequence[str]) -> tuple[str, ...]:
    """Give each column a name of its own: the second Charge is ``Charge (2)``."""
    seen: Counter[str] = Counter()
    names = []
    for cell in heading:
        name = cell.strip()
        seen[name] += 1
        names.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    if not any(names):
        raise UnreadableFileError(reason="header")
    return tuple(names)


def _lines(header: tuple[str, ...], rows: Iterator[list[str]]) -> Iterator[Line]:
    for number, row in enumerate(rows, start=1):
        cells = [cell.strip() for cell in row]
        padded = cells + [""] * (len(header) - len(cells))
        named = dict(zip(header, padded, strict=False))
        yield Line(number, named, spare=max(0, len(cells) - len(header)))


def _from_json(text: str, encoding: str) -> Sheet:
    """Read a list of objects, bare or under the one key of the document."""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnreadableFileError(reason="json", line=getattr(error, "lineno", 1)) from error
    lists = [value for value in _lists_of(document) if value]
    if len(lists) != 1 or not all(isinstance(one, dict) for one in lists[0]):
        raise UnreadableFileError(reason="json", line=1)
    rows = [dict(_flat(one)) for one in lists[0]]
    header = tuple(dict.fromkeys(name for row in rows for name in row))
    lines = (
        Line(number, {name: row.get(name, "") for name in header})
        for number, row in enumerate(rows, start=1)
    )
    return Sheet(encoding, "json", header, tuple(lines))


def _lists_of(document: Any) -> list[list[Any]]:
    if isinstance(document, list):
        return [document]
    if isinstance(document, dict):
        return [value for value in document.values() if isinstance(value, list)]
    return []


def _flat(value: dict[str, Any], before: str = "") -> Iterator[tuple[str, str]]:
    """Yield leaves as texts under dotted names; a link to an object stands for its number."""
    for name, inner in value.items():
        path = f"{before}{name}"
        if isinstance(inner, dict):
            yield from _flat(inner, f"{path}.")
        elif path.endswith("links.self"):
            yield path.removesuffix(".links.self"), str(inner).rstrip("/").rsplit("/", 1)[-1]
        elif not isinstance(inner, list):
            yield path, _leaf(inner)


def _leaf(value: Any) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value).strip()
