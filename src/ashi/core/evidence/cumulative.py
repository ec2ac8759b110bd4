"""How the pooled answer moved as trials came.

Decides        the pooled answer after each trial
Does not       order by anything: the caller says the order; test again and again with a penalty
Takes          effects and sampling variances (k each) in order; or keys to order them by
Gives          k answers, the last of them that of all trials
Units          those of the effect
Sources        Lau 1992; metafor's ``cumul``, which the reference test holds it to
Reviewed       no
"""

from collections.abc import Sequence

from ashi.core.evidence.heterogeneity import Method
from ashi.core.evidence.pooling import Pooled, Test, pool


def cumulative(
    effects: Sequence[float],
    variances: Sequence[float],
    method: Method = Method.REML,
    test: Test = Test.Z,
) -> list[Pooled]:
    """Return the pooled answer of the first trial, the first two, and so on, in the order given."""
    return [
        pool(effects[:count], variances[:count], method, test)
        for count in range(1, len(effects) + 1)
    ]


def in_order(keys: Sequence[str]) -> list[int]:
    """Return the places of trials by key: numbers by size, then words, then those without.

    Trials with the same key keep the order in which they were given.
    """
    return sorted(range(len(keys)), key=lambda at: _rank(keys[at]))


def _rank(key: str) -> tuple[int, float, str]:
    try:
        return 0, float(key), ""
    except ValueError:
        return (1 if key else 2), 0.0, key.casefold()
