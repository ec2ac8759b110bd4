"""Reads: when a service can begin and with whom, and why not elsewhere."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from ashi.apps.bookings.calendars import Asked, Opening, calendar_for, key_of, moment
from ashi.apps.bookings.classes import classes_with_places
from ashi.apps.bookings.models import Visit
from ashi.apps.bookings.offers import Offer, offer_of, offer_of_session
from ashi.apps.centres.models import Centre, Service
from ashi.apps.patients.models import FactValue, Patient
from ashi.core.scheduling.axis import minute_of
from ashi.core.scheduling.calendars import Calendar
from ashi.core.scheduling.explanation import Explanation, explain
from ashi.core.scheduling.openings import Search
from ashi.core.scheduling.openings import openings as search
from ashi.core.scheduling.week import grid

NEAR_DAYS = (1, 7)  # looked through in turn until enough is found
NEAR_COUNT = 5
NEAR_APART = timedelta(minutes=15)  # chosen: closer ones are no other choice
MANY = 100_000  # openings; more than two weeks of minutes hold


def asked_for(
    centre: Centre,
    first: date,
    last: date,
    *,
    patient: Patient | None = None,
    features: Collection[str] = (),
    not_session: int | None = None,
) -> Asked:
    """Return whose diary is read; a patient's standing wishes are requirements."""
    wishes = {*features, *(patient.wishes if patient else ())}
    return Asked(
        centre,
        first,
        last,
        patient_resource=patient.resource_id if patient else None,
        features=tuple(sorted(wishes)),
        not_session=not_session,
    )


def offer_for(service: Service, patient: Patient | None, companion: str = "") -> Offer:
    """Return the offer of a service for one patient; who is not left alone gets a sitter."""
    alone = patient is None or patient.not_left_alone != FactValue.YES or bool(companion)
    return offer_of(service, not_alone=not alone)


def find(
    offer: Offer,
    calendar: Calendar,
    asked: Asked,
    roles: Mapping[str, int],
    earliest: datetime | None,
) -> list[Opening]:
    """Search a prepared calendar for starts on the centre's grain."""
    zone = ZoneInfo(asked.centre.zone)
    floor = None if earliest is None else -(-int(earliest.timestamp()) // 60)
    starts = grid(calendar.axis, asked.first, asked.last, zone, asked.centre.grain_min, floor)
    pins = {key: key_of(pk) for key, pk in roles.items()}
    return [
        Opening(
            moment(one.start),
            moment(one.end),
            {role: int(who) for role, who in one.roles},
        )
        for one in search(Search(offer.shape(), starts, pins), calendar)
    ]


def openings_for(
    *,
    service: Service,
    first: date,
    last: date,
    roles: Mapping[str, int] | None = None,
    earliest: datetime | None = None,
    limit: int = 200,
    patient: Patient | None = None,
    features: Collection[str] = (),
    companion: str = "",
) -> list[Opening]:
    """Return up to ``limit`` openings between two local days, both included, in order.

    A class (``places`` above one) also opens where one is planned and has a place left.
    """
    offer = offer_for(service, patient, companion)
    asked = asked_for(service.centre, first, last, patient=patient, features=features)
    calendar = calendar_for(offer, asked)
    found = find(offer, calendar, asked, roles or {}, earliest)
    if service.places > 1:
        planned = classes_with_places(service, calendar, earliest)
        taken = {one.start for one in planned}
        found = sorted(
            [*planned, *(one for one in found if one.start not in taken)],
            key=lambda one: one.start,
        )
    return found[:limit]


def explain_start(
    *,
    service: Service,
    start: datetime,
    roles: Mapping[str, int] | None = None,
    patient: Patient | None = None,
    visit: Visit | None = None,
) -> Explanation:
    """Say whether a service (or a booked ``visit``, moved) fits at one start, and if not, why.

    Resources in the answer are row ids as text.
    """
    day = start.astimezone(ZoneInfo(service.centre.zone)).date()
    offer = offer_of_session(visit.session) if visit else offer_for(service, patient)
    asked = asked_for(
        service.centre,
        day,
        day,
        patient=visit.patient if visit else patient,
        not_session=visit.session_id if visit else None,
    )
    pins = {key: key_of(pk) for key, pk in (roles or {}).items()}
    question = Search(offer.shape(), 0, pins)
    return explain(question, calendar_for(offer, asked), minute_of(start))


@dataclass(frozen=True, slots=True)
class PassedOver:
    """Something a role prefers that it did not get; without obstacles it is free now."""

    wanted: int
    got: int
    why: Explanation


def passed_over(visit: Visit) -> list[PassedOver]:
    """Return what a visit's roles would rather have, and what stands in the way of each.

    Without a query more where each role has what it prefers most.
    """
    session = visit.session
    filled = {one.key: one.resource_id for one in session.roles.all()}
    missed = [
        (role, pk)
        for role in session.service.roles.all()
        if role.key in filled
        for pk in _rather(role.preferred, filled[role.key])
    ]
    if not missed:
        return []
    day = session.starts_at.astimezone(ZoneInfo(session.centre.zone)).date()
    offer = offer_of_session(session)
    asked = asked_for(session.centre, day, day, patient=visit.patient, not_session=session.pk)
    calendar = calendar_for(offer, asked)
    found = []
    for role, pk in missed:
        pins = {key: key_of(one) for key, one in {**filled, role.key: pk}.items()}
        question = Search(offer.shape(), 0, pins)
        why = explain(question, calendar, minute_of(session.starts_at))
        found.append(PassedOver(pk, filled[role.key], why))
    return found


def _rather(preferred: list[int], got: int) -> list[int]:
    return preferred[: preferred.index(got)] if got in preferred else preferred


def openings_for_visit(
    *,
    visit: Visit,
    first: date,
    last: date,
    roles: Mapping[str, int] | None = None,
    earliest: datetime | None = None,
) -> list[Opening]:
    """Return where a booked visit could go; the time it has now counts as free."""
    session = visit.session
    offer = offer_of_session(session)
    asked = asked_for(session.centre, first, last, patient=visit.patient, not_session=session.pk)
    return find(offer, calendar_for(offer, asked), asked, roles or {}, earliest)


def nearest_openings(
    service: Service,
    start: datetime,
    *,
    roles: Mapping[str, int] | None = None,
    patient: Patient | None = None,
    earliest: datetime | None = None,
) -> list[Opening]:
    """Return the few openings of a service nearest to a start that is not to be had."""

    def found(first: date, last: date) -> list[Opening]:
        return openings_for(
            service=service,
            first=first,
            last=last,
            roles=roles,
            earliest=earliest,
            patient=patient,
            limit=MANY,
        )

    return _nearest(found, start, service.centre, earliest)


def nearest_for_visit(visit: Visit, start: datetime, *, earliest: datetime | None) -> list[Opening]:
    """Return the few openings of a booked visit nearest to a start that is not to be had."""

    def found(first: date, last: date) -> list[Opening]:
        return openings_for_visit(visit=visit, first=first, last=last, earliest=earliest)

    return _nearest(found, start, visit.session.centre, earliest)


def _nearest(
    find_between: Callable[[date, date], list[Opening]],
    start: datetime,
    centre: Centre,
    earliest: datetime | None,
) -> list[Opening]:
    """Return the nearest few, looking further only where the days beside have too few."""
    zone = ZoneInfo(centre.zone)
    day, found = start.astimezone(zone).date(), list[Opening]()
    for days in NEAR_DAYS:
        first, last = day - timedelta(days=days), day + timedelta(days=days)
        if earliest is not None:
            first = max(first, earliest.astimezone(zone).date())
        found = find_between(first, max(first, last))
        reach = timedelta(days=days)  # what lies within it can only be beaten by what was seen
        near = _apart([one for one in found if abs(one.start - start) <= reach], start)
        if len(near) == NEAR_COUNT:
            return sorted(near, key=lambda one: one.start)
    return sorted(_apart(found, start), key=lambda one: one.start)


def _apart(found: list[Opening], start: datetime) -> list[Opening]:
    """Return the few nearest that differ enough to be a choice."""
    kept: list[Opening] = []
    for one in sorted(found, key=lambda one: (abs(one.start - start), one.start)):
        if all(abs(one.start - other.start) >= NEAR_APART for other in kept):
            kept.append(one)
            if len(kept) == NEAR_COUNT:
                break
    return kept
