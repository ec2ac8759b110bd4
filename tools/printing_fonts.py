"""Make the fonts of printed pages: static TrueType files from the front end's woff2.

The typesetter reads no woff2, and mixes up subsets that bear one family name: so each subset
becomes a family of its own, named in ``web/templates/printing/page.typ``. Made whole or not at
all, into a folder that is never committed.
"""

import logging
import shutil
import sys
from pathlib import Path
from typing import NamedTuple

from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

PROJECT = Path(__file__).resolve().parents[1]
SOURCES = PROJECT / "node_modules" / "@fontsource-variable"
FONTS = PROJECT / "src" / "ashi" / "web" / "fonts"
SUBSETS = ("latin", "latin-ext", "greek", "greek-ext", "cyrillic", "cyrillic-ext", "vietnamese")
FIRST_AFTER_ASCII = 0x80
FAMILY_NAMES = (1, 16)  # name records: the family, the typographic family
VARIATIONS_NAME = 25


class Face(NamedTuple):
    """One cut of a typeface: which package and file, which family, and where on its axes."""

    package: str
    file: str
    family: str
    weight: int
    size: int


FACES = (
    Face("source-sans-3", "source-sans-3-{subset}-wght-normal.woff2", "Print Sans", 400, 10),
    Face("source-sans-3", "source-sans-3-{subset}-wght-normal.woff2", "Print Sans", 600, 10),
    Face("literata", "literata-{subset}-opsz-normal.woff2", "Print Serif", 500, 18),
)


def make_static(face: Face, subset: str, folder: Path) -> None:
    """Cut one static font out of a variable one, under a family name of its own."""
    family = f"{face.family} {subset}"
    font = TTFont(SOURCES / face.package / "files" / face.file.format(subset=subset))
    axes = {"wght": face.weight, "opsz": face.size}
    wanted = {axis.axisTag: axes[axis.axisTag] for axis in font["fvar"].axes}
    font = instantiateVariableFont(font, wanted)
    if subset != "latin":  # blanks and figures come from one family, whatever is near
        for table in font["cmap"].tables:
            table.cmap = {at: name for at, name in table.cmap.items() if at >= FIRST_AFTER_ASCII}
    font.flavor = None
    font["OS/2"].usWeightClass = face.weight
    for name in [one for one in font["name"].names if one.nameID in FAMILY_NAMES]:
        font["name"].setName(family, name.nameID, name.platformID, name.platEncID, name.langID)
    font["name"].removeNames(nameID=VARIATIONS_NAME)
    font.save(folder / f"{family.replace(' ', '-').lower()}-{face.weight}.ttf")


def main() -> int:
    """Make all of them."""
    logging.getLogger("fontTools").setLevel(logging.ERROR)  # of names it cannot update: we do
    fresh = FONTS.with_name("fonts.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir()
    for face in FACES:
        for subset in SUBSETS:
            make_static(face, subset, fresh)
    shutil.rmtree(FONTS, ignore_errors=True)
    fresh.rename(FONTS)
    return 0


if __name__ == "__main__":
    sys.exit(main())
