"""Two groups compared: an adjusted difference of means, a difference of shares.

Decides        the estimate, its interval and p value under a stated model
Does not       choose the model, the covariates or the patients; say why groups differ
Takes          complete rows; whoever calls has said what became of the missing ones
Gives          the first group minus the second, so a fall of a bad score is negative
Units          those of the outcome; shares 0 to 1
Sources        ordinary least squares; Wald interval and chi-square without correction for shares
Reviewed       draft

Pinned to the published tables of a trial of acupuncture for headache (Vickers 2004) by
``make reality``, and to cases reckoned by hand in tests/unit/core/outcomes/test_differences.py.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from math import erfc, sqrt
from statistics import NormalDist

import numpy as np

from ashi.core.outcomes.errors import OutcomesError

CONFIDENCE = 0.95


class UnequalRowsError(OutcomesError):
    """Columns of different length; ``lengths`` holds them."""

    code = "outcomes.unequal_rows"


class TooFewRowsError(OutcomesError):
    """No more rows than the model has coefficients."""

    code = "outcomes.too_few_rows"


class CollinearError(OutcomesError):
    """The group cannot be told from the covariates, or a covariate from the others."""

    code = "outcomes.collinear"


class ImpossibleCountError(OutcomesError):
    """More events than people, or nobody in a group."""

    code = "outcomes.impossible_count"


@dataclass(frozen=True, slots=True)
class Difference:
    """A difference with its interval; ``df`` are the degrees of freedom left, ``n`` the rows."""

    estimate: float
    se: float
    df: int
    low: float
    high: float
    p: float
    n: int


@dataclass(frozen=True, slots=True)
class ShareDifference:
    """A difference of shares with its interval; ``needed`` is its reciprocal, one in so many."""

    estimate: float
    low: float
    high: float
    p: float
    needed: float | None


def adjusted_difference(
    outcome: Sequence[float],
    group: Sequence[bool],
    covariates: Sequence[Sequence[float]] = (),
    sites: Sequence[Hashable] = (),
    times: Sequence[int] = (),
) -> Difference:
    """Estimate the difference between two groups by analysis of covariance.

    Parameters
    ----------
    outcome : shape (n,)
        Finite numbers; higher may be better or worse.
    group : shape (n,)
        True for the group whose mean comes first in the difference.
    covariates : shape (k, n)
        One sequence a covariate, such as the outcome at baseline. Empty for none.
    sites : shape (n,)
        A category a row, entered as fixed effects. Empty for none.
    times : shape (n,)
        How many people a row stands for, at least one. Empty: one each.

    Returns
    -------
    Difference
        ``estimate`` is adjusted mean of ``group`` minus the other's, in units of the outcome,
        with a 95 % t interval.

    Raises
    ------
    UnequalRowsError
        The columns have different lengths.
    TooFewRowsError
        No degree of freedom is left.
    CollinearError
        One column of the model is a sum of others, or all are in one group.

    Notes
    -----
    Fixed effects for sites and one common variance; what a trial's statistician would call
    ANCOVA. The interval takes the covariates as known without error.
    """
    from scipy.special import stdtr, stdtrit  # noqa: PLC0415 -- heavy, and rarely wanted

    rows = len(outcome)
    columns = [group, *covariates, *(column for column in (sites, times) if column)]
    if any(len(column) != rows for column in columns):
        raise UnequalRowsError(lengths=[rows, *(len(column) for column in columns)])
    weights = np.asarray(times or [1] * rows, dtype=float)
    n = int(weights.sum())
    # The first level stands for the intercept's, so it has no column of its own.
    levels = sorted(set(sites), key=str)[1:]
    design = np.column_stack(
        [
            np.ones(rows),
            np.asarray(group, dtype=float),
            *(np.asarray(column, dtype=float) for column in covariates),
            *(np.asarray([site == level for site in sites], dtype=float) for level in levels),
        ]
    )
    df = n - design.shape[1]
    if df < 1:
        raise TooFewRowsError(rows=n, coefficients=design.shape[1])
    if np.linalg.matrix_rank(design) < design.shape[1]:
        raise CollinearError(coefficients=design.shape[1])
    # A row for so many people weighs as they would, each with a row of their own.
    values = np.asarray(outcome, dtype=float) * np.sqrt(weights)
    design *= np.sqrt(weights)[:, None]
    fitted = np.linalg.lstsq(design, values, rcond=None)[0]
    residuals = values - design @ fitted
    spread = float(residuals @ residuals) / df
    _, triangle = np.linalg.qr(design)
    # Row 1 of the inverse triangle squared and summed is the diagonal of (X'X)^-1 there.
    se = sqrt(spread * float(np.sum(np.linalg.inv(triangle)[1] ** 2)))
    estimate = float(fitted[1])
    reach = float(stdtrit(df, (1 + CONFIDENCE) / 2)) * se
    p = 2 * float(stdtr(df, -abs(estimate / se))) if se > 0 else float("nan")
    return Difference(estimate, se, df, estimate - reach, estimate + reach, p, n)


def share_difference(events: tuple[int, int], people: tuple[int, int]) -> ShareDifference:
    """Compare the shares of two groups.

    Parameters
    ----------
    events, people
        How many of how many, in the first group and in the second.

    Returns
    -------
    ShareDifference
        First share minus second, with a 95 % Wald interval and the p value of the chi-square
        test without continuity correction. ``needed`` is ``None`` where there is no difference.

    Raises
    ------
    ImpossibleCountError
        Nobody in a group, or events outside 0 to its people.
    """
    if any(n < 1 or not 0 <= k <= n for k, n in zip(events, people, strict=True)):
        raise ImpossibleCountError(events=events, people=people)
    first, second = (k / n for k, n in zip(events, people, strict=True))
    estimate = first - second
    se = sqrt(first * (1 - first) / people[0] + second * (1 - second) / people[1])
    reach = NormalDist().inv_cdf((1 + CONFIDENCE) / 2) * se
    pooled = sum(events) / sum(people)
    spread = pooled * (1 - pooled) * (1 / people[0] + 1 / people[1])
    p = erfc(abs(estimate) / sqrt(2 * spread)) if spread > 0 else 1.0
    needed = 1 / estimate if estimate != 0 else None
    return ShareDifference(estimate, estimate - reach, estimate + reach, p, needed)
