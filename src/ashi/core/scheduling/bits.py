"""Sets of minutes as integers: one bit a minute.

Decides        nothing
Does not       know what the minutes mean
Takes          spans on an axis; masks
Gives          masks, spans, positions; bit 0 is the axis' first minute
Units          minutes

An integer of 43,200 bits holds thirty days of one resource. Union, meeting and shift are each
one operation on it, so a search over a month costs microseconds per resource.
"""

from collections.abc import Iterable, Iterator

from ashi.core.scheduling.axis import Axis, Span


def mask_of(axis: Axis, opened: Iterable[Span], taken: Iterable[Span] = ()) -> int:
    """Return the minutes of ``opened`` that no span of ``taken`` touches.

    Parameters
    ----------
    opened, taken
        Spans in any order; they may overlap, reach beyond the axis or be empty.

    Notes
    -----
    Digits are written into a byte array and read once as a number in base two: linear in the
    length of the axis, however many spans there are.
    """
    digits = bytearray(b"0") * axis.length
    for digit, spans in ((b"1", opened), (b"0", taken)):
        for first, last in axis.clip(spans):
            digits[axis.length - last : axis.length - first] = digit * (last - first)
    return int(digits, 2)


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


def positions(mask: int) -> Iterator[int]:
    """Yield the bits that are set, in order."""
    digits = bin(mask)[:1:-1]
    at = digits.find("1")
    while at >= 0:
        yield at
        at = digits.find("1", at + 1)


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
