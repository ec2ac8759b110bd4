"""A course: several visits of one service, some roles kept by the same people throughout.

Decides        the best course, exactly (``chains`` says what is best)
Does not       pad a course that cannot be completed
Takes          a service, a cadence, roles to keep; a prepared calendar, the starts to use
Gives          openings, how many visits are missing, how many lie in the preferred hours
Units          minutes; days are local dates
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import tzinfo
from functools import partial
from itertools import product

from ashi.core.scheduling.assignment import assign, in_order_of_choice
from ashi.core.scheduling.axis import local_time
from ashi.core.scheduling.bits import full, positions
from ashi.core.scheduling.calendars import Calendar
from ashi.core.scheduling.chains import Cadence, Chain, Cluster, Start, are_apart, best_chain
from ashi.core.scheduling.choosing import Part, choose, parts_of, places_at
from ashi.core.scheduling.openings import Opening, Search
from ashi.core.scheduling.resources import ResourceId
from ashi.core.scheduling.services import Service, pattern
from ashi.core.scheduling.week import WeeklyHours


@dataclass(frozen=True)
class Wish:
    """What a course should be like; ``same`` names the roles that one resource keeps."""

    visits: int
    min_days: int
    max_days: int
    prefer: WeeklyHours | None = None
    same: tuple[str, ...] = ()


@dataclass(frozen=True)
class PlannedCourse:
    """The visits that could be placed, in order."""

    visits: tuple[Opening, ...]
    unplaced: int
    preferred: int


@dataclass(frozen=True)
class _Planner:
    search: Search
    calendar: Calendar
    wish: Wish
    zone: tzinfo
    cadence: Cadence
    patient: int
    known: dict[int, Start]

    def start(self, at: int) -> Start:
        if at not in self.known:
            wall = local_time(self.calendar.axis.origin + at, self.zone)
            prefer = self.wish.prefer
            liked = prefer is not None and prefer.covers(wall.replace(tzinfo=None))
            self.known[at] = Start(at, wall.toordinal(), liked)
        return self.known[at]

    def keepers(self) -> Iterator[Mapping[str, ResourceId]]:
        """Yield who could keep the roles, pins included, in the order of choice."""
        pins = self.search.pins
        resources = tuple(self.calendar.resources.values())
        roles = [role for role in self.search.service.roles if role.id in self.wish.same]
        able = [in_order_of_choice(role, resources, pins.get(role.id)) for role in roles]
        for picks in product(*able):
            chosen = {role.id: one.id for role, one in zip(roles, picks, strict=True)}
            yield {**pins, **chosen}

    def can_be_together(self, cluster: Cluster, parts: tuple[Part, ...]) -> bool:
        for later, at in enumerate(cluster):
            for earlier in cluster[:later]:
                if self.patient & (self.patient << (at - earlier)):
                    return False
        return self.picks(cluster, parts) is not None

    def picks(self, cluster: Cluster, parts: tuple[Part, ...]) -> tuple[ResourceId, ...] | None:
        free, own = self.calendar.free, self.calendar.own_rest
        places = [place for at in cluster for place in places_at(parts, at, free, own)]
        return choose(places, self.calendar.wholes)

    def openings(self, chain: Chain, pins: Mapping[str, ResourceId]) -> Iterator[Opening]:
        """Yield the visits of a chain; those that overlap are filled together."""
        service, origin = self.search.service, self.calendar.axis.origin
        parts, names = parts_of(service, self.calendar, pins), [role.id for role in service.roles]
        for cluster in _clusters(chain, self.cadence.minutes):
            picks = self.picks(cluster, parts) or ()
            for at, start in enumerate(cluster):
                mine = picks[at * len(names) : (at + 1) * len(names)]
                begins = origin + start
                yield Opening(
                    begins, begins + service.minutes, tuple(zip(names, mine, strict=True))
                )


def _clusters(chain: Chain, minutes: int) -> Iterator[Cluster]:
    cluster: list[int] = []
    for start in chain.starts:
        if cluster and start >= cluster[-1] + minutes:
            yield tuple(cluster)
            cluster = []
        cluster.append(start)
    yield tuple(cluster)


def plan_course(search: Search, calendar: Calendar, wish: Wish, zone: tzinfo) -> PlannedCourse:
    """Return the best course.

    Parameters
    ----------
    search
        The service, the starts that may be used, and pinned roles.
    zone
        Gaps are differences of this zone's dates, and preferred hours are its hours.

    Notes
    -----
    Every combination of keepers of the ``same`` roles is planned for itself; the best plan
    wins, and of equal ones the first in the order of choice. A combination is passed over when
    its starts are among those of one already planned, unless visits could overlap: then who
    is free beside the keepers matters too.
    """
    service = search.service
    cadence = Cadence(wish.visits, wish.min_days, wish.max_days, service.minutes)
    patient = pattern(service.patient_presence())
    planner = _Planner(search, calendar, wish, zone, cadence, patient, {})
    best: tuple[Chain, Mapping[str, ResourceId]] | None = None
    planned: list[int] = []
    for pins in planner.keepers():
        mask = _starts_with(service, calendar, search.starts, pins)
        if not mask or any(not mask & ~earlier for earlier in planned):
            continue
        starts = [planner.start(at) for at in positions(mask)]
        if patient == full(service.minutes) or are_apart(starts, cadence):
            planned.append(mask)
        if best is not None and best[0].unplaced == 0:
            starts = [start for start in starts if start.day <= best[0].last_day]
        parts = parts_of(service, calendar, pins)
        chain = best_chain(starts, cadence, partial(planner.can_be_together, parts=parts))
        if chain is not None and (best is None or chain < best[0]):
            best = chain, pins
    if best is None:
        return PlannedCourse((), wish.visits, 0)
    chain, pins = best
    return PlannedCourse(
        tuple(planner.openings(chain, pins)), chain.unplaced, -chain.minus_preferred
    )


def _starts_with(
    service: Service, calendar: Calendar, starts: int, pins: Mapping[str, ResourceId]
) -> int:
    mask = 0
    for group in assign(service, calendar, starts, pins):
        mask |= group.starts
    return mask
