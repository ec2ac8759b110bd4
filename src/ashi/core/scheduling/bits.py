"""Sets of minutes as integers: one bit a minute.

Decides        nothing
Does not       know what the minutes mean
Takes          spans on an axis; masks
Gives          masks, spans, positions; bit 0 is the axis' first minute
Units          minutes

An integer of 43,200 bits holds thirty days of one resource. Union, meeting and shift are each
one operation on it, so a search over a month costs microseconds per resource.
"""

import re
from collections.abc import Iterable

from ashi.core.scheduling.axis import Axis, Span

ALL_SET = b"\xff"
NOT_EMPTY = re.compile(rb"[^\x00]")
BITS_OF_BYTE = tuple(tuple(bit for bit in range(8) if byte >> bit & 1) for byte in range(256))


def mask_of(axis: Axis, spans: Iterable[Span]) -> int:
    """Return the minutes that lie in any of the spans.

    Parameters
    ----------
    spans
        In any order; they may overlap, reach beyond the axis or be empty.

    Notes
    -----
    Painted into bytes and read once as a number: linear in the length of the axis, however
    many spans there are.
    """
    cells = bytearray(axis.length // 8 + 1)
    for first, last in axis.clip(spans):
        head, tail = first >> 3, last >> 3
        if head == tail:
            cells[head] |= (1 << (last & 7)) - (1 << (first & 7))
            continue
        cells[head] |= 256 - (1 << (first & 7))
        cells[head + 1 : tail] = ALL_SET * (tail - head - 1)
        cells[tail] |= (1 << (last & 7)) - 1
    return int.from_bytes(cells, "little")


def full(length: int) -> int:
    """Return ``length`` ones."""
    return (1 << length) - 1


def runs(mask: int, minutes: int) -> int:
    """Return the bits at which ``minutes`` ones in a row begin; ``minutes`` is at least 1.

    Notes
    -----
    Doubling: once *n in a row* is known, one shift gives *2n in a row*.
    """
    known = 1
    while known * 2 <= minutes:
        mask &= mask >> known
        known *= 2
    if known < minutes:
        mask &= mask >> (minutes - known)
    return mask


def positions(mask: int) -> list[int]:
    """Return the bits that are set, in order."""
    cells = mask.to_bytes(mask.bit_length() // 8 + 1, "little")
    return [
        (found.start() << 3) + bit
        for found in NOT_EMPTY.finditer(cells)
        for bit in BITS_OF_BYTE[cells[found.start()]]
    ]


def spans_of(axis: Axis, mask: int) -> list[Span]:
    """Return the mask as spans, in order, none touching another."""
    digits = bin(mask)[:1:-1]
    spans = []
    first = digits.find("1")
    while first >= 0:
        last = digits.find("0", first)
        last = len(digits) if last < 0 else last
        spans.append(Span(axis.origin + first, axis.origin + last))
        first = digits.find("1", last)
    return spans
