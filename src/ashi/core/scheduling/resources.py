"""Who and what a visit may take: people, rooms, machines, and rooms made of places.

Decides        which resources stand in each other's way
Does not       know when anything is open, or who is asking
Takes          resources with kinds, skills, parts, hours
Gives          for each resource all that it takes, and all that it meets
Units          minutes

A *whole* has *parts* (a room its couches). Taking the whole takes every part, however deep;
two resources *meet* when what they take has something in common.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NewType

from ashi.core.scheduling.axis import Span
from ashi.core.scheduling.errors import refuse
from ashi.core.scheduling.week import WeeklyHours

ResourceId = NewType("ResourceId", str)


@dataclass(frozen=True, slots=True)
class Resource:
    """A person, room or machine.

    ``hours`` and ``extra`` open it, ``away`` closes it. All three may stay empty where the
    caller lays out open and taken time itself (``calendars.prepare``).
    """

    id: ResourceId
    kind: str
    skills: frozenset[str] = frozenset()
    parts: tuple[ResourceId, ...] = ()
    hours: tuple[WeeklyHours, ...] = ()
    extra: tuple[Span, ...] = ()
    away: tuple[Span, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a resource without a name, or one that is its own part."""
        refuse(
            (not self.id, "id", "empty"),
            (not self.kind, "kind", "empty"),
            (self.id in self.parts, "parts", "own_part"),
            (len(set(self.parts)) < len(self.parts), "parts", "twice"),
        )


def parts_within(
    one: ResourceId, parts: Mapping[ResourceId, Iterable[ResourceId]]
) -> frozenset[ResourceId]:
    """Return all parts of a resource, however deep; itself only when it stands in a circle."""
    seen: set[ResourceId] = set()
    waiting = list(parts.get(one, ()))
    while waiting:
        part = waiting.pop()
        if part not in seen:
            seen.add(part)
            waiting.extend(parts.get(part, ()))
    return frozenset(seen)


class Wholes:
    """How the resources of a centre contain each other.

    Parameters
    ----------
    resources
        Each id once; a part that is not among them is taken but never open.

    Raises
    ------
    BadValueError
        A resource contains itself by way of others (``parts``, ``circle``).
    """

    def __init__(self, resources: Iterable[Resource]) -> None:
        parts = {one.id: one.parts for one in resources}
        within = {one: parts_within(one, parts) for one in parts}
        refuse((any(one in inside for one, inside in within.items()), "parts", "circle"))
        self.takes = {one: inside | {one} for one, inside in within.items()}
        self.taken_by = {
            one: frozenset(whole for whole in parts if one in self.takes[whole]) for one in parts
        }

    def meet(self, one: ResourceId, other: ResourceId) -> bool:
        """Tell whether both cannot be taken at once."""
        return one == other or not self.takes[one].isdisjoint(self.takes[other])
