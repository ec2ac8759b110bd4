"""Insertions written as a needling line again.

Decides        the one writing of each insertion
Does not       fill in what was not said
Takes          insertions
Gives          a line that reads back to the same insertions
Units          mm, cun, Hz, ms, mA, minutes, days
Sources        none
Reviewed       no clinical content
"""

from collections.abc import Iterable

from ashi.core.knowledge.needling.insertion import POINT, Insertion, full_set
from ashi.core.knowledge.needling.words import Word, first_writing


def print_line(insertions: Iterable[Insertion]) -> str:
    """Return a line with one statement for each insertion."""
    return "; ".join(print_insertion(one) for one in insertions)


def print_insertion(insertion: Insertion) -> str:
    """Return one insertion as a statement."""
    words = [*_place(insertion), *_worded(insertion), *_numbered(insertion)]
    if insertion.lot:
        words.append(f"lot:{insertion.lot}")
    if insertion.drawn:
        words.append("@{}:{}:{}".format(*insertion.drawn))
    if insertion.note:
        words.append(f'"{insertion.note}"')
    return " ".join(words)


def _place(insertion: Insertion) -> list[str]:
    named = [insertion.point or "" if insertion.kind == POINT else insertion.kind]
    return [*named, *(one for one in (insertion.place, insertion.level) if one)]


def _worded(insertion: Insertion) -> list[str]:
    sought = [("responses", insertion.sought)] if insertion.sought else []
    said = (
        ("angles", insertion.angle),
        *(("responses", one) for one in insertion.responses),
        ("strengths", insertion.strength),
        ("manipulations", insertion.manipulation),
        ("waveforms", insertion.waveform),
    )
    return [
        *_written([("sides", insertion.side)]),
        *(f"seek {one}" for one in _written(sought)),
        *_written(said),
    ]


def _written(said: Iterable[tuple[str, str | None]]) -> list[str]:
    return [first_writing(Word(group, code)) for group, code in said if code]


def _numbered(insertion: Insertion) -> list[str]:
    said: list[str] = []
    if insertion.needles != full_set(insertion.point):
        said.append(f"x{insertion.needles}")
    if insertion.depth_mm is not None:
        said.append(f"{insertion.depth_mm:g}mm")
    if insertion.depth_cun is not None:
        said.append(f"{insertion.depth_cun:g}cun")
    return said + _timed(insertion)


def _timed(insertion: Insertion) -> list[str]:
    """Write what is wired, how long the needle stays, and which needle it is."""
    said: list[str] = []
    if insertion.electro:
        said.append(f"ea{insertion.electro.pair}{insertion.electro.pole or ''}")
    if insertion.hertz:
        said.append("/".join(f"{one:g}" for one in insertion.hertz) + "hz")
    if insertion.pulse_ms is not None:
        said.append(f"{insertion.pulse_ms:g}ms")
    if insertion.intensity_ma is not None:
        said.append(f"{insertion.intensity_ma:g}ma")
    if insertion.minutes is not None:
        said.append(f"{insertion.minutes}min")
    if insertion.needle:
        said.append(f"{insertion.needle.gauge_mm:g}x{insertion.needle.length_mm:g}")
    if insertion.stays_days is not None:
        said.append(f"stays {insertion.stays_days}d")
    return said
