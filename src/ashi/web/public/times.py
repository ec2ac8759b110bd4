"""Which times the public may choose from: days with free times, and one day's times."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from ashi.apps.audit.actor import Actor
from ashi.apps.bookings.calendars import Opening
from ashi.apps.bookings.models import Visit
from ashi.apps.bookings.openings import openings_for, openings_for_visit
from ashi.apps.bookings.rules import earliest_for
from ashi.apps.centres.models import Resource, Service

MANY = 100_000
NOON = 12
APART = timedelta(minutes=15)  # chosen: nobody reads every fifth minute on a phone


@dataclass(frozen=True)
class Choice:
    """What the picker shows."""

    days: list[tuple[date, int]]
    day: date | None
    morning: list[Opening]
    afternoon: list[Opening]
    soonest: dict[int | None, datetime]


def chooser_role(service: Service) -> str | None:
    """Return the role by which a patient chooses a person: the first that only people fill."""
    for role in service.roles.all():
        if set(role.kinds) == {"practitioner"}:
            return role.key
    return None


def choice_for(
    by: Actor,
    service: Service,
    *,
    person: Resource | None,
    day: date | None,
    visit: Visit | None = None,
) -> Choice:
    """Return days, times and each person's soonest time, by the centre's rules."""
    zone = ZoneInfo(service.centre.zone)
    earliest = earliest_for(by, service.centre, timezone.now())
    first = earliest.astimezone(zone).date()
    last = timezone.now().astimezone(zone).date() + timedelta(days=service.centre.horizon_days)
    role = chooser_role(service)
    found = _found(service, visit, first, last, earliest)
    soonest = _soonest(found, role)
    if person is not None and role is not None:
        found = _found(service, visit, first, last, earliest, {role: person.pk})
    by_day: dict[date, list[Opening]] = {}
    for one in found:
        by_day.setdefault(one.start.astimezone(zone).date(), []).append(one)
    chosen = day if day in by_day else next(iter(by_day), None)
    times = spaced(by_day.get(chosen, [])) if chosen else []
    return Choice(
        [(one, len(spaced(many))) for one, many in by_day.items()],
        chosen,
        [one for one in times if one.start.astimezone(zone).hour < NOON],
        [one for one in times if one.start.astimezone(zone).hour >= NOON],
        soonest,
    )


def spaced(found: list[Opening]) -> list[Opening]:
    """Return times at least a quarter of an hour apart; the first of every gap is kept."""
    kept: list[Opening] = []
    for one in found:
        if not kept or one.start - kept[-1].start >= APART:
            kept.append(one)
    return kept


def _found(
    service: Service,
    visit: Visit | None,
    first: date,
    last: date,
    earliest: datetime,
    roles: Mapping[str, int] | None = None,
) -> list[Opening]:
    if visit is not None:
        return openings_for_visit(
            visit=visit, first=first, last=last, earliest=earliest, roles=roles
        )
    return openings_for(
        service=service, first=first, last=last, earliest=earliest, roles=roles, limit=MANY
    )


def _soonest(found: list[Opening], role: str | None) -> dict[int | None, datetime]:
    """Return the first time of anyone (None) and, as far as the search shows it, of each."""
    soonest: dict[int | None, datetime] = {}
    for one in found:
        soonest.setdefault(None, one.start)
        if role is not None:
            soonest.setdefault(one.roles[role], one.start)
    return soonest
