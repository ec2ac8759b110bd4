"""How much true effects differ: the variance between trials, by nine named methods.

Decides        tau² and its Q-profile interval, for a mean or a straight line through effects
Does not       weigh trials by quality; choose the method
Takes          effects (k), their sampling variances (k), a design matrix (k × p)
Gives          tau², never below nought, converged to the last figures
Units          tau² in squared units of the effect
Sources        Viechtbauer 2005, 2010 (metafor); DerSimonian & Laird 1986; Hedges & Olkin 1985;
               Hunter & Schmidt 2004; Sidik & Jonkman 2005; Paule & Mandel 1982; Morris 1983;
               Viechtbauer 2007 (Q-profile)
Reviewed       no
"""

from dataclasses import dataclass
from enum import StrEnum
from math import inf

import numpy as np
from numpy.typing import NDArray

from ashi.core.evidence.errors import NumbersError

Numbers = NDArray[np.float64]
MOST_STEPS = 20_000
TIGHT = 1e-13
CLOSE = 0.02  # a step beside tau²
FARTHEST = 10  # times a step of scoring


class Method(StrEnum):
    """Estimators of tau², by metafor's names."""

    EE = "EE"
    DL = "DL"
    HE = "HE"
    HS = "HS"
    SJ = "SJ"
    ML = "ML"
    REML = "REML"
    EB = "EB"
    PM = "PM"


@dataclass(frozen=True)
class Fit:
    """A weighted fit: ``u`` = P·y, ``m`` = (X'WX)⁻¹, ``q`` the weighted sum of squares left."""

    beta: Numbers
    m: Numbers
    u: Numbers
    q: float


def inverse(matrix: Numbers) -> Numbers:
    """Return the inverse of a small matrix.

    Raises
    ------
    NumbersError
        It has none to the last figure.
    """
    try:
        return np.asarray(np.linalg.inv(matrix), dtype=np.float64)
    except np.linalg.LinAlgError:
        raise NumbersError from None


def over(above: float, below: float) -> float:
    """Return a quotient.

    Raises
    ------
    NumbersError
        What stands below was lost among far larger numbers.
    """
    if below == 0:
        raise NumbersError
    return float(above / below)


def fit(y: Numbers, w: Numbers, x: Numbers) -> Fit:
    """Fit ``x·beta`` to ``y`` with weights ``w``."""
    m = inverse(x.T @ (w[:, None] * x))
    beta = m @ (x.T @ (w * y))
    left = y - x @ beta
    return Fit(beta, m, w * left, float(np.sum(w * left * left)))


def mean_design(k: int) -> Numbers:
    """Return the design of a plain mean."""
    return np.ones((k, 1))


def tau2_of(method: Method, y: Numbers, v: Numbers, x: Numbers) -> float:
    """Return tau² by a method; nought for EE and where nothing is left to tell trials apart."""
    if method is Method.EE or len(y) <= x.shape[1]:
        return 0.0
    if method in (Method.PM, Method.EB):
        return profile(y, v, x, float(len(y) - x.shape[1]))
    if method in (Method.ML, Method.REML):
        return _scored(method, y, v, x)
    return max(0.0, _direct(method, y, v, x))


def _direct(method: Method, y: Numbers, v: Numbers, x: Numbers) -> float:
    k, p = x.shape
    if method is Method.HE:
        plain = fit(y, np.ones(k), x)
        trace = float(np.sum(v) - np.trace(plain.m @ (x.T @ (v[:, None] * x))))
        return float((plain.q - trace) / (k - p))
    if method is Method.SJ:
        first = float(np.mean((y - np.mean(y)) ** 2))
        if first == 0:
            return 0.0
        return float(first * fit(y, 1 / (v + first), x).q / (k - p))
    w = 1 / v
    found = fit(y, w, x)
    if method is Method.HS:
        return float((found.q - k) / np.sum(w))
    return over(found.q - (k - p), _trace(w, x, found.m))


def _trace(w: Numbers, x: Numbers, m: Numbers) -> float:
    """Return the trace of P."""
    return float(np.sum(w) - np.trace(m @ (x.T @ ((w * w)[:, None] * x))))


def _scored(method: Method, y: Numbers, v: Numbers, x: Numbers) -> float:
    """Return the (restricted) maximum of the likelihood, by Fisher scoring from HE's tau².

    Scoring alone comes nearer by about the same share each time. Close to the end, where two of
    its steps show that share, the next goes straight to where they would end. Far from it scoring
    goes its own way: with two hills it is scoring that says which is climbed. Where a step leads
    below nought although it goes uphill from there, the top lies between, and steps that leave
    what is known to enclose it are halved.
    """
    tau2 = max(0.0, _direct(Method.HE, y, v, x))
    before, step_before = tau2, 0.0
    low, high, careful = 0.0, inf, False
    for _ in range(MOST_STEPS):
        step = _step(method, y, v, x, tau2)
        low, high = (max(low, tau2), high) if step > 0 else (low, min(high, tau2))
        close = abs(step) <= CLOSE * tau2
        reach = _reach(step, step_before, tau2 - before) if close else step
        new = tau2 + reach
        if new < 0:
            if _step(method, y, v, x, 0.0) <= 0:
                return 0.0
            careful = True
        new = _between(new, low, high) if careful else new
        if abs(new - tau2) <= TIGHT * max(new, TIGHT):
            return new
        before, step_before, tau2 = tau2, step, new
    return tau2


def _between(new: float, low: float, high: float) -> float:
    """Return a place between two that enclose the top; their middle for one that is not."""
    return new if low < new < high else (low + high) / 2


def _reach(step: float, step_before: float, moved: float) -> float:
    """Return how far to go: a secant through two steps, where it keeps their direction."""
    fallen = step_before - step
    secant = step * moved / fallen if fallen else step
    return secant if 0 < secant * step <= FARTHEST * step * step else step


def _step(method: Method, y: Numbers, v: Numbers, x: Numbers, tau2: float) -> float:
    w = 1 / (v + tau2)
    found = fit(y, w, x)
    squares = float(found.u @ found.u)
    if method is Method.ML:
        return (squares - float(np.sum(w))) / float(np.sum(w * w))
    cross = found.m @ (x.T @ ((w * w)[:, None] * x))
    cubes = found.m @ (x.T @ ((w**3)[:, None] * x))
    trace = float(np.sum(w) - np.trace(cross))
    trace_2 = float(np.sum(w * w) - 2 * np.trace(cubes) + np.trace(cross @ cross))
    return over(squares - trace, trace_2)


def profile(y: Numbers, v: Numbers, x: Numbers, wanted: float) -> float:
    """Return the tau² at which the weighted sum of squares is ``wanted``; nought if it is below.

    The sum falls and is convex in tau², so Newton's steps from below never overshoot.
    """
    tau2 = 0.0
    for _ in range(MOST_STEPS):
        found = fit(y, 1 / (v + tau2), x)
        excess = found.q - wanted
        slope = float(found.u @ found.u)
        if excess <= 0 or slope <= 0:
            return tau2
        step = excess / slope
        if step <= TIGHT * tau2:
            return tau2 + step
        tau2 += step
    return tau2


def typical_variance(v: Numbers, x: Numbers) -> float:
    """Return the "typical" sampling variance, by which I² and H² are reckoned."""
    k, p = x.shape
    w = 1 / v
    return over(k - p, _trace(w, x, inverse(x.T @ (w[:, None] * x))))
