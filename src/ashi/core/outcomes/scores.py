"""What scoring gives, and how exact numbers are shown.

Decides        how a score is rounded, and the band it lies in
Does not       score
Takes          exact fractions
Gives          values; numbers rounded half up, as a person rounds
Units          those of each measure
Sources        bands: knowledge/data/instruments
Reviewed       draft
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from ashi.core.outcomes.instruments import Band
from ashi.core.outcomes.scales import PartScore

TOO_FEW = "too_few_items"
NO_TOTAL = "no_total"


@dataclass(frozen=True, slots=True)
class Score:
    """The answer of a measure. ``value`` is exact; where it is ``None``, ``reason`` says why."""

    code: str
    value: Fraction | None
    reason: str | None
    answered: int
    of: int
    band: Band | None
    parts: tuple[PartScore, ...] = ()
    flags: tuple[str, ...] = ()
    profile: str | None = None
    unknown: tuple[str, ...] = ()
    at_least: Fraction | None = None


def rounded(value: Fraction, decimals: int) -> float:
    """Return ``value`` with so many decimals, halves away from zero."""
    step: int = 10**decimals
    whole = floor(abs(value) * step + Fraction(1, 2))
    return (whole if value >= 0 else -whole) / step


def band_of(bands: Sequence[Band], value: Fraction | None) -> Band | None:
    """Return the band in which ``value`` lies.

    Notes
    -----
    Bands printed as whole numbers (``21 to 40``) leave gaps between; there a score is rounded
    to a whole number first. A band with ``below``, or with no end, is compared as it is.
    """
    if value is None:
        return None
    whole = Fraction(rounded(value, 0)).limit_denominator(1)
    return next((band for band in bands if _holds(band, value, whole)), None)


def _holds(band: Band, value: Fraction, whole: Fraction) -> bool:
    if band.to is not None:
        return band.start <= whole <= band.to
    return band.start <= value and (band.below is None or value < band.below)
