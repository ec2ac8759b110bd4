"""The words after the points: side, depth, angle, response, stimulation, needle.

Decides        what one token, or two, say
Does not       know to which points they belong
Takes          tokens
Gives          what is said, by the name of an insertion's field; faults for what is not
Units          mm, cun, Hz, ms, mA, minutes, days
Sources        STRICTA items 2a to 2g
Reviewed       draft
"""

import re
from collections.abc import Callable
from typing import NamedTuple

from ashi.core.knowledge.atlas.views import VIEWS, view_of
from ashi.core.knowledge.needling.insertion import Drawn, Electro, Needle
from ashi.core.knowledge.needling.tokens import Token
from ashi.core.knowledge.needling.words import LONGEST_WORDS, Word, spelt, word_of

ELECTRO = "ea"
DEEPEST_MM = 150
MOST_NEEDLES = 20
LONGEST_MINUTES = 24 * 60
LONGEST_DAYS = 14  # chosen: no text that was read leaves a press needle in for longer
LONGEST_PULSE_MS = 10
STRONGEST_MA = 100
_NUMBER = r"(?:[0-9]{1,4}(?:[.,][0-9]{1,2})?|[.,][0-9]{1,2})"
_UNITS = {
    "mm": ("depth_mm", 1),
    "cm": ("depth_mm", 10),
    "cun": ("depth_cun", 1),
    "寸": ("depth_cun", 1),
}
_FIELDS = {
    "sides": "side",
    "angles": "angle",
    "responses": "responses",
    "strengths": "strength",
    "manipulations": "manipulation",
    "waveforms": "waveform",
}


class Said(NamedTuple):
    """What tokens say: the field, its value, and how many tokens it took; or a fault's code."""

    field: str
    value: object
    size: int = 1
    fault: str | None = None


def _float(text: str) -> float:
    return float(text.replace(",", "."))


def _depth(match: re.Match[str]) -> Said:
    field, factor = _UNITS[match["unit"] or "mm"]
    depth = round(_float(match["number"]) * factor, 2)
    fault = "too_deep" if depth > DEEPEST_MM else "no_depth" if depth <= 0 else None
    return Said(field, depth, fault=fault)


def _electro(match: re.Match[str]) -> Said:
    pole = {"+": "+", "-": "-"}.get(match["pole"])
    return Said("electro", Electro(int(match["pair"]), pole))


def _hertz(match: re.Match[str]) -> Said:
    return Said("hertz", tuple(_float(one) for one in match["list"].split("/")))


def _minutes(match: re.Match[str]) -> Said:
    minutes = int(match["number"])
    return Said("minutes", minutes, fault=None if 0 < minutes <= LONGEST_MINUTES else "no_time")


def _pulse(match: re.Match[str]) -> Said:
    long = _float(match["number"]) / (1 if match["unit"] == "ms" else 1000)
    return Said(
        "pulse_ms", round(long, 4), fault=None if 0 < long <= LONGEST_PULSE_MS else "no_pulse"
    )


def _intensity(match: re.Match[str]) -> Said:
    strong = _float(match["number"])
    fault = None if 0 < strong <= STRONGEST_MA else "no_intensity"
    return Said("intensity_ma", strong, fault=fault)


def _days(match: re.Match[str]) -> Said:
    days = int(match["number"])
    return Said("stays_days", days, 2, None if 0 < days <= LONGEST_DAYS else "no_days")


def _needle(match: re.Match[str]) -> Said:
    needle = Needle(_float(match["gauge"]), _float(match["length"]))
    likely = 0.1 <= needle.gauge_mm <= 1 and 3 <= needle.length_mm <= DEEPEST_MM
    return Said("needle", needle, fault=None if likely else "no_needle")


def _count(match: re.Match[str]) -> Said:
    needles = int(match["number"])
    return Said("needles", needles, fault=None if 0 < needles <= MOST_NEEDLES else "no_count")


_PATTERNS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Said]], ...] = tuple(
    (re.compile(pattern), read)
    for pattern, read in (
        (rf"(?P<number>{_NUMBER})(?P<unit>mm|cm|cun|寸)?", _depth),
        (r"ea(?P<pair>[1-8])(?P<pole>[+-])?", _electro),
        (rf"(?P<list>{_NUMBER}(?:/{_NUMBER})*)hz", _hertz),
        (rf"(?P<number>{_NUMBER})(?P<unit>ms|us|μs|µs)", _pulse),
        (rf"(?P<number>{_NUMBER})ma", _intensity),
        (r"(?P<number>[0-9]{1,4})(?:min|mins|'|′|λεπ|λ)", _minutes),
        (rf"(?P<gauge>{_NUMBER})[x×*χ](?P<length>{_NUMBER})(?:mm)?", _needle),
        (r"[x×χ](?P<number>[0-9]{1,3})", _count),
    )
)
_DAYS = re.compile(r"(?P<number>[0-9]{1,3})(?:d|day|days|μ|μερες|ημερες)")
_LOT = re.compile(r"lot[:=#](?P<lot>\S{1,40})", re.IGNORECASE)
_DRAWN = re.compile(r"@(?P<view>[a-z_]{1,20}):(?P<x>-?[0-9]{1,3}):(?P<y>-?[0-9]{1,3})")
_UNIT_ALONE = re.compile(r"(?:mm|cm|cun|寸|min|mins|hz|ms|us|ma)")


def read_modifier(tokens: list[Token], at: int) -> Said | None:
    """Return what the tokens from ``at`` on say, or ``None`` where they say nothing known."""
    token = tokens[at]
    if token.quoted:
        return Said("note", token.text, fault=None if token.text else "empty_note")
    if lot := _LOT.fullmatch(token.text):
        return Said("lot", lot["lot"])
    if drawn := _DRAWN.fullmatch(token.text):
        return _drawn(drawn)
    return _apart(tokens, at) or _worded(tokens, at) or _patterned(token.text)


def _drawn(match: re.Match[str]) -> Said:
    """Read a place on a picture; it must lie on a picture that there is."""
    drawn = Drawn(match["view"], int(match["x"]), int(match["y"]))
    box = view_of(drawn.view).box if drawn.view in VIEWS else None
    inside = box and (
        box.x <= drawn.x <= box.x + box.width and box.y <= drawn.y <= box.y + box.height
    )
    return Said("drawn", drawn, fault=None if inside else "no_spot")


def is_modifier(token: Token) -> bool:
    """Whether a token by itself says something about a point."""
    word = word_of(token.text)
    return read_modifier([token], 0) is not None or (word is not None and word.group != "kinds")


def _apart(tokens: list[Token], at: int) -> Said | None:
    """Read a number and its unit, or ``ea`` and its outlet, with a blank between."""
    if at + 1 < len(tokens) and spelt(tokens[at].text) == ELECTRO:
        said = _patterned(ELECTRO + tokens[at + 1].text)
        return said._replace(size=2) if said else None
    word = word_of(tokens[at].text) if at + 1 < len(tokens) else None
    if word and word.group in _LEADING:
        return _LEADING[word.group](tokens[at + 1])
    if at + 1 < len(tokens) and _UNIT_ALONE.fullmatch(spelt(tokens[at + 1].text)):
        said = _patterned(tokens[at].text + tokens[at + 1].text)
        return said._replace(size=2) if said else None
    return None


def _sought(token: Token) -> Said | None:
    """Read the response that was looked for, after ``seek``."""
    word = None if token.quoted else word_of(token.text)
    return Said("sought", word.code, 2) if word and word.group == "responses" else None


def _stays(token: Token) -> Said | None:
    """Read for how many days a needle stays, after ``stays``."""
    match = None if token.quoted else _DAYS.fullmatch(spelt(token.text))
    return _days(match) if match else None


_LEADING: dict[str, Callable[[Token], Said | None]] = {"seeking": _sought, "staying": _stays}


def _worded(tokens: list[Token], at: int) -> Said | None:
    """Read the longest known word that begins here."""
    for size in range(min(LONGEST_WORDS, len(tokens) - at), 0, -1):
        window = tokens[at : at + size]
        word = None if any(one.quoted for one in window) else _word(window)
        if word and word.group in _FIELDS:
            return Said(_FIELDS[word.group], word.code, size)
    return None


def _word(window: list[Token]) -> Word | None:
    return word_of(" ".join(token.text for token in window))


def _patterned(text: str) -> Said | None:
    shown = spelt(text)
    for pattern, read in _PATTERNS:
        if match := pattern.fullmatch(shown):
            return read(match)
    return None
