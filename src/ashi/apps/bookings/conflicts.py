"""Reads: which booked sessions to come stand against what holds now, and why.

A session stands as long as whom and what it needs are there (hours, absences, closures), still in
the diary, and still fit for the role they fill (skills, permits), and as long as its service
still has the phases that were promised. While its needles rest, enough are in the house to take
them out: of several that rest at once, the later ones are in conflict. One pass over all that is
to come, in a number of queries that does not grow with it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Prefetch, Q

from ashi.apps.bookings.calendars import Spans, key_of, moment, rules_of, span_of
from ashi.apps.bookings.causes import Cause, Conflict
from ashi.apps.bookings.contradicted import covered
from ashi.apps.bookings.fitness import Fitness, Papers, is_able
from ashi.apps.bookings.leaving import left_marks
from ashi.apps.bookings.models import Occupancy, Override, Session, Visit
from ashi.apps.bookings.offers import (
    Offer,
    needling_roles,
    offer_as_filled,
    offer_of,
    plan_of,
    planned,
)
from ashi.apps.bookings.removers import (
    may_rest,
    needled,
    own_rest,
    resting,
    rests_of,
    trained_in_house,
)
from ashi.apps.centres.models import (
    Absence,
    Centre,
    Closure,
    ExtraOpening,
    Permit,
    Resource,
    WeeklyHours,
)
from ashi.core.scheduling.axis import Axis, Span, minute_of
from ashi.core.scheduling.bits import full
from ashi.core.scheduling.week import WeeklyHours as Rule
from ashi.core.scheduling.week import weekly_spans

AT_ONCE = timedelta(minutes=5)  # a late patient's visit begins at the next full five minutes
SHAPE = ("key", "kind", "minutes", "patient")


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
    standing = [one for one in found if one.causes]
    left = left_marks([one.session.pk for one in standing]) if standing else {}
    return [replace(one, left=left.get(one.session.pk)) for one in standing]


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
        rest_of_them = needled(self.centre, [span]) if self.centre.most_needled else []
        self.needled = [one for one in rest_of_them if one[0] not in known]
        self.papers = Papers(Permit.objects.filter(**mine), self.zone)

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
            yield Cause("service", rests_on=str(self.shapes[session.service_id]))

    def _of_the_rest(self, session: Session) -> tuple[Cause, ...]:
        rests = rests_of(session.starts_at, session.plan)
        people = self._needlers(session) if rests and self.centre.most_needled else []
        if not session.rests_alone:  # type: ignore[attr-defined]  # prefetched
            against = self._against_rest(session, rests)
            if against:
                return (Cause("remover", rests_on=str(against)),)
            full_hands = tuple(
                Cause("rooms", one, rests_on=self._crowd(one, rests))
                for one in people
                if self._is_full(one, rests)
            )
            if full_hands:
                return full_hands
        self.rests += rests
        self.needled += [(0, one.pk, rest) for one in people for rest in rests]
        return ()

    def _needlers(self, session: Session) -> list[Resource]:
        """Return whose needles rest in a session, in order."""
        keys = needling_roles(planned(session.plan))
        found = {one.resource_id for one in session.roles.all() if one.key in keys}
        return [self.resources[pk] for pk in sorted(found & self.resources.keys())]

    def _is_full(self, one: Resource, rests: Iterable[Span]) -> bool:
        """Tell whether somebody has as many at rest already as the centre allows."""
        for rest in rests:
            axis = Axis(rest.start, rest.end - rest.start)
            free = own_rest(axis, self.needled, self.centre.most_needled)
            if free.get(key_of(one.pk), full(axis.length)) != full(axis.length):
                return True
        return False

    def _crowd(self, one: Resource, rests: Iterable[Span]) -> str:
        mine = [
            span
            for _session, person, span in self.needled
            for rest in rests
            if person == one.pk and span.start < rest.end and rest.start < span.end
        ]
        return str([self.centre.most_needled, list(rests), sorted(mine)])

    def _against_rest(self, session: Session, rests: Sequence[Span]) -> list[object]:
        """Return what each rest lacks in people who may take the needles out; else nothing."""
        offer, most = self._offer(session), self.centre.most_resting
        active = [one for one in self.resources.values() if one.active]
        found: list[object] = []
        for rest in rests:
            axis = Axis(rest.start, rest.end - rest.start)
            fitness = Fitness(offer.needs, (), axis, self.papers)
            house = self._house(active, moment(axis.origin))
            allowed = may_rest(offer, fitness, active, house, self.rests, most)
            if allowed not in (None, full(axis.length)):
                there = trained_in_house(offer, fitness, active, house)
                others = [
                    one for one in self.rests if one.start < rest.end and rest.start < one.end
                ]
                found.append((rest, most, there, sorted(others)))
        return found

    def _offer(self, session: Session) -> Offer:
        kinds = {
            one.key: self.resources[one.resource_id].kind
            for one in session.roles.all()
            if one.resource_id in self.resources
        }
        return offer_as_filled(session, kinds)

    def _house(self, people: Iterable[Resource], when: datetime) -> tuple[Spans, Spans]:
        """Return when people are there on a day, and when they are away."""
        shut = [span_of(row.during) for row in self.closures]
        opened, away = Spans(), Spans()
        for one in people:
            opened[key_of(one.pk)] = self._opened(one.pk, when)
            absent = self.absences.get(one.pk, ())
            away[key_of(one.pk)] = [*shut, *(span_of(row.during) for row in absent)]
        return opened, away

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
            opened = self._opened(resource.pk, during.lower)
            yield Cause("hours", resource, rests_on=str(opened))

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
        known = {one.key for one in session.service.roles.all()}
        needs = {need.key: need for need in self._offer(session).needs if need.key in known}
        for filled in session.roles.all():
            need, resource = needs.get(filled.key), self.resources.get(filled.resource_id)
            if need is None or resource is None:
                continue
            if not is_able(resource, need):
                able = [resource.kind, sorted(resource.skills), need.key, sorted(need.skills)]
                named = [sorted(need.kinds), sorted(need.only)]
                yield Cause("unfit", resource, rests_on=str([able, named]))
            held = self.papers.until.get(resource.pk, {})
            if not self.papers.reach(resource.pk, need, minute_of(session.ends_at)):
                until = [(act, held.get(act, "")) for act in sorted(need.acts)]
                yield Cause("permit", resource, rests_on=str(until))

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
