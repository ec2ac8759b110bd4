"""A centre's hours and promises over some stretches of days, read once and asked many times.

What is promised in the meantime by whoever asks is added with ``take``, so that what is found
next does not collide with it. The number of queries does not grow with the stretches.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import reduce
from operator import or_
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
    laid_out,
    moment,
    range_of,
    span_of,
)
from ashi.apps.bookings.fitness import Fitness
from ashi.apps.bookings.hours import Hours
from ashi.apps.bookings.models import Occupancy
from ashi.apps.bookings.occupying import Taking, patient_takings, takings
from ashi.apps.bookings.offers import Offer, needling_roles, plan_of
from ashi.apps.bookings.removers import may_rest, needled, own_rest, resting_within, rests_of
from ashi.apps.centres.models import Centre
from ashi.apps.patients.models import Patient
from ashi.core.scheduling.axis import DAY_MIN, Axis, Span, minute_of
from ashi.core.scheduling.calendars import Calendar
from ashi.core.scheduling.openings import Opening as Found

LONGEST_MIN = 1440
NOBODY = 0  # no session's id: what is taken only in thought
Days = tuple[date, date]


class House:
    """What holds at a centre on some stretches of days (first and last, both included)."""

    def __init__(
        self, centre: Centre, stretches: Sequence[Days], patients: Collection[int] = ()
    ) -> None:
        self.centre, self.zone = centre, ZoneInfo(centre.zone)
        axes = [axis_of(Asked(centre, *one), LONGEST_MIN) for one in stretches]
        first, last = min(one for one, _ in stretches), max(one for _, one in stretches)
        asked = Asked(centre, first, last)
        self.axis = axis_of(asked, LONGEST_MIN)
        span = moment(self.axis.origin), moment(self.axis.origin + self.axis.length)
        there = Hours(centre, span)
        self.rows, self.papers = there.active, there.papers
        self.kinds = {row.pk: row.kind for row in there.resources.values()}
        ids = [row.pk for row in self.rows]
        self.rules = {key_of(pk): there.rules[pk] for pk in ids}
        self.extras = {key_of(pk): there.extras[pk] for pk in ids}
        self.away = {key_of(pk): there.away(pk) for pk in ids}
        self.taken: dict[int, list[tuple[int, Span, int]]] = defaultdict(list)
        for one in self._promised([*ids, *patients], axes):
            self._note(one)
        ends = [(moment(one.origin), moment(one.origin + one.length)) for one in axes]
        self.rests = resting_within(centre, ends)
        self.needled = needled(centre, ends) if centre.most_needled else []
        self.inside = self._parts()

    def _promised(
        self, resource_ids: Collection[int], axes: Iterable[Axis]
    ) -> list[tuple[int, Span, int]]:
        live = reduce(
            or_, (Occupancy.objects.live_within(resource_ids, range_of(axis)) for axis in axes)
        )
        rows = live.filter(Q(expires_at__isnull=True) | Q(expires_at__gt=Now())).values_list(
            "resource_id", "during", "session_id"
        )
        return [(resource_id, span_of(during), session) for resource_id, during, session in rows]

    def _note(self, one: tuple[int, Span, int]) -> None:
        """Keep what is taken by the days that it touches, days of UTC."""
        for day in range(one[1].start // DAY_MIN, (one[1].end - 1) // DAY_MIN + 1):
            self.taken[day].append(one)

    def _parts(self) -> dict[int, tuple[int, ...]]:
        """Return each resource with all its parts, however deep."""
        below: dict[int | None, list[int]] = defaultdict(list)
        for row in self.rows:
            below[row.whole_id].append(row.pk)

        def within(pk: int) -> tuple[int, ...]:
            return (pk, *(deep for part in below[pk] for deep in within(part)))

        return {row.pk: within(row.pk) for row in self.rows}

    def calendar(
        self, offer: Offer, patient: Patient | None, days: Days, but: Collection[int] = ()
    ) -> Calendar:
        """Return who is free for an offer on some days; sessions in ``but`` count as gone."""
        asked = Asked(self.centre, *days)
        axis = axis_of(asked, LONGEST_MIN)
        opened = laid_out(self.rules, asked)
        for one, spans in self.extras.items():
            opened.setdefault(one, []).extend(spans)
        wishes = patient.wishes if patient else ()
        fitness = Fitness(offer.needs, wishes, axis, self.papers)
        taken = self._taken_on(axis, but)
        own = taken.pop(key_of(patient.resource_id), []) if patient else []
        others = [span for session_id, span in self.rests if session_id not in but]
        house = opened, self.away
        rests = may_rest(offer, fitness, self.rows, house, others, self.centre.most_resting)
        needles = [one for one in self.needled if one[0] not in but]
        return replace(
            calendar_of_rows(self.rows, fitness, opened, taken, own),
            may_rest=rests,
            own_rest=own_rest(axis, needles, self.centre.most_needled),
        )

    def _taken_on(self, axis: Axis, but: Collection[int]) -> Spans:
        taken: Spans = {one: list(spans) for one, spans in self.away.items()}
        last = (axis.origin + axis.length) // DAY_MIN
        for day in range(axis.origin // DAY_MIN, last + 1):
            for resource_id, span, session_id in self.taken.get(day, ()):
                if session_id not in but:
                    taken.setdefault(key_of(resource_id), []).append(span)
        return taken

    def take(self, offer: Offer, opening: Opening, patient: Patient | None) -> None:
        """Hold for whoever asks next what an opening needs."""
        new: list[Taking] = takings(offer, opening.start, opening.roles, self.inside)
        if patient:
            new += patient_takings(offer, opening.start, patient.resource_id)
        needling = needling_roles(offer.phases) & opening.roles.keys()
        people = {opening.roles[key] for key in needling}
        self.hold_rests(rests_of(opening.start, plan_of(offer)), people)
        for one in new:
            self._note((one.resource_id, Span(minute_of(one.start), minute_of(one.end)), NOBODY))

    def hold_rests(self, rests: Collection[Span], people: Collection[int]) -> None:
        """Note for whoever asks next that somebody rests then, needled by these people."""
        self.rests += [(NOBODY, one) for one in rests]
        self.needled += [(NOBODY, person, one) for person in people for one in rests]

    def hold(self, resource_id: int, start: datetime, end: datetime) -> None:
        """Hold one thing for whoever asks next, from one moment to another."""
        self._note((resource_id, Span(minute_of(start), minute_of(end)), NOBODY))

    def day_of(self, when: datetime) -> date:
        """Return the local day of a moment."""
        return when.astimezone(self.zone).date()


def around(day: date, days: int) -> Days:
    """Return the stretch from so many days before a day to so many after."""
    return day - timedelta(days=days), day + timedelta(days=days)


def as_opening(found: Found) -> Opening:
    """Return what the core found as a time that could be booked."""
    roles: Mapping[str, int] = {role: int(who) for role, who in found.roles}
    return Opening(moment(found.start), moment(found.end), dict(roles))
