"""Mean and standard deviation from a median with quartiles, a range, or both, by named methods.

Decides        the estimate, and whether the numbers lean too far to one side for it
Does not       know how the outcome is spread: the methods take it as near normal
Takes          a group's size, median, and quartiles or least and greatest value or all four
Gives          mean and standard deviation with the names of the methods; whether skewed
Units          those of the outcome
Sources        mean: Luo 2018 (Stat Methods Med Res 27:1785), equations 7, 11, 15;
               standard deviation: Wan 2014 (BMC Med Res Methodol 14:135), equations 9, 16, and
               Shi 2020 (Res Synth Methods 11:641), equation 10; skewness: Shi 2023; constants
               compared with those in metafor's ``conv.fivenum``
Reviewed       no
"""

from dataclasses import dataclass
from math import log, sqrt

from ashi.core.evidence.distributions import quantile

FEWEST = 5  # people; below, the methods were not made, and metafor leaves a row out


@dataclass(frozen=True, slots=True)
class Summary:
    """A group of ``n`` by its median, with quartiles, with a range, or with both."""

    n: float
    median: float
    quartiles: tuple[float, float] | None = None
    extremes: tuple[float, float] | None = None

    def in_order(self) -> bool:
        """Tell whether least, quartiles, median and greatest follow one another."""
        q1, q3 = self.quartiles or (self.median, self.median)
        low, high = self.extremes or (q1, q3)
        return low <= q1 <= self.median <= q3 <= high


@dataclass(frozen=True, slots=True)
class Moments:
    """An estimated mean and standard deviation; ``methods`` names by what."""

    mean: float
    sd: float
    methods: str


def moments(summary: Summary) -> Moments:
    """Return mean and standard deviation of a group of at least ``FEWEST``, in order."""
    n, m = summary.n, summary.median
    if summary.quartiles and summary.extremes:
        ends, quarters = sum(summary.extremes) / 2, sum(summary.quartiles) / 2
        one, two = 2.2 / (2.2 + n**0.75), 0.7 - 0.72 / n**0.55
        mean = one * ends + two * quarters + (1 - one - two) * m
        share = 1 / (1 + 0.07 * n**0.6)
        sd = share * _of_range(n, summary.extremes)
        sd += (1 - share) * _of_quartiles(n, summary.quartiles)
        return Moments(mean, sd, "luo2018+shi2020")
    if summary.quartiles:
        weight = 0.7 + 0.39 / n
        mean = weight * sum(summary.quartiles) / 2 + (1 - weight) * m
        return Moments(mean, _of_quartiles(n, summary.quartiles), "luo2018+wan2014")
    low, high = summary.extremes or (m, m)
    weight = 4 / (4 + n**0.75)
    mean = weight * (low + high) / 2 + (1 - weight) * m
    return Moments(mean, _of_range(n, (low, high)), "luo2018+wan2014")


def _of_range(n: float, extremes: tuple[float, float]) -> float:
    return (extremes[1] - extremes[0]) / (2 * quantile((n - 0.375) / (n + 0.25), None))


def _of_quartiles(n: float, quartiles: tuple[float, float]) -> float:
    return (quartiles[1] - quartiles[0]) / (2 * quantile((0.75 * n - 0.125) / (n + 0.25), None))


def skewed(summary: Summary) -> bool:
    """Tell whether a test at 5 % sees the outcome lean to one side (Shi 2023)."""
    n = summary.n
    ends = _lean(summary.extremes, summary.median)
    quarters = _lean(summary.quartiles, summary.median)
    if summary.quartiles and summary.extremes:
        lean = max(2.65 * log(0.6 * n) / sqrt(n) * ends, quarters)
        return lean >= 3 / sqrt(n) - 40 / n**3
    if summary.quartiles:
        return quarters >= 2.65 / sqrt(n) - 6 / n**2
    return ends >= 1 / log(n + 9) + 2.5 / (n + 1)


def _lean(pair: tuple[float, float] | None, median: float) -> float:
    """Return how far a pair lies off the median, from 0 (even) to 1."""
    if pair is None or pair[0] == pair[1]:
        return 0.0
    return abs(pair[0] + pair[1] - 2 * median) / (pair[1] - pair[0])
