"""Many at once, over real connections: one winner, clean refusals, a diary without faults."""

import random
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier

import pytest
from django.db import connection

from ashi.apps.bookings.actions.booking import book_visit
from ashi.apps.bookings.actions.cancelling import cancel_visit, restore_visit
from ashi.apps.bookings.actions.holding import confirm_visit, hold_visit
from ashi.apps.bookings.actions.moving import move_visit
from ashi.apps.bookings.errors import BookingError, SlotTakenError
from ashi.apps.bookings.models import Occupancy, Visit
from ashi.apps.patients.models import Patient
from tests.desk.centre import SmallCentre, make_patient
from tests.integration.bookings.conftest import at, nicosia
from tests.integration.bookings.diary import faults_of_the_diary
from tests.integration.bookings.test_holding import PUBLIC, run_out

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
CLIENTS = 32


def together(count: int, act: Callable[[int], object]) -> list[object]:
    """Run ``act`` in many threads that start at one moment; return answers and refusals."""
    barrier = Barrier(count)

    def one(number: int) -> object:
        try:
            barrier.wait(timeout=30)
            return act(number)
        except BookingError as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))


def test_of_thirty_two_clients_for_one_slot_one_wins_and_the_rest_are_told():
    small = nicosia()
    desk = small.actor("desk")
    roles = {"therapist": small.people["maria"].pk, "room": small.rooms["Room 1"].pk}
    patients = [make_patient(f"P{number}", "Race") for number in range(CLIENTS)]

    answers = together(
        CLIENTS,
        lambda number: book_visit(
            by=desk,
            service=small.service,
            starts_at=at(10),
            patient=patients[number],
            roles=roles,
        ),
    )

    assert Counter(type(answer) for answer in answers) == {
        Visit: 1,
        SlotTakenError: CLIENTS - 1,
    }
    assert all(answer.fields["nearest"] for answer in answers if isinstance(answer, SlotTakenError))
    assert Visit.objects.count() == 1
    assert faults_of_the_diary() == []


def test_the_same_form_posted_by_many_connections_books_once():
    small = nicosia()
    desk, patient = small.actor("desk"), make_patient()

    answers = together(
        8,
        lambda number: book_visit(
            by=desk,
            service=small.service,
            starts_at=at(10),
            patient=patient,
            idempotency_key="one-form",
        ),
    )

    assert {answer.pk for answer in answers if isinstance(answer, Visit)} == {
        Visit.objects.get().pk
    }
    assert len([answer for answer in answers if isinstance(answer, Visit)]) == 8


def test_of_two_holds_of_one_time_that_both_ran_out_one_is_confirmed():
    """Either may still succeed if nobody came; both are pressed at one moment, many times."""
    small = nicosia()
    small.centre.horizon_days = 5000
    small.centre.save()
    small.service.refresh_from_db()
    maria = {"therapist": small.people["maria"].pk}
    patients = [make_patient(f"P{number}", "Held") for number in range(2)]

    for hour in (9, 11, 13, 15):
        held = []
        for _ in patients:
            held.append(
                hold_visit(by=PUBLIC, service=small.service, starts_at=at(hour), roles=maria)
            )
            run_out(held[-1])

        answers = together(
            2,
            lambda one, held=held: confirm_visit(
                by=PUBLIC, visit_id=held[one].pk, patient=patients[one]
            ),
        )

        assert sorted(type(answer).__name__ for answer in answers) == ["HoldExpiredError", "Visit"]
        assert Visit.objects.filter(status="booked", session__starts_at=at(hour)).count() == 1
    assert faults_of_the_diary() == []


def test_a_class_of_three_takes_three_of_sixteen():
    small = nicosia()
    small.service.places = 3
    small.service.save()
    desk = small.actor("desk")
    patients = [make_patient(f"P{number}", "Class") for number in range(16)]
    book_visit(by=desk, service=small.service, starts_at=at(10), patient=patients[0])

    answers = together(
        15,
        lambda number: book_visit(
            by=desk,
            service=small.service,
            starts_at=at(10),
            patient=patients[number + 1],
        ),
    )

    same = Visit.objects.filter(status="booked", session__starts_at=at(10))
    assert same.count() == 3
    assert faults_of_the_diary() == []
    assert sum(isinstance(answer, Visit) for answer in answers) == 2


class Storm:
    """One worker of a storm: books, holds, moves, cancels and restores as its dice fall."""

    def __init__(self, small: SmallCentre, seed: int, patients: list[Patient]) -> None:
        self.service, self.by = small.service, small.actor("desk")
        self.dice, self.patients = random.Random(seed), patients
        self.done: Counter[str] = Counter()

    def blow(self, turns: int) -> Counter[str]:
        for _ in range(turns):
            act = self.dice.choice([self.book, self.book, self.hold, self.change, self.change])
            try:
                self.done[act()] += 1
            except BookingError as refused:
                self.done[refused.code] += 1
        return self.done

    def start(self) -> datetime:
        return at(9) + timedelta(minutes=5 * self.dice.randrange(84))

    def book(self) -> str:
        patient = self.dice.choice(self.patients)
        book_visit(by=self.by, service=self.service, starts_at=self.start(), patient=patient)
        return "book"

    def hold(self) -> str:
        held = hold_visit(by=self.by, service=self.service, starts_at=self.start())
        confirm_visit(by=self.by, visit_id=held.pk, patient=self.dice.choice(self.patients))
        return "hold"

    def change(self) -> str:
        known = list(Visit.objects.exclude(status="held").values_list("pk", "status")[:40])
        pk, status = self.dice.choice(known or [(0, "nothing")])
        if status == "cancelled":
            restore_visit(by=self.by, visit_id=pk)
            return "restore"
        if status != "booked":
            return "nothing"
        if self.dice.random() < 0.5:
            move_visit(by=self.by, visit_id=pk, starts_at=self.start())
            return "move"
        cancel_visit(by=self.by, visit_id=pk, reason="storm")
        return "cancel"


def test_after_a_storm_of_book_move_and_cancel_the_diary_is_whole():
    small = nicosia()
    patients = [make_patient(f"P{number}", "Storm") for number in range(12)]

    answers = together(8, lambda seed: Storm(small, seed, patients).blow(12))

    total = sum(answers, Counter[str]())
    assert sum(total.values()) == 8 * 12
    assert min(total["book"], total["move"] + total["cancel"]) > 0
    assert Occupancy.objects.filter(live=True).exists()
    assert faults_of_the_diary() == []
