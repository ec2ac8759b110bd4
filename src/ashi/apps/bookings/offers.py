"""What a booking needs: a service's roles and phases as plain values.

An offer is made from a service's rows, or again from a session's promised plan. A patient who
is not to be left alone gets one role more: somebody who stays while the needles rest.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from ashi.apps.bookings.models import Session
from ashi.apps.centres.models import (
    PEOPLE,
    PhaseKind,
    ResourceKind,
    Service,
    ServicePhase,
    ServiceRole,
)
from ashi.core.scheduling.resources import ResourceId
from ashi.core.scheduling.services import Phase, Role
from ashi.core.scheduling.services import Service as Shape

SITTER = "sitter"
SHAPE = ("key", "kind", "minutes", "patient")


@dataclass(frozen=True, slots=True)
class Need:
    """A role: who may fill it. ``skills`` empty means none is needed, else any of them.

    ``only`` are the rows that may (empty: any), ``preferred`` those that are taken first.
    """

    key: str
    kinds: frozenset[str]
    skills: frozenset[str] = frozenset()
    acts: frozenset[str] = frozenset()
    profession: str = ""
    only: frozenset[int] = frozenset()
    preferred: tuple[int, ...] = ()

    @property
    def is_person(self) -> bool:
        """Tell whether only people may fill it."""
        return self.kinds <= PEOPLE


@dataclass(frozen=True, slots=True)
class PlannedPhase:
    """A phase as promised; ``start_min`` counts from the visit's start."""

    key: str
    kind: str
    name: str
    name_el: str
    minutes: int
    start_min: int
    roles: tuple[str, ...]
    patient: bool
    check_after_min: int | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """A service as it will be booked."""

    needs: tuple[Need, ...]
    phases: tuple[PlannedPhase, ...]
    places: int

    @property
    def minutes(self) -> int:
        """The length of the visit, turnover included."""
        return sum(phase.minutes for phase in self.phases)

    def shape(self) -> Shape:
        """Return the core's service; each role asks for the one tag that ``calendars`` gives."""
        resting, needling = resting_phases(self.phases), needling_roles(self.phases)
        return Shape(
            id="offer",
            roles=tuple(
                Role(
                    need.key,
                    need.kinds,
                    frozenset({tag_of(need.key)}),
                    _preferred(need),
                    need.is_person and need.key in needling,
                )
                for need in self.needs
            ),
            phases=tuple(
                Phase(
                    phase.key,
                    phase.minutes,
                    frozenset(phase.roles),
                    phase.patient,
                    phase.key in resting,
                )
                for phase in self.phases
            ),
        )


def _preferred(need: Need) -> tuple[ResourceId, ...]:
    return tuple(ResourceId(str(pk)) for pk in need.preferred)


def resting_phases(phases: Sequence[PlannedPhase]) -> frozenset[str]:
    """Return the phases in which needles rest: one comes later in which they are taken out."""
    return frozenset(
        phase.key
        for at, phase in enumerate(phases)
        if phase.kind == PhaseKind.REST
        and any(later.kind == PhaseKind.OUT for later in phases[at + 1 :])
    )


def needling_roles(phases: Sequence[PlannedPhase]) -> frozenset[str]:
    """Return the roles that are there in the phase before needles rest: one of them needles."""
    resting = resting_phases(phases)
    return frozenset(
        role
        for before, phase in pairwise(phases)
        if phase.key in resting and before.key not in resting
        for role in before.roles
    )


def tag_of(role: str) -> str:
    """Return the skill that stands for "may fill this role", all conditions taken together."""
    return f"role:{role}"


def need_of(role: ServiceRole) -> Need:
    """Return what a role of a service asks for."""
    return Need(
        role.key,
        frozenset(role.kinds),
        frozenset(role.skills),
        frozenset(role.acts),
        role.profession,
        frozenset(role.only),
        tuple(role.preferred),
    )


def _phases(rows: Iterable[ServicePhase]) -> tuple[PlannedPhase, ...]:
    planned: list[PlannedPhase] = []
    start = 0
    for row in rows:
        planned.append(
            PlannedPhase(
                row.key,
                row.kind,
                row.name,
                row.name_el,
                row.minutes,
                start,
                tuple(row.roles),
                row.patient,
                row.check_after_min,
            )
        )
        start += row.minutes
    return tuple(planned)


def offer_of(service: Service, *, not_alone: bool = False) -> Offer:
    """Return the offer of a service (reads its roles and phases)."""
    offer = Offer(
        tuple(need_of(role) for role in service.roles.all()),
        _phases(service.phases.all()),
        service.places,
    )
    return _with_sitter(offer) if not_alone else offer


def _with_sitter(offer: Offer) -> Offer:
    """Put somebody beside the patient in every resting phase that has no person in it."""
    people = {need.key for need in offer.needs if need.is_person}
    phases = tuple(
        replace(phase, roles=(*phase.roles, SITTER))
        if phase.kind == "rest" and phase.patient and not people & set(phase.roles)
        else phase
        for phase in offer.phases
    )
    if phases == offer.phases:
        return offer
    sitter = Need(SITTER, frozenset({ResourceKind.PRACTITIONER, ResourceKind.ASSISTANT}))
    return replace(offer, needs=(*offer.needs, sitter), phases=phases)


def plan_of(offer: Offer) -> list[dict[str, Any]]:
    """Return the phases as they are kept in ``Session.plan``."""
    return [
        {
            "key": phase.key,
            "kind": phase.kind,
            "name": phase.name,
            "name_el": phase.name_el,
            "minutes": phase.minutes,
            "start_min": phase.start_min,
            "roles": list(phase.roles),
            "patient": phase.patient,
            "check_after_min": phase.check_after_min,
        }
        for phase in offer.phases
    ]


def shape_of(plan: Sequence[Mapping[str, Any]]) -> list[Any]:
    """Return what a plan promises of time, people and things, names left out; compared whole."""
    return [[*(phase[name] for name in SHAPE), sorted(phase["roles"])] for phase in plan]


def planned(plan: Sequence[Mapping[str, Any]]) -> tuple[PlannedPhase, ...]:
    """Return a session's plan as values."""
    return tuple(PlannedPhase(**{**phase, "roles": tuple(phase["roles"])}) for phase in plan)


def offer_of_session(session: Session) -> Offer:
    """Return what a session promised, to be found again at another time.

    A role that its service no longer knows asks for the kind of resource that fills it now.
    """
    filled = session.roles.select_related("resource").order_by("id")
    return offer_as_filled(session, {one.key: one.resource.kind for one in filled})


def offer_as_filled(session: Session, kinds: Mapping[str, str]) -> Offer:
    """Return what a session promised, from the kinds of the resources that fill its roles."""
    known = {role.key: need_of(role) for role in session.service.roles.all()}
    needs = tuple(known.get(key) or Need(key, frozenset({kind})) for key, kind in kinds.items())
    return Offer(needs, planned(session.plan), session.places)
