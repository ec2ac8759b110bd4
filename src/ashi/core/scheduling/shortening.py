"""How a visit that begins late can be made to end sooner.

Decides        how long each phase then lasts
Does not       know how late it is by the clock, who is next, whether it should be done at all
Takes          phases in order, each with its length and the rule the centre gave it
Gives          the length of every phase; 0 is left out
Units          minutes
Sources        issue 6, section 1

A phase without a shortest length keeps its own: nothing is shortened below a rule, and nothing
that has none. What comes last gives first, so that needling gives only when all else has.
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Elastic:
    """One phase; ``least`` is its shortest length (None: it keeps its own)."""

    minutes: int
    least: int | None = None
    may_go: bool = False


def shorten(phases: Sequence[Elastic], spare: int) -> tuple[int, ...]:
    """Take ``spare`` minutes off, or as many as the rules allow; nothing is left out."""
    left, lengths = max(spare, 0), []
    for phase in reversed(phases):
        gives = min(left, max(phase.minutes - phase.least, 0)) if phase.least is not None else 0
        left -= gives
        lengths.append(phase.minutes - gives)
    return tuple(reversed(lengths))


def leave_out(phases: Sequence[Elastic]) -> tuple[int, ...]:
    """Leave out every phase that may be; the others keep their length."""
    return tuple(0 if phase.may_go else phase.minutes for phase in phases)
