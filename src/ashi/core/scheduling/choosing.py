"""Who fills which role at starts that are already chosen, for one visit or several together.

Decides        one assignment for visits at given starts, so that nobody is in two places
Does not       choose starts
Takes          places to fill, each with its minutes and those who are free for it, in order
Gives          the first assignment in that order; ``None`` when there is none
Units          bits of an axis
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ashi.core.scheduling.assignment import Picks, in_order_of_choice
from ashi.core.scheduling.calendars import Calendar
from ashi.core.scheduling.resources import ResourceId, Wholes
from ashi.core.scheduling.services import Service, pattern


@dataclass(frozen=True, slots=True)
class Part:
    """A role of a service: its minutes of presence, and who may fill it, in order of choice.

    ``rest`` are the minutes in which the patient rests with the needles of whoever fills it.
    """

    minutes: int
    able: tuple[ResourceId, ...]
    rest: int = 0


@dataclass(frozen=True, slots=True)
class Place:
    """A role of one visit: it takes ``minutes``, counted from bit ``at``."""

    at: int
    minutes: int
    free: tuple[ResourceId, ...]

    def overlaps(self, other: "Place") -> bool:
        """Tell whether some minute belongs to both."""
        if self.at > other.at:
            return other.overlaps(self)
        return bool(self.minutes & (other.minutes << (other.at - self.at)))


def parts_of(
    service: Service, calendar: Calendar, pins: Mapping[str, ResourceId]
) -> tuple[Part, ...]:
    """Return the roles of a service, ready to be filled."""
    resources = tuple(calendar.resources.values())
    return tuple(
        Part(
            pattern(service.presence(role.id)),
            tuple(one.id for one in in_order_of_choice(role, resources, pins.get(role.id))),
            pattern(service.rest()) if role.needles else 0,
        )
        for role in service.roles
    )


def is_free(free: int, at: int, minutes: int) -> bool:
    """Tell whether all ``minutes``, counted from bit ``at``, are free."""
    return (free >> at) & minutes == minutes


def places_at(
    parts: Iterable[Part],
    at: int,
    free: Mapping[ResourceId, int],
    own_rest: Mapping[ResourceId, int],
) -> list[Place]:
    """Return the roles of a visit that starts at bit ``at``, each with those who are free."""
    return [
        Place(
            at,
            part.minutes,
            tuple(
                one
                for one in part.able
                if is_free(free[one], at, part.minutes)
                and (one not in own_rest or is_free(own_rest[one], at, part.rest))
            ),
        )
        for part in parts
    ]


def choose(places: Sequence[Place], wholes: Wholes) -> Picks | None:
    """Fill all places, or say that it cannot be done.

    Notes
    -----
    Depth first; the first place's choice changes last, so the answer is the first in
    lexicographic order. From a place that nobody is left for, the walk goes back to the last
    place that is to blame (conflict-directed backjumping); what is skipped holds no answer.
    """
    count = len(places)
    rivals = [
        [earlier for earlier in range(later) if places[earlier].overlaps(places[later])]
        for later in range(count)
    ]
    picks: list[ResourceId] = []
    tried = [0] * count
    blame: list[set[int]] = [set() for _ in places]
    while len(picks) < count:
        now = len(picks)
        while tried[now] < len(places[now].free):
            one = places[now].free[tried[now]]
            tried[now] += 1
            in_the_way = [at for at in rivals[now] if wholes.meet(one, picks[at])]
            if not in_the_way:
                picks.append(one)
                break
            blame[now].add(in_the_way[0])
        else:
            if not blame[now]:
                return None
            back = max(blame[now])
            blame[back] |= blame[now] - {back}
            del picks[back:]
            for later in range(back + 1, now + 1):
                tried[later], blame[later] = 0, set()
    return tuple(picks)
