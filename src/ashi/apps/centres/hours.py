"""A day's hours as people write them: ``9-13, 14:00-19:00``; empty is closed.

Pure. An end that is not after its start runs into the next day, as in a schedule document.
"""

import re
from collections.abc import Iterable
from itertools import pairwise

from ashi.apps.centres.errors import HoursTextError

DAY_MIN = 1440
_SPAN = re.compile(r"(\d{1,2})(?:[:.](\d{2}))? ?(?:-|–|—|to|έως|ως) ?(\d{1,2})(?:[:.](\d{2}))?")
Span = tuple[int, int]


def read_hours(text: str) -> list[Span]:
    """Return (opens, closes) in minutes of the day, in order; ``closes`` may pass 1440.

    Raises
    ------
    HoursTextError
        ``reason``: unread, clock, overlap.
    """
    parts = [part.strip() for part in re.split(r"[,;+]| και | and ", text) if part.strip()]
    spans = sorted(_span(part, text) for part in parts)
    for (_, ends), (begins, _) in pairwise(spans):
        if begins < ends:
            raise HoursTextError(text=text, reason="overlap")
    if spans and spans[-1][1] > DAY_MIN + spans[0][0]:
        raise HoursTextError(text=text, reason="overlap")
    return spans


def _span(part: str, text: str) -> Span:
    found = _SPAN.fullmatch(part)
    if found is None:
        raise HoursTextError(text=text, reason="unread")
    opens = int(found[1]) * 60 + int(found[2] or 0)
    closes = int(found[3]) * 60 + int(found[4] or 0)
    off_clock = opens >= DAY_MIN or closes > DAY_MIN
    if off_clock or int(found[2] or 0) > 59 or int(found[4] or 0) > 59 or opens == closes:
        raise HoursTextError(text=text, reason="clock")
    return opens, closes if closes > opens else closes + DAY_MIN


def write_hours(spans: Iterable[Span]) -> str:
    """Return hours as ``read_hours`` reads them."""
    return ", ".join(f"{_clock(opens)}–{_clock(closes)}" for opens, closes in sorted(spans))


def _clock(minutes: int) -> str:
    """Return a minute of the day; midnight at the end of one is 24:00."""
    shown = minutes if minutes <= DAY_MIN else minutes - DAY_MIN
    return f"{shown // 60:02d}:{shown % 60:02d}"
