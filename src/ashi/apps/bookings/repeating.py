"""Reads: each visit of a series as it would be, what stands against it, what is free near it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count

from ashi.apps.bookings.against import Against, Reasons
from ashi.apps.bookings.calendars import Opening, key_of, moment
from ashi.apps.bookings.classes import counted
from ashi.apps.bookings.house import NOBODY, House, around, as_opening
from ashi.apps.bookings.models import Session
from ashi.apps.bookings.offers import Offer
from ashi.apps.bookings.openings import offer_for
from ashi.apps.centres.models import Service
from ashi.apps.patients.models import Patient
from ashi.core.scheduling.axis import minute_of
from ashi.core.scheduling.calendars import Calendar
from ashi.core.scheduling.choosing import is_free
from ashi.core.scheduling.explanation import explain
from ashi.core.scheduling.openings import Search, nearest
from ashi.core.scheduling.openings import openings as search
from ashi.core.scheduling.repeating import Repeat, starts_of
from ashi.core.scheduling.services import pattern
from ashi.core.scheduling.week import grid

NEAR_DAYS = 2  # chosen: further off it is another week's visit
NEAR_COUNT = 3
NEAR_APART = timedelta(minutes=30)  # chosen: closer ones are no other choice
MANY = 200


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One visit of a series: when it is due, its opening, or what stands against it.

    ``near`` are the nearest openings where there is none at the time it is due.
    """

    due: datetime
    opening: Opening | None
    against: tuple[Against, ...] = ()
    near: tuple[Opening, ...] = ()


@dataclass(frozen=True, slots=True)
class PlaceWanted:
    """A visit of a series that wants a place; ``choices`` are pins to try, most faithful first.

    ``session_id`` is what it has now, which counts as gone for itself.
    """

    offer: Offer
    patient: Patient | None
    due: datetime
    choices: Sequence[Mapping[str, int]]
    service: Service
    session_id: int = NOBODY


@dataclass(frozen=True, slots=True)
class SeriesAsk:
    """What repeats: a service for a patient by a rule; ``roles`` are who fills which."""

    service: Service
    patient: Patient
    repeat: Repeat
    roles: Mapping[str, int]
    companion: str = ""


def dues_of(ask: SeriesAsk) -> list[datetime]:
    """Return when the visits of a series are due."""
    zone = ZoneInfo(ask.service.centre.zone)
    return [moment(one) for one in starts_of(ask.repeat, zone)]


def preview_series(ask: SeriesAsk, now: datetime) -> list[Occurrence]:
    """Return each visit of a series, in order; a number of queries that does not grow with them.

    What one visit takes is taken for the others: no two proposals collide.
    """
    offer = offer_for(ask.service, ask.patient, ask.companion)
    wanted = [
        PlaceWanted(offer, ask.patient, due, [ask.roles], ask.service) for due in dues_of(ask)
    ]
    return find_places(wanted, now)


def find_places(
    wanted: Sequence[PlaceWanted], now: datetime, leaving: Collection[int] = ()
) -> list[Occurrence]:
    """Return for each visit its place at the time it is due, or why not and what is near.

    Parameters
    ----------
    wanted : in the order of time, of one centre; not empty
    leaving : sessions that count as gone
    """
    centre = wanted[0].service.centre
    zone = ZoneInfo(centre.zone)
    patients = {one.patient.resource_id for one in wanted if one.patient}
    days = [one.due.astimezone(zone).date() for one in wanted]
    finder = _Finder(House(centre, [(day, day) for day in days], patients), now, leaving)
    found = [finder.at_due(one) for one in wanted]
    clashing = [at for at, one in enumerate(found) if one.opening is None]
    if clashing:
        house = House(centre, [around(days[at], NEAR_DAYS) for at in clashing], patients)
        nearby = _Finder(house, now, leaving)
        for at, one in enumerate(found):
            if one.opening is not None:
                house.take(wanted[at].offer, one.opening, wanted[at].patient)
        for at in clashing:
            found[at] = replace(found[at], near=nearby.near(wanted[at]))
    return found


class _Finder:
    """Finds places in one reading of a house."""

    def __init__(self, house: House, now: datetime, leaving: Collection[int]) -> None:
        self.house, self.now, self.leaving = house, now, frozenset(leaving)
        self.reasons = Reasons(house)
        self.classes: dict[int, dict[datetime, tuple[Session, int]]] = {}

    def at_due(self, one: PlaceWanted) -> Occurrence:
        """Return a visit's place at the time it is due, and take it."""
        day = self.house.day_of(one.due)
        if one.due < self.now - timedelta(minutes=self.house.centre.grain_min):
            return Occurrence(one.due, None, (Against("past"),))
        calendar = self.house.calendar(one.offer, one.patient, (day, day), self._gone(one))
        joined = self._class(one, calendar)
        if joined is not None:
            return joined
        refused: tuple[Against, ...] = ()
        for roles in one.choices:
            told = explain(_search(one.offer, roles), calendar, minute_of(one.due))
            if told.opening is not None:
                opening = as_opening(told.opening)
                self.house.take(one.offer, opening, one.patient)
                return Occurrence(one.due, opening)
            refused = self.reasons.of(told, one.offer)
        return Occurrence(one.due, None, refused)

    def _gone(self, one: PlaceWanted) -> frozenset[int]:
        """Return what counts as gone for one visit; a class goes on without who leaves it."""
        if one.session_id == NOBODY or one.offer.places > 1:
            return self.leaving
        return self.leaving | {one.session_id}

    def _class(self, one: PlaceWanted, calendar: Calendar) -> Occurrence | None:
        """Return the place in a class that is planned at the time, or that it is full."""
        planned = self._planned(one.service).get(one.due)
        if planned is None:
            return None
        session, filled = planned
        at = minute_of(one.due) - calendar.axis.origin
        if not is_free(calendar.patient, at, pattern(one.offer.shape().patient_presence())):
            return Occurrence(one.due, None, (Against("patient"),))
        if filled >= session.places:
            return Occurrence(one.due, None, (Against("class"),))
        roles = {role.key: role.resource_id for role in session.roles.all()}
        return Occurrence(one.due, Opening(session.starts_at, session.ends_at, roles, session.pk))

    def _planned(self, service: Service) -> dict[datetime, tuple[Session, int]]:
        """Return the planned sessions of a class, by start, with how many places are taken."""
        if service.places == 1:
            return {}
        if service.pk not in self.classes:
            axis = self.house.axis
            rows = (
                Session.objects.filter(
                    service=service,
                    cancelled_at=None,
                    starts_at__gte=moment(axis.origin),
                    starts_at__lt=moment(axis.origin + axis.length),
                )
                .annotate(filled=Count("visits", filter=counted("visits__")))
                .prefetch_related("roles")
            )
            self.classes[service.pk] = {one.starts_at: (one, one.filled) for one in rows}
        return self.classes[service.pk]

    def near(self, one: PlaceWanted) -> tuple[Opening, ...]:
        """Return the few openings nearest to a start that is not to be had; the first is taken."""
        days = around(self.house.day_of(one.due), NEAR_DAYS)
        calendar = self.house.calendar(one.offer, one.patient, days, self._gone(one))
        grain = self.house.centre.grain_min
        earliest = -(-int(self.now.timestamp()) // 60)
        starts = grid(calendar.axis, *days, self.house.zone, grain, earliest)
        found = search(_search(one.offer, one.choices[-1], starts), calendar)
        kept: list[Opening] = []
        for each in nearest(found, minute_of(one.due), MANY):
            opening = as_opening(each)
            if all(abs(opening.start - other.start) >= NEAR_APART for other in kept):
                kept.append(opening)
            if len(kept) == NEAR_COUNT:
                break
        if kept:
            self.house.take(one.offer, kept[0], one.patient)
        return tuple(kept)


def _search(offer: Offer, roles: Mapping[str, int], starts: int = 0) -> Search:
    return Search(offer.shape(), starts, {key: key_of(pk) for key, pk in roles.items()})
