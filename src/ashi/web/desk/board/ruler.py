"""The rows of a board: from when until when it reaches, and where each thing stands on them."""

from collections.abc import Iterable
from dataclasses import replace

from ashi.web.desk.board.values import Ghost, Piece

HALF_HOUR = 30
USUAL_HOURS = (8 * 60, 18 * 60)  # chosen: what an empty day with no hours shows


def reach(hours: Iterable[tuple[int, int]], pieces: Iterable[Piece]) -> tuple[int, int]:
    """Return the first and last minute shown: whole half hours around all hours and pieces."""
    spans = [*hours, *((piece.at, piece.at + piece.for_min) for piece in pieces)]
    opens = min((one for one, _ in spans), default=USUAL_HOURS[0]) // HALF_HOUR * HALF_HOUR
    closes = -(-max((two for _, two in spans), default=USUAL_HOURS[1]) // HALF_HOUR) * HALF_HOUR
    return opens, max(closes, opens + 2 * HALF_HOUR)


def pieces_from(pieces: Iterable[Piece], opens: int) -> tuple[Piece, ...]:
    """Count pieces from the first row."""
    return tuple(replace(one, at=one.at - opens) for one in pieces)


def ghosts_from(ghosts: Iterable[Ghost], opens: int) -> tuple[Ghost, ...]:
    """Count ghosts from the first row, and cut what is before it."""
    return tuple(
        replace(one, at=max(one.at - opens, 0), for_min=one.for_min + min(one.at - opens, 0))
        for one in ghosts
        if one.at - opens + one.for_min > 0
    )
