"""Cards that overlap in one column stand side by side, or the later over the earlier's end."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from ashi.web.desk.board.values import Piece

HEAD_MIN = 25  # chosen: what must be seen of a card before another may lie over it


def in_lanes(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """Return the pieces in time order, each with its lane and how many there are beside it."""
    placed: list[Piece] = []
    cluster: list[Piece] = []
    end = -1
    for piece in sorted(pieces, key=lambda one: (one.at, -one.for_min, one.key)):
        if cluster and piece.at >= end:
            placed.extend(_side_by_side(cluster))
            cluster, end = [], -1
        cluster.append(piece)
        end = max(end, piece.at + piece.for_min)
    return (*placed, *_side_by_side(cluster))


def _side_by_side(cluster: Sequence[Piece]) -> list[Piece]:
    if all(two.at - one.at >= HEAD_MIN for one, two in pairwise(cluster)):
        # A late visit runs into the next: both keep their width, the next lies over its end.
        return [replace(piece, over=number > 0) for number, piece in enumerate(cluster)]
    ends: list[int] = []
    lanes: list[int] = []
    for piece in cluster:
        lane = next((lane for lane, end in enumerate(ends) if end <= piece.at), len(ends))
        ends[lane : lane + 1] = [piece.at + piece.for_min]
        lanes.append(lane)
    return [
        replace(piece, lane=lane, lanes=len(ends))
        for piece, lane in zip(cluster, lanes, strict=True)
    ]
