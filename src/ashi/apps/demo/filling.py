"""Fill days of the diary: courses of visits at believable hours, with gaps and no-shows."""

import random
from collections.abc import Iterator
from datetime import date, timedelta

from ashi.apps.bookings.calendars import moment
from ashi.apps.bookings.models import Visit
from ashi.apps.bookings.offers import Offer, offer_of
from ashi.apps.centres.models import Closure, Service
from ashi.apps.demo.days import Day, House
from ashi.apps.demo.offered import SERVICES
from ashi.apps.demo.storing import Seated, taken_between
from ashi.apps.patients.models import Patient
from ashi.core.scheduling.axis import Span, midnight, minute_of

OPENS_MIN, CLOSES_MIN, GRAIN_MIN = 8 * 60, 19 * 60, 5
CLASS_AT_MIN, NOON_MIN = 18 * 60, 12 * 60


class Filler:
    """Seats visits on days, with the same dice always the same ones."""

    def __init__(self, house: House, patients: list[Patient], seed: int) -> None:
        self.house, self.patients, self.seed = house, patients, seed
        services = {one.slug: one for one in Service.objects.filter(centre=house.centre)}
        self.offers: dict[str, tuple[Service, Offer]] = {
            slug: (service, offer_of(service)) for slug, service in services.items()
        }
        self.shares = [one.slug for one in SERVICES for _ in range(one.share) if one.places == 1]
        self.closed = [
            (row.during.lower, row.during.upper)
            for row in Closure.objects.filter(centre=house.centre, state=Closure.State.CONFIRMED)
        ]

    def dice(self, day: date) -> random.Random:
        """Return the dice of one day."""
        return random.Random(f"{self.seed} {day.isoformat()}")  # noqa: S311 -- dice

    def day(self, day: date, extra: tuple[Span, ...] = ()) -> Day:
        """Return one day as it stands in the database."""
        empty = Day(self.house, day, {}, extra)
        begin = moment(empty.axis.origin)
        end = moment(empty.axis.origin + empty.axis.length)
        taken = {
            pk: [Span(minute_of(lower), minute_of(upper)) for lower, upper in spans]
            for pk, spans in taken_between(self.house, begin, end).items()
        }
        return Day(self.house, day, taken, extra)

    def is_closed(self, day: date) -> bool:
        """Tell whether the centre is closed, by the week or by a holiday."""
        noon = moment(midnight(day, self.house.zone) + NOON_MIN)
        return day.weekday() == 6 or any(begin <= noon < end for begin, end in self.closed)

    def fill(self, day: date, density: float, *, past: bool, stored: bool = False) -> list[Seated]:
        """Seat a day's visits; ``density`` is the share of attempts, 1.0 for a full day.

        ``stored`` reads what the database has already; bulk history knows that it is empty.
        """
        if self.is_closed(day):
            return []
        dice = self.dice(day)
        board = self.day(day) if stored else Day(self.house, day, {})
        seated = list(self._class(dice, board))
        attempts = int((110 if day.weekday() < 5 else 35) * density)
        starts = sorted(dice.randrange(OPENS_MIN, CLOSES_MIN, GRAIN_MIN) for _ in range(attempts))
        for start in starts:
            one = self._visit(dice, board, board.axis.origin + start, past=past)
            if one is not None:
                seated.append(one)
        return seated

    def _visit(self, dice: random.Random, board: Day, start: int, *, past: bool) -> Seated | None:
        service, offer = self.offers[dice.choice(self.shares)]
        patient = self._patient(dice, board.day)
        status = self._status(dice, past=past)
        if status != Visit.Status.BOOKED:
            roles = Day.seat(_copy(board), dice, offer, start, patient.resource_id)
        else:
            roles = board.seat(dice, offer, start, patient.resource_id)
        if roles is None:
            return None
        return Seated(service, offer, start, roles, (patient,), status)

    def _patient(self, dice: random.Random, day: date) -> Patient:
        """Return somebody in their course: a window of patients that moves with the weeks."""
        first = (day.toordinal() * 3) % len(self.patients)
        if dice.random() < 0.03:
            return self.patients[0]
        return self.patients[(first + dice.randrange(90)) % len(self.patients)]

    @staticmethod
    def _status(dice: random.Random, *, past: bool) -> str:
        roll = dice.random()
        if roll < 0.06:
            return Visit.Status.CANCELLED
        if roll < 0.10 and past:
            return Visit.Status.NO_SHOW
        return Visit.Status.BOOKED

    def _class(self, dice: random.Random, board: Day) -> Iterator[Seated]:
        if board.day.weekday() not in (1, 3):
            return
        service, offer = self.offers["gym-class"]
        start = board.axis.origin + CLASS_AT_MIN
        wanted = [self._patient(dice, board.day) for _ in range(dice.randrange(3, 7))]
        people = tuple(
            one
            for one in dict.fromkeys(wanted)
            if board.is_free_for_patient(one.resource_id, offer, start)
        )
        if not people or (roles := board.seat(dice, offer, start, None)) is None:
            return
        for one in people:
            board.free[one.resource_id] &= ~((1 << offer.minutes) - 1 << CLASS_AT_MIN)
        yield Seated(service, offer, start, roles, people)


def _copy(board: Day) -> Day:
    twin = object.__new__(Day)
    twin.__dict__.update(board.__dict__, free=dict(board.free))
    return twin


def days_between(first: date, last: date) -> Iterator[date]:
    """Yield local days, both included."""
    day = first
    while day <= last:
        yield day
        day += timedelta(days=1)
