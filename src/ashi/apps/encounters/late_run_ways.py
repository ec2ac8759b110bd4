"""For who no longer fits into a late day: a proposal each, found as those for conflicts are.

The order in which a way out is looked for, and the first that is found is proposed:

1. within two hours, with the same practitioner: another room or machine;
2. within two hours, with whoever is trained and free;
3. the nearest time after that with the same practitioner, up to two weeks on;
4. the nearest time after that with anybody, up to two weeks on.

Nobody is asked to come earlier than booked. All who move stand where they go, what goes on has
what it takes as things go, and who stays keeps the place until moved: so any of the proposals can
be taken, with or without the others.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import prefetch_related_objects

from ashi.apps.bookings.house import LONGEST_MIN, House
from ashi.apps.bookings.offers import needling_roles, offer_as_filled, planned
from ashi.apps.bookings.proposals import AHEAD_DAYS, DAY, Proposal, Try, first_way
from ashi.apps.bookings.removers import rests_of
from ashi.apps.centres.models import Centre, ResourceKind
from ashi.apps.encounters.day_board import DayVisit
from ashi.apps.encounters.late_run_taken import Diary
from ashi.core.scheduling.axis import Span, minute_of
from ashi.core.scheduling.bits import mask_of
from ashi.core.scheduling.late_run import Outcome, Taken
from ashi.core.scheduling.week import grid


@dataclass(frozen=True, slots=True)
class Moved:
    """What the plan makes of the day: where each goes, and when who runs late is not free."""

    outcomes: Sequence[Outcome]
    delay: Sequence[Taken]
    at: datetime
    most: timedelta


def ways_out(centre: Centre, diary: Diary, moved: Moved) -> dict[int, Proposal]:
    """Return a proposal by session for each that no longer fits and has one.

    None for a class, and for what was booked over something on purpose: those are moved by hand.
    A constant number of queries, and none where everybody fits.
    """
    stuck = [
        diary.waiting[one.key] for one in moved.outcomes if one.why and _may_go(diary, one.key)
    ]
    if not stuck:
        return {}
    prefetch_related_objects([one.visit.session for one in stuck], "service__roles")
    house = _house(centre, stuck, diary, moved)
    found: dict[int, Proposal] = {}
    for one in stuck:
        way = _way(house, one, diary, moved)
        if way is not None:
            found[one.visit.session_id] = way
    return found


def _may_go(diary: Diary, key: int) -> bool:
    one = diary.waiting[key]
    return one.visit.session.places == 1 and not one.overrides and not diary.beside[key]


def _house(centre: Centre, stuck: Sequence[DayVisit], diary: Diary, moved: Moved) -> House:
    """Read the house of the next weeks, with the day as it would be."""
    first = moved.at.astimezone(ZoneInfo(centre.zone)).date()
    patients = {one.visit.patient.resource_id for one in stuck if one.visit.patient}
    house = House(centre, [(first, first + AHEAD_DAYS * DAY)], patients)
    for one in moved.outcomes:
        if one.moves:
            _hold_moved(house, one, diary)
    for course in diary.going:
        for taking in (*course.things, *course.patient):
            house.hold(taking.resource_id, taking.start, taking.end)
    for delay in moved.delay:
        house.hold(delay.resource, delay.start, delay.end)
    return house


def _hold_moved(house: House, one: Outcome, diary: Diary) -> None:
    later = one.start - one.booked
    for row in diary.booked[one.key]:
        house.hold(row.resource_id, row.during.lower + later, row.during.upper + later)
    waiting = diary.waiting[one.key]
    plan, roles = waiting.visit.session.plan, waiting.roles
    people = {roles[key].pk for key in needling_roles(planned(plan)) & roles.keys()}
    house.hold_rests(rests_of(one.start, plan), people)


def _gone(diary: Diary, moved: Moved) -> set[int]:
    """Return the sessions that stand elsewhere in this plan; who is held may yet stay."""
    goes_on = {course.session.pk for course in diary.going}
    return goes_on | {one.key for one in moved.outcomes if one.moves and one.held_by is None}


def _way(house: House, one: DayVisit, diary: Diary, moved: Moved) -> Proposal | None:
    """Return the first way out in the stated order, and take what it needs."""
    session, patient = one.visit.session, one.visit.patient
    roles = {key: who.pk for key, who in one.roles.items()}
    offer = offer_as_filled(session, {key: who.kind for key, who in one.roles.items()})
    if offer.minutes > LONGEST_MIN:
        return None
    first = house.day_of(moved.at)
    days = first, first + AHEAD_DAYS * DAY
    calendar = house.calendar(offer, patient, days, _gone(diary, moved) | {session.pk})
    earliest = minute_of(max(session.starts_at, moved.at))
    starts = grid(house.axis, *days, house.zone, house.centre.grain_min, earliest)
    until = minute_of(session.starts_at + moved.most) + 1
    soon = starts & mask_of(house.axis, [Span(house.axis.origin, until)])
    treat = ResourceKind.PRACTITIONER
    theirs = {key: pk for key, pk in roles.items() if one.roles[key].kind == treat}
    tries = [Try(1, soon, theirs), Try(2, soon, {}), Try(3, starts, theirs), Try(4, starts, {})]
    found = first_way(offer, calendar, tries, session.starts_at)
    if found is None:
        return None
    house.take(offer, found[1], patient)
    return Proposal(*found, as_now=False)
