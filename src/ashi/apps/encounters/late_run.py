"""What to do with the rest of a day when somebody runs late: read, and planned, not yet done."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from zoneinfo import ZoneInfo

from ashi.apps.bookings.proposals import Proposal
from ashi.apps.bookings.shifting import Course
from ashi.apps.centres.models import Centre, Resource
from ashi.apps.encounters.course_of_day import Phase
from ashi.apps.encounters.day_board import DayVisit, day_rows
from ashi.apps.encounters.errors import RoomUnknownError
from ashi.apps.encounters.late_run_taken import Diary, read_diary
from ashi.apps.encounters.late_run_ways import Moved, ways_out
from ashi.apps.encounters.running_late import LEAST, rounded_up
from ashi.core.scheduling.late_run import (
    Chain,
    Limits,
    Outcome,
    Taken,
    Use,
    held_without,
    plan_late_run,
)

MOST = timedelta(hours=2)  # chosen: what is put off by more is another appointment, to be agreed


@dataclass(frozen=True, slots=True)
class LateAsk:
    """Who runs late: by how many minutes what they begin next begins later, beside what is seen.

    ``agreed`` are visits whose patients agreed to come earlier, ``elsewhere`` those that no longer
    fit and take what is proposed. ``at`` is when it was looked at.
    """

    resource_id: int
    at: datetime
    minutes: int = 0
    agreed: frozenset[int] = frozenset()
    elsewhere: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class RunVisit:
    """One visit of the rest of the day, and where it goes.

    ``on`` is the resource it waits for, ``by`` and ``held_by`` are whose visit is meant.
    ``sooner`` is when it could begin if its patient agreed to come earlier. ``way`` is what is
    proposed where it no longer fits.
    """

    one: DayVisit
    outcome: Outcome
    on: Resource | None
    by: DayVisit | None
    held_by: DayVisit | None
    sooner: datetime | None
    agreed: bool
    way: Proposal | None = None

    @property
    def minutes(self) -> int:
        """Return by how many minutes it moves; below zero for an earlier start."""
        return (self.outcome.start - self.outcome.booked) // timedelta(minutes=1)

    @property
    def earlier_min(self) -> int:
        """Return by how many minutes it comes forward."""
        return -self.minutes

    @property
    def here(self) -> bool:
        """Tell whether the patient sits in the house already."""
        return self.one.state.phase is Phase.HERE


@dataclass(frozen=True, slots=True)
class LateRunPlan:
    """A plan for one resource; ``seal`` changes with anything that the plan rests on."""

    ask: LateAsk
    resource: Resource
    visits: tuple[RunVisit, ...]
    going: tuple[Course, ...]
    needs: frozenset[int]
    seal: str

    @property
    def most_hours(self) -> int:
        """Return by how many hours somebody is moved at most."""
        return MOST // timedelta(hours=1)

    @property
    def moves(self) -> list[RunVisit]:
        """Return who moves without standing in anybody's place."""
        return [one for one in self.visits if one.outcome.moves and one.held_by is None]

    @property
    def held(self) -> list[RunVisit]:
        """Return who could move only over the place of somebody who found none."""
        return [one for one in self.visits if one.held_by is not None]

    @property
    def unfit(self) -> list[RunVisit]:
        """Return who finds no place any more."""
        return [one for one in self.visits if one.outcome.why]

    @property
    def elsewhere(self) -> list[RunVisit]:
        """Return who takes what is proposed."""
        return [
            one
            for one in self.visits
            if one.way is not None and one.one.visit.pk in self.ask.elsewhere
        ]

    @property
    def staying(self) -> list[RunVisit]:
        """Return who begins as booked."""
        return [one for one in self.visits if not one.outcome.moves and not one.outcome.why]


def plan_for(centre: Centre, ask: LateAsk) -> LateRunPlan:
    """Plan the rest of the day of ``ask.at`` for one person, room or machine.

    Raises
    ------
    RoomUnknownError
        There is no such resource at the centre.
    """
    ask = replace(ask, at=ask.at.astimezone(UTC))
    rows = day_rows(centre, ask.at.astimezone(ZoneInfo(centre.zone)).date(), ask.at)
    resource = next((one for one in rows.resources if one.pk == ask.resource_id), None)
    if resource is None:
        raise RoomUnknownError(resource=ask.resource_id)
    diary = read_diary(rows, resource, ask.at)
    chains = [_chain(one, diary, ask) for one in diary.waiting.values()]
    taken = [*diary.taken, *_delay(ask, diary)]
    limits = Limits(rounded_up(ask.at), LEAST, MOST)
    outcomes = plan_late_run(chains, taken, limits)
    ways = ways_out(centre, diary, Moved(outcomes, _delay(ask, diary), ask.at, MOST))
    seal = _seal(ask, diary, outcomes, ways)
    goes = {key for key in ways if diary.waiting[key].visit.pk in ask.elsewhere}
    outcomes = held_without(chains, outcomes, goes)
    sooner = _sooner(chains, taken, limits)
    whose = {one.visit.session_id: one for one in rows.visits}
    things = {one.pk: one for one in rows.resources}
    visits = tuple(
        RunVisit(
            one=diary.waiting[one.key],
            outcome=one,
            on=things.get(one.on or 0),
            by=whose.get(one.by or 0),
            held_by=whose.get(one.held_by or 0),
            sooner=sooner.get(one.key) if not one.why else None,
            agreed=diary.waiting[one.key].visit.pk in ask.agreed,
            way=ways.get(one.key),
        )
        for one in outcomes
    )
    needs = frozenset(use.resource for chain in chains for use in chain.uses)
    return LateRunPlan(ask, resource, visits, diary.going, needs, seal)


def _chain(one: DayVisit, diary: Diary, ask: LateAsk) -> Chain:
    session = one.visit.session
    agreed = one.visit.pk in ask.agreed
    return Chain(
        key=session.pk,
        booked=session.starts_at,
        uses=tuple(
            Use(
                row.resource_id,
                row.during.lower - session.starts_at,
                row.during.upper - row.during.lower,
            )
            for row in diary.booked[session.pk]
        ),
        earliest=min(ask.at, session.starts_at) if agreed else session.starts_at,
        fixed=session.places > 1,
        beside=diary.beside[session.pk],
    )


def _delay(ask: LateAsk, diary: Diary) -> list[Taken]:
    """Return that whoever runs late is not free when their next visit is due, nor soon after."""
    own = [diary.waiting[key].visit.session.starts_at for key in diary.own]
    if not (own and ask.minutes):
        return []
    until = min(own) + timedelta(minutes=ask.minutes)
    return [
        Taken(resource, min(own), until, "late", is_new=True) for resource in sorted(diary.inside)
    ]


def _sooner(chains: Iterable[Chain], taken: Iterable[Taken], limits: Limits) -> dict[int, datetime]:
    """Return who could begin sooner than booked, if everybody agreed, and when."""
    willing = [
        one if one.fixed else replace(one, earliest=min(limits.not_before, one.booked))
        for one in chains
    ]
    found = plan_late_run(willing, taken, limits)
    return {one.key: one.start for one in found if one.start < one.booked}


def _seal(
    ask: LateAsk, diary: Diary, outcomes: Iterable[Outcome], ways: Mapping[int, Proposal]
) -> str:
    """Return what is the same as long as all that was shown is; ticks are no part of it."""
    told = [ask.resource_id, ask.minutes, ask.at.isoformat(), sorted(ask.agreed)]
    for outcome in outcomes:
        one, way = diary.waiting[outcome.key], ways.get(outcome.key)
        row = one.visit
        told += [row.pk, row.version, row.session.version, one.state.phase]
        told += [outcome.start.isoformat(), outcome.why, outcome.held_by]
        told.append(way and (way.rule, way.opening.start, sorted(way.opening.roles.items())))
    for course in diary.going:
        told += [course.session.pk, course.things, course.patient]
    return sha256(repr(told).encode()).hexdigest()[:32]
