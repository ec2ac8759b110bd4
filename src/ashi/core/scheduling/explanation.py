"""Why a visit does not fit at one start: for the board, which shows where it fits and why not.

Decides        what stands in the way, role by role and candidate by candidate
Does not       suggest another time (``openings.nearest`` does) or word anything
Takes          a search of which only service and pins are read; a prepared calendar; a start
Gives          an opening, or every obstacle
Units          minutes since 1970-01-01T00:00Z; bits of an axis
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ashi.core.scheduling.bits import positions
from ashi.core.scheduling.calendars import Calendar
from ashi.core.scheduling.choosing import Place, choose, is_free, parts_of, places_at
from ashi.core.scheduling.openings import Opening, Search
from ashi.core.scheduling.resources import Resource, ResourceId, Wholes
from ashi.core.scheduling.services import Role, Service, pattern


class Why(StrEnum):
    """What stands in the way."""

    PATIENT_TAKEN = "patient_taken"
    WRONG_KIND = "wrong_kind"
    LACKS_SKILL = "lacks_skill"
    CLOSED = "closed"
    TAKEN = "taken"
    NOBODY = "nobody"
    NEEDED_TWICE = "needed_twice"
    OUT_OF_REACH = "out_of_reach"
    NO_REMOVER = "no_remover"
    TOO_MANY_ROOMS = "too_many_rooms"


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One reason.

    ``phase`` is the first in which it holds and ``minute`` the first minute. ``resource`` is who
    was tried for the role; ``part`` who of them is in the way, the resource itself or a part.
    """

    why: Why
    role: str | None = None
    resource: ResourceId | None = None
    phase: str | None = None
    minute: int | None = None
    part: ResourceId | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """Either an opening and no obstacles, or no opening and at least one obstacle."""

    opening: Opening | None
    obstacles: tuple[Obstacle, ...]


def explain(search: Search, calendar: Calendar, start: int) -> Explanation:
    """Say whether a visit fits at one start, on the grain or not, and if not, why.

    Parameters
    ----------
    start
        Minutes since 1970; it need not be among the starts of the search.

    Returns
    -------
    Explanation
        For each role that nobody can fill, every candidate with every reason; where each role
        could be filled by itself, the roles that need the same resource at once. A pinned
        resource that does not fit its role is named with the reason.
    """
    service, at = search.service, start - calendar.axis.origin
    if at < 0 or at + service.minutes > calendar.axis.length:
        return Explanation(None, (Obstacle(Why.OUT_OF_REACH),))
    parts = parts_of(service, calendar, search.pins)
    places = places_at(parts, at, calendar.free, calendar.own_rest)
    picks = choose(places, calendar.wholes)
    obstacles = [*_of_the_patient(service, calendar, at), *_of_the_rest(service, calendar, at)]
    if picks is not None and not obstacles:
        names = [role.id for role in service.roles]
        roles = tuple(zip(names, picks, strict=True))
        return Explanation(Opening(start, start + service.minutes, roles), ())
    for role, place in zip(service.roles, places, strict=True):
        if not place.free:
            obstacles += _of_a_role(role, search, calendar, at)
    if not obstacles:
        needed_twice = _contested(places, calendar.wholes)
        obstacles = [Obstacle(Why.NEEDED_TWICE, service.roles[at].id) for at in needed_twice]
    return Explanation(None, tuple(obstacles))


def _contested(places: Sequence[Place], wholes: Wholes) -> list[int]:
    """Return the places for which somebody is free who is wanted elsewhere in the same minutes."""
    return [
        at
        for at, place in enumerate(places)
        if any(
            other is not place
            and place.overlaps(other)
            and any(wholes.meet(mine, theirs) for mine in place.free for theirs in other.free)
            for other in places
        )
    ]


def _of_the_patient(service: Service, calendar: Calendar, at: int) -> Iterator[Obstacle]:
    wanted = pattern(service.patient_presence())
    if not is_free(calendar.patient, at, wanted):
        bit = positions(wanted & ~(calendar.patient >> at))[0]
        yield Obstacle(
            Why.PATIENT_TAKEN,
            phase=_phase_at(service, bit),
            minute=calendar.axis.origin + at + bit,
        )


def _of_the_rest(service: Service, calendar: Calendar, at: int) -> Iterator[Obstacle]:
    wanted = pattern(service.rest())
    if calendar.may_rest is not None and not is_free(calendar.may_rest, at, wanted):
        bit = positions(wanted & ~(calendar.may_rest >> at))[0]
        yield Obstacle(
            Why.NO_REMOVER,
            phase=_phase_at(service, bit),
            minute=calendar.axis.origin + at + bit,
        )


def _of_a_role(role: Role, search: Search, calendar: Calendar, at: int) -> list[Obstacle]:
    pin = search.pins.get(role.id)
    tried = [one for one in calendar.resources.values() if pin in (None, one.id)]
    fitting = [one for one in tried if role.fits(one)]
    if pin is not None and not fitting:
        return [Obstacle(_misfit(role, one), role.id, one.id) for one in tried] or [
            Obstacle(Why.NOBODY, role.id, pin)
        ]
    found = [
        obstacle
        for one in fitting
        for reasons in (_of_a_resource, _of_own_rest)
        for obstacle in reasons(role, one, search.service, calendar, at)
    ]
    return found or [Obstacle(Why.NOBODY, role.id)]


def _misfit(role: Role, one: Resource) -> Why:
    return Why.LACKS_SKILL if role.is_of_kind(one) else Why.WRONG_KIND


def _of_a_resource(
    role: Role, one: Resource, service: Service, calendar: Calendar, at: int
) -> Iterator[Obstacle]:
    wanted = pattern(service.presence(role.id))
    for part in sorted(calendar.wholes.takes[one.id]):
        closed = wanted & ~(calendar.opened.get(part, 0) >> at)
        taken = wanted & (calendar.taken.get(part, 0) >> at)
        for why, mask in ((Why.CLOSED, closed), (Why.TAKEN, taken)):
            if mask:
                bit = positions(mask)[0]
                minute = calendar.axis.origin + at + bit
                yield Obstacle(why, role.id, one.id, _phase_at(service, bit), minute, part)


def _of_own_rest(
    role: Role, one: Resource, service: Service, calendar: Calendar, at: int
) -> Iterator[Obstacle]:
    wanted = pattern(service.rest()) if role.needles and one.id in calendar.own_rest else 0
    missing = wanted & ~(calendar.own_rest.get(one.id, 0) >> at)
    if missing:
        bit = positions(missing)[0]
        minute = calendar.axis.origin + at + bit
        yield Obstacle(Why.TOO_MANY_ROOMS, role.id, one.id, _phase_at(service, bit), minute)


def _phase_at(service: Service, minute: int) -> str:
    for phase in service.phases:
        if minute < phase.minutes:
            return phase.id
        minute -= phase.minutes
    raise IndexError(minute)
