"""Reads: which booked sessions to come stand against what holds now, and why.

A session stands as long as whom and what it needs are there (hours, absences, closures), still in
the diary, and still fit for the role they fill (skills, permits), and as long as its service
still has the phases that were promised. While its needles rest, enough are in the house to take
them out: of several that rest at once, the later ones are in conflict. One pass over all that is
to come, in a number of queries that does not grow with it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Prefetch, Q

from ashi.apps.bookings.calendars import key_of, moment, span_of
from ashi.apps.bookings.causes import Cause, Conflict
from ashi.apps.bookings.contradicted import covered
from ashi.apps.bookings.fitness import Fitness, is_able
from ashi.apps.bookings.hours import Hours
from ashi.apps.bookings.leaving import left_marks
from ashi.apps.bookings.models import Occupancy, Override, Session, Visit
from ashi.apps.bookings.narrowing import suspects
from ashi.apps.bookings.offers import (
    Offer,
    needling_roles,
    offer_as_filled,
    offer_of,
    plan_of,
    planned,
    shape_of,
)
from ashi.apps.bookings.removers import (
    may_rest,
    needled,
    own_rest,
    resting_within,
    rests_of,
    trained_in_house,
)
from ashi.apps.centres.models import Centre, Resource
from ashi.core.scheduling.axis import Axis, Span, minute_of
from ashi.core.scheduling.bits import full

AT_ONCE = timedelta(minutes=5)  # a late patient's visit begins at the next full five minutes


def conflicts_of(
    centre: Centre, now: datetime, within: tuple[datetime, datetime] | None = None
) -> list[Conflict]:
    """Return all conflicts of a centre's sessions to come, in the order of time.

    With ``within`` those of the sessions that touch a span, also such as have begun. Else only
    what the database names as suspect is looked at; the others stand.
    """
    if within:
        return judged(centre, Q(starts_at__lt=within[1], ends_at__gt=within[0]), now)
    return judged(centre, Q(starts_at__gt=now, pk__in=suspects(centre, now)), now)


def judged(centre: Centre, which: Q, now: datetime) -> list[Conflict]:
    """Return the conflicts of some of a centre's booked sessions, each looked at."""
    sessions = _sessions(centre, which)
    if not sessions:
        return []
    held = _Held(centre, sessions, now)
    found = [
        Conflict(one, tuple(one.visits.all()), causes)
        for one, causes in zip(sessions, held.causes(), strict=True)
    ]
    standing = [one for one in found if one.causes]
    left = left_marks([one.session.pk for one in standing]) if standing else {}
    return [replace(one, left=left.get(one.session.pk)) for one in standing]


def _sessions(centre: Centre, which: Q) -> list[Session]:
    alone = Override.objects.filter(ended_at=None, against=None)
    booked = Visit.objects.filter(status=Visit.Status.BOOKED).select_related("patient")
    return list(
        Session.objects.filter(
            which, centre=centre, cancelled_at=None, visits__status=Visit.Status.BOOKED
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


def _stretches(sessions: Iterable[Session]) -> list[tuple[datetime, datetime]]:
    """Return what sessions in the order of time take, those that overlap as one."""
    found: list[tuple[datetime, datetime]] = []
    for one in sessions:
        if found and one.starts_at <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], one.ends_at)
        else:
            found.append((one.starts_at, one.ends_at))
    return found


class _Held:
    """What holds at a centre while the sessions are to take place, read once."""

    def __init__(self, centre: Centre, sessions: Sequence[Session], now: datetime) -> None:
        self.centre, self.sessions, self.now = centre, sessions, now
        self.shapes: dict[int, list[list[Any]]] = {}
        span = min(one.starts_at for one in sessions), max(one.ends_at for one in sessions)
        self.there = Hours(centre, span)
        self.resources, self.papers = self.there.resources, self.there.papers
        self.rests: list[Span] = []
        self.needled: list[tuple[int, int, Span]] = []

    def causes(self) -> list[tuple[Cause, ...]]:
        """Return every reason against each session; whether one may rest, if it else stands."""
        found = [tuple(dict.fromkeys(self._against(one))) for one in self.sessions]
        both = list(zip(self.sessions, found, strict=True))
        standing = [one for one, causes in both if not causes]
        self._read_rests([one for one in standing if rests_of(one.starts_at, one.plan)])
        return [causes or self._of_the_rest(one) for one, causes in both]

    def _read_rests(self, sessions: Sequence[Session]) -> None:
        """Read who rests beside some and stands already; what is looked at joins one by one."""
        spans, known = _stretches(sessions), {one.pk for one in self.sessions}
        if spans:
            others = resting_within(self.centre, spans)
            self.rests = [one for session_id, one in others if session_id not in known]
        if spans and self.centre.most_needled:
            others_needled = needled(self.centre, spans)
            self.needled = [one for one in others_needled if one[0] not in known]

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
        active = self.there.active
        found: list[object] = []
        for rest in rests:
            axis = Axis(rest.start, rest.end - rest.start)
            fitness = Fitness(offer.needs, (), axis, self.papers)
            house = self.there.house(active, self._day(moment(axis.origin)))
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

    def _of_time(self, resource: Resource, during: Any) -> Iterator[Cause]:
        if not resource.active:
            yield Cause("put-away", resource)
        for closure in self.there.closures:
            if _meet(closure.during, during):
                yield Cause("closure", None, closure)
        for pk in self.there.with_wholes(resource.pk):
            for absence in self.there.absences.get(pk, ()):
                if _meet(absence.during, during):
                    yield Cause("absence", resource, absence)
        opened = self.there.opened(resource.pk, self._day(during.lower))
        if not covered(span_of(during), opened):
            yield Cause("hours", resource, rests_on=str(opened))

    def _day(self, when: datetime) -> date:
        return when.astimezone(self.there.zone).date()

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
                shape_of(plan_of(offer_of(service, not_alone=alone))) for alone in (False, True)
            ]
        return shape_of(session.plan) not in self.shapes[service.pk]


def _meet(one: Any, other: Any) -> bool:
    return bool(one.lower < other.upper and other.lower < one.upper)
