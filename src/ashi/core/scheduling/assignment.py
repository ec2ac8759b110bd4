"""Who fills which role, for every start at once.

Decides        one assignment for each start at which there is any, and which among several
Does not       know of hours, zones or courses
Takes          candidates for each role with the starts at which each could fill it
Gives          groups: a mask of starts and the one assignment that holds for them
Units          bits of an axis

The choice among several. A role's candidates are tried in order: first those it prefers, then
who has the fewest skills, so that the more able stay free for what only they can do, then as they
were given.
Roles are filled in the order of the service. The assignment is the first in that order
(lexicographic), so it is stable: it depends on nothing but the case.

Two roles that share a phase are never filled by resources that meet (the same one, or a whole
and its part). Roles that share none may be filled by one resource.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ashi.core.scheduling.bits import full, runs
from ashi.core.scheduling.calendars import Calendar
from ashi.core.scheduling.resources import Resource, ResourceId
from ashi.core.scheduling.services import Role, Run, Service

Picks = tuple[ResourceId, ...]


class Candidate(NamedTuple):
    """A resource that may fill a role, and the starts at which it is open and free for it."""

    resource: ResourceId
    starts: int


class Group(NamedTuple):
    """Starts that share one assignment; ``picks`` in the order of the service's roles."""

    starts: int
    picks: Picks


def in_order_of_choice(
    role: Role, resources: Sequence[Resource], pin: ResourceId | None = None
) -> list[Resource]:
    """Return who may fill a role, in the order in which they are tried.

    Empty when nobody may, or when the pinned resource does not fit the role.
    """
    able = [one for one in resources if role.fits(one) and pin in (None, one.id)]
    return sorted(able, key=lambda one: (role.rank(one), len(one.skills)))


def starts_of(free: int, presence: Sequence[Run], starts: int) -> int:
    """Return the ``starts`` at which all runs of presence lie in free minutes."""
    for run in presence:
        starts &= runs(free, run.minutes) >> run.offset
    return starts


def candidates_of(
    service: Service, calendar: Calendar, starts: int, pins: Mapping[str, ResourceId]
) -> list[list[Candidate]]:
    """Return for each role, in order, who may fill it at some start, in order of choice."""
    known: dict[tuple[ResourceId, tuple[Run, ...], bool], int] = {}
    resources = tuple(calendar.resources.values())
    table = []
    for role in service.roles:
        presence = service.presence(role.id)
        row = []
        for one in in_order_of_choice(role, resources, pins.get(role.id)):
            limited = role.needles and one.id in calendar.own_rest
            key = (one.id, presence, limited)
            if key not in known:
                known[key] = starts_of(calendar.free[one.id], presence, starts)
                if limited:
                    own = calendar.own_rest[one.id]
                    known[key] = starts_of(own, service.rest(), known[key])
            if known[key]:
                row.append(Candidate(one.id, known[key]))
        table.append(row)
    return table


@dataclass
class _Filling:
    """The walk over roles; a role's ``rivals`` are the earlier and later ones sharing a phase."""

    table: list[list[Candidate]]
    rivals: list[list[int]]
    calendar: Calendar
    groups: list[Group]

    def allowed(self, role: int, one: ResourceId, picks: Picks) -> bool:
        return not any(
            self.calendar.wholes.meet(one, picks[other])
            for other in self.rivals[role]
            if other < len(picks)
        )

    def look_ahead(self, starts: int, picks: Picks) -> int:
        """Drop starts at which a later rival of the role just filled has nobody left."""
        role = len(picks) - 1
        for later in self.rivals[role]:
            if later > role:
                left = 0
                for candidate in self.table[later]:
                    if self.allowed(later, candidate.resource, picks):
                        left |= candidate.starts
                starts &= left
        return starts

    def fill(self, starts: int, picks: Picks) -> int:
        """Record groups for as many of ``starts`` as possible; return those filled."""
        role = len(picks)
        if role == len(self.table):
            self.groups.append(Group(starts, picks))
            return starts
        filled = 0
        for candidate in self.table[role]:
            here = starts & candidate.starts
            if here and self.allowed(role, candidate.resource, picks):
                chosen = (*picks, candidate.resource)
                here = self.look_ahead(here, chosen)
                if here:
                    done = self.fill(here, chosen)
                    filled |= done
                    starts &= ~done
                    if not starts:
                        break
        return filled


def assign(
    service: Service, calendar: Calendar, starts: int, pins: Mapping[str, ResourceId]
) -> list[Group]:
    """Assign every role at every start where that is possible.

    Parameters
    ----------
    starts
        The mask of starts to try; the patient's own time is looked at here.
    pins
        Roles that must be filled by one given resource.

    Returns
    -------
    list of Group
        Disjoint masks; together all starts at which an assignment exists.

    Notes
    -----
    Depth first over roles, each node working on all its starts at once. Finding places for
    roles that exclude one another is a colouring problem: exponential in their number, which
    is two or three.
    """
    # The visit must lie on the axis as a whole, phases without anybody included.
    starts &= full(max(calendar.axis.length - service.minutes + 1, 0))
    starts = starts_of(calendar.patient, service.patient_presence(), starts)
    if calendar.may_rest is not None:
        starts = starts_of(calendar.may_rest, service.rest(), starts)
    table = candidates_of(service, calendar, starts, pins)
    for row in table:
        anybody = 0
        for candidate in row:
            anybody |= candidate.starts
        starts &= anybody
    if not starts:
        return []
    filling = _Filling(table, _rivals(service, table, calendar), calendar, [])
    filling.fill(starts, ())
    return filling.groups


def _rivals(
    service: Service, table: Sequence[Sequence[Candidate]], calendar: Calendar
) -> list[list[int]]:
    """Return for each role the roles that share a phase and may want what it takes."""
    takes = [
        frozenset().union(*(calendar.wholes.takes[candidate.resource] for candidate in row))
        for row in table
    ]
    return [
        [
            at
            for at, other in enumerate(service.roles)
            if other is not role
            and not takes[at].isdisjoint(takes[mine])
            and service.share_a_phase(role.id, other.id)
        ]
        for mine, role in enumerate(service.roles)
    ]
