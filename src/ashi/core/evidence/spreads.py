"""Standard deviations and standard errors from whatever a report prints instead of them.

Decides        the arithmetic from standard error, interval, p, t or change to what pooling needs
Does not       choose among several printed numbers; assume a correlation that nobody stated
Takes          numbers as printed; an interval is two-sided, of ``level`` per cent
Gives          a standard deviation or a standard error, as the function's name says
Units          those of the outcome; of a ratio, the log scale
Sources        Cochrane Handbook 6.5.2.2 (one group), 6.5.2.3 (a difference), 6.3.1 (ratios),
               6.5.2.8 (change and correlation); recalled, held to the worked examples there
Reviewed       no
"""

from math import log, sqrt

from ashi.core.evidence.distributions import quantile

LEVEL = 95.0


def sd_of_se(se: float, n: float) -> float:
    """Return the standard deviation of a group of ``n`` whose mean has standard error ``se``."""
    return se * sqrt(n)


def sd_of_interval(low: float, high: float, n: float, level: float = LEVEL) -> float:
    """Return the standard deviation behind the interval of a group's mean (t with n - 1)."""
    return sd_of_se(se_of_interval(low, high, n - 1, level), n)


def se_of_interval(low: float, high: float, df: float | None, level: float = LEVEL) -> float:
    """Return the standard error behind an interval; ``df`` None for the normal distribution."""
    return (high - low) / (2 * quantile(0.5 + level / 200, df))


def se_of_ratio_interval(low: float, high: float, level: float = LEVEL) -> float:
    """Return the standard error of a log ratio, from the interval of the ratio (both above 0)."""
    return se_of_interval(log(low), log(high), None, level)


def se_of_t(effect: float, t: float) -> float:
    """Return the standard error of an effect with statistic ``t`` (or z), neither of them 0."""
    return abs(effect / t)


def se_of_p(effect: float, p: float, df: float | None) -> float:
    """Return the standard error of an effect with two-sided ``p`` between 0 and 1, ends excluded.

    ``df`` is None where the p came from a normal test.
    """
    return se_of_t(effect, quantile(1 - p / 2, df))


def sd_of_difference(se: float, n1: float, n2: float) -> float:
    """Return the standard deviation common to two groups whose difference has error ``se``."""
    return se / sqrt(1 / n1 + 1 / n2)


def sd_of_change(before: float, after: float, r: float) -> float:
    """Return the standard deviation of the change, with ``r`` correlating before and after."""
    return sqrt(max(0.0, before * before + after * after - 2 * r * before * after))


def correlation_of(before: float, after: float, change: float) -> float:
    """Return the correlation that three printed standard deviations imply.

    Outside -1 to 1 they contradict each other, which is for the reader to say.
    """
    return (before * before + after * after - change * change) / (2 * before * after)
