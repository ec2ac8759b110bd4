"""Make the fonts of pages: small files for the letters in use, cut from the front end's packages.

A reader of English fetches one small file for each family, a reader of Greek two; rarer letters
keep their own files, fetched only where one stands on the page. Made whole or not at all, into a
folder that is never committed.
"""

import logging
import shutil
import sys
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

PROJECT = Path(__file__).resolve().parents[1]
SOURCES = PROJECT / "node_modules" / "@fontsource-variable"
FONTS = PROJECT / "build" / "webfonts"
SMALL_LATIN = {*range(0x20, 0x7F)} | {
    ord(sign) for sign in "\u00a0«»·×²é–—‘’“”…€−"
}  # the signs of English, and those that both languages share
SMALL_GREEK = {*range(0x384, 0x387), 0x387, *range(0x388, 0x3CF)}  # modern Greek, with accents
# Subsets of other scripts repeat "A" and the space. A rest that named them would be fetched, all of
# them at once, by a page whose small font is late.
REST = {*range(0x110000)} - SMALL_LATIN - SMALL_GREEK
WHOLE = ("latin", "latin-ext", "greek", "greek-ext", "cyrillic", "cyrillic-ext", "vietnamese")
FEATURES = ["kern", "liga", "locl", "ccmp", "mark", "mkmk", "tnum", "lnum"]
WEIGHTS = (400, 600)


class Family(NamedTuple):
    """A typeface: its package, its file, its name in CSS, and where on its axes it is used."""

    package: str
    file: str
    name: str
    limits: dict[str, tuple[float, float] | float]


FAMILIES = (
    Family(
        "literata",
        "literata-{part}-opsz-normal.woff2",
        "Literata Variable",
        {"wght": (400, 500), "opsz": 20},
    ),
    Family(
        "source-sans-3",
        "source-sans-3-{part}-wght-normal.woff2",
        "Source Sans 3 Variable",
        {"wght": WEIGHTS},
    ),
)


def make(family: Family, part: str, wanted: set[int], name: str, folder: Path) -> list[int]:
    """Cut one file; return the letters it holds, in order."""
    font = TTFont(SOURCES / family.package / "files" / family.file.format(part=part))
    options = subset.Options()
    options.layout_features = FEATURES
    options.hinting = False
    held = sorted(one for one in font.getBestCmap() if one in wanted)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=held)
    cutter.subset(font)
    between = BytesIO()
    font.save(between)
    between.seek(0)
    small = instantiateVariableFont(TTFont(between), family.limits)
    small.flavor = "woff2"
    small.save(folder / name)
    return held


def ranges(letters: Iterable[int]) -> str:
    """Return letters as the ranges of CSS."""
    spans: list[list[int]] = []
    for one in sorted(letters):
        if spans and one == spans[-1][1] + 1:
            spans[-1][1] = one
        else:
            spans.append([one, one])
    return ",".join(
        f"U+{low:04X}" if low == high else f"U+{low:04X}-{high:04X}" for low, high in spans
    )


def face(family: Family, name: str, letters: Iterable[int]) -> str:
    """Return the rule of one file; a font that is late waits for the next page: nothing moves."""
    low, high = family.limits["wght"]  # type: ignore[misc]  # both families have a span of weights
    return (
        f'@font-face{{font-family:"{family.name}";font-style:normal;font-display:optional;'
        f"font-weight:{low} {high};src:url(./{name}) format('woff2');"
        f"unicode-range:{ranges(letters)}}}\n"
    )


def main() -> int:
    """Make all of them, and the stylesheet that names them; the small ones last, so they win."""
    logging.getLogger("fontTools").setLevel(logging.ERROR)  # of tables it leaves out: we know
    fresh = FONTS.with_name("webfonts.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    rules = []
    for family in FAMILIES:
        for part in WHOLE:
            name = f"{family.package}-{part}-rest.woff2"
            rules.append(face(family, name, make(family, part, REST, name, fresh)))
        for part, wanted in (("latin", SMALL_LATIN), ("greek", SMALL_GREEK)):
            name = f"{family.package}-{part}.woff2"
            rules.append(face(family, name, make(family, part, wanted, name, fresh)))
    (fresh / "fonts.css").write_text("".join(rules), "utf-8")
    shutil.rmtree(FONTS, ignore_errors=True)
    fresh.rename(FONTS)
    return 0


if __name__ == "__main__":
    sys.exit(main())
