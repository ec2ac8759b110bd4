"""From promises to what happened: which acts are over by now, for new rows and for stored ones."""

import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from ashi.apps.billing.models import Payment
from ashi.apps.bookings.calendars import moment
from ashi.apps.bookings.models import SessionRole, Visit
from ashi.apps.centres.models import Resource
from ashi.apps.demo.happening import (
    CLOSE_INCIDENT,
    DESK,
    FOUND,
    MISCOUNT,
    PAY,
    READY,
    Act,
    Course,
    acts_of,
)
from ashi.apps.demo.house import House
from ashi.apps.demo.recording import Happening, OpenBell, OpenIncident
from ashi.apps.demo.storing import Stored
from ashi.apps.demo.workbench import Workbench
from ashi.apps.encounters.course_of_day import VisitState, rest_of, state_of
from ashi.apps.encounters.facts import fact_of
from ashi.apps.encounters.models import Bell, NeedleIncident, RoomStep, Step, StepKind

LATE_DAYS = 0.14
ARRIVES_BEFORE = timedelta(minutes=15)
ONCE = {*StepKind.values, PAY} - {StepKind.UNDO, StepKind.MORE_TIME}


def drift_min(seed: int, start: datetime, person: int) -> int:
    """Return how late somebody runs at an hour: hardly, or on some days more and more."""
    dice = random.Random(f"{seed} {start.date()} {person}")  # noqa: S311 -- dice, not keys
    if dice.random() > LATE_DAYS:
        return dice.choice((0, 0, 0, 1, 2, 3))
    return min(max(start.hour - 6, 0) * dice.choice((1, 2, 3)), 22)


@dataclass(frozen=True)
class Begun:
    """A stored visit, and what has happened in it so far."""

    visit: Visit
    happening: Happening


def course_of(
    bench: Workbench, visit: Happening, start: datetime, plan: Sequence[dict[str, Any]]
) -> Course:
    """Return the course a visit takes, the same whenever it is asked."""
    dice = random.Random(visit.uuid.int >> 8)  # noqa: S311 -- dice, not keys
    lead = next(iter(visit.roles.values()), 0)
    return Course(
        start,
        plan,
        visit.rooms,
        visit.price,
        visit.payer,
        drift_min(bench.seed, start.astimezone(bench.zone), lead),
        miscounted=dice.random() < MISCOUNT,
    )


def new_happening(house: House, stored: Stored) -> Happening:
    """Return a visit that was laid out a moment ago."""
    what = stored.promise.what
    return Happening(
        stored.id,
        stored.version,
        stored.guest.patient.id,
        stored.uuid,
        stored.promise.roles,
        house.rooms_of(stored.promise.roles),
        rest_of(what.plan),
        what.service.price,
        what.service.payer,
    )


def tell_new(bench: Workbench, stored: Iterable[Stored]) -> None:
    """Record what has happened by now in visits that were laid out a moment ago."""
    for one in stored:
        start = moment(one.promise.start)
        if one.guest.stands and start - ARRIVES_BEFORE < bench.now:
            visit = new_happening(bench.house, one)
            course = course_of(bench, visit, start, one.promise.what.plan)
            dice = random.Random(visit.uuid.int)  # noqa: S311 -- dice, not keys
            acts = [act for act in acts_of(dice, course) if act.at <= bench.now]
            bench.recorder.record(visit, acts)


def unfinished(bench: Workbench) -> list[Begun]:
    """Return the visits that should have begun and that nobody has seen leave."""
    visits = list(
        Visit.objects.filter(
            session__centre=bench.house.centre,
            status=Visit.Status.BOOKED,
            session__starts_at__lt=bench.now + ARRIVES_BEFORE,
        )
        .exclude(pk__in=Step.objects.filter(kind=StepKind.LEAVE).values("visit_id"))
        .select_related("session")
        .order_by("pk")
    )
    return happenings_of(bench.house, visits)


def happenings_of(house: House, visits: Sequence[Visit]) -> list[Begun]:
    """Read what has happened in stored visits so far."""
    roles: dict[int, dict[str, int]] = defaultdict(dict)
    for role in SessionRole.objects.filter(session__visits__in=visits).order_by("pk"):
        roles[role.session_id][role.key] = role.resource_id
    found = {
        one.pk: Happening(
            one.pk,
            one.version,
            one.patient_id or 0,
            one.uuid,
            roles[one.session_id],
            house.rooms_of(roles[one.session_id]),
            rest_of(one.session.plan),
            one.price,
            one.payer,
        )
        for one in visits
    }
    for step in Step.objects.filter(visit__in=visits).order_by("occurred_at"):
        found[step.visit_id].facts.append(fact_of(step))
    for bell in Bell.objects.filter(visit__in=visits, closed_at=None):
        found[bell.visit_id].bells.append(
            OpenBell(bell.pk, bell.due_at, True, bell.taken_by_id, bell.taken_at)
        )
    for row in NeedleIncident.objects.filter(visit__in=visits).order_by("pk"):
        found[row.visit_id].incidents.append(_incident(row))
    return [Begun(one, found[one.pk]) for one in visits]


def _incident(row: NeedleIncident) -> OpenIncident:
    return OpenIncident(
        row.pk,
        row.counted_in,
        row.counted_out,
        row.opened_at,
        row.opened_by_id,
        True,
        row.accounted_by_id,
        row.resolution,
        row.closed_at,
        row.closed_by_id,
    )


def tell_stored(bench: Workbench, begun: Sequence[Begun]) -> None:
    """Let stored visits go on from where they stand to where they would be now."""
    visits = [one.visit for one in begun]
    paid = set(Payment.objects.filter(visit__in=visits).values_list("visit_id", flat=True))
    for one in begun:
        session, happening = one.visit.session, one.happening
        course = course_of(bench, happening, session.starts_at, session.plan)
        dice = random.Random(happening.uuid.int)  # noqa: S311 -- dice, not keys
        had = {str(fact.kind) for fact in happening.facts}
        had |= {PAY} if one.visit.pk in paid else set()
        state = state_of(happening.facts, happening.rest)
        left = [act for act in acts_of(dice, course) if act.what not in had & ONCE]
        bench.recorder.record(happening, going_on(left, state, bench.now))


def going_on(acts: Sequence[Act], state: VisitState, now: datetime) -> list[Act]:
    """Fit the acts that are left to what has happened: none before it, needles as they went in."""
    if state.last is None:
        return [act for act in acts if act.at <= now]
    fitted, shift = [], timedelta(0)
    floor = (state.out_at or state.in_since or state.since or now) + timedelta(seconds=40)
    for act in acts:
        at = act.at + shift
        least = floor
        if act.what == StepKind.NEEDLES_OUT and state.due_out:
            least = max(floor, state.due_out + timedelta(seconds=70))
            act = act._replace(needles=state.needles_in)  # noqa: PLW2901 -- the act as fitted
        if act.what == StepKind.CHECK and state.needles_in and at < floor:
            continue
        if at < least:
            shift += least - at
            at = least
        fitted.append(act._replace(at=at))
    return [act for act in fitted if act.at <= now]


def open_incidents(bench: Workbench, first: datetime, last: datetime) -> QuerySet[NeedleIncident]:
    """Return incidents opened in [first, last) that nobody has answered for yet."""
    return NeedleIncident.objects.filter(
        visit__session__centre=bench.house.centre,
        closed_at=None,
        opened_at__gte=first,
        opened_at__lt=last,
    )


def close_old_incidents(bench: Workbench) -> None:
    """Have somebody answer for needles of days past that nobody has answered for yet."""
    old = open_incidents(bench, datetime.min.replace(tzinfo=UTC), bench.morning)
    visits = Visit.objects.filter(pk__in=old.values("visit_id")).select_related("session")
    for one in happenings_of(bench.house, list(visits.order_by("pk"))):
        opened = one.happening.incidents[-1].opened_at
        at = min(opened + timedelta(minutes=bench.dice.randint(20, 90)), bench.morning)
        needler = next(iter(one.happening.roles), DESK)
        act = Act(at, CLOSE_INCIDENT, needler, text=bench.dice.choice(FOUND))
        bench.recorder.record(replace(one.happening, bells=[]), [act])


def latest_room_steps(bench: Workbench) -> list[RoomStep]:
    """Return the latest step of each room: one look into the index a room, not at all steps."""
    newest = RoomStep.objects.filter(resource=OuterRef("pk")).order_by(
        "-occurred_at", "-recorded_at"
    )
    rooms = Resource.objects.filter(centre=bench.house.centre).annotate(
        newest=Subquery(newest.values("pk")[:1])
    )
    return list(RoomStep.objects.filter(pk__in=rooms.values("newest")))


def make_rooms_ready(bench: Workbench) -> None:
    """Have rooms made ready that somebody left a while ago."""
    for step in latest_room_steps(bench):
        ready_at = step.occurred_at + timedelta(minutes=bench.dice.randint(8, 14))
        if step.kind == RoomStep.Kind.TO_PREPARE and ready_at <= bench.now:
            bench.recorder.make_ready(Act(ready_at, READY, DESK, resource=step.resource_id))
