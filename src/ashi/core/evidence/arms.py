"""Groups of a trial put together or shared out, so that nobody is counted twice.

Decides        the arithmetic of joining groups and of sharing one group among comparisons
Does not       know which groups belong together; that is said by the table
Takes          groups by size, mean and standard deviation, or by size and events
Gives          one group
Units          those of the outcome
Sources        Cochrane Handbook 6.5.2.10 (table 6.5.a: joining) and 23.3.4 (sharing a control
               group); recalled. Joining is exact: it gives what the people together would
Reviewed       no
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt


@dataclass(frozen=True, slots=True)
class Group:
    """People by a mean."""

    n: float
    mean: float
    sd: float


@dataclass(frozen=True, slots=True)
class Counted:
    """People by how many had an event."""

    n: float
    events: float


def join(groups: Sequence[Group]) -> Group:
    """Return the group that several (at least one, of at least one person each) make together."""
    n = sum(one.n for one in groups)
    mean = sum(one.n * one.mean for one in groups) / n
    within = sum((one.n - 1) * one.sd * one.sd for one in groups)
    between = sum(one.n * (one.mean - mean) ** 2 for one in groups)
    return Group(n, mean, sqrt((within + between) / (n - 1)) if n > 1 else 0.0)


def join_counted(groups: Sequence[Counted]) -> Counted:
    """Return several groups as one."""
    return Counted(sum(one.n for one in groups), sum(one.events for one in groups))


def share(group: Group, among: int) -> Group:
    """Return the part of a group that each of ``among`` comparisons gets: fewer people, no more."""
    return Group(group.n / among, group.mean, group.sd)


def share_counted(group: Counted, among: int) -> Counted:
    """Return the part of a counted group that each of ``among`` comparisons gets.

    Parts need not be whole people; no formula asks that they be.
    """
    return Counted(group.n / among, group.events / among)
