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


def _successors(
    cluster: Cluster,
    starts: Sequence[Start],
    index: Mapping[int, int],
    cadence: Cadence,
    together: Callable[[Cluster], bool],
) -> Iterable[Cluster]:
    last = cluster[-1]
    day = starts[index[last]].day
    for start in starts[index[last] + 1 :]:
        if start.day > day + cadence.max_days:
            return
        if start.day < day + cadence.min_days:
            continue
        if start.at >= last + cadence.minutes:
            yield (start.at,)
        elif len(cluster) < cadence.visits and together((*cluster, start.at)):
            yield (*cluster, start.at)


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
    reach = max(7, cadence.visits * cadence.min_days)
    while starts:
        within = [start for start in starts if start.day <= starts[0].day + reach]
        chain = _best_within(within, cadence, together)
        if chain.unplaced == 0 or len(within) == len(starts):
            return chain
        reach *= 2
    return None


def _best_within(
    starts: Sequence[Start], cadence: Cadence, together: Callable[[Cluster], bool]
) -> Chain:
    index = {start.at: at for at, start in enumerate(starts)}
    after: dict[Cluster, list[Cluster]] = {}
    waiting: list[Cluster] = [(start.at,) for start in starts]
    while waiting:
        cluster = waiting.pop()
        if cluster not in after:
            after[cluster] = list(_successors(cluster, starts, index, cadence, together))
            waiting += [one for one in after[cluster] if len(one) > 1]
    ends = {one: Chain(0, starts[index[one[-1]]].day, 0, ()) for one in after}
    best = ends
    for left in range(1, cadence.visits):
        best = {
            one: min(
                [
                    ends[one]._replace(unplaced=left),
                    *(_with(starts[index[later[-1]]], best[later]) for later in after[one]),
                ]
            )
            for one in after
        }
    return min(_with(start, best[(start.at,)]) for start in starts)


def _with(start: Start, rest: Chain) -> Chain:
    preferred = rest.minus_preferred - start.preferred
    return Chain(rest.unplaced, rest.last_day, preferred, (start.at, *rest.starts))
