"""Two desks move one late day at once, while somebody books into it."""

from collections import Counter
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from ashi.apps.bookings.errors import SlotTakenError
from ashi.apps.bookings.models import Visit
from ashi.apps.encounters.actions.late_run_back import take_back
from ashi.apps.encounters.actions.late_runs import Pressed, move_the_rest
from ashi.apps.encounters.errors import LateRunChangedError, LateRunOverError
from ashi.apps.encounters.late_run import LateAsk, plan_for
from ashi.apps.encounters.lateness import LateRun
from ashi.core.kernel.errors import AshiError
from tests.desk.centre import make_centre, make_visit
from tests.desk.lateness import grain
from tests.integration.bookings.diary import faults_of_the_diary
from tests.integration.bookings.test_races import together

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def answered(act):
    """Return what an act answers, or how it refuses."""

    def one(number: int) -> object:
        try:
            return act(number)
        except AshiError as refused:
            return refused

    return one


def row_of(small):
    return [
        make_visit(small, grain(at), service=small.gym, room="Gym", therapist=None)
        for at in (10, 40, 70)
    ]


def starts(visits):
    rows = Visit.objects.filter(pk__in=[one.pk for one in visits]).order_by("session__starts_at")
    return [
        (one - grain()) // timedelta(minutes=1)
        for one in rows.values_list("session__starts_at", flat=True)
    ]


def test_of_two_desks_that_press_at_once_one_moves_the_day():
    small = make_centre()
    visits = row_of(small)
    ask = LateAsk(small.rooms["Gym"].pk, timezone.now(), minutes=15)
    seal = plan_for(small.centre, ask).seal

    answers = together(
        6,
        answered(
            lambda _number: move_the_rest(
                by=small.actor("desk"), ask=ask, key=uuid4(), pressed=Pressed(seal)
            )
        ),
    )

    assert Counter(type(one) for one in answers) == {LateRun: 1, LateRunChangedError: 5}
    assert starts(visits) == [25, 55, 85]
    assert faults_of_the_diary() == []


def test_one_press_that_arrives_six_times_moves_once():
    small = make_centre()
    visits = row_of(small)
    ask = LateAsk(small.rooms["Gym"].pk, timezone.now(), minutes=15)
    seal, key = plan_for(small.centre, ask).seal, uuid4()

    answers = together(
        6,
        answered(
            lambda _number: move_the_rest(
                by=small.actor("desk"), ask=ask, key=key, pressed=Pressed(seal)
            )
        ),
    )

    assert {getattr(one, "pk", one) for one in answers} == {key}
    assert starts(visits) == [25, 55, 85]


def test_who_books_into_the_day_at_that_moment_is_either_seen_or_refused():
    small = make_centre()
    visits = row_of(small)
    ask = LateAsk(small.rooms["Gym"].pk, timezone.now(), minutes=15)
    seal = plan_for(small.centre, ask).seal

    def act(number: int) -> object:
        if number:
            return make_visit(small, grain(100), service=small.gym, room="Gym", therapist=None)
        return move_the_rest(by=small.actor("desk"), ask=ask, key=uuid4(), pressed=Pressed(seal))

    answers = together(4, answered(act))

    moved = isinstance(answers[0], LateRun)
    assert starts(visits) == ([25, 55, 85] if moved else [10, 40, 70])
    assert moved or isinstance(answers[0], LateRunChangedError)
    booked = Counter(type(one) for one in answers[1:])
    assert booked == ({SlotTakenError: 3} if moved else {Visit: 1, SlotTakenError: 2})
    assert faults_of_the_diary() == []


def test_two_who_take_it_back_at_once_take_it_back_once():
    small = make_centre()
    visits = row_of(small)
    ask = LateAsk(small.rooms["Gym"].pk, timezone.now(), minutes=15)
    seal = plan_for(small.centre, ask).seal
    run = move_the_rest(by=small.actor("desk"), ask=ask, key=uuid4(), pressed=Pressed(seal))

    answers = together(
        4, answered(lambda _number: take_back(by=small.actor("desk"), run_id=run.pk))
    )

    assert sum(isinstance(one, LateRunOverError) for one in answers) == 3
    assert starts(visits) == [10, 40, 70]
    assert faults_of_the_diary() == []
