"""From a document to a PDF: tagged, in its language, and nothing in it lost.

Values reach the templates as JSON, so that a name is text and never markup. The standard
(PDF/UA-1) makes a letter without a glyph an error, where it would otherwise vanish: such a
letter is then printed by its number, ``[U+8DB3]``, so that a record can be printed whatever
somebody once pasted into it.
"""

import json
import logging
from collections.abc import Mapping
from dataclasses import asdict
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ashi.web.printing.document import Document

if TYPE_CHECKING:
    import typst

WEB = Path(__file__).resolve().parents[1]
TEMPLATES = WEB / "templates" / "printing"
FONTS = WEB / "fonts"
STANDARD: Final = "ua-1"
logger = logging.getLogger(__name__)


def pdf_of(document: Document, template: str) -> bytes:
    """Set a document by a template of ``templates/printing``."""
    import typst  # noqa: PLC0415 -- 81 MB, and only this needs it

    data = json.dumps(asdict(document), ensure_ascii=False)
    try:
        return _set(template, data)
    except typst.TypstError:
        spelt = "".join(sign if is_printable(sign) else f"[U+{ord(sign):04X}]" for sign in data)
        if spelt == data:
            raise
        return _set(template, spelt)


def png_of(words: Mapping[str, str], template: str) -> bytes:
    """Draw a picture by a template, a pixel for a point."""
    import typst  # noqa: PLC0415 -- as above

    made = typst.compile(
        TEMPLATES / template,
        None,
        TEMPLATES,
        font_paths=_fonts(),
        format="png",
        ppi=72,
        sys_inputs={"data": json.dumps(dict(words), ensure_ascii=False)},
    )
    return made if isinstance(made, bytes) else made[0]


@lru_cache(maxsize=10_000)
def is_printable(sign: str) -> bool:
    """Tell whether some font here draws a sign."""
    import typst  # noqa: PLC0415 -- as above

    if sign.isascii():
        return True
    try:
        _set("sign.typ", json.dumps(sign))
    except typst.TypstError:
        return False
    return True


def _set(template: str, data: str) -> bytes:
    import typst  # noqa: PLC0415 -- as above

    made, warnings = typst.compile_with_warnings(
        TEMPLATES / template,
        None,
        TEMPLATES,
        font_paths=_fonts(),
        pdf_standards=STANDARD,
        sys_inputs={"data": data},
    )
    for warning in warnings:
        logger.warning("printing: %s", warning.message)
    return made


@cache
def _fonts() -> "typst.Fonts":
    """Return the fonts, read once: ours, and behind them those that the typesetter brings."""
    import typst  # noqa: PLC0415 -- as above

    return typst.Fonts(include_system_fonts=False, font_paths=[FONTS])
