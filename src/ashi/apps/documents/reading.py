"""A file made ready to be kept: its type, the bytes that are stored, the text that is searched."""

import io
import time
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from ashi.apps.documents.errors import FileRefusedError
from ashi.apps.documents.photographs import written_anew
from ashi.apps.documents.sniffing import IMAGES, TEXTS, Media, Received, media_of, text_of

if TYPE_CHECKING:
    from pypdf import PdfReader

LONGEST_TEXT = 200_000  # chosen: a hundred pages; what follows is kept and not searched
MOST_PAGES = 200
MOST_SECONDS = 5.0  # a file that takes long must not hold the one who sends it
MOST_DRAWN = 1_000_000  # bytes that draw one page; more is a drawing and no letter


@dataclass(frozen=True, slots=True)
class Ready:
    """What is stored of a file; ``received`` is the SHA-256 of the file as it came."""

    media: Media
    content: bytes
    text: str
    received: str


def made_ready(file: Received) -> Ready:
    """Check a file by its content and take from it what is kept.

    Raises
    ------
    FileRefusedError
    """
    media = media_of(file)
    received = sha256(file.content).hexdigest()
    if media in IMAGES:
        return Ready(media, written_anew(file.content, media), "", received)
    text = text_of(file.content) if media in TEXTS else _pdf_text(file.content)
    return Ready(media, file.content, _kept(text), received)


def _kept(text: str) -> str:
    """Return text as the database can hold it."""
    return "".join(
        sign if sign in "\n\t" or unicodedata.category(sign) not in ("Cc", "Cs") else " "
        for sign in text[:LONGEST_TEXT].replace("\r\n", "\n").replace("\r", "\n")
    ).strip()


def _pdf_text(content: bytes) -> str:
    """Return the words of a PDF; a scan has none.

    Raises
    ------
    FileRefusedError
        ``reason``: locked, where it opens with a password only; broken, where it has no pages.
    """
    from pypdf import PdfReader  # noqa: PLC0415 -- heavy, for PDFs only

    try:
        reader = PdfReader(io.BytesIO(content))
        locked = bool(reader.is_encrypted) and not reader.decrypt("")
        pages = 0 if locked else len(reader.pages)
    except Exception as error:
        raise FileRefusedError(reason="broken") from error
    if locked:
        raise FileRefusedError(reason="locked")
    if not pages:
        raise FileRefusedError(reason="broken")
    return "\n".join(_page_texts(reader))[:LONGEST_TEXT]


def _page_texts(reader: "PdfReader") -> Iterator[str]:
    """Yield the words page by page, as long as it does not take too long."""
    until, length = time.monotonic() + MOST_SECONDS, 0

    def watch(*_: object) -> None:
        if time.monotonic() > until:
            raise TimeoutError

    for number in range(min(len(reader.pages), MOST_PAGES)):
        if length > LONGEST_TEXT or time.monotonic() > until:
            return
        try:
            page = reader.pages[number]
            contents = page.get_contents()
            if contents is None or len(contents.get_data()) > MOST_DRAWN:
                continue
            text = page.extract_text(visitor_operand_before=watch)
        except Exception:  # noqa: BLE001, S112 -- a page that cannot be read has no words
            continue
        length += len(text)
        yield text
