"""What a pooled answer means for people: so many of a hundred, so many points of ten.

Decides        which way it goes, whether people would notice, and what no interval allows to say
Does not       word anything; judge how sure it is (``grade``)
Takes          an estimate with its interval, on the scale it was pooled on; what people notice
Gives          values that ``wording`` puts into words
Units          shares from 0 to 1; points of 10
Sources        absolute risks from ratios: Cochrane Handbook 15.4.4; points from standardised
               differences: 15.5.3.2; recalled. What people notice (MCID) comes with its own source
Reviewed       no
"""

from dataclasses import dataclass
from enum import StrEnum
from math import exp, isfinite

from ashi.core.evidence.effects import Measure
from ashi.core.evidence.errors import WordsError


class Direction(StrEnum):
    """Which way the answer goes, for the person who has it."""

    BETTER = "better"
    WORSE = "worse"
    LITTLE = "little"
    OPEN = "open"


class Notice(StrEnum):
    """How a difference compares with the least one people notice."""

    MORE = "more"
    PERHAPS_LESS = "perhaps_less"
    PERHAPS_MORE = "perhaps_more"
    LESS = "less"
    EITHER = "either"


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number with its interval, all finite and in order.

    Raises
    ------
    WordsError
        ``what`` is ``estimate``.
    """

    value: float
    low: float
    high: float

    def __post_init__(self) -> None:
        """Refuse what is not in order; NaN never is."""
        if not (isfinite(self.low) and isfinite(self.high) and self.low <= self.value <= self.high):
            raise WordsError(what="estimate", given=(self.value, self.low, self.high))

    def times(self, factor: float) -> "Estimate":
        """Return it in another unit; a factor above nought."""
        return Estimate(self.value * factor, self.low * factor, self.high * factor)


@dataclass(frozen=True, slots=True)
class Points:
    """A difference in points of 10: with treatment less without; ``mcid`` in the same points.

    Raises
    ------
    WordsError
        ``what`` is ``mcid``: not above nought.
    """

    difference: Estimate
    lower_is_better: bool
    mcid: float | None = None

    def __post_init__(self) -> None:
        """Refuse a least difference that is none."""
        if self.mcid is not None and not self.mcid > 0:
            raise WordsError(what="mcid", given=self.mcid)

    @property
    def direction(self) -> Direction:
        """Return which way the difference goes."""
        return direction_of(self.difference, self.mcid, low_is_good=self.lower_is_better)

    @property
    def notice(self) -> Notice | None:
        """Return whether people would notice; None where nobody knows what they notice."""
        if self.mcid is None:
            return None
        one = self.difference
        least, most = sorted((abs(one.low), abs(one.high)))
        if most < self.mcid:
            return Notice.LESS
        if one.low <= 0 <= one.high:
            return Notice.EITHER
        if least >= self.mcid:
            return Notice.MORE
        return Notice.PERHAPS_LESS if abs(one.value) >= self.mcid else Notice.PERHAPS_MORE


@dataclass(frozen=True, slots=True)
class Counts:
    """How many have an event: shares of all people, with treatment (an estimate) and without.

    ``matters`` is the least difference of shares that would count as one, if somebody said.
    """

    with_treatment: Estimate
    without: float
    event_is_good: bool
    matters: float | None = None

    @property
    def direction(self) -> Direction:
        """Return which way the difference goes."""
        one, other = self.with_treatment, self.without
        difference = Estimate(one.value - other, one.low - other, one.high - other)
        return direction_of(difference, self.matters, low_is_good=not self.event_is_good)


def direction_of(difference: Estimate, least: float | None, *, low_is_good: bool) -> Direction:
    """Return which way a difference goes.

    An interval that holds no effect never gives a benefit or a harm: it is little where all of it
    is smaller than ``least``, and open otherwise.
    """
    if difference.low <= 0 <= difference.high:
        small = least is not None and -least < difference.low and difference.high < least
        return Direction.LITTLE if small else Direction.OPEN
    return Direction.BETTER if (difference.high < 0) == low_is_good else Direction.WORSE


def in_points_of_ten(difference: Estimate, scale: tuple[float, float]) -> Estimate:
    """Return a difference of a scale from least to greatest in points of 10."""
    return difference.times(10 / (scale[1] - scale[0]))


def of_standardised(difference: Estimate, sd: float, scale: tuple[float, float]) -> Estimate:
    """Return a standardised difference in points of 10, by the deviation ``sd`` on a scale."""
    return in_points_of_ten(difference.times(sd), scale)


def share_with(measure: Measure, effect: Estimate, without: float) -> Estimate:
    """Return the share who have the event with treatment.

    Parameters
    ----------
    measure : RR and OR (``effect`` on the log scale) or RD
    effect : the pooled answer
    without : the share without treatment, from 0 to 1

    Raises
    ------
    WordsError
        ``what`` is ``without`` or ``measure``.
    """
    if not 0 <= without <= 1:
        raise WordsError(what="without", given=without)
    if measure not in (Measure.RR, Measure.OR, Measure.RD):
        raise WordsError(what="measure", given=measure)
    value, low, high = (
        _share(measure, one, without) for one in (effect.value, effect.low, effect.high)
    )
    return Estimate(value, low, high)


def _share(measure: Measure, effect: float, without: float) -> float:
    if measure is Measure.RD:
        return min(1.0, max(0.0, without + effect))
    ratio = exp(min(effect, 700.0))
    if measure is Measure.RR:
        return min(1.0, without * ratio)
    return without * ratio / (1 - without + without * ratio) if without < 1 else 1.0
