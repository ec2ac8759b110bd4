"""Whether small trials differ from large ones: regression, rank correlation, trim and fill.

Decides        the three statistics, and the pooled answer without each trial in turn
Does not       say that anything was or was not published
Takes          effects and sampling variances (k each)
Gives          None where there are too few trials for a statistic
Units          those of the effect
Sources        Egger 1997 (as metafor's ``regtest(model="lm")``); Begg & Mazumdar 1994
               (``ranktest``); Duval & Tweedie 2000 (``trimfill``, L0)
Reviewed       no
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np

from ashi.core.evidence.distributions import two_sided
from ashi.core.evidence.heterogeneity import Method, Numbers, fit, tau2_of
from ashi.core.evidence.kendall import kendall
from ashi.core.evidence.pooling import Pooled, Test, pool

MOST_ROUNDS = 100


@dataclass(frozen=True, slots=True)
class Egger:
    """The slope of effects on their standard errors, as a t statistic."""

    stat: float
    df: int
    p: float


@dataclass(frozen=True, slots=True)
class Filled:
    """What trim and fill adds: ``k0`` trials on a ``side``, and the answer with them."""

    k0: int
    side: str
    pooled: Pooled


def egger(effects: Sequence[float], variances: Sequence[float]) -> Egger | None:
    """Return the weighted regression on standard errors.

    None with fewer than three trials, or where all are equally precise.
    """
    y, v = np.asarray(effects, float), np.asarray(variances, float)
    k = len(y)
    if k < 3 or np.ptp(v) == 0:
        return None
    x = np.column_stack([np.ones(k), np.sqrt(v)])
    found = fit(y, 1 / v, x)
    scale = found.q / (k - 2)
    if scale <= 0:
        return None
    stat = float(found.beta[1]) / sqrt(scale * float(found.m[1, 1]))
    return Egger(stat, k - 2, two_sided(stat, k - 2))


def rank_test(effects: Sequence[float], variances: Sequence[float]) -> tuple[float, float] | None:
    """Return Kendall's tau of standardised effects with variances, and its p."""
    y, v = np.asarray(effects, float), np.asarray(variances, float)
    if len(y) < 3:
        return None
    weight = float(np.sum(1 / v))
    mean = float(np.sum(y / v)) / weight
    spread = v - 1 / weight
    if np.any(spread <= 0):
        return None
    return kendall((y - mean) / np.sqrt(spread), v)


def trim_and_fill(
    effects: Sequence[float],
    variances: Sequence[float],
    method: Method = Method.REML,
    test: Test = Test.Z,
) -> Filled | None:
    """Add the mirror images of the trials that seem to lack a counterpart (L0)."""
    y, v = np.asarray(effects, float), np.asarray(variances, float)
    if len(y) < 3:
        return None
    side = _side(method, y, v)
    sign = -1.0 if side == "right" else 1.0
    order = np.argsort(sign * y, kind="stable")
    sorted_y, sorted_v = sign * y[order], v[order]
    k0, centre = _missing(method, sorted_y, sorted_v)
    mirrored = sign * (2 * centre - sorted_y[len(y) - k0 :]) if k0 else np.empty(0)
    all_y = np.concatenate([y, mirrored])
    all_v = np.concatenate([v, sorted_v[len(y) - k0 :]]) if k0 else v
    return Filled(k0, side, pool(list(all_y), list(all_v), method, test))


def _side(method: Method, y: Numbers, v: Numbers) -> str:
    """Return where trials seem to lack: opposite to where small ones lean."""
    if np.ptp(v) == 0:
        return "left"
    x = np.column_stack([np.ones(len(y)), np.sqrt(v)])
    tau2 = tau2_of(method, y, v, x)
    slope = float(fit(y, 1 / (v + tau2), x).beta[1])
    return "right" if slope < 0 else "left"


def _missing(method: Method, y: Numbers, v: Numbers) -> tuple[int, float]:
    """Return how many trials lack on the left of sorted effects, and the trimmed centre."""
    k, k0, before, centre = len(y), 0, -1, 0.0
    for _ in range(MOST_ROUNDS):
        if k0 == before:
            break
        before = k0
        kept = max(1, k - k0)
        x = np.ones((kept, 1))
        tau2 = tau2_of(method, y[:kept], v[:kept], x)
        centre = float(fit(y[:kept], 1 / (v[:kept] + tau2), x).beta[0])
        away = y - centre
        ranks = np.empty(k)
        ranks[np.argsort(np.abs(away), kind="stable")] = np.arange(1, k + 1)
        above = float(np.sum(ranks[away > 0]))
        k0 = max(0, round((4 * above - k * (k + 1)) / (2 * k - 1)))
    return k0, centre


def leave_one_out(
    effects: Sequence[float],
    variances: Sequence[float],
    method: Method = Method.REML,
    test: Test = Test.Z,
) -> list[Pooled]:
    """Return the pooled answer without each trial in turn; nothing with fewer than two."""
    if len(effects) < 2:
        return []
    return [
        pool(
            [*effects[:at], *effects[at + 1 :]],
            [*variances[:at], *variances[at + 1 :]],
            method,
            test,
        )
        for at in range(len(effects))
    ]
