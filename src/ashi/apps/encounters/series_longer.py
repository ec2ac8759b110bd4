"""What making a series longer would book: the same rhythm gone on with; not yet done.

The rhythm is read off the visits up to the last that stands. New visits are of the service as it
is now, with whom the last one has; each finds its place, or is shown with what stands against it
and what is free near it, as when a series is booked first.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from uuid import UUID
from zoneinfo import ZoneInfo

from ashi.apps.audit.actor import Actor
from ashi.apps.bookings.calendars import moment
from ashi.apps.bookings.errors import SeriesUnknownError
from ashi.apps.bookings.models import GIVEN_UP, SeriesVisit, Visit
from ashi.apps.bookings.openings import offer_for
from ashi.apps.bookings.repeating import Occurrence, PlaceWanted, find_places
from ashi.apps.bookings.series_seen import SeenSeries, seen_series
from ashi.apps.encounters.series_change import choices_for, read_roles
from ashi.core.scheduling.axis import local_time, minute_of
from ashi.core.scheduling.repeating import Longer, goes_on, rhythm_of


@dataclass(frozen=True, slots=True)
class LongerAsk:
    """How much longer: so many visits or until a day, on which weekdays, and when looked at.

    No ``days``: those of the series.
    """

    series_id: UUID
    at: datetime
    count: int | None = None
    until: date | None = None
    days: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class LongerPlan:
    """The visits that would be added, in order; ``seal`` changes with anything they rest on."""

    ask: LongerAsk
    seen: SeenSeries
    last: SeriesVisit
    added: tuple[Occurrence, ...]
    seal: str


def last_of(seen: SeenSeries) -> SeriesVisit | None:
    """Return the last visit of a series that stands; of a course, which has no rule, None."""
    stand = [one for one in seen.visits if one.visit.status not in GIVEN_UP]
    if seen.series.every_weeks is None or not (stand or seen.visits):
        return None
    return (stand or list(seen.visits))[-1]


def rhythm_at(seen: SeenSeries, last: SeriesVisit) -> dict[int, int]:
    """Return the weekdays on which a series goes on, and the wall-clock minute of each."""
    walls = [_wall(seen, one) for one in seen.visits]
    return rhythm_of(walls, _wall(seen, last), seen.series.every_weeks or 1)


def plan_longer(by: Actor, ask: LongerAsk, now: datetime) -> LongerPlan:
    """Plan the further visits of a series.

    Raises
    ------
    SeriesUnknownError
        No such series at the actor's centre, or it has no rule.
    BadValueError
        No end or two, too many, or none until then (``core.scheduling.repeating``).
    """
    seen = seen_series(by, ask.series_id)
    last = last_of(seen)
    if last is None:
        raise SeriesUnknownError(series=str(ask.series_id))
    read_roles([last])
    zone = ZoneInfo(seen.series.centre.zone)
    longer = Longer(
        _wall(seen, last).date(),
        now.astimezone(zone).date(),
        _times(seen, last, ask.days),
        seen.series.every_weeks or 1,
        ask.count,
        ask.until,
    )
    visit, service = last.visit, last.visit.session.service
    offer = offer_for(service, visit.patient, visit.companion)
    choices = _choices(last)
    wanted = [
        PlaceWanted(offer, visit.patient, moment(at), choices, service)
        for at in goes_on(longer, zone)
    ]
    added = tuple(find_places(wanted, now))
    return LongerPlan(ask, seen, last, added, _seal(ask, seen, added))


def _wall(seen: SeenSeries, one: SeriesVisit) -> datetime:
    zone = ZoneInfo(seen.series.centre.zone)
    return local_time(minute_of(one.due_at), zone).replace(tzinfo=None)


def _times(seen: SeenSeries, last: SeriesVisit, days: frozenset[int]) -> dict[int, int]:
    """Return weekday to minute; a weekday that is new to the rhythm has its own last time, if any,
    else that of the last visit.
    """
    known = rhythm_at(seen, last)
    if not days:
        return known
    before = {wall.weekday(): wall.hour * 60 + wall.minute for wall in _walls_up_to(seen, last)}
    wall = _wall(seen, last)
    usual = wall.hour * 60 + wall.minute
    return {day: known.get(day, before.get(day, usual)) for day in days}


def _walls_up_to(seen: SeenSeries, last: SeriesVisit) -> list[datetime]:
    return [_wall(seen, one) for one in seen.visits if one.due_at <= last.due_at]


def _choices(last: SeriesVisit) -> list[dict[str, int]]:
    """Return whom to ask for, most faithful first; roles that the service has no more are left."""
    keys = {role.key for role in last.visit.session.service.roles.all()}
    return [_kept(one, keys) for one in choices_for(last, None)]


def _kept(roles: Mapping[str, int], keys: set[str]) -> dict[str, int]:
    return {key: pk for key, pk in roles.items() if key in keys}


def _seal(ask: LongerAsk, seen: SeenSeries, added: tuple[Occurrence, ...]) -> str:
    told: list[object] = [str(ask.series_id), ask.at.timestamp(), ask.count, ask.until]
    told.append(sorted(ask.days))
    told += [(one.visit_id, _standing(one.visit)) for one in seen.visits]
    for one in added:
        opening = one.opening
        told.append((one.due.timestamp(), [each.code for each in one.against]))
        told.append(opening and (opening.start.timestamp(), sorted(opening.roles.items())))
    return sha256(repr(told).encode()).hexdigest()[:32]


def _standing(visit: Visit) -> tuple[int, int]:
    return visit.version, visit.session.version
