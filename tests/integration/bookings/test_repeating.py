"""Visits that repeat: previewed with what stands against each, booked as chosen, told once."""

from datetime import date, timedelta
from itertools import pairwise
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ashi.apps.accounts.errors import NotAllowedError
from ashi.apps.bookings.actions.repeating import Take, book_series
from ashi.apps.bookings.errors import SeriesClashError, SeriesUnknownError
from ashi.apps.bookings.models import Series, Visit
from ashi.apps.bookings.repeating import dues_of, preview_series
from ashi.apps.centres.models import Absence, Closure, Permit
from ashi.apps.messages.models import Message
from tests.desk.centre import make_centre, make_patient, make_visit, speaks_for
from tests.desk.repeating import asking, weekly
from tests.integration.bookings.conftest import ZONE, nicosia
from tests.integration.bookings.diary import faults_of_the_diary
from tests.integration.bookings.test_races import together

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
MONDAY = date(2030, 5, 6)


@pytest.fixture
def patient(small):
    return make_patient()


def book(small, ask, takes=None, **more):
    chosen = [Take(due, due) for due in dues_of(ask)] if takes is None else takes
    return book_series(by=small.actor("desk"), ask=ask, takes=chosen, **({"key": uuid4()} | more))


def codes(found):
    return [[one.code for one in each.against] for each in found]


def test_every_visit_is_previewed_with_its_own_obstacle_and_what_is_free_near_it(small, patient):
    ask = asking(small, patient, 6, first=MONDAY)
    dues = dues_of(ask)
    hour = timedelta(hours=1)
    Closure.objects.create(
        centre=small.centre, during=(dues[0], dues[0] + hour), name="Painting", state="confirmed"
    )
    Absence.objects.create(resource=small.people["maria"], during=(dues[1], dues[1] + hour))
    make_visit(small, dues[2], room="Room 1", therapist="andreas")
    make_visit(small, dues[3], patient, room="Room 2", therapist="andreas")
    found = preview_series(ask, timezone.now())
    assert [set(one) for one in codes(found)] == [
        {"closure"},
        {"absence"},
        {"taken"},
        {"patient", "taken"},
        set(),
        set(),
    ]
    assert all(one.near and one.opening is None for one in found[:4])
    for one in found[:4]:
        gaps = [abs(near.start - one.due) for near in one.near]
        assert gaps == sorted(gaps)
        assert gaps[-1] <= timedelta(days=3)


def test_a_permit_that_runs_out_stands_against_the_visits_after_it(small, patient):
    small.service.roles.filter(key="therapist").update(acts=["needling"])
    Permit.objects.filter(resource=small.people["maria"], act="needling").update(
        insurance_expires=MONDAY + timedelta(days=8)
    )
    found = preview_series(asking(small, patient, 4, first=MONDAY), timezone.now())
    assert codes(found) == [[], [], ["permit"], ["permit"]]


def test_anyone_who_is_free_will_do_and_nobody_free_is_one_reason(db, patient):
    small = make_centre("other")
    ask = asking(small, patient, 2, first=MONDAY)
    anyone = type(ask)(ask.service, ask.patient, ask.repeat, {})
    due = dues_of(ask)[0]
    make_visit(small, due, room="Room 1", therapist="maria")
    (first, _) = preview_series(anyone, timezone.now())
    assert first.opening.roles["therapist"] == small.people["andreas"].pk
    make_visit(small, due, room="Room 2", therapist="andreas")
    (first, _) = preview_series(anyone, timezone.now())
    assert codes([first]) == [["people", "rooms"]]


def test_what_is_proposed_for_one_visit_is_not_proposed_to_another(small, patient):
    ask = asking(small, patient, 7, first=MONDAY, days=frozenset(range(7)))
    for due in dues_of(ask)[1:3]:
        make_visit(small, due, room="Room 1", therapist="andreas")
    found = preview_series(ask, timezone.now())
    taken = [one.opening.start for one in found if one.opening]
    proposed = [one.near[0].start for one in found if one.near]
    every = sorted(taken + proposed)
    assert all(b - a >= timedelta(minutes=55) for a, b in pairwise(every))


def test_a_preview_asks_no_more_of_the_database_for_more_visits(small, patient):
    counts = []
    for count in (2, 30):
        ask = asking(small, patient, count, first=MONDAY)
        for due in dues_of(ask):
            if not Visit.objects.filter(session__starts_at=due).exists():
                make_visit(small, due, room="Room 1", therapist="andreas")
        with CaptureQueriesContext(
            connection,
        ) as asked:
            found = preview_series(ask, timezone.now())
        assert all(one.near for one in found)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_all_are_booked_in_one_act_by_the_clock_on_the_wall_and_told_by_one_letter(small):
    patient = make_patient()
    speaks_for(patient)
    series = weekly(small, patient, 8, first=date(2030, 3, 19))
    starts = [one.visit.session.starts_at for one in series.visits.order_by("due_at")]
    assert {one.astimezone(ZONE).strftime("%A %H:%M") for one in starts} == {"Tuesday 10:00"}
    assert {one.utcoffset() for one in (start.astimezone(ZONE) for start in starts)} == {
        timedelta(hours=2),
        timedelta(hours=3),
    }
    (letter,) = Message.objects.filter(patient_id=patient.pk)
    assert (letter.kind, len(letter.context["visits"])) == ("visits-booked", 8)
    assert faults_of_the_diary() == []


def test_the_same_press_again_books_nothing_twice(small, patient):
    ask, key = asking(small, patient, 4, first=MONDAY), uuid4()
    first = book(small, ask, key=key)
    assert book(small, ask, key=key) == first
    assert (Visit.objects.count(), Series.objects.count()) == (4, 1)


def test_one_that_is_gone_books_nothing_and_is_named(small, patient):
    ask = asking(small, patient, 4, first=MONDAY)
    due = dues_of(ask)[2]
    make_visit(small, due, room="Room 1", therapist="andreas")
    with pytest.raises(SeriesClashError) as refused:
        book(small, ask)
    assert refused.value.fields["starts"] == (due,)
    assert (Visit.objects.count(), Series.objects.count()) == (1, 0)


def test_the_part_that_was_chosen_is_booked_with_other_times_where_they_were_taken(small, patient):
    ask = asking(small, patient, 4, first=MONDAY)
    dues = dues_of(ask)
    make_visit(small, dues[2], room="Room 1", therapist="andreas")
    other = preview_series(ask, timezone.now())[2].near[0].start
    takes = [Take(dues[0], dues[0]), Take(dues[2], other)]
    series = book(small, ask, takes)
    kept = [(one.due_at, one.visit.session.starts_at) for one in series.visits.order_by("due_at")]
    assert kept == [(dues[0], dues[0]), (dues[2], other)]


def test_what_is_not_due_or_chosen_twice_or_nothing_is_refused(small, patient):
    ask = asking(small, patient, 2, first=MONDAY)
    due = dues_of(ask)[0]
    stray = due + timedelta(days=1)
    for takes in ([], [Take(stray, stray)], [Take(due, due), Take(due, due)]):
        with pytest.raises(SeriesUnknownError):
            book(small, ask, takes)
    with pytest.raises(NotAllowedError):
        book_series(by=small.actor("student"), key=uuid4(), ask=ask, takes=[Take(due, due)])
    assert not Visit.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_many_desks_that_book_crossing_series_each_gets_all_or_nothing():
    small = nicosia()
    patients = [make_patient(f"P{number}", "Race") for number in range(6)]
    first = [MONDAY, MONDAY + timedelta(weeks=2)]
    asks = [asking(small, one, 4, first=first[at % 2]) for at, one in enumerate(patients)]

    answers = together(6, lambda number: book(small, asks[number]))

    won = [one for one in answers if isinstance(one, Series)]
    assert won
    assert all(isinstance(one, Series | SeriesClashError) for one in answers)
    assert {one.visits.count() for one in won} == {4}
    assert Visit.objects.count() == 4 * len(won)
    assert faults_of_the_diary() == []


@pytest.mark.django_db(transaction=True)
def test_one_press_sent_by_many_connections_is_one_series():
    small = nicosia()
    ask, key = asking(small, make_patient(), 4, first=MONDAY), uuid4()

    answers = together(6, lambda number: book(small, ask, key=key))

    assert {one.pk for one in answers if isinstance(one, Series)} == {key}
    assert Visit.objects.count() == 4
