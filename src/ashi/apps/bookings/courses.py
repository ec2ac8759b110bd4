"""Reads: where several visits of one service find a place, so many days apart."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from ashi.apps.bookings.calendars import Opening, calendar_for, key_of, moment
from ashi.apps.bookings.openings import asked_for, offer_for
from ashi.apps.centres.models import Service
from ashi.apps.patients.models import Patient
from ashi.core.scheduling.courses import Wish, plan_course
from ashi.core.scheduling.openings import Search
from ashi.core.scheduling.week import WeeklyHours, grid

LONGEST = timedelta(days=190)
EVERY_DAY = frozenset(range(7))


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a course should be like; ``hours`` are preferred, from and to in minutes of the day."""

    visits: int
    min_days: int
    max_days: int
    first: date
    hours: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """The visits that find a place, in order, and how many do not."""

    openings: tuple[Opening, ...]
    unplaced: int


def find_course(
    service: Service,
    patient: Patient,
    wanted: Wanted,
    *,
    roles: Mapping[str, int],
    earliest: datetime,
) -> Found:
    """Return the best course from a day on; one person is kept throughout.

    Parameters
    ----------
    roles : who fills which role; a role that only practitioners fill is kept by one of them
    """
    zone = ZoneInfo(service.centre.zone)
    offer = offer_for(service, patient)
    reach = timedelta(days=wanted.max_days * wanted.visits + 7)
    last = wanted.first + min(reach, LONGEST)
    asked = asked_for(service.centre, wanted.first, last, patient=patient)
    calendar = calendar_for(offer, asked)
    floor = -(-int(earliest.timestamp()) // 60)
    starts = grid(calendar.axis, wanted.first, last, zone, service.centre.grain_min, floor)
    prefer = None if wanted.hours is None else WeeklyHours(EVERY_DAY, *wanted.hours)
    same = tuple(need.key for need in offer.needs if need.kinds == {"practitioner"})
    wish = Wish(wanted.visits, wanted.min_days, wanted.max_days, prefer, same)
    pins = {key: key_of(pk) for key, pk in roles.items()}
    course = plan_course(Search(offer.shape(), starts, pins), calendar, wish, zone)
    openings = tuple(
        Opening(moment(one.start), moment(one.end), {role: int(who) for role, who in one.roles})
        for one in course.visits
    )
    return Found(openings, course.unplaced)
