"""What to do about each conflict: one proposal each, reckoned one after another.

The order in which a way out is looked for, and the first that is found is proposed:

1. the same time, and only what cannot stay is another: another person, room or machine;
2. the same time with the same people, all else as it comes;
3. the nearest time with the same practitioner, from that day to two weeks after;
4. the nearest time with anybody, from that day to two weeks after.

What one proposal takes is taken for those after it, and what a visit has now stays taken until it
is moved: so each can be applied by itself, in any order, and no two of them collide.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from hashlib import sha256
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.db.models.functions import Now

from ashi.apps.bookings.calendars import (
    Asked,
    Opening,
    Spans,
    axis_of,
    calendar_of_rows,
    key_of,
    moment,
    open_and_away,
    range_of,
    span_of,
)
from ashi.apps.bookings.causes import Conflict
from ashi.apps.bookings.fitness import Fitness, Papers
from ashi.apps.bookings.models import Occupancy, Visit
from ashi.apps.bookings.occupying import Taking, patient_takings, takings
from ashi.apps.bookings.offers import Offer, needling_roles, offer_as_filled, offer_of, plan_of
from ashi.apps.bookings.removers import may_rest, needled, own_rest, resting, rests_of
from ashi.apps.centres.models import Centre, Permit, Resource, ResourceKind
from ashi.apps.patients.models import FactValue
from ashi.core.scheduling.axis import Span, minute_of
from ashi.core.scheduling.calendars import Calendar
from ashi.core.scheduling.openings import Search, nearest
from ashi.core.scheduling.openings import openings as search
from ashi.core.scheduling.week import grid

AHEAD_DAYS = 14  # chosen: later than that the desk and the patient choose together
LONGEST_MIN = 1440
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Proposal:
    """One way out: which rule found it, when, and who fills the roles."""

    rule: int
    opening: Opening
    as_now: bool


@dataclass(frozen=True, slots=True)
class Settled:
    """A conflict with its proposal, or why there is none: "class" or "full"."""

    conflict: Conflict
    visit: Visit
    proposal: Proposal | None
    why_none: str = ""

    @property
    def mark(self) -> str:
        """Return a short text that is the same as long as conflict and proposal are."""
        way = self.proposal
        shown = (
            self.visit.pk,
            self.visit.version,
            self.conflict.session.version,
            [(one.code, one.resource and one.resource.pk) for one in self.conflict.causes],
            way and (way.rule, way.as_now, way.opening.start, sorted(way.opening.roles.items())),
        )
        return sha256(str(shown).encode()).hexdigest()[:24]


def proposals_for(centre: Centre, conflicts: Iterable[Conflict], now: datetime) -> list[Settled]:
    """Return each visit in conflict with its proposal; none is left out."""
    many = list(conflicts)
    if not many:
        return []
    diary = _Diary(centre, many, now)
    return [_settled(diary, conflict, visit) for conflict in many for visit in conflict.visits]


def _settled(diary: "_Diary", conflict: Conflict, visit: Visit) -> Settled:
    if conflict.session.places > 1:
        return Settled(conflict, visit, None, "class")
    proposal = diary.way_out(conflict, visit)
    return Settled(conflict, visit, proposal, "" if proposal else "full")


class _Diary:
    """A centre's hours and promises around the conflicts, read once; proposals are added to it."""

    def __init__(self, centre: Centre, conflicts: list[Conflict], now: datetime) -> None:
        self.centre, self.now, self.zone = centre, now, ZoneInfo(centre.zone)
        days = [self._day(one.session.starts_at) for one in conflicts]
        self.asked = Asked(centre, min(days), max(days) + AHEAD_DAYS * DAY)
        self.axis = axis_of(self.asked, LONGEST_MIN)
        found = Resource.objects.filter(centre=centre, active=True)
        self.rows = list(found.order_by("position", "id"))
        self.kinds = dict(Resource.objects.filter(centre=centre).values_list("pk", "kind"))
        ids = [row.pk for row in self.rows]
        patients = {
            visit.patient.resource_id for one in conflicts for visit in one.visits if visit.patient
        }
        self.opened, self.away = open_and_away(ids, self.asked, self.axis)
        self.papers = Papers(Permit.objects.filter(resource__in=ids), self.zone)
        self.taken: list[tuple[int, Span, int]] = self._promised([*ids, *patients])
        self.inside = self._parts()
        begin, end = moment(self.axis.origin), moment(self._end())
        self.rests = resting(centre, begin, end)
        self.needled = needled(centre, begin, end) if centre.most_needled else []

    def _end(self) -> int:
        return self.axis.origin + self.axis.length

    def _day(self, when: datetime) -> date:
        return when.astimezone(self.zone).date()

    def _promised(self, resource_ids: Collection[int]) -> list[tuple[int, Span, int]]:
        live = Occupancy.objects.live_within(resource_ids, range_of(self.axis))
        rows = live.filter(Q(expires_at__isnull=True) | Q(expires_at__gt=Now())).values_list(
            "resource_id", "during", "session_id"
        )
        return [(resource_id, span_of(during), session) for resource_id, during, session in rows]

    def _parts(self) -> dict[int, tuple[int, ...]]:
        """Return each resource with all its parts, however deep."""
        below: dict[int | None, list[int]] = defaultdict(list)
        for row in self.rows:
            below[row.whole_id].append(row.pk)

        def within(pk: int) -> tuple[int, ...]:
            return (pk, *(deep for part in below[pk] for deep in within(part)))

        return {row.pk: within(row.pk) for row in self.rows}

    def way_out(self, conflict: Conflict, visit: Visit) -> Proposal | None:
        """Return the first way out in the stated order, and take what it needs."""
        session = conflict.session
        roles = {one.key: one.resource_id for one in session.roles.all()}
        offer = self._offer(conflict, visit, roles)
        if offer.minutes > LONGEST_MIN:
            return None
        calendar = self._calendar(offer, visit)
        keys = {need.key for need in offer.needs}
        kept = {key: pk for key, pk in roles.items() if key in keys and pk not in conflict.hit}
        people = {
            key: pk for key, pk in kept.items() if self.kinds.get(pk) == ResourceKind.PRACTITIONER
        }
        theirs = {
            key: pk
            for key, pk in roles.items()
            if key in keys and self.kinds.get(pk) == ResourceKind.PRACTITIONER
        }
        at = minute_of(session.starts_at) - self.axis.origin
        same, later = 1 << at, self._starts(session.starts_at)
        for rule, starts, pins in (
            (1, same, kept),
            (2, same, people),
            (3, later, theirs),
            (4, later, {}),
        ):
            opening = self._first(offer, calendar, starts, pins, session.starts_at)
            if opening is not None:
                self._take(offer, opening, visit)
                return Proposal(rule, opening, conflict.is_edited)
        return None

    def _offer(self, conflict: Conflict, visit: Visit, roles: Mapping[str, int]) -> Offer:
        session = conflict.session
        if not conflict.is_edited:
            return offer_as_filled(session, {key: self.kinds[pk] for key, pk in roles.items()})
        alone = visit.patient and visit.patient.not_left_alone == FactValue.YES
        return offer_of(session.service, not_alone=bool(alone and not visit.companion))

    def _calendar(self, offer: Offer, visit: Visit) -> Calendar:
        wishes = visit.patient.wishes if visit.patient else ()
        fitness = Fitness(offer.needs, wishes, self.axis, self.papers)
        taken: Spans = {one: list(spans) for one, spans in self.away.items()}
        for resource_id, span, session_id in self.taken:
            if session_id != visit.session_id:
                taken.setdefault(key_of(resource_id), []).append(span)
        own = key_of(visit.patient.resource_id) if visit.patient else key_of(0)
        patient = taken.pop(own, [])
        others = [span for session_id, span in self.rests if session_id != visit.session_id]
        house = self.opened, self.away
        rests = may_rest(offer, fitness, self.rows, house, others, self.centre.most_resting)
        calendar = calendar_of_rows(self.rows, fitness, self.opened, taken, patient)
        needles = [one for one in self.needled if one[0] != visit.session_id]
        rooms = own_rest(self.axis, needles, self.centre.most_needled)
        return replace(calendar, may_rest=rests, own_rest=rooms)

    def _starts(self, booked: datetime) -> int:
        first, last = self._day(booked), self._day(booked) + AHEAD_DAYS * DAY
        earliest = -(-int(self.now.timestamp()) // 60)
        grain = self.centre.grain_min
        return grid(self.axis, first, last, self.zone, grain, earliest)

    def _first(
        self,
        offer: Offer,
        calendar: Calendar,
        starts: int,
        pins: Mapping[str, int],
        booked: datetime,
    ) -> Opening | None:
        asked = Search(offer.shape(), starts, {key: key_of(pk) for key, pk in pins.items()})
        found = nearest(search(asked, calendar), minute_of(booked), 1)
        return (
            Opening(
                moment(found[0].start),
                moment(found[0].end),
                {role: int(who) for role, who in found[0].roles},
            )
            if found
            else None
        )

    def _take(self, offer: Offer, opening: Opening, visit: Visit) -> None:
        """Hold for those after it what a proposal needs; ``0`` is no session's id."""
        new: list[Taking] = takings(offer, opening.start, opening.roles, self.inside)
        if visit.patient:
            new += patient_takings(offer, opening.start, visit.patient.resource_id)
        rests = rests_of(opening.start, plan_of(offer))
        self.rests += [(0, one) for one in rests]
        people = {opening.roles[key] for key in needling_roles(offer.phases) & opening.roles.keys()}
        self.needled += [(0, person, one) for person in people for one in rests]
        self.taken += [
            (one.resource_id, Span(minute_of(one.start), minute_of(one.end)), 0) for one in new
        ]
