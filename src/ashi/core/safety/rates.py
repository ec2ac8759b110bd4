"""How often something happened: a share of occasions, with an exact interval.

Decides        the interval
Does not       say whether a share is much
Takes          how often it happened, among how many occasions that were asked about
Gives          a share, or a rate, and the interval that holds the true one 95 times in 100
Units          shares 0 to 1; rates in events for so many of what was counted
Sources        Clopper & Pearson 1934, Biometrika 26:404 (the exact interval of a binomial share);
               Garwood 1936, Biometrika 28:437 (the exact interval of a Poisson mean)
Reviewed       draft
"""

from typing import NamedTuple

from scipy.special import betaincinv, gammaincinv

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


class Count(NamedTuple):
    """``events`` over ``of`` of something, at least one, in which more than one may happen."""

    events: int
    of: int

    def rate(self, per: int) -> float:
        """Return how many events for ``per`` of what was counted."""
        return self.events / self.of * per

    def interval(self, per: int) -> tuple[float, float]:
        """Return the exact interval of the rate, for ``per`` of what was counted."""
        low = gammaincinv(self.events, TAIL) if self.events else 0.0
        high = gammaincinv(self.events + 1, 1 - TAIL)
        return float(low) / self.of * per, float(high) / self.of * per
