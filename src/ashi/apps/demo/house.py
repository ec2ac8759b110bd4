"""The demo centre as the loader sees it: resources, who stands behind them, what is offered."""

import json
from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from ashi.apps.accounts.models import User
from ashi.apps.accounts.roles import Role
from ashi.apps.audit.actor import Actor, Purpose, Source
from ashi.apps.bookings.fitness import Fitness, papers_for
from ashi.apps.bookings.occupying import Taking, patient_takings, takings
from ashi.apps.bookings.offers import Offer, offer_of, plan_of
from ashi.apps.centres.models import Centre, Membership, Resource, ResourceKind, Service
from ashi.core.scheduling.axis import Axis, midnight
from ashi.core.scheduling.bits import full

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
PLACES = (ResourceKind.ROOM, ResourceKind.COUCH)


class Bookable:
    """A service as it is seated: who may fill which role, and when each is present."""

    def __init__(self, house: "House", service: Service, *, not_alone: bool) -> None:
        self.house, self.service, self.not_alone = house, service, not_alone
        self.offer: Offer = offer_of(service, not_alone=not_alone)
        self.plan = plan_of(self.offer)
        self.plan_text = json.dumps(self.plan)
        self.masks = [(need.key, self._present(need.key)) for need in self.offer.needs]
        self.patient_mask = self._present(None)
        self._runs: dict[frozenset[str], list[Taking]] = {}
        self._able: dict[tuple[str, ...], list[list[int]]] = {}

    @property
    def needles(self) -> bool:
        """Tell whether needles rest in it."""
        return any(phase.kind == "rest" for phase in self.offer.phases)

    def _present(self, role: str | None) -> int:
        """Return the minutes in which a role (None: the patient) is present; bit 0 is the start."""
        mask = 0
        for phase in self.offer.phases:
            if phase.patient if role is None else role in phase.roles:
                mask |= full(phase.minutes) << phase.start_min
        return mask

    def runs(self, roles: Collection[str]) -> list[Taking]:
        """Return when somebody who fills these roles (none: the patient) is taken, from EPOCH."""
        keys = frozenset(roles)
        if keys not in self._runs:
            self._runs[keys] = (
                takings(self.offer, EPOCH, dict.fromkeys(keys, 0), {})
                if keys
                else patient_takings(self.offer, EPOCH, 0)
            )
        return self._runs[keys]

    def able(self, wishes: tuple[str, ...]) -> list[list[int]]:
        """Return for each role who may fill it, for a patient with these standing wishes."""
        if wishes not in self._able:
            house = self.house
            people = [one.pk for one in house.resources]
            papers = papers_for(self.offer.needs, people, house.zone)
            fitness = Fitness(self.offer.needs, wishes, house.axis, papers)
            self._able[wishes] = [
                [one.pk for one in house.resources if fitness.fits(one, need)]
                for need in self.offer.needs
            ]
        return self._able[wishes]


class House:
    """Resources, users and services of one centre, read once."""

    def __init__(self, centre: Centre, today: date) -> None:
        self.centre, self.zone = centre, ZoneInfo(centre.zone)
        self.axis = Axis(midnight(today, self.zone), 1)
        self.resources = list(
            Resource.objects.filter(centre=centre, active=True).order_by("position", "id")
        )
        self.by_id = {one.pk: one for one in self.resources}
        self.couches = {one.pk for one in self.resources if one.kind == ResourceKind.COUCH}
        self.inside: dict[int, tuple[int, ...]] = {
            one.pk: (one.pk, *(part.pk for part in self.resources if part.whole_id == one.pk))
            for one in self.resources
        }
        self.actors = self._actors()
        self.bookables = {
            (service.slug, alone): Bookable(self, service, not_alone=alone)
            for service in Service.objects.filter(centre=centre, active=True).order_by("position")
            for alone in (False, True)
        }
        self.public = Actor(
            role=Role.PUBLIC,
            centre_id=None,
            source=Source.PUBLIC,
            purpose=Purpose.PATIENT_REQUEST,
        )

    def _actors(self) -> dict[int, Actor]:
        """Return who may act here, by user."""
        return {
            one.user_id: Actor(
                role=one.role,
                user_id=one.user_id,
                centre_id=self.centre.pk,
                purpose=Purpose.SCHEDULING if one.role == Role.DESK else Purpose.TREATMENT,
            )
            for one in Membership.objects.filter(centre=self.centre)
        }

    @property
    def desk(self) -> Actor:
        """Return the one at the desk."""
        return self.actors[User.objects.get(email="desk@demo.example").pk]

    def behind(self, resource_id: int | None, otherwise: Actor) -> Actor:
        """Return who acts as a resource: the user behind it."""
        user_id = self.by_id[resource_id].user_id if resource_id in self.by_id else None
        return self.actors.get(user_id or 0, otherwise)

    def rooms_of(self, roles: Mapping[str, int]) -> list[int]:
        """Return the rooms and couches among those that fill the roles."""
        return sorted({pk for pk in roles.values() if self.by_id[pk].kind in PLACES})

    def people(self, skills: Collection[str]) -> list[int]:
        """Return the practitioners with any of some skills."""
        return [
            one.pk
            for one in self.resources
            if one.kind == ResourceKind.PRACTITIONER and not set(skills).isdisjoint(one.skills)
        ]
