"""Whether kinds of trials differ: pooled by kind, and the test between kinds.

Decides        the pooled answer of each subgroup and how far apart they are for chance
Does not       say that a difference is real: trials were not drawn by lot into subgroups
Takes          effects, sampling variances and the name of a group (k each)
Gives          a ``Subgroups``; the test is None with fewer than two groups
Units          those of the effect
Sources        separate tau²: a Wald test of the pooled answers (with EE, Cochran's Q between);
               common tau²: the omnibus test of a mixed model (metafor's ``rma(mods = ~ group)``,
               F for t and Knapp-Hartung); Borenstein 2009, chapter 19
Reviewed       no
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np

from ashi.core.evidence.distributions import chi2_above, critical, f_above, two_sided
from ashi.core.evidence.heterogeneity import Fit, Method, Numbers, fit, mean_design, tau2_of
from ashi.core.evidence.pooling import Test, pool


@dataclass(frozen=True, slots=True)
class Subgroup:
    """The pooled answer of one kind of trials; ``q`` within it, with ``q_df``."""

    name: str
    k: int
    estimate: float
    se: float
    ci_low: float
    ci_high: float
    p: float
    tau2: float
    q: float
    q_df: int
    q_p: float


@dataclass(frozen=True, slots=True)
class Between:
    """How far groups lie apart: chi² with ``df``, or F where ``df2`` is said."""

    stat: float
    df: int
    df2: int | None
    p: float


@dataclass(frozen=True, slots=True)
class Subgroups:
    """Groups in the order in which they were met; ``tau2`` where they have it in common."""

    groups: tuple[Subgroup, ...]
    between: Between | None
    tau2: float | None


def by_group(
    effects: Sequence[float],
    variances: Sequence[float],
    names: Sequence[str],
    method: Method = Method.REML,
    test: Test = Test.Z,
    *,
    common: bool = False,
) -> Subgroups:
    """Pool each group of trials and compare the groups.

    Parameters
    ----------
    effects, variances, names : k each
    common : one tau² for all groups, which few trials in a group call for; else one in each
    """
    y, v = np.asarray(effects, float), np.asarray(variances, float)
    places: dict[str, list[int]] = {}
    for at, name in enumerate(names):
        places.setdefault(name, []).append(at)
    if common:
        return _common(y, v, places, method, test)
    groups = tuple(_pooled(name, y[of], v[of], method, test) for name, of in places.items())
    stat = _apart([one.estimate for one in groups], [one.se for one in groups])
    df = len(groups) - 1
    between = Between(stat, df, None, chi2_above(stat, df)) if df else None
    return Subgroups(groups, between, None)


def _apart(estimates: Sequence[float], errors: Sequence[float]) -> float:
    """Return the weighted sum of squares of estimates about their mean."""
    if not all(errors):  # Knapp and Hartung's error is nought where trials agree throughout
        return 0.0 if len(set(estimates)) == 1 else float("inf")
    w = 1 / np.square(np.asarray(errors, float))
    return fit(np.asarray(estimates, float), w, mean_design(len(estimates))).q


def _pooled(name: str, y: Numbers, v: Numbers, method: Method, test: Test) -> Subgroup:
    one = pool(y.tolist(), v.tolist(), method, test)
    reach = critical(None if test is Test.Z or one.k == 1 else one.k - 1) * one.se
    low, high = one.estimate - reach, one.estimate + reach
    return Subgroup(
        name, one.k, one.estimate, one.se, low, high, one.p, one.tau2, one.q, one.q_df, one.q_p
    )


def _common(
    y: Numbers, v: Numbers, places: dict[str, list[int]], method: Method, test: Test
) -> Subgroups:
    k, count = len(y), len(places)
    x = np.zeros((k, count))
    for column, at in enumerate(places.values()):
        x[at, column] = 1
    tau2 = tau2_of(method, y, v, x)
    model, left = fit(y, 1 / (v + tau2), x), k - count
    df = left if test is not Test.Z and left else None
    scale = model.q / left if test is Test.KNHA and left else 1.0
    groups = tuple(
        _of_model(model, column, (name, y[at], v[at]), (tau2, scale, df))
        for column, (name, at) in enumerate(places.items())
    )
    if count == 1:
        return Subgroups(groups, None, tau2)
    stat = _apart([one.estimate for one in groups], [one.se for one in groups])
    if df is None:
        return Subgroups(groups, Between(stat, count - 1, None, chi2_above(stat, count - 1)), tau2)
    f = stat / (count - 1)
    return Subgroups(groups, Between(f, count - 1, df, f_above(f, count - 1, df)), tau2)


def _of_model(
    model: Fit,
    column: int,
    trials: tuple[str, Numbers, Numbers],
    how: tuple[float, float, int | None],
) -> Subgroup:
    """Return a group's answer from a model with one mean for each group."""
    (name, y, v), (tau2, scale, df) = trials, how
    estimate, se = float(model.beta[column]), sqrt(scale * float(model.m[column, column]))
    reach = critical(df) * se
    q, q_df = fit(y, 1 / v, mean_design(len(y))).q, len(y) - 1
    p = two_sided(estimate / se, df) if se else float(not estimate)
    low, high = estimate - reach, estimate + reach
    return Subgroup(name, len(y), estimate, se, low, high, p, tau2, q, q_df, chi2_above(q, q_df))
