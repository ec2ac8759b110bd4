"""The best chain of starts with gaps between their days.

Decides        which starts make a course, exactly
Does not       know of services, resources or zones
Takes          possible starts with their days; bounds on the gaps
Gives          the chain that is least in this order: visits missing, last day, minus the
               preferred starts, then the starts themselves
Units          starts are bits of an axis; days are ordinals (``date.toordinal``)

Why it is exact. What may follow a visit depends on its day and, while visits still overlap,
on those it overlaps with: its *cluster*. The best end of a chain is therefore the same
whatever came before the cluster, and is computed once for each cluster and number of visits
left. Starts that cannot overlap are clusters of one.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

Cluster = tuple[int, ...]


class Start(NamedTuple):
    """A start at which one visit is possible."""

    at: int
    day: int
    preferred: bool


class Chain(NamedTuple):
    """A course; chains compare in the order in which they are to be least."""

    unplaced: int
    last_day: int
    minus_preferred: int
    starts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Cadence:
    """How many visits, how many days apart at least and at most, and how long each lasts."""

    visits: int
    min_days: int
    max_days: int
    minutes: int


def by_day(starts: Iterable[Start]) -> list[list[Start]]:
    """Return the starts of each day that has any, days in order."""
    return [list(group) for _, group in groupby(starts, key=lambda start: start.day)]


def are_apart(starts: Sequence[Start], cadence: Cadence) -> bool:
    """Tell whether no two visits of any chain could overlap, nor share a day."""
    if cadence.min_days < 1:
        return False
    days = by_day(starts)
    return all(
        day[-1].at + cadence.minutes <= later[0].at
        for at, day in enumerate(days)
        for later in days[at + 1 : at + 2 + cadence.minutes // 1440 + 1]
        if later[0].day >= day[0].day + cadence.min_days
    )


def thinned(starts: Sequence[Start]) -> list[Start]:
    """Keep of each day its first preferred start, or its first.

    Where visits are apart this loses nothing: any chain stays one when a visit moves within
    its day, so the best chain has a preferred start on each of its days that has one, and the
    first such.
    """
    return [min(day, key=lambda start: (not start.preferred, start.at)) for day in by_day(starts)]


def best_chain(
    starts: Sequence[Start], cadence: Cadence, together: Callable[[Cluster], bool]
) -> Chain | None:
    """Return the best chain; ``None`` where no visit can be placed.

    Parameters
    ----------
    starts
        In order, each once.
    together
        Whether visits at all these starts, which overlap, can be held.

    Notes
    -----
    Works on growing stretches of days: a chain without a missing visit that ends on some day
    beats all that end later, so what lies beyond need not be looked at.
    """
    if are_apart(starts, cadence):
        starts = thinned(starts)
    reach = (cadence.visits - 1) * cadence.min_days
    while starts:
        within = [start for start in starts if start.day <= starts[0].day + reach]
        chain = _Search(within, cadence, together).best()
        if chain.unplaced == 0 or len(within) == len(starts):
            return chain
        reach = 2 * reach + 1
    return None


class _Onward(NamedTuple):
    """What may follow a cluster: larger clusters, and days from some start on."""

    clusters: list[Cluster]
    rest_of_days: list[int]


class _Search:
    """One stretch of starts; places are indices into it."""

    def __init__(
        self, starts: Sequence[Start], cadence: Cadence, together: Callable[[Cluster], bool]
    ) -> None:
        self.starts = starts
        self.cadence = cadence
        self.together = together
        self.ats = [start.at for start in starts]
        self.place = {start.at: place for place, start in enumerate(starts)}
        self.days: dict[int, tuple[int, int]] = {}
        first = 0
        for group in by_day(starts):
            self.days[group[0].day] = (first, first + len(group))
            first += len(group)

    def onward(self, cluster: Cluster) -> _Onward:
        """Return what may follow: on each day in reach, what overlaps and what no longer does."""
        last = cluster[-1]
        place = self.place[last]
        day = self.starts[place].day
        onward = _Onward([], [])
        until = min(day + self.cadence.max_days, self.starts[-1].day)
        for later in range(day + self.cadence.min_days, until + 1):
            first, end = self.days.get(later, (0, 0))
            free = bisect_left(self.ats, last + self.cadence.minutes, first, end)
            if free < end:
                onward.rest_of_days.append(free)
            if len(cluster) < self.cadence.visits:
                joined = ((*cluster, at) for at in self.ats[max(first, place + 1) : free])
                onward.clusters.extend(one for one in joined if self.together(one))
        return onward

    def best(self) -> Chain:
        """Return the best chain: for one visit left, then two, and so on."""
        after: dict[Cluster, _Onward] = {}
        waiting: list[Cluster] = [(at,) for at in self.ats]
        while waiting:
            cluster = waiting.pop()
            if cluster not in after:
                after[cluster] = self.onward(cluster)
                waiting += after[cluster].clusters
        ends = {one: Chain(0, self.starts[self.place[one[-1]]].day, 0, ()) for one in after}
        placed = min(self.cadence.visits, len(self.starts))
        best, of_rest = ends, self.of_rest(ends)
        for left in range(1, placed):
            best = {
                one: min(
                    [
                        ends[one]._replace(unplaced=left),
                        *(of_rest[place] for place in onward.rest_of_days),
                        *(self.with_last(later, best) for later in onward.clusters),
                    ]
                )
                for one, onward in after.items()
            }
            of_rest = self.of_rest(best)
        chain = min(of_rest[first] for first, _ in self.days.values())
        return chain._replace(unplaced=chain.unplaced + self.cadence.visits - placed)

    def with_last(self, cluster: Cluster, best: Mapping[Cluster, Chain]) -> Chain:
        """Return the best chain from the last visit of a cluster on."""
        start, rest = self.starts[self.place[cluster[-1]]], best[cluster]
        preferred = rest.minus_preferred - start.preferred
        return Chain(rest.unplaced, rest.last_day, preferred, (start.at, *rest.starts))

    def of_rest(self, best: Mapping[Cluster, Chain]) -> list[Chain]:
        """Return for each place the best chain from it, or from a later start of its day."""
        chains = [self.with_last((at,), best) for at in self.ats]
        for first, end in self.days.values():
            for place in range(end - 2, first - 1, -1):
                chains[place] = min(chains[place], chains[place + 1])
        return chains
