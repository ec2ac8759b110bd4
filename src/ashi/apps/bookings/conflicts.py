"""Reads: which booked sessions to come stand against what holds now, and why.

A session stands as long as whom and what it needs are there (hours, absences, closures), still in
the diary, and still fit for the role they fill (skills, permits), and as long as its service
still has the phases that were promised. While its needles rest, enough are in the house to take
them out: of several that rest at once, the later ones are in conflict. One pass over all that is
to come, in a number of queries that does not grow with it.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Prefetch, Q

from ashi.apps.bookings.calendars import moment, rules_of, span_of
from ashi.apps.bookings.contradicted import covered
from ashi.apps.bookings.models import Occupancy, Override, Session, Visit
from ashi.apps.bookings.offers import offer_of, plan_of
from ashi.apps.bookings.removers import in_house, resting, rests_of
from ashi.apps.centres.models import (
    PEOPLE,
    Absence,
    Centre,
    Closure,
    ExtraOpening,
    Permit,
    PhaseKind,
    Resource,
    ServiceRole,
    WeeklyHours,
)
from ashi.core.scheduling.axis import Axis, Span
from ashi.core.scheduling.bits import full
from ashi.core.scheduling.removers import one_more
from ashi.core.scheduling.resources import ResourceId
from ashi.core.scheduling.week import WeeklyHours as Rule
from ashi.core.scheduling.week import weekly_spans

AT_ONCE = timedelta(minutes=5)  # a late patient's visit begins at the next full five minutes
SHAPE = ("key", "kind", "minutes", "patient")


@dataclass(frozen=True, slots=True)
class Cause:
    """One reason: absence, closure, hours, put-away, unfit, permit, service, or remover.

    ``resource`` is whom it is about; ``row`` the absence or closure that says so.
    """

    code: str
    resource: Resource | None = None
    row: Absence | Closure | None = None


@dataclass(frozen=True, slots=True)
class Conflict:
    """A session with its booked visits, and every cause that speaks against it."""

    session: Session
    visits: tuple[Visit, ...]
    causes: tuple[Cause, ...]

    @property
    def hit(self) -> frozenset[int]:
        """Return the resources that cannot stay."""
        return frozenset(one.resource.pk for one in self.causes if one.resource)

    @property
    def is_edited(self) -> bool:
        """Tell whether the service has other phases now than were promised."""
        return any(one.code == "service" for one in self.causes)


def conflicts_of(
    centre: Centre, now: datetime, within: tuple[datetime, datetime] | None = None
) -> list[Conflict]:
    """Return all conflicts of a centre's sessions to come, in the order of time.

    With ``within`` those of the sessions that touch a span, also such as have begun.
    """
    sessions = _sessions(centre, now, within)
    if not sessions:
        return []
    held = _Held(centre, sessions, now)
    found = [Conflict(one, tuple(one.visits.all()), held.causes(one)) for one in sessions]
    return [one for one in found if one.causes]


def _sessions(
    centre: Centre, now: datetime, within: tuple[datetime, datetime] | None
) -> list[Session]:
    when = Q(starts_at__lt=within[1], ends_at__gt=within[0]) if within else Q(starts_at__gt=now)
    alone = Override.objects.filter(ended_at=None, against=None)
    booked = Visit.objects.filter(status=Visit.Status.BOOKED).select_related("patient")
    return list(
        Session.objects.filter(
            when, centre=centre, cancelled_at=None, visits__status=Visit.Status.BOOKED
        )
        .distinct()
        .select_related("service", "centre")
        .prefetch_related(
            Prefetch("visits", queryset=booked),
            Prefetch("occupancies", queryset=Occupancy.objects.filter(live=True)),
            Prefetch("overrides", queryset=alone, to_attr="rests_alone"),
            "roles",
            "service__roles",
            "service__phases",
        )
        .order_by("starts_at", "pk")
    )


@dataclass
class _Held:
    """What holds at a centre while the sessions are to take place, read once."""

    centre: Centre
    sessions: Sequence[Session]
    now: datetime
    known: dict[tuple[int, date], list[Span]] = field(default_factory=dict)
    shapes: dict[int, list[list[Any]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.zone = ZoneInfo(self.centre.zone)
        span = (
            min(one.starts_at for one in self.sessions),
            max(one.ends_at for one in self.sessions),
        )
        overlaps = Q(during__overlap=span)
        mine = {"resource__centre": self.centre}
        self.resources = Resource.objects.filter(centre=self.centre).in_bulk()
        self.rules: dict[int, list[Rule]] = defaultdict(list)
        for hours in WeeklyHours.objects.filter(**mine):
            self.rules[hours.resource_id] += rules_of(hours)
        self.extras: dict[int, list[Span]] = defaultdict(list)
        for extra in ExtraOpening.objects.filter(overlaps, **mine):
            self.extras[extra.resource_id].append(span_of(extra.during))
        self.absences: dict[int, list[Absence]] = defaultdict(list)
        for absence in Absence.objects.filter(overlaps, **mine):
            self.absences[absence.resource_id].append(absence)
        self.closures = list(
            Closure.objects.filter(overlaps, centre=self.centre, state=Closure.State.CONFIRMED)
        )
        known = {one.pk for one in self.sessions}
        # Who rests and is not looked at here stands already; the others join one by one.
        others = resting(self.centre, *span)
        self.rests = [one for session_id, one in others if session_id not in known]
        self.permits = {(one.resource_id, one.act): one for one in Permit.objects.filter(**mine)}

    def causes(self, session: Session) -> tuple[Cause, ...]:
        """Return every reason against a session; whether it may rest is asked if it else stands."""
        found = tuple(dict.fromkeys(self._against(session)))
        return found or self._of_the_rest(session)

    def _against(self, session: Session) -> Iterator[Cause]:
        for row in session.occupancies.all():
            resource = self.resources.get(row.resource_id)
            if resource is not None:  # else it is the patient
                yield from self._of_time(resource, row.during)
        yield from self._of_roles(session)
        if self._is_edited(session):
            yield Cause("service")

    def _of_the_rest(self, session: Session) -> tuple[Cause, ...]:
        rests = rests_of(session.starts_at, session.plan)
        if session.rests_alone or all(self._may_rest(session, one) for one in rests):  # type: ignore[attr-defined]  # prefetched
            self.rests += rests
            return ()
        return (Cause("remover"),)

    def _may_rest(self, session: Session, rest: Span) -> bool:
        """Tell whether enough are in the house to take the needles out, through one rest."""
        axis = Axis(rest.start, rest.end - rest.start)
        out = {
            role
            for phase in session.plan
            if phase["kind"] == PhaseKind.OUT
            for role in phase["roles"]
        }
        needs = [one for one in session.service.roles.all() if one.key in out]
        if not needs:
            return True
        trained = [
            self._in_house(one, axis)
            for one in self.resources.values()
            if one.active and any(self._is_trained(one, need, session) for need in needs)
        ]
        allowed = one_more(axis, self.rests, trained, self.centre.most_resting)
        return allowed == full(axis.length)

    def _is_trained(self, one: Resource, need: ServiceRole, session: Session) -> bool:
        last = session.ends_at.astimezone(self.zone).date()
        skilled = not need.skills or bool(set(need.skills) & set(one.skills))
        permitted = all(self._permitted(one.pk, act, last) for act in need.acts)
        return one.kind in PEOPLE and one.kind in need.kinds and skilled and permitted

    def _in_house(self, one: Resource, axis: Axis) -> list[Span]:
        key = ResourceId(str(one.pk))
        opened = self._opened(one.pk, moment(axis.origin))
        rows = [*self.absences.get(one.pk, ()), *self.closures]
        house = {key: opened}, {key: [span_of(row.during) for row in rows]}
        return in_house(axis, one.pk, house)

    def _of_time(self, resource: Resource, during: Any) -> Iterator[Cause]:
        if not resource.active:
            yield Cause("put-away", resource)
        for closure in self.closures:
            if _meet(closure.during, during):
                yield Cause("closure", None, closure)
        for one in self._with_wholes(resource):
            for absence in self.absences.get(one.pk, ()):
                if _meet(absence.during, during):
                    yield Cause("absence", resource, absence)
        if not covered(span_of(during), self._opened(resource.pk, during.lower)):
            yield Cause("hours", resource)

    def _with_wholes(self, resource: Resource) -> Iterator[Resource]:
        one: Resource | None = resource
        while one is not None:
            yield one
            one = self.resources.get(one.whole_id or 0)

    def _opened(self, pk: int, when: datetime) -> list[Span]:
        day = when.astimezone(self.zone).date()
        if (pk, day) not in self.known:
            week = weekly_spans(self.rules[pk], day, day + timedelta(days=1), self.zone)
            self.known[pk, day] = [*week, *self.extras.get(pk, ())]
        return self.known[pk, day]

    def _of_roles(self, session: Session) -> Iterator[Cause]:
        needs = {one.key: one for one in session.service.roles.all()}
        last = session.ends_at.astimezone(self.zone).date()
        for filled in session.roles.all():
            need, resource = needs.get(filled.key), self.resources.get(filled.resource_id)
            if need is None or resource is None:
                continue
            skilled = not need.skills or set(need.skills) & set(resource.skills)
            if resource.kind not in need.kinds or not skilled:
                yield Cause("unfit", resource)
            if any(not self._permitted(resource.pk, act, last) for act in need.acts):
                yield Cause("permit", resource)

    def _permitted(self, pk: int, act: str, last: date) -> bool:
        permit = self.permits.get((pk, act))
        if permit is None:
            return False
        ends = [one for one in (permit.registration_expires, permit.insurance_expires) if one]
        return all(last <= one for one in ends)

    def _is_edited(self, session: Session) -> bool:
        """Tell whether the service now has other phases than a session that is still to come.

        What was imported never had its own; what begins may have been shortened.
        """
        if session.starts_at <= self.now + AT_ONCE:
            return False
        if any(one.channel == Visit.Channel.IMPORT for one in session.visits.all()):
            return False
        service = session.service
        if service.pk not in self.shapes:
            self.shapes[service.pk] = [
                _shape(plan_of(offer_of(service, not_alone=alone))) for alone in (False, True)
            ]
        return _shape(session.plan) not in self.shapes[service.pk]


def _shape(plan: Sequence[dict[str, Any]]) -> list[Any]:
    return [[*(phase[name] for name in SHAPE), sorted(phase["roles"])] for phase in plan]


def _meet(one: Any, other: Any) -> bool:
    return bool(one.lower < other.upper and other.lower < one.upper)
