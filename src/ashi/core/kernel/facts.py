"""What is known of a yes-or-no matter: yes, no, or not asked.

Decides        nothing
Gives          three values, in an order in which "and" is the least and "or" the greatest
Sources        Kleene's strong logic of three values
"""

from collections.abc import Iterable
from enum import IntEnum


class Fact(IntEnum):
    """A fact; what nobody recorded is ``UNKNOWN``, never "no"."""

    NO = 0
    UNKNOWN = 1
    YES = 2

    @property
    def opposite(self) -> "Fact":
        """The fact turned round; what is unknown stays so."""
        return OPPOSITES[self]


OPPOSITES = {Fact.NO: Fact.YES, Fact.UNKNOWN: Fact.UNKNOWN, Fact.YES: Fact.NO}


def every(facts: Iterable[Fact]) -> Fact:
    """Return whether all hold; of none, yes."""
    return min(facts, default=Fact.YES)


def any_one(facts: Iterable[Fact]) -> Fact:
    """Return whether at least one holds; of none, no."""
    return max(facts, default=Fact.NO)


def fact_of(truth: bool) -> Fact:
    """Return yes or no, for what the program itself decides."""
    return Fact.YES if truth else Fact.NO
