"""When a visit can begin, and with whom.

Decides        every start at which a service finds everyone and everything it needs
Does not       book, rank by preference, or read rows
Takes          a service, starts to try, pinned roles; a prepared calendar
Gives          openings in order of start, one assignment each (``assignment`` says which)
Units          minutes since 1970-01-01T00:00Z
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from ashi.core.scheduling.assignment import assign
from ashi.core.scheduling.bits import positions
from ashi.core.scheduling.calendars import Calendar
from ashi.core.scheduling.resources import ResourceId
from ashi.core.scheduling.services import Service

Filled = tuple[tuple[str, ResourceId], ...]


class Opening(NamedTuple):
    """A visit that could be booked; ``roles`` in the order of the service."""

    start: int
    end: int
    roles: Filled


@dataclass(frozen=True)
class Search:
    """What is looked for.

    ``starts`` is a mask on the calendar's axis (``week.grid`` makes one); ``pins`` names for
    some roles the resource that must fill them.
    """

    service: Service
    starts: int
    pins: Mapping[str, ResourceId] = field(default_factory=dict)


def openings(search: Search, calendar: Calendar) -> list[Opening]:
    """Return every opening, in order of start.

    Returns
    -------
    list of Opening
        Complete. Empty when nothing fits, which is an answer and not an error; ``explanation``
        says why for one start.
    """
    service = search.service
    names = [role.id for role in service.roles]
    found = []
    for group in assign(service, calendar, search.starts, search.pins):
        roles = tuple(zip(names, group.picks, strict=True))
        found += [(at, roles) for at in positions(group.starts)]
    found.sort()
    origin, minutes = calendar.axis.origin, service.minutes
    return [Opening(origin + at, origin + at + minutes, roles) for at, roles in found]


def nearest(found: Iterable[Opening], start: int, count: int) -> Sequence[Opening]:
    """Return the ``count`` openings nearest to a wanted start; of two as near, the earlier."""
    return sorted(found, key=lambda one: (abs(one.start - start), one.start))[:count]
