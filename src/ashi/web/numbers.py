"""Whole numbers that arrive as text and that nobody typed: versions, row numbers, years."""

MOST = 2**31 - 1  # what a version or a day's number can be
MOST_ROW = 2**63 - 1


def whole(text: str | None, most: int = MOST) -> int | None:
    """Return the number that ASCII digits write, from 0 to ``most``; None for all else."""
    given = text or ""
    if not (given.isascii() and given.isdecimal() and len(given) <= len(str(most))):
        return None
    number = int(given)
    return number if number <= most else None


def row_number(text: str | None) -> int | None:
    """Return the number of a row, or None where no row can have it."""
    return whole(text, MOST_ROW)
