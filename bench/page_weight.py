"""What a browser fetches for a page at first view, and what that weighs packed."""

import gzip
import re
from collections.abc import Iterable
from functools import cache
from html import unescape
from pathlib import Path
from typing import NamedTuple

import brotli

import ashi

STATIC = Path(ashi.__file__).parent / "web" / "static"
LINKED = re.compile(r'<link rel="(?:stylesheet|preload|icon)"[^>]*? href="([^"]+)"')
SCRIPT = re.compile(r'<script[^>]*? src="([^"]+)"')
ICON = re.compile(r'<use[^>]*? href="([^"#]+)#')
FACE = re.compile(r"@font-face\{(.*?)\}")
FAMILY = re.compile(r"font-family:([^;]+)")
FILE = re.compile(r'url\("?\.\./([^")]+)')
RANGE = re.compile(r"unicode-range:([^;}]+)")
MARKUP = re.compile(r"<(script|style)\b.*?</\1>|<[^>]+>", re.DOTALL)
PACKED = (".woff2",)


class Weight(NamedTuple):
    """Bytes by kind, and how many requests."""

    page: int
    styles: int
    scripts: int
    fonts: int
    icons: int
    requests: int

    @property
    def whole(self) -> int:
        """Everything but pictures."""
        return self.page + self.styles + self.scripts + self.fonts + self.icons


def weight_of(body: bytes, encoding: str) -> Weight:
    """Return the weight of a page that was answered with ``body``, packed as ``encoding`` says."""
    text = _unpacked(body, encoding)
    files = {*LINKED.findall(text), *SCRIPT.findall(text), *ICON.findall(text)}
    names = {one.removeprefix("/static/").partition("?")[0] for one in files}
    styles = {one for one in names if one.endswith(".css")}
    fonts = {one for one in names if one.endswith(".woff2")}
    fonts |= {face for one in styles for face in _faces_for(one, _letters(text))}
    scripts = {one for one in names if one.endswith(".js")}
    icons = {one for one in names if one.endswith(".svg")}
    sizes = [sum(map(_packed, some)) for some in (styles, scripts, fonts, icons)]
    return Weight(len(body), *sizes, 1 + sum(map(len, (styles, scripts, fonts, icons))))


def _unpacked(body: bytes, encoding: str) -> str:
    ways = {"br": brotli.decompress, "gzip": gzip.decompress}
    return ways.get(encoding, bytes)(body).decode()


def _letters(text: str) -> frozenset[int]:
    body = text.partition("<body")[2]
    return frozenset(map(ord, unescape(MARKUP.sub("", body)))) - {10, 13, 9}


@cache
def _packed(name: str) -> int:
    data = (STATIC / name).read_bytes()
    return len(data) if name.endswith(PACKED) else len(brotli.compress(data, quality=11))


def _faces_for(style: str, letters: Iterable[int]) -> set[str]:
    """Return the fonts that letters need: of each family the last face that has the letter."""
    families: dict[str, list[tuple[str, list[range]]]] = {}
    for face in FACE.findall((STATIC / style).read_text("utf-8")):
        family, file, spans = FAMILY.search(face), FILE.search(face), RANGE.search(face)
        if family and file and spans:
            families.setdefault(family[1], []).append((file[1], _spans(spans[1])))
    return {
        f"built/{found}"
        for faces in families.values()
        for letter in letters
        if (found := _last_with(letter, faces))
    }


def _last_with(letter: int, faces: list[tuple[str, list[range]]]) -> str:
    having = [file for file, spans in faces if any(letter in span for span in spans)]
    return having[-1] if having else ""


def _spans(text: str) -> list[range]:
    ends = [one.strip().removeprefix("U+").split("-") for one in text.split(",")]
    return [range(int(one[0], 16), int(one[-1], 16) + 1) for one in ends]
