"""What a file is by its content; what it says of itself by its name must agree.

Pure. A name never makes a file what it is not: it can only contradict, and be refused.
"""

import csv
import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from pathlib import PurePosixPath

from ashi.apps.documents.errors import FileRefusedError

MOST_BYTES = 20 * 1024 * 1024  # chosen: a scanned letter of a hundred pages, a phone's photograph


class Media(StrEnum):
    """The types that are kept."""

    PDF = "application/pdf"
    JPEG = "image/jpeg"
    PNG = "image/png"
    WEBP = "image/webp"
    TEXT = "text/plain"
    CSV = "text/csv"


IMAGES = frozenset({Media.JPEG, Media.PNG, Media.WEBP})
TEXTS = frozenset({Media.TEXT, Media.CSV})
_ENDINGS = {
    "pdf": Media.PDF,
    "jpg": Media.JPEG,
    "jpeg": Media.JPEG,
    "jpe": Media.JPEG,
    "png": Media.PNG,
    "webp": Media.WEBP,
    "txt": Media.TEXT,
    "text": Media.TEXT,
    "csv": Media.CSV,
}
_ENDING = re.compile(r"[a-z][a-z0-9]{1,4}")  # "Notes 3.5.2024" ends in a year and not in a type
_HEIC = {b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1", b"avif"}
_BOM = b"\xef\xbb\xbf"
_BREAKS = "\n\r\t\f"
_ROWS = 50
LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Received:
    """A file as somebody sent it."""

    name: str
    content: bytes


def plain_name(name: str) -> str:
    """Return a file's name without folders and without what cannot be shown on one line."""
    last = PurePosixPath(name.replace("\\", "/")).name
    shown = "".join(sign for sign in last if sign.isprintable())
    return " ".join(shown.split())[-LONGEST_NAME:] or "file"


def media_of(file: Received) -> Media:
    """Return what a file is.

    Raises
    ------
    FileRefusedError
        ``reason``: empty, too-large, heic, kind, or lies, where its name ends as another type's.
    """
    if not file.content.strip():
        raise FileRefusedError(reason="empty")
    if len(file.content) > MOST_BYTES:
        raise FileRefusedError(reason="too-large")
    ending = _ending(file.name)
    found = _by_content(file.content)
    said = _ENDINGS.get(ending)
    if found is None or (found is Media.TEXT and ending and said is None):
        raise FileRefusedError(reason="kind")
    if found is Media.TEXT and said is Media.CSV and is_table(text_of(file.content)):
        return Media.CSV
    if said is not None and said is not found:
        raise FileRefusedError(reason="lies", says=said, found=found)
    return found


def _ending(name: str) -> str:
    _, dot, last = plain_name(name).casefold().rpartition(".")
    return last if dot and _ENDING.fullmatch(last) else ""


def _by_content(content: bytes) -> Media | None:
    if content.startswith(b"%PDF-"):
        return Media.PDF
    if content.startswith(b"\xff\xd8\xff"):
        return Media.JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return Media.PNG
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return Media.WEBP
    if content[4:8] == b"ftyp" and content[8:12] in _HEIC:
        raise FileRefusedError(reason="heic")
    return Media.TEXT if _is_text(content) else None


def _is_text(content: bytes) -> bool:
    try:
        text = text_of(content)
    except UnicodeDecodeError:
        return False
    return not any(unicodedata.category(sign) == "Cc" and sign not in _BREAKS for sign in text)


def text_of(content: bytes) -> str:
    """Return UTF-8 as text, without a byte order mark."""
    return content.removeprefix(_BOM).decode("utf-8")


def is_table(text: str) -> bool:
    """Tell whether the first lines are rows of as many cells, two at least."""
    for sign in ",;\t|":
        try:
            rows = list(islice(csv.reader(text.splitlines()[:_ROWS], delimiter=sign), _ROWS))
        except csv.Error:
            continue
        widths = {len(row) for row in rows if row}
        if len(widths) == 1 and widths.pop() > 1:
            return True
    return False
