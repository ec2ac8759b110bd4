"""Who comes when: courses of visits, at the hours and with the people that patients prefer."""

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ashi.apps.bookings.models import Visit
from ashi.apps.demo.days import Day
from ashi.apps.demo.house import Bookable, House
from ashi.apps.demo.newcomers import Known
from ashi.apps.demo.offered import SERVICES
from ashi.apps.demo.promises import Guest, Promise

CANCELLED, NO_SHOW, ONLINE = 0.065, 0.035, 0.3
HOURS = (480, 510, 540, 555, 570, 600, 615, 630, 660, 690, 720, 840, 870, 900, 930, 960, 990, 1020)
AFTER_WORK = (1020, 1035, 1050, 1065, 1080)
NEARBY = (0, 15, -15, 30, -30, 45, 60, -60, 90, -90, 120, 180, 240, -180, 300, -240)
CLASS_AT_MIN, CLASS_DAYS = 1080, (1, 3)
PAIR_AT_MIN, PAIR_DAYS = 660, (2, 4)
DAY_MIN = 1440
GRAIN_MIN = 5


@dataclass(slots=True)
class Course:
    """A patient's visits of one kind; ``due`` is the ordinal of the day of the next."""

    patient: Known
    what: Bookable
    left: int
    due: int
    every: tuple[int, int]
    prefer_min: int
    person: int | None
    first: bool = False


class Courses:
    """Deals visits out to days; with the same dice always the same."""

    def __init__(
        self, house: House, patients: Sequence[Known], now: int, seed: int, since: int = 0
    ) -> None:
        self.house, self.patients, self.now, self.seed = house, patients, now, seed
        self.since = since  # nothing is booked before: it was decided on an earlier day
        self.active: list[Course] = []
        self.back_on = [0] * len(patients)
        self.known = 0  # patients before this one have been here
        self.place = {one.id: at for at, one in enumerate(patients)}
        # A visitor may have put a service away, and a demo of an older version has fewer.
        offered = [one for one in SERVICES if (one.slug, False) in house.bookables]
        self.shares = [one.slug for one in offered for _ in range(one.share)]

    def day(self, day: Day, wanted: int) -> list[Promise]:
        """Seat up to ``wanted`` more visits on a day."""
        dice = random.Random(f"{self.seed} {day.date} {self.since}")  # noqa: S311 -- dice, not keys
        made = list(self._groups(dice, day)) if wanted >= len(SERVICES) else []
        ordinal = day.date.toordinal()
        for course in sorted(self.active, key=lambda one: one.due):
            if len(made) >= wanted or course.due > ordinal:
                break
            made += self._next(dice, day, course)
        tries = 0
        while len(made) < wanted and tries < 2 * wanted:
            tries += 1
            begun = self._begin(dice, day)
            made += self._next(dice, day, begun) if begun else []
        return [*made, *self._in_their_stead(dice, day, made)]

    def resume(self, running: Iterable[tuple[int, int]]) -> None:
        """Take up courses of patients (ids), each with the ordinal of the day it is next due."""
        self.known = len(self.patients)
        for patient_id, due in running:
            dice = random.Random(f"{self.seed} {patient_id} {due}")  # noqa: S311 -- dice, not keys
            patient = self.patients[self.place[patient_id]]
            course = self.course(dice, patient, due)
            course.left = min(course.left, 4)
            self.active.append(course)

    def _begin(self, dice: random.Random, day: Day) -> Course | None:
        """Begin a course: of somebody new while there are any, else of one who comes back."""
        ordinal = day.date.toordinal()
        if self.known < len(self.patients) and (dice.random() < 0.5 or self.known < 40):
            at, self.known = self.known, self.known + 1
        else:
            able = [one for one in range(self.known) if self.back_on[one] <= ordinal]
            if not able:
                return None
            at = dice.choice(able)
        patient = self.patients[at]
        self.back_on[at] = DAY_MIN * ordinal  # not before this course has ended
        course = self.course(dice, patient, ordinal)
        course.first = at == self.known - 1
        self.active.append(course)
        return course

    def course(self, dice: random.Random, patient: Known, due: int) -> Course:
        """Draw a course of six to ten visits for a patient."""
        slug = dice.choice(self.shares)
        what = self.house.bookables[slug, patient.not_left_alone]
        return Course(
            patient,
            what,
            dice.choice((6, 6, 7, 8, 8, 10)),
            due,
            dice.choice(((2, 4), (3, 5), (6, 8), (7, 7))),
            dice.choice(AFTER_WORK if dice.random() < 0.35 else HOURS),
            dice.choice(what.able(patient.wishes)[0] or [None]),
        )

    def _next(self, dice: random.Random, day: Day, course: Course) -> Iterator[Promise]:
        """Seat the next visit of a course, or try again tomorrow."""
        what = course.what
        if course.first:
            what = self.house.bookables.get(("first-visit", False), what)
        promise = self._seated(dice, day, what, course)
        ordinal = day.date.toordinal()
        if promise is None:
            course.due = ordinal + 1
            return
        course.first = False
        course.left -= 1
        course.due = ordinal + dice.randint(*course.every)
        if course.left <= 0:
            self.active.remove(course)
            self.back_on[self.place[course.patient.id]] = ordinal + dice.randint(30, 240)
        yield promise

    def _seated(
        self, dice: random.Random, day: Day, what: Bookable, course: Course
    ) -> Promise | None:
        patient = course.patient
        for shift in NEARBY:
            start = day.minute(course.prefer_min + shift)
            roles = day.seat(
                dice, what, start, patient.resource_id, patient.wishes, prefer=course.person
            )
            if roles is not None:
                guest = self.guest(dice, what, start, patient)
                guest.form_missing = course.first and start > self.now and dice.random() < 0.3
                self.draw_fate(dice, guest, start)
                return Promise(what, start, roles, [guest])
        return None

    def guest(self, dice: random.Random, what: Bookable, start: int, patient: Known) -> Guest:
        """Draw when and how a place was booked: days before, in the desk's hours."""
        day_start = start - start % DAY_MIN
        booked = day_start - DAY_MIN * dice.randint(1, 16) + dice.randint(360, 1020)
        booked = min(booked, self.now - dice.randint(60, 2 * DAY_MIN), start - 180)
        booked = max(booked, min(self.since + 1, start - 180))
        online = what.service.bookable_online and patient.online and dice.random() < ONLINE
        online = online and what.service.for_new_patients  # whoever comes for the first time may
        return Guest(patient, booked, online=online)

    def draw_fate(self, dice: random.Random, guest: Guest, start: int) -> None:
        """Cancel some, and let some not come."""
        roll = dice.random()
        if roll < CANCELLED:
            late = dice.random() < 0.25
            ended = start - (dice.randint(30, 1400) if late else dice.randint(1500, 6 * DAY_MIN))
            if guest.booked_at < ended <= self.now:
                guest.status, guest.ended_at = Visit.Status.CANCELLED, ended
        elif roll < CANCELLED + NO_SHOW and start + 25 <= self.now:
            guest.status, guest.ended_at = Visit.Status.NO_SHOW, start + 25

    def _in_their_stead(
        self, dice: random.Random, day: Day, made: Sequence[Promise]
    ) -> Iterator[Promise]:
        """Give some of the times that were cancelled to somebody who asked afterwards."""
        for gone in made:
            guest = gone.guests[0]
            if len(gone.guests) > 1 or guest.status != Visit.Status.CANCELLED:
                continue
            latest = min(gone.start - 20, self.now)
            if dice.random() > 0.6 or guest.ended_at + 5 > latest:
                continue
            day.release(gone.what, gone.start, gone.roles, guest.patient.resource_id)
            course = next((one for one in self.active if one.patient.id != guest.patient.id), None)
            if course is None:
                continue
            roles = day.seat(
                dice,
                course.what,
                gone.start,
                course.patient.resource_id,
                course.patient.wishes,
                prefer=course.person,
            )
            if roles is not None:
                soonest = guest.ended_at + 5 if dice.random() < 0.6 else latest - 35
                booked = dice.randint(max(soonest, guest.ended_at + 5), latest)
                yield Promise(
                    course.what,
                    gone.start,
                    roles,
                    [Guest(course.patient, booked, walk_in=gone.start - booked < 60)],
                )

    def _groups(self, dice: random.Random, day: Day) -> Iterator[Promise]:
        """Fill the evening's class, and now and then the room for two."""
        weekday = day.date.weekday()
        if self.known >= len(SERVICES) and weekday in CLASS_DAYS:
            yield from self._group(dice, day, "gym-class", CLASS_AT_MIN, dice.randint(3, 6))
        if self.known >= len(SERVICES) and weekday in PAIR_DAYS and dice.random() < 0.5:
            yield from self._group(dice, day, "couple-acupuncture", PAIR_AT_MIN, 2)

    def _group(
        self, dice: random.Random, day: Day, slug: str, at_min: int, size: int
    ) -> Iterator[Promise]:
        """Seat a session of several places, filled in the order in which they were booked."""
        if (slug, False) not in self.house.bookables:
            return
        what, start = self.house.bookables[slug, False], day.minute(at_min)
        able = [
            one for one in self.patients[: self.known] if not (one.wishes or one.not_left_alone)
        ]
        people = dice.sample(able, min(len(able), size))
        if len(people) < size:
            return
        roles = day.seat(dice, what, start, people[0].resource_id)
        if roles is None:
            return
        came = people[:1] + [one for one in people[1:] if day.join(what, start, one.resource_id)]
        guests = sorted(
            (self.guest(dice, what, start, one) for one in came), key=lambda one: one.booked_at
        )
        yield Promise(what, start, roles, guests)
