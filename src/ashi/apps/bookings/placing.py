"""Find a place in the diary for one visit and take it, against everybody else who wants it.

First a choice is made without locks; then what was chosen is locked and looked at again. If it
is gone the choice begins anew, a few times; then the answer is that the time is taken.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import combinations
from typing import TypeVar

from django.db import IntegrityError, OperationalError, connection, transaction

from ashi.apps.bookings.calendars import Asked, calendar_for, forced, key_of
from ashi.apps.bookings.errors import SlotTakenError, UnknownRoleError
from ashi.apps.bookings.models import Session, SessionRole
from ashi.apps.bookings.occupying import (
    Taking,
    live_overlapping,
    lock_resources,
    patient_takings,
    retire_expired_holds,
    takings,
    with_parts,
)
from ashi.apps.bookings.offers import Offer, needling_roles, plan_of
from ashi.apps.bookings.removers import one_at_a_time
from ashi.apps.centres.models import Resource, Service
from ashi.core.scheduling.axis import minute_of
from ashi.core.scheduling.calendars import Calendar
from ashi.core.scheduling.choosing import is_free
from ashi.core.scheduling.openings import Opening, Search
from ashi.core.scheduling.openings import openings as search
from ashi.core.scheduling.services import pattern

ATTEMPTS = 4
OVERLAP, UNIQUE = "23P01", "23505"  # PostgreSQL's codes
GAVE_WAY = ("40P01", "40001")
Answer = TypeVar("Answer")


class LostRaceError(SlotTakenError):
    """What was chosen is gone; the choice may begin again."""


@dataclass(frozen=True)
class Wanted:
    """A visit that wants a place."""

    offer: Offer
    asked: Asked
    start: datetime
    roles: Mapping[str, int] = field(default_factory=dict)
    override: tuple[int, str] | None = None

    @property
    def patient_resource(self) -> int | None:
        """Return the patient's own resource, if there is a patient yet."""
        return self.asked.patient_resource

    def own(self) -> list[Taking]:
        """Return when the patient is taken; nothing while nobody is named yet."""
        if self.patient_resource is None:
            return []
        return patient_takings(self.offer, self.start, self.patient_resource)

    @property
    def end(self) -> datetime:
        """Return the end of the last phase."""
        return self.start + timedelta(minutes=self.offer.minutes)


@dataclass(frozen=True)
class Place:
    """What will be taken: who fills which role, and the runs of each resource and the patient."""

    roles: dict[str, int]
    things: list[Taking]
    patient: list[Taking]
    rests: bool = True  # as the rules of resting needles have it; else only by an override

    @property
    def resource_ids(self) -> set[int]:
        """Return everything that is to be locked."""
        return {one.resource_id for one in (*self.things, *self.patient)}


def choose(wanted: Wanted) -> Place:
    """Choose who fills the roles at the wanted start, without locks.

    Raises
    ------
    SlotTakenError
        Nobody fits; with an override, only what is not pinned can be lacking.
    """
    check_pins(wanted)
    calendar = calendar_for(wanted.offer, wanted.asked)
    at = minute_of(wanted.start) - calendar.axis.origin
    pins = {key: key_of(pk) for key, pk in wanted.roles.items()}
    question = Search(wanted.offer.shape(), 1 << at, pins)
    found = search(question, calendar)
    if not found and wanted.override:
        found = _overriding(wanted, calendar, question)
    if not found:
        raise SlotTakenError(start=wanted.start.isoformat())
    roles = {role: int(who) for role, who in found[0].roles}
    return Place(
        roles,
        takings(wanted.offer, wanted.start, roles, with_parts(set(roles.values()))),
        wanted.own(),
        _rests(wanted.offer, calendar, at, roles),
    )


def _rests(offer: Offer, calendar: Calendar, at: int, roles: Mapping[str, int]) -> bool:
    """Tell whether the visit may rest: somebody takes the needles out, and who needles has room."""
    rest = pattern(offer.shape().rest())
    people = (key_of(roles[key]) for key in needling_roles(offer.phases) if key in roles)
    own = [calendar.own_rest[one] for one in people if one in calendar.own_rest]
    house = [] if calendar.may_rest is None else [calendar.may_rest]
    return all(is_free(mask, at, rest) for mask in (*house, *own))


def _overriding(wanted: Wanted, calendar: Calendar, question: Search) -> list[Opening]:
    """Let as few roles as possible be filled by somebody who is taken, beside those pinned."""
    others = [role for role in question.service.roles if role.id not in wanted.roles]
    for count in range(len(others) + 1):
        for some in combinations(others, count):
            let = {
                int(one.id)
                for one in calendar.resources.values()
                if any(role.fits(one) for role in some)
            }
            found = search(question, forced(calendar, let | set(wanted.roles.values())))
            if found:
                return found
    return []


def check_pins(wanted: Wanted) -> None:
    """Refuse a role the offer does not have, or a resource of another centre or kind."""
    needs = {need.key: need for need in wanted.offer.needs}
    rows = Resource.objects.in_bulk(set(wanted.roles.values())) if wanted.roles else {}
    for role, pk in wanted.roles.items():
        row = rows.get(pk)
        if (
            role not in needs
            or row is None
            or row.centre_id != wanted.asked.centre.pk
            or row.kind not in needs[role].kinds
        ):
            raise UnknownRoleError(role=role, resource=pk)


def secure(wanted: Wanted, *, also: Collection[int] = (), not_session: int | None = None) -> Place:
    """Choose, lock what was chosen (and ``also``), and look again under the locks.

    Raises
    ------
    LostRaceError
        Somebody took part of it between the choice and the locks.
    """
    place = choose(wanted)
    locked = place.resource_ids | set(also)
    lock_resources(locked)
    retire_expired_holds(locked)
    if wanted.override is None and is_taken((*place.things, *place.patient), not_session):
        raise LostRaceError(start=wanted.start.isoformat())
    centre = wanted.asked.centre
    limited = wanted.override is None and (centre.most_resting or centre.most_needled)
    if limited and not rests_secured(wanted, place.roles):
        raise LostRaceError(start=wanted.start.isoformat())
    return place


def rests_secured(wanted: Wanted, roles: Mapping[str, int]) -> bool:
    """Tell whether this visit may rest, under the locks of who fills ``roles``.

    Where the centre limits who may rest at once, whoever else books that day waits meanwhile.
    """
    if wanted.asked.centre.most_resting:
        one_at_a_time(wanted.asked.centre, wanted.asked.first.toordinal())
    calendar = calendar_for(wanted.offer, wanted.asked)
    at = minute_of(wanted.start) - calendar.axis.origin
    return _rests(wanted.offer, calendar, at, roles)


def is_taken(wanted: Collection[Taking], not_session: int | None = None) -> bool:
    """Tell whether any live occupancy, guarded or not, overlaps what is wanted."""
    if not wanted:
        return False
    by_resource: dict[int, list[Taking]] = {}
    for one in wanted:
        by_resource.setdefault(one.resource_id, []).append(one)
    return any(
        row.during.lower < one.end and one.start < row.during.upper
        for row in live_overlapping(wanted)
        if not_session is None or row.session_id != not_session
        for one in by_resource[row.resource_id]
    )


def open_session(wanted: Wanted, service: Service, created_by_id: int | None) -> Session:
    """Keep that a service is given at a time; roles and what it takes are written after it."""
    return Session.objects.create(
        centre_id=service.centre_id,
        service=service,
        starts_at=wanted.start,
        ends_at=wanted.end,
        plan=plan_of(wanted.offer),
        places=service.places,
        created_by_id=created_by_id,
    )


def fill_roles(session: Session, roles: Mapping[str, int]) -> None:
    """Write who fills the session's roles, in place of those before."""
    session.roles.all().delete()
    SessionRole.objects.bulk_create(
        SessionRole(session=session, key=key, resource_id=pk) for key, pk in roles.items()
    )


def attempt(once: Callable[[], Answer]) -> Answer:
    """Run ``once`` in a transaction, again after a lost race or a serialisation failure.

    Raises
    ------
    SlotTakenError
        Nothing was free in any attempt; nothing is written.
    """
    for _ in range(ATTEMPTS - 1):
        try:
            with transaction.atomic():
                return once()
        except (LostRaceError, IntegrityError, OperationalError) as error:
            if not may_begin_again(error):
                raise
    try:
        with transaction.atomic():
            return once()
    except IntegrityError as error:
        if not may_begin_again(error):
            raise
        raise SlotTakenError from error


def may_begin_again(error: Exception) -> bool:
    """Tell whether another try can end otherwise: somebody was quicker, or a lock gave way."""
    if isinstance(error, LostRaceError):
        return True
    if isinstance(error, IntegrityError):
        return state_of(error) in (OVERLAP, UNIQUE)
    return state_of(error) in GAVE_WAY and not connection.in_atomic_block


def state_of(error: BaseException) -> str:
    """Return PostgreSQL's code of a database error."""
    return str(getattr(error.__cause__, "sqlstate", ""))
