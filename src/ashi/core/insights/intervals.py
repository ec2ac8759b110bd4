"""Means, middles and shares of what was counted, each with how sure it is.

Decides        the estimate and its interval
Does not       compare groups; say whether a number is much
Takes          numbers with how often each was seen
Gives          estimates with the interval that holds the true one 95 times in 100
Units          those of the numbers; shares 0 to 1
Sources        Student's t for a mean; Conover 1999, Practical Nonparametric Statistics, 3.2 (the
               exact interval of a quantile from the order of what was seen)
Reviewed       draft
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import ceil, sqrt

from ashi.core.safety.rates import TAIL, Count, Rate

Seen = tuple[float, int]  # a number, how often it was seen


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number; ``low`` and ``high`` are ``None`` where too little was seen for an interval."""

    value: float
    low: float | None = None
    high: float | None = None


def share(events: int, of: int) -> Estimate | None:
    """Return a share with its exact interval; nothing among nobody."""
    if not of:
        return None
    rate = Rate(events, of)
    return Estimate(rate.share, *rate.interval)


def rate(events: int, of: int, per: int) -> Estimate | None:
    """Return events for ``per`` of what was counted, with the exact interval."""
    if not of:
        return None
    count = Count(events, of)
    return Estimate(count.rate(per), *count.interval(per))


def mean(seen: Iterable[Seen]) -> Estimate | None:
    """Return the mean with its t interval; no interval of one number, or of none that differ."""
    from scipy.special import stdtrit  # noqa: PLC0415 -- heavy, and rarely wanted

    rows = [(value, times) for value, times in seen if times]
    n = sum(times for _, times in rows)
    if not n:
        return None
    middle = sum(value * times for value, times in rows) / n
    squares = sum((value - middle) ** 2 * times for value, times in rows)
    if n == 1 or squares == 0:
        return Estimate(middle)
    reach = float(stdtrit(n - 1, 1 - TAIL)) * sqrt(squares / (n - 1) / n)
    return Estimate(middle, middle - reach, middle + reach)


def spread(seen: Iterable[Seen]) -> float | None:
    """Return the standard deviation; nothing of fewer than two numbers."""
    rows = [(value, times) for value, times in seen if times]
    n = sum(times for _, times in rows)
    if n < 2:
        return None
    middle = sum(value * times for value, times in rows) / n
    return sqrt(sum((value - middle) ** 2 * times for value, times in rows) / (n - 1))


def quantile(seen: Iterable[Seen], part: float) -> float | None:
    """Return the least number that at least ``part`` of what was seen does not exceed."""
    rows = sorted((value, times) for value, times in seen if times)
    n = sum(times for _, times in rows)
    return _at(rows, max(ceil(part * n), 1)) if n else None


def median(seen: Iterable[Seen]) -> Estimate | None:
    """Return the middle (of an even number, the lower of two) with its exact interval.

    Six numbers are the fewest from which there is an interval.
    """
    rows = sorted((value, times) for value, times in seen if times)
    n = sum(times for _, times in rows)
    if not n:
        return None
    middle, rank = _at(rows, (n + 1) // 2), median_rank(n)
    if rank is None:
        return Estimate(middle)
    return Estimate(middle, _at(rows, rank), _at(rows, n + 1 - rank))


def median_rank(n: int) -> int | None:
    """Return the rank of the lower end of the median's interval; the upper is as far from the top.

    The highest rank under which the middle lies at most once in forty; none where even the least
    number is not low enough.
    """
    from scipy.special import bdtr  # noqa: PLC0415 -- heavy, and rarely wanted

    low, high = 0, (n + 1) // 2
    while low < high:
        tried = (low + high + 1) // 2
        if float(bdtr(tried - 1, n, 0.5)) <= TAIL:
            low = tried
        else:
            high = tried - 1
    return low or None


def _at(rows: Sequence[Seen], rank: int) -> float:
    """Return the number of a rank, counted from 1."""
    reached = accumulate(times for _, times in rows)
    return next(value for (value, _), so_far in zip(rows, reached, strict=True) if so_far >= rank)
