"""Everything one day's board shows, in a number of queries that does not grow with the day."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.utils.translation import get_language

from ashi.apps.bookings.models import Override, SessionRole, Visit, Wish
from ashi.apps.bookings.wishing import FAIR_ORDER
from ashi.apps.centres.models import Absence, Centre, Closure, ExtraOpening, Resource, WeeklyHours
from ashi.apps.encounters.calling import ListedCall
from ashi.apps.encounters.course_of_day import StepFact, VisitState, rest_of, state_of
from ashi.apps.encounters.drawn import PlanPhase
from ashi.apps.encounters.facts import fact_of, plan_of
from ashi.apps.encounters.models import Bell, NeedleIncident, RoomStep, SecondCount, Step


@dataclass(frozen=True, slots=True)
class Day:
    """One local day of a centre as instants: ``first`` is in it, ``last`` is not."""

    date: date
    first: datetime
    last: datetime

    def minute_of(self, instant: datetime) -> int:
        """Return the whole minutes from the day's first instant."""
        return int((instant - self.first).total_seconds() // 60)


@dataclass(frozen=True, slots=True)
class DayVisit:
    """One visit of the day with all that the board says of it."""

    visit: Visit
    plan: list[PlanPhase]
    roles: dict[str, Resource]
    state: VisitState
    bell: Bell | None
    incident: NeedleIncident | None
    second: SecondCount | None
    overrides: list[str]
    alone: str = ""  # why it may rest although too few may take the needles out
    call: ListedCall | None = None  # the patient has still to be told of a change
    steps: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class DayRows:
    """The day of one centre; every list is complete."""

    centre: Centre
    day: Day
    resources: list[Resource]
    visits: list[DayVisit]
    rooms: dict[int, RoomStep]
    open_minutes: dict[int, list[tuple[int, int]]]
    absences: list[Absence]
    closures: list[Closure]
    incidents: list[NeedleIncident]
    wishes: list[Wish]


def day_of(centre: Centre, when: date) -> Day:
    """Return the first instant of a local day and of the next."""
    zone = ZoneInfo(centre.zone)
    first = datetime.combine(when, time.min, zone)
    last = datetime.combine(when + timedelta(days=1), time.min, zone)
    utc = ZoneInfo("UTC")
    return Day(when, first.astimezone(utc), last.astimezone(utc))


def visits_between(centre_id: int, first: datetime, last: datetime) -> QuerySet[Visit]:
    """Return the visits of a centre whose sessions begin in [first, last), cancelled or not."""
    return Visit.objects.filter(
        session__centre=centre_id, session__starts_at__gte=first, session__starts_at__lt=last
    )


def day_rows(centre: Centre, when: date, now: datetime) -> DayRows:
    """Read one day of a centre."""
    day = day_of(centre, when)
    resources = list(Resource.objects.filter(centre=centre, active=True).order_by("position", "id"))
    incidents = list(
        NeedleIncident.objects.filter(closed_at__isnull=True, visit__session__centre=centre)
        .select_related("visit__patient", "visit__session", "opened_by")
        .order_by("opened_at")
    )
    ids = [one.pk for one in resources]
    overlaps = Q(during__overlap=(day.first, day.last))
    return DayRows(
        centre=centre,
        day=day,
        resources=resources,
        visits=visits_shown(
            visits_between(centre.pk, day.first, day.last),
            now,
            {one.visit_id: one for one in incidents},
        ),
        rooms=_rooms(ids, day),
        open_minutes=_open_minutes(day, ids),
        absences=list(
            Absence.objects.filter(overlaps, resource__in=ids).select_related("resource")
        ),
        closures=list(
            Closure.objects.filter(overlaps, centre=centre, state=Closure.State.CONFIRMED)
        ),
        incidents=incidents,
        wishes=list(
            Wish.objects.filter(centre=centre, state=Wish.State.OPEN)
            .select_related("patient", "service", "practitioner")
            .order_by(*FAIR_ORDER)
        ),
    )


def visits_shown(
    among: QuerySet[Visit], now: datetime, incidents: dict[int, NeedleIncident]
) -> list[DayVisit]:
    """Return those of ``among`` that stand on a board at ``now``, by their booked start."""
    rows = list(
        among.select_related("session__service", "patient").order_by("session__starts_at", "id")
    )
    steps = _steps(rows)
    shown = [one for one in rows if _is_shown(one, steps, now)]
    sessions = {one.session_id for one in shown}
    roles: dict[int, dict[str, Resource]] = defaultdict(dict)
    for role in SessionRole.objects.filter(session__in=sessions).select_related("resource"):
        roles[role.session_id][role.key] = role.resource
    reasons: dict[int, list[str]] = defaultdict(list)
    alone: dict[int, str] = {}
    for override in Override.objects.filter(session__in=sessions, ended_at__isnull=True):
        if override.against_id is None:
            alone[override.session_id] = override.reason
        elif override.reason not in reasons[override.session_id]:  # one reason, several overlaps
            reasons[override.session_id].append(override.reason)
    bells = {
        bell.visit_id: bell
        for bell in Bell.objects.filter(visit__in=shown, closed_at__isnull=True).select_related(
            "taken_by", "called"
        )
    }
    seconds = {one.visit_id: one for one in second_counts_open(visit__in=shown)}
    calls = {
        one.visit_id: one for one in ListedCall.objects.filter(visit__in=shown, closed_at=None)
    }
    greek = (get_language() or "").startswith("el")
    return [
        DayVisit(
            visit=one,
            plan=plan_of(one.session, greek=greek),
            roles=roles[one.session_id],
            state=state_of(steps.get(one.pk, []), rest_of(one.session.plan)),
            bell=bells.get(one.pk),
            incident=incidents.get(one.pk),
            second=seconds.get(one.pk),
            overrides=reasons.get(one.session_id, []),
            alone=alone.get(one.session_id, ""),
            call=calls.get(one.pk),
            steps=tuple(step.id for step in steps.get(one.pk, [])),
        )
        for one in shown
    ]


def second_counts_open(**among: Any) -> QuerySet[SecondCount]:
    """Return what waits for a second count, the longest first."""
    rows = SecondCount.objects.filter(closed_at__isnull=True, **among)
    return rows.select_related("visit__patient", "first_by").order_by("asked_at")


def _steps(visits: list[Visit]) -> dict[int, list[StepFact]]:
    found: dict[int, list[StepFact]] = defaultdict(list)
    for step in Step.objects.filter(visit__in=visits):
        found[step.visit_id].append(fact_of(step))
    return dict(found)


def _is_shown(visit: Visit, steps: dict[int, list[StepFact]], now: datetime) -> bool:
    """Tell whether a visit stands on the board: promised, held, or come all the same."""
    if visit.status == Visit.Status.HELD:
        return visit.hold_expires_at is not None and visit.hold_expires_at > now
    return visit.status in (Visit.Status.BOOKED, Visit.Status.NO_SHOW) or visit.pk in steps


def _rooms(resource_ids: list[int], day: Day) -> dict[int, RoomStep]:
    """Return the latest word of the day about each room."""
    latest = (
        RoomStep.objects.filter(
            resource__in=resource_ids, occurred_at__gte=day.first, occurred_at__lt=day.last
        )
        .order_by("resource_id", "-occurred_at", "-recorded_at")
        .distinct("resource_id")
    )
    return {step.resource_id: step for step in latest}


def _open_minutes(day: Day, resource_ids: list[int]) -> dict[int, list[tuple[int, int]]]:
    """Return when each resource is open, in minutes of the day, by its hours and extra openings."""
    valid = (Q(valid_from__isnull=True) | Q(valid_from__lte=day.date)) & (
        Q(valid_to__isnull=True) | Q(valid_to__gte=day.date)
    )
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for hours in WeeklyHours.objects.filter(
        valid, resource__in=resource_ids, weekday=day.date.weekday()
    ):
        found[hours.resource_id].append((hours.opens_min, hours.closes_min))
    for extra in ExtraOpening.objects.filter(
        resource__in=resource_ids, during__overlap=(day.first, day.last)
    ):
        span = (day.minute_of(extra.during.lower), day.minute_of(extra.during.upper))
        found[extra.resource_id].append(span)
    return dict(found)
