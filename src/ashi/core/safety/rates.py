"""How often something happened: a share of occasions, with an exact interval.

Decides        the interval
Does not       say whether a share is much
Takes          how often it happened, among how many occasions that were asked about
Gives          a share and the interval that holds the true one 95 times in 100
Units          shares 0 to 1
Sources        Clopper & Pearson 1934, Biometrika 26:404 (the exact interval of a binomial share)
Reviewed       draft
"""

from typing import NamedTuple

from scipy.special import betaincinv

TAIL = 0.025


class Rate(NamedTuple):
    """``events`` among ``of`` occasions, at least one."""

    events: int
    of: int

    @property
    def share(self) -> float:
        """How many of one occasion."""
        return self.events / self.of

    @property
    def interval(self) -> tuple[float, float]:
        """The exact interval of the share."""
        events, of = self
        low = betaincinv(events, of - events + 1, TAIL) if events else 0.0
        high = betaincinv(events + 1, of - events, 1 - TAIL) if events < of else 1.0
        return float(low), float(high)
