"""Kendall's rank correlation with its two-sided p, exact where nothing ties.

Decides        tau-b and its p
Takes          two columns of numbers (n each, at least two)
Gives          tau and p, or None where one column is all the same
Units          none
Sources        Kendall 1938, 1970; R's ``cor.test``: exact without ties, else the normal
               approximation with the variance for ties. Knight 1966 for the count of pairs
Reviewed       no
"""

from math import sqrt

import numpy as np
from numpy.typing import NDArray

from ashi.core.evidence.distributions import two_sided

Numbers = NDArray[np.float64]
MOST_EXACT = 300  # beyond, the exact and the normal p agree to more figures than anybody reads


def kendall(one: Numbers, other: Numbers) -> tuple[float, float] | None:
    """Return tau-b and its two-sided p."""
    n = len(one)
    pairs = n * (n - 1) / 2
    ties_one, ties_other = _ties(one), _ties(other)
    lost_one, lost_other = (_pairs(ties) for ties in (ties_one, ties_other))
    if pairs in (lost_one, lost_other):
        return None
    score = _score(one, other)
    tau = score / sqrt((pairs - lost_one) * (pairs - lost_other))
    if not lost_one and not lost_other and n <= MOST_EXACT:
        return tau, _exact(round((score + pairs) / 2), n)
    return tau, two_sided(score / sqrt(_variance(n, ties_one, ties_other)), None)


def _ties(values: Numbers) -> Numbers:
    _, counts = np.unique(values, return_counts=True)
    return counts[counts > 1].astype(float)


def _pairs(ties: Numbers) -> float:
    return float(np.sum(ties * (ties - 1))) / 2


def _score(one: Numbers, other: Numbers) -> float:
    """Return concordant less discordant pairs, in n log n steps (Knight 1966).

    In the order of the first column, and of the second where the first ties, the discordant pairs
    are those of which the second column is turned round.
    """
    n = len(one)
    both = np.unique(np.column_stack((one, other)), axis=0, return_counts=True)[1]
    tied = _pairs(_ties(one)) + _pairs(_ties(other)) - _pairs(both.astype(float))
    ranks = np.unique(other, return_inverse=True)[1][np.lexsort((other, one))]
    return n * (n - 1) / 2 - tied - 2 * _turned_round(ranks)


def _turned_round(ranks: NDArray[np.int64]) -> int:
    """Return how many pairs stand greater first, counted by the highest bit in which they differ.

    Among ranks that agree in all higher bits, each nought is turned round with every one before it.
    """
    count = 0
    for bit in range(int(ranks.max()).bit_length()):
        higher = ranks >> (bit + 1)
        order = np.argsort(higher, kind="stable")
        bits, groups = (ranks[order] >> bit) & 1, higher[order]
        ones = np.cumsum(bits)
        first = np.searchsorted(groups, groups)  # where each one's group begins
        before = ones - np.where(first > 0, ones[first - 1], 0)
        count += int(np.sum(before[bits == 0]))
    return count


def _exact(concordant: int, n: int) -> float:
    """Return the two-sided p of a number of concordant pairs among all orders of ``n``."""
    shares = np.ones(1)
    for size in range(2, n + 1):
        shares = np.convolve(shares, np.full(size, 1 / size))
    below = float(np.sum(shares[: concordant + 1]))
    above = float(np.sum(shares[concordant:]))
    return min(1.0, 2 * min(below, above))


def _variance(n: int, ties_one: Numbers, ties_other: Numbers) -> float:
    def cubic(ties: Numbers) -> float:
        return float(np.sum(ties * (ties - 1) * (2 * ties + 5)))

    def triple(ties: Numbers) -> float:
        return float(np.sum(ties * (ties - 1) * (ties - 2)))

    whole = n * (n - 1) * (2 * n + 5) - cubic(ties_one) - cubic(ties_other)
    pairs = 4 * _pairs(ties_one) * _pairs(ties_other) / (2 * n * (n - 1))
    triples = triple(ties_one) * triple(ties_other) / (9 * n * (n - 1) * max(1, n - 2))
    return whole / 18 + pairs + triples
