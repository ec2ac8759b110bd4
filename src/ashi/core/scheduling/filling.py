"""As many visits of one service as fit, each for another patient.

Decides        a packing to which no visit can be added
Does not       look at patients' own time, or prove a maximum (``packing`` does)
Takes          a service, the starts to use, pinned roles; a prepared calendar
Gives          visits in order of start
Units          minutes
"""

from collections.abc import Iterable, Mapping

from ashi.core.scheduling.bits import positions
from ashi.core.scheduling.calendars import Calendar
from ashi.core.scheduling.choosing import Part, choose, parts_of, places_at
from ashi.core.scheduling.errors import UnboundedError
from ashi.core.scheduling.openings import Opening, Search
from ashi.core.scheduling.resources import Resource, ResourceId
from ashi.core.scheduling.services import Service


def takes_somebody(service: Service) -> bool:
    """Tell whether a visit takes any resource for any minute; otherwise a day holds any number."""
    return any(service.presence(role.id) for role in service.roles)


def fill_greedily(search: Search, calendar: Calendar) -> list[Opening]:
    """Place visits from the first start on, as many at each as it holds.

    Raises
    ------
    UnboundedError
        The service takes nobody and nothing.

    Notes
    -----
    What is taken is never given back, so a start that holds no further visit when it is left
    holds none at the end: no visit can be added to the answer.
    """
    service = search.service
    if not takes_somebody(service):
        raise UnboundedError(service=service.id)
    parts = parts_of(service, calendar, search.pins)
    names = [role.id for role in service.roles]
    free = dict(calendar.free)
    origin, last = calendar.axis.origin, calendar.axis.length - service.minutes
    visits = []
    for at in positions(search.starts):
        while at <= last:
            picks = choose(places_at(parts, at, free, calendar.own_rest), calendar.wholes)
            if picks is None:
                break
            for part, one in zip(parts, picks, strict=True):
                take(calendar, free, one, part, at)
            begins = origin + at
            roles = tuple(zip(names, picks, strict=True))
            visits.append(Opening(begins, begins + service.minutes, roles))
    return visits


def take(
    calendar: Calendar, free: dict[ResourceId, int], one: ResourceId, part: Part, at: int
) -> None:
    """Take the minutes of a role from a resource and from all that it meets."""
    for other in free:
        if calendar.wholes.meet(one, other):
            free[other] &= ~(part.minutes << at)


def minutes_of_kind(
    visits: Iterable[Opening],
    service: Service,
    resources: Mapping[ResourceId, Resource],
    kind: str,
) -> int:
    """Return the minutes that resources of a kind are present, summed over roles and visits."""
    present = {
        role.id: sum(run.minutes for run in service.presence(role.id)) for role in service.roles
    }
    return sum(
        present[role]
        for visit in visits
        for role, one in visit.roles
        if resources[one].kind == kind
    )
