"""Pool the effects of trials: estimate, interval, heterogeneity, prediction interval.

Decides        the pooled numbers by a named method and a named test
Does not       say what they mean; decide which trials belong together
Takes          effects and sampling variances (k each), a method, a test
Gives          a ``Pooled``; None where a number cannot be had (one trial has no prediction)
Units          those of the effect; I² in per cent, weights in per cent
Sources        Viechtbauer 2010 (metafor's ``rma.uni``, ``predict``); Knapp & Hartung 2003;
               Higgins & Thompson 2002; Riley 2011
Reviewed       no
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

import numpy as np

from ashi.core.evidence.distributions import (
    chi2_above,
    chi2_quantile,
    critical,
    two_sided,
)
from ashi.core.evidence.heterogeneity import (
    Method,
    Numbers,
    fit,
    mean_design,
    over,
    profile,
    tau2_of,
    typical_variance,
)

TAIL = 0.025


class Test(StrEnum):
    """How the estimate is tested: normal, t, or Knapp and Hartung's adjustment."""

    __test__ = False  # no test of pytest's
    Z = "z"
    T = "t"
    KNHA = "knha"


@dataclass(frozen=True, slots=True)
class Pooled:
    """The pooled answer, on the scale of the effects."""

    k: int
    estimate: float
    se: float
    ci_low: float | None
    ci_high: float | None
    stat: float | None
    p: float
    tau2: float
    tau2_low: float | None
    tau2_high: float | None
    i2: float
    h2: float
    q: float
    q_df: int
    q_p: float
    pi_low: float | None
    pi_high: float | None
    weights: tuple[float, ...]


def pool(
    effects: Sequence[float],
    variances: Sequence[float],
    method: Method = Method.REML,
    test: Test = Test.Z,
) -> Pooled:
    """Pool ``effects`` with sampling ``variances`` (both of length k, at least one).

    With one trial tau² is nought and, as in metafor, the test is the normal one whatever is asked.
    """
    test = test if len(effects) > 1 else Test.Z
    y, v = np.asarray(effects, float), np.asarray(variances, float)
    x = mean_design(len(y))
    tau2 = tau2_of(method, y, v, x)
    w = 1 / (v + tau2)
    found = fit(y, w, x)
    estimate, df = float(found.beta[0]), len(y) - 1
    se = _se(test, found.q, df, float(np.sum(w)))
    q = fit(y, 1 / v, x).q
    i2, h2 = _inconsistency(method, q, df, tau2, v, x)
    low, high = _tau2_interval(method, y, v, x)
    ci = _interval(estimate, se, test, df)
    spread = None if method is Method.EE else sqrt(se * se + tau2)
    pi = _interval(estimate, spread, test, df)
    stat = estimate / se if se else None
    # Trials that agree to the last figure leave Knapp and Hartung no error at all.
    p = two_sided(stat, None if test is Test.Z else df) if stat is not None else float(not estimate)
    return Pooled(
        len(y),
        estimate,
        se,
        *ci,
        stat,
        p,
        tau2,
        low,
        high,
        i2,
        h2,
        q,
        df,
        chi2_above(q, df),
        *pi,
        tuple(float(one) for one in 100 * w / np.sum(w)),
    )


def _se(test: Test, q: float, df: int, weight: float) -> float:
    return sqrt(q / df / weight) if test is Test.KNHA else sqrt(1 / weight)


def _interval(
    estimate: float, spread: float | None, test: Test, df: int
) -> tuple[float | None, float | None]:
    if spread is None:
        return None, None
    reach = critical(None if test is Test.Z else df) * spread
    return estimate - reach, estimate + reach


def _inconsistency(
    method: Method, q: float, df: int, tau2: float, v: Numbers, x: Numbers
) -> tuple[float, float]:
    """Return I² in per cent and H²."""
    if df == 0:
        return 0.0, 1.0
    if method is Method.EE:
        return (max(0.0, 100 * (q - df) / q) if q > 0 else 0.0), q / df
    typical = typical_variance(v, x)
    return over(100 * tau2, typical + tau2), over(tau2, typical) + 1


def _tau2_interval(
    method: Method, y: Numbers, v: Numbers, x: Numbers
) -> tuple[float | None, float | None]:
    """Return the Q-profile interval of tau²."""
    df = len(y) - 1
    if method is Method.EE or df == 0:
        return None, None
    low = profile(y, v, x, chi2_quantile(TAIL, df))
    return low, profile(y, v, x, chi2_quantile(1 - TAIL, df))
