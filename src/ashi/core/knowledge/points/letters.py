"""Letters as people type them: other widths, other alphabets, accents, tones.

Decides        which letters of another alphabet stand for a Latin one
Does not       know points
Takes          any text
Gives          small Latin letters, digits and Chinese signs, with or without marks
Units          none
Sources        the Greek keyboard of Windows and macOS, recalled; Unicode for the rest
Reviewed       no clinical content

A Greek letter in a code was typed either because it looks Latin (``ΒL23``) or because the
keyboard was still Greek (``στ36``). Nobody can know which, so both readings are tried.
"""

import re
import unicodedata
from typing import NamedTuple

TONES = {"\u0304": 1, "\u0301": 2, "\u030c": 3, "\u0306": 3, "\u0300": 4}
_DIAERESIS = "\u0308"
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹘﹣－ー"), "-")
_LATIN = str.maketrans(
    {"œ": "oe", "æ": "ae", "ı": "i", "\u0307": "", "’": "'", "‘": "'", "ʼ": "'", "´": "'", "`": "'"}
)
_LOOKS = str.maketrans(
    dict(zip("αβεζηικμνορτυχавсеікмнортухјѕ", "abezhikmnoptyxabceikmhoptyxjs", strict=True))
)
_KEYS = str.maketrans(
    dict(zip("αβψδεφγηιξκλμνοπρστθωχυζ", "abcdefghijklmnoprstuvxyz", strict=True))
)
_GREEK_OR_CYRILLIC = re.compile("[\u0370-\u04ff]")
_WHITE = re.compile(r"\s+")


class Syllables(NamedTuple):
    """A name in Latin letters: bare letters, and the tone marked on the letter at a place."""

    letters: str
    tones: dict[int, int]


def plain(text: str) -> str:
    """Return ``text`` in one width, small letters, plain dashes and single blanks.

    Accents stay; what cannot be seen is dropped. Doing it twice changes nothing.
    """
    seen = "".join(sign for sign in text if unicodedata.category(sign) != "Cf")
    folded = unicodedata.normalize("NFKC", seen).casefold()
    folded = unicodedata.normalize("NFKC", folded.translate(_DASHES).translate(_LATIN))
    return _WHITE.sub(" ", folded).strip()


def unmarked(text: str) -> str:
    """Return ``text`` without accents."""
    apart = unicodedata.normalize("NFD", text)
    return unicodedata.normalize(
        "NFC", "".join(sign for sign in apart if not unicodedata.combining(sign))
    )


def in_latin(text: str) -> tuple[str, ...]:
    """Return the readings of a plain text in Latin letters; itself where it is Latin already."""
    if not _GREEK_OR_CYRILLIC.search(text):
        return (text,)
    bare = unmarked(text)
    return tuple(dict.fromkeys((bare.translate(_LOOKS), bare.translate(_KEYS))))


def syllables(text: str) -> Syllables | None:
    """Return a plain text as letters with tones; ``None`` where it holds anything but a name."""
    letters: list[str] = []
    tones: dict[int, int] = {}
    for sign in unicodedata.normalize("NFD", text.replace("u:", "ü")):
        if "a" <= sign <= "z":
            letters.append("u" if sign == "v" else sign)
        elif sign in TONES and letters:
            tones[len(letters) - 1] = TONES[sign]
        elif sign not in " '-._·" and sign != _DIAERESIS:
            return None
    return Syllables("".join(letters), tones) if letters else None
