"""What a change makes of a series: this visit, those that follow, or all to come; not yet done.

Visits that are over or have begun are never touched. A visit that was moved by itself before is
an exception: it stays, and is named, unless whoever changes the series takes it along. What
finds no place at its new time stays where it is, or takes another time that is free near it.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from zoneinfo import ZoneInfo

from django.db.models import prefetch_related_objects

from ashi.apps.audit.actor import Actor
from ashi.apps.bookings.calendars import moment
from ashi.apps.bookings.errors import SeriesUnknownError
from ashi.apps.bookings.models import SeriesChange, SeriesVisit, Session, SessionRole, Visit
from ashi.apps.bookings.offers import offer_as_filled
from ashi.apps.bookings.repeating import Occurrence, PlaceWanted, find_places
from ashi.apps.bookings.series_seen import SeenSeries, is_exception, series_of_visit
from ashi.apps.centres.models import ResourceKind
from ashi.apps.encounters.course_of_day import Phase, rest_of
from ashi.apps.encounters.facts import state_from
from ashi.apps.encounters.models import Step
from ashi.core.scheduling.axis import local_time, minute_of, minute_of_wall
from ashi.core.scheduling.repeating import Turn, turned

FRESH = timedelta(minutes=15)  # chosen: what was looked at longer ago is looked at again
Act = SeriesChange.Act


class Scope(StrEnum):
    """Which visits of a series are meant."""

    ONE = "one"
    FOLLOWING = "following"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class ChangeAsk:
    """A change: of which visits, what becomes of them, and when it was looked at.

    ``turns`` says for a weekday on which other day and when; ``person`` (a resource) replaces the
    practitioner; ``along`` are exceptions (visits) that are changed too.
    """

    visit_id: int
    scope: Scope
    act: str
    at: datetime
    turns: Mapping[int, Turn]
    person: int | None = None
    along: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Changing:
    """One visit that is to change: when it will be due, and its place or what stands against."""

    row: SeriesVisit
    due: datetime
    place: Occurrence | None

    @property
    def clashes(self) -> bool:
        """Tell whether it finds no place at its new time."""
        return self.place is not None and self.place.opening is None


@dataclass(frozen=True, slots=True)
class SeriesPlan:
    """A change as it would be done; ``seal`` changes with anything that it rests on.

    ``exceptions`` stay since they were moved by themselves, ``staying`` since nothing changes for
    them, ``begun`` since they are over or have begun. ``dues`` are when each row of the scope is
    due afterwards, exceptions included.
    """

    ask: ChangeAsk
    seen: SeenSeries
    visit: Visit
    changing: tuple[Changing, ...]
    exceptions: tuple[SeriesVisit, ...]
    staying: tuple[SeriesVisit, ...]
    begun: tuple[SeriesVisit, ...]
    dues: Mapping[int, datetime]
    seal: str

    @property
    def able(self) -> list[Changing]:
        """Return the visits that can change as asked."""
        return [one for one in self.changing if not one.clashes]

    @property
    def clashing(self) -> list[Changing]:
        """Return the visits that find no place at their new time."""
        return [one for one in self.changing if one.clashes]


def plan_change(by: Actor, ask: ChangeAsk, now: datetime) -> SeriesPlan:
    """Plan a change of a visit's series.

    Raises
    ------
    SeriesUnknownError
        No such visit at the actor's centre, or it belongs to no series.
    """
    visit = Visit.objects.filter(pk=ask.visit_id, session__centre=by.centre_id).first()
    seen = series_of_visit(visit) if visit else None
    if visit is None or seen is None:
        raise SeriesUnknownError(visit=ask.visit_id)
    read_roles(seen.visits)
    own = next(one for one in seen.visits if one.visit_id == visit.pk)
    zone = ZoneInfo(seen.series.centre.zone)
    within, begun = _within(seen, own, ask, now)
    exceptions = [one for one in within if _stays_apart(one, ask)]
    meant = [one for one in within if not _stays_apart(one, ask)]
    dues = {one.pk: _due(one, ask, zone) for one in within}
    moving = [one for one in meant if _changes(one, dues[one.pk], ask)]
    changing = _changing(moving, dues, ask, now)
    return SeriesPlan(
        ask=ask,
        seen=seen,
        visit=own.visit,
        changing=tuple(changing),
        exceptions=tuple(exceptions),
        staying=tuple(one for one in meant if one not in moving),
        begun=tuple(begun),
        dues={} if ask.scope is Scope.ONE else dues,
        seal=_seal(ask, changing, [*exceptions, *begun]),
    )


def _within(
    seen: SeenSeries, own: SeriesVisit, ask: ChangeAsk, now: datetime
) -> tuple[list[SeriesVisit], list[SeriesVisit]]:
    """Return the visits of the scope that are booked and to come, and those that have begun."""
    meant = [
        one
        for one in seen.visits
        if one.visit.status == Visit.Status.BOOKED
        and (ask.scope is Scope.ALL or one.pk == own.pk or _follows(one, own, ask))
    ]
    expected = _expected(meant)
    ahead = [one for one in meant if one.visit.session.starts_at > now and one.visit_id in expected]
    return ahead, [one for one in meant if one not in ahead]


def _follows(one: SeriesVisit, own: SeriesVisit, ask: ChangeAsk) -> bool:
    return ask.scope is Scope.FOLLOWING and (one.due_at, one.pk) > (own.due_at, own.pk)


def _expected(rows: Collection[SeriesVisit]) -> set[int]:
    """Return the visits of which nothing has happened yet; one query."""
    steps: dict[int, list[Step]] = {one.visit_id: [] for one in rows}
    for step in Step.objects.filter(visit__in=steps):
        steps[step.visit_id].append(step)
    return {
        one.visit_id
        for one in rows
        if state_from(steps[one.visit_id], rest_of(one.visit.session.plan)).phase is Phase.EXPECTED
    }


def _stays_apart(one: SeriesVisit, ask: ChangeAsk) -> bool:
    """Tell whether an exception is left as it is."""
    return ask.scope is not Scope.ONE and is_exception(one) and one.visit_id not in ask.along


def _due(one: SeriesVisit, ask: ChangeAsk, zone: ZoneInfo) -> datetime:
    """Return when a visit is due after the change, by the clock on the wall."""
    base = one.visit.session.starts_at if ask.scope is Scope.ONE else one.due_at
    if ask.act == Act.CANCEL:
        return base
    wall = local_time(minute_of(base), zone).replace(tzinfo=None)
    new = turned(wall, ask.turns)
    return base if new == wall else moment(minute_of_wall(new, zone))


def _changes(one: SeriesVisit, due: datetime, ask: ChangeAsk) -> bool:
    if ask.act == Act.CANCEL or one.visit.session.starts_at != due:
        return True
    return ask.person is not None and ask.person not in {
        role.resource_id for role in one.visit.session.roles.all()
    }


def _changing(
    moving: Sequence[SeriesVisit], dues: Mapping[int, datetime], ask: ChangeAsk, now: datetime
) -> list[Changing]:
    ordered = sorted(moving, key=lambda one: (dues[one.pk], one.pk))
    if ask.act == Act.CANCEL or not ordered:
        return [Changing(one, dues[one.pk], None) for one in ordered]
    wanted = [wanted_for(one, dues[one.pk], choices_for(one, ask.person)) for one in ordered]
    places = settle_together(wanted, now)
    return [Changing(one, dues[one.pk], place) for one, place in zip(ordered, places, strict=True)]


def settle_together(wanted: Sequence[PlaceWanted], now: datetime) -> list[Occurrence]:
    """Return the place of each; those that find none stay, and stand in the way of the others."""
    leaving = {one.session_id for one in wanted if one.offer.places == 1}
    while True:
        places = find_places(wanted, now, leaving)
        stuck = {
            one.session_id
            for one, place in zip(wanted, places, strict=True)
            if place.opening is None
        }
        if not leaving & stuck:
            return places
        leaving -= stuck


def read_roles(rows: Iterable[SeriesVisit]) -> None:
    """Read who fills what in these visits, and what their services need; three queries."""
    prefetch_related_objects(
        [one.visit.session for one in rows], "roles__resource", "service__roles"
    )


def _roles_of(session: Session) -> list[SessionRole]:
    return sorted(session.roles.all(), key=lambda role: role.pk)


def wanted_for(
    one: SeriesVisit, start: datetime, choices: Sequence[Mapping[str, int]]
) -> PlaceWanted:
    """Return a visit of a series as one that wants a place at ``start``."""
    session = one.visit.session
    kinds = {role.key: role.resource.kind for role in _roles_of(session)}
    offer = offer_as_filled(session, kinds)
    return PlaceWanted(offer, one.visit.patient, start, choices, session.service, session.pk)


def choices_for(one: SeriesVisit, person: int | None) -> list[dict[str, int]]:
    """Return whom to keep, most faithful first: everybody, then only the practitioners.

    With another person, who takes every part that the practitioner had, or the first of them.
    """
    filled = {role.key: role.resource for role in _roles_of(one.visit.session)}
    treat = {key: who.pk for key, who in filled.items() if who.kind == ResourceKind.PRACTITIONER}
    if person is None or not treat:
        return _unlike([{key: who.pk for key, who in filled.items()}, treat])
    first = next(iter(treat))
    theirs = {key: person if pk == treat[first] else pk for key, pk in treat.items()}
    everybody = {key: who.pk for key, who in filled.items()} | theirs
    return _unlike([everybody, theirs, {first: person}])


def _unlike(choices: Iterable[dict[str, int]]) -> list[dict[str, int]]:
    kept: list[dict[str, int]] = []
    for one in choices:
        if one not in kept:
            kept.append(one)
    return kept


def _seal(ask: ChangeAsk, changing: Iterable[Changing], others: Iterable[SeriesVisit]) -> str:
    turns = sorted((day, turn.day, turn.minute) for day, turn in ask.turns.items())
    told: list[object] = [ask.visit_id, ask.scope.value, ask.act, turns, ask.person]
    told += [ask.at.timestamp(), sorted(ask.along)]
    for one in changing:
        visit, place = one.row.visit, one.place
        told += [visit.pk, visit.version, visit.session.version, one.due.timestamp()]
        opening = place.opening if place else None
        told.append(opening and (opening.start.timestamp(), sorted(opening.roles.items())))
        told.append([each.code for each in place.against] if place else None)
    told += [(one.visit_id, one.visit.version) for one in others]
    return sha256(repr(told).encode()).hexdigest()[:32]
