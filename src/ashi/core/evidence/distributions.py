"""The few distributions that pooling needs, from scipy.special.

Decides        tails and quantiles of normal, t, F and chi²
Takes          a statistic or a probability, and degrees of freedom (None for the normal)
Gives          probabilities and quantiles
Units          none
Sources        scipy.special (Cephes, Boost)
"""

from scipy.special import chdtrc, chdtri, fdtrc, ndtr, ndtri, stdtr, stdtrit

TWO_SIDED = 0.975


def two_sided(stat: float, df: float | None) -> float:
    """Return the two-sided p of a z (``df`` None) or t statistic."""
    tail = ndtr(-abs(stat)) if df is None else stdtr(df, -abs(stat))
    return float(2 * tail)


def critical(df: float | None) -> float:
    """Return the 97.5 % quantile."""
    return float(ndtri(TWO_SIDED) if df is None else stdtrit(df, TWO_SIDED))


def quantile(below: float, df: float | None) -> float:
    """Return the value of a normal (``df`` None) or t that is undercut with this probability."""
    return float(ndtri(below) if df is None else stdtrit(df, below))


def f_above(f: float, df1: float, df2: float) -> float:
    """Return the probability of an F above ``f``."""
    return float(fdtrc(df1, df2, f))


def chi2_above(q: float, df: float) -> float:
    """Return the probability of a chi² above ``q``; one without degrees of freedom."""
    return float(chdtrc(df, q)) if df > 0 else 1.0


def chi2_quantile(above: float, df: float) -> float:
    """Return the chi² that is exceeded with probability ``above``."""
    return float(chdtri(df, above))
