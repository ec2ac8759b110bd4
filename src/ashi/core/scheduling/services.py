"""What a visit is: roles, filled by one resource each, and phases that say who is present when.

Decides        which minutes of a visit a role, and the patient, are present
Does not       know who fills a role
Takes          roles, phases
Gives          for each role its runs of presence, counted from the start of the visit
Units          minutes
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from ashi.core.scheduling.bits import full
from ashi.core.scheduling.errors import refuse
from ashi.core.scheduling.resources import Resource, ResourceId

LONGEST_MIN = 366 * 24 * 60  # chosen: keeps a slip of the keyboard from asking for gigabytes


class Run(NamedTuple):
    """An unbroken stretch of presence: it begins ``offset`` minutes into the visit."""

    offset: int
    minutes: int


@dataclass(frozen=True, slots=True)
class Role:
    """A place in a visit: one of ``kinds``, with any of ``skills`` (``None``: none is needed).

    ``preferred`` are tried before anybody else who fits, in this order. ``needles``: the patient
    rests with the needles of whoever fills it, which ``Calendar.own_rest`` may limit.
    """

    id: str
    kinds: frozenset[str]
    skills: frozenset[str] | None = None
    preferred: tuple[ResourceId, ...] = ()
    needles: bool = False

    def __post_init__(self) -> None:
        """Refuse a role that nobody could fill."""
        refuse(
            (not self.id, "id", "empty"),
            (not self.kinds, "kind", "empty"),
            (self.skills is not None and not self.skills, "skill", "empty"),
            (len(set(self.preferred)) < len(self.preferred), "prefer", "twice"),
        )

    def is_of_kind(self, resource: Resource) -> bool:
        """Tell whether the resource is of a kind that may fill the role."""
        return resource.kind in self.kinds

    def has_skill(self, resource: Resource) -> bool:
        """Tell whether the resource has a skill that the role asks for."""
        return self.skills is None or not self.skills.isdisjoint(resource.skills)

    def fits(self, resource: Resource) -> bool:
        """Tell whether the resource may fill the role at all."""
        return self.is_of_kind(resource) and self.has_skill(resource)

    def rank(self, resource: Resource) -> int:
        """Return the resource's place among those preferred; all others share the place after."""
        if resource.id in self.preferred:
            return self.preferred.index(resource.id)
        return len(self.preferred)


@dataclass(frozen=True, slots=True)
class Phase:
    """A stretch of a visit with the same people and things present.

    ``rests``: needles rest in the patient, so that somebody must be there to take them out.
    """

    id: str
    minutes: int
    roles: frozenset[str]
    patient: bool = True
    rests: bool = False

    def __post_init__(self) -> None:
        """Refuse a phase without length."""
        refuse(
            (self.minutes < 1, "min", "too_small"),
            (self.minutes > LONGEST_MIN, "min", "too_large"),
        )


@dataclass(frozen=True, slots=True)
class Service:
    """Roles and phases, both in order; the order of roles is the order in which they are filled."""

    id: str
    roles: tuple[Role, ...]
    phases: tuple[Phase, ...]

    def __post_init__(self) -> None:
        """Refuse names that come twice or mean nothing, and a visit without phases."""
        names = [role.id for role in self.roles]
        refuse(
            (not self.id, "id", "empty"),
            (len(set(names)) < len(names), "roles", "twice"),
            (not self.phases, "phases", "empty"),
            (sum(phase.minutes for phase in self.phases) > LONGEST_MIN, "phases", "too_large"),
            (any(not phase.roles <= set(names) for phase in self.phases), "phases", "unknown_role"),
        )

    @property
    def minutes(self) -> int:
        """The length of the visit, turnover included."""
        return sum(phase.minutes for phase in self.phases)

    def presence(self, role: str) -> tuple[Run, ...]:
        """Return when a role is present, in order; phases that touch are one run."""
        return _joined((phase.minutes, role in phase.roles) for phase in self.phases)

    def patient_presence(self) -> tuple[Run, ...]:
        """Return when the patient is present."""
        return _joined((phase.minutes, phase.patient) for phase in self.phases)

    def rest(self) -> tuple[Run, ...]:
        """Return when needles rest in the patient."""
        return _joined((phase.minutes, phase.rests) for phase in self.phases)

    def share_a_phase(self, one: str, other: str) -> bool:
        """Tell whether two roles are present together in some phase."""
        return any(one in phase.roles and other in phase.roles for phase in self.phases)


def _joined(stretches: Iterable[tuple[int, bool]]) -> tuple[Run, ...]:
    joined: list[Run] = []
    offset = 0
    for minutes, present in stretches:
        if present and joined and sum(joined[-1]) == offset:
            joined[-1] = Run(joined[-1].offset, joined[-1].minutes + minutes)
        elif present:
            joined.append(Run(offset, minutes))
        offset += minutes
    return tuple(joined)


def pattern(presence: Iterable[Run]) -> int:
    """Return the mask of minutes of presence; bit 0 is the first minute of the visit."""
    mask = 0
    for run in presence:
        mask |= full(run.minutes) << run.offset
    return mask
