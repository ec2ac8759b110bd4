"""A series changed in the middle: this, those that follow, all; told once, and taken back."""

from datetime import date, timedelta
from unittest.mock import patch
from uuid import uuid4

import pytest
from django.utils import timezone

from ashi.apps.accounts.errors import NotAllowedError
from ashi.apps.bookings.actions.cancelling import cancel_visit
from ashi.apps.bookings.actions.moving import move_visit
from ashi.apps.bookings.errors import SeriesUnknownError
from ashi.apps.bookings.models import SeriesChange, Visit
from ashi.apps.encounters.actions.series_back import take_series_back
from ashi.apps.encounters.actions.steps import record_step
from ashi.apps.encounters.course_of_day import Kind
from ashi.apps.encounters.errors import (
    SeriesChangedError,
    SeriesChangeOverError,
    SeriesEmptyError,
)
from ashi.apps.encounters.series_change import Scope, plan_change
from ashi.apps.messages.models import Message
from ashi.apps.messages.rendering import render, render_sms
from ashi.apps.reminders.reminding import remind_due
from ashi.core.scheduling.repeating import Turn
from tests.desk.centre import make_patient, make_visit, speaks_for
from tests.desk.owing import terms
from tests.desk.repeating import asking_change, press, press_sealed, weekly
from tests.integration.bookings.conftest import ZONE, nicosia
from tests.integration.bookings.diary import faults_of_the_diary
from tests.integration.bookings.test_races import together

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
MONDAY = date(2030, 5, 6)
HOUR = timedelta(hours=1)
TO_THURSDAY = {0: Turn(3, 690)}


@pytest.fixture
def patient(db):
    return make_patient()


@pytest.fixture
def series(small, patient):
    return weekly(small, patient, 5, first=MONDAY)


def visits(series):
    rows = series.visits.select_related("visit__session").order_by("due_at", "pk")
    return [one.visit for one in rows]


def walls(series):
    """Return day and time of each visit in the order in which it was booked."""
    rows = Visit.objects.filter(repeats__series=series).select_related("session").order_by("pk")
    return [one.session.starts_at.astimezone(ZONE).strftime("%a %H:%M") for one in rows]


def change(small, series, number, **more):
    return press(small, asking_change(visits(series)[number].pk, turns=TO_THURSDAY), **more)


def test_this_and_those_that_follow_move_by_weekday_and_time_and_the_others_stay(small, series):
    change(small, series, 2)
    assert walls(series) == ["Mon 10:00"] * 2 + ["Thu 11:30"] * 3
    dues = [one.due_at.astimezone(ZONE).strftime("%a") for one in series.visits.order_by("pk")]
    assert dues == ["Mon", "Mon", "Thu", "Thu", "Thu"]
    assert faults_of_the_diary() == []


def test_over_a_clock_change_they_keep_the_clock_on_the_wall(small, patient):
    series = weekly(small, patient, 4, first=date(2030, 10, 14))
    change(small, series, 0)
    assert walls(series) == ["Thu 11:30"] * 4


def test_one_visit_alone_becomes_an_exception_and_stays_one(small, series):
    press(small, asking_change(visits(series)[1].pk, scope=Scope.ONE, turns=TO_THURSDAY))
    assert walls(series) == ["Mon 10:00", "Thu 11:30", "Mon 10:00", "Mon 10:00", "Mon 10:00"]
    ask = asking_change(visits(series)[0].pk, scope=Scope.ALL, turns={0: Turn(1, None)})
    plan = plan_change(small.actor("desk"), ask, timezone.now())
    assert [one.visit_id for one in plan.exceptions] == [visits(series)[1].pk]
    press(small, ask)
    assert walls(series) == ["Tue 10:00", "Thu 11:30", "Tue 10:00", "Tue 10:00", "Tue 10:00"]


def test_an_exception_goes_along_only_if_asked_and_rejoins_the_rule(small, series):
    moved = visits(series)[1]
    move_visit(
        by=small.actor("desk"),
        visit_id=moved.pk,
        starts_at=moved.session.starts_at + timedelta(days=2),
    )
    ask = asking_change(visits(series)[0].pk, turns=TO_THURSDAY, along=frozenset({moved.pk}))
    press(small, ask)
    assert walls(series) == ["Thu 11:30"] * 5


def test_what_has_begun_or_is_over_or_cancelled_is_never_touched(small, series):
    begun, gone = visits(series)[0], visits(series)[3]
    record_step(
        by=small.actor("desk"), step_id=uuid4(), visit_id=begun.pk, kind=Kind.ARRIVE, confirmed=True
    )
    cancel_visit(by=small.actor("desk"), visit_id=gone.pk, reason="patient")
    ask = asking_change(visits(series)[1].pk, scope=Scope.ALL, turns=TO_THURSDAY)
    plan = plan_change(small.actor("desk"), ask, timezone.now())
    assert [one.visit_id for one in plan.begun] == [begun.pk]
    press(small, ask)
    assert walls(series) == ["Mon 10:00", "Thu 11:30", "Thu 11:30", "Mon 10:00", "Thu 11:30"]


def test_another_person_takes_over_at_the_same_times(small, series):
    andreas = small.people["andreas"].pk
    press(small, asking_change(visits(series)[3].pk, turns={}, person=andreas))
    who = [
        dict(one.session.roles.values_list("key", "resource"))["therapist"]
        for one in visits(series)
    ]
    assert who == [small.people["maria"].pk] * 3 + [andreas] * 2
    assert walls(series) == ["Mon 10:00"] * 5
    assert faults_of_the_diary() == []


def test_one_that_finds_no_place_stays_or_takes_a_time_that_was_shown(small, series):
    target = visits(series)[2].session.starts_at + timedelta(days=3, hours=1, minutes=30)
    make_visit(small, target, room="Room 1", therapist="maria")
    ask = asking_change(visits(series)[1].pk, turns=TO_THURSDAY)
    plan = plan_change(small.actor("desk"), ask, timezone.now())
    (clash,) = plan.clashing
    assert {one.code for one in clash.place.against} == {"taken"}
    first = press(small, ask)
    assert walls(series) == ["Mon 10:00", "Thu 11:30", "Mon 10:00", "Thu 11:30", "Thu 11:30"]
    take_series_back(by=small.actor("desk"), change_id=first.pk)
    assert walls(series) == ["Mon 10:00"] * 5
    near = clash.place.near[0].start
    press(small, ask, instead={clash.row.visit_id: near})
    assert walls(series)[2] == near.astimezone(ZONE).strftime("%a %H:%M")
    stray = target + timedelta(minutes=5)
    with pytest.raises((SeriesChangedError, SeriesEmptyError)):
        press(small, ask, instead={clash.row.visit_id: stray})


def test_visits_of_two_weekdays_may_trade_places(small, patient):
    series = weekly(small, patient, 6, first=MONDAY, days=frozenset({0, 1}))
    ask = asking_change(visits(series)[0].pk, turns={0: Turn(1), 1: Turn(0)})
    press(small, ask)
    assert walls(series) == ["Tue 10:00", "Mon 10:00"] * 3
    assert faults_of_the_diary() == []


def test_one_letter_tells_all_new_times_and_the_reminder_follows(small, patient):
    speaks_for(patient)
    small.centre.reminders_min = [1440]
    small.centre.save()
    first = timezone.localdate(timezone=ZONE) + timedelta(days=10)
    series = weekly(small, patient, 4, first=first)
    was = visits(series)[1].session.starts_at
    turns = {first.weekday(): Turn((first.weekday() + 1) % 7 if first.weekday() < 6 else 5)}
    done = press(small, asking_change(visits(series)[1].pk, turns=turns))
    (letter,) = Message.objects.filter(kind="visits-changed")
    assert len(letter.context["visits"]) == 3
    assert letter.context["visits"][0]["was"] == was.isoformat()
    assert not Message.objects.filter(kind="visit-moved").exists()
    now = visits(series)[1].session.starts_at
    day = timedelta(days=1)
    early, late = min(was, now), max(was, now)
    remind_due(early - day + timedelta(minutes=1))
    remind_due(late - day + timedelta(minutes=1))
    reminded = Message.objects.filter(kind="visit-reminder", visit_id=visits(series)[1].pk)
    assert [one.context["starts_at"] for one in reminded] == [now.isoformat()]
    assert done.visits.count() == 3


def test_those_that_follow_are_cancelled_told_once_and_booked_again(small, patient):
    speaks_for(patient)
    series = weekly(small, patient, 4, first=MONDAY)
    done = press(
        small, asking_change(visits(series)[2].pk, act="cancel", turns={}), reason="centre"
    )
    assert [one.status for one in visits(series)] == ["booked"] * 2 + ["cancelled"] * 2
    (letter,) = Message.objects.filter(kind="visits-changed")
    assert [one["cancelled"] for one in letter.context["visits"]] == [True, True]
    assert not Message.objects.filter(kind="visit-cancelled").exists()
    put = take_series_back(by=small.actor("desk"), change_id=done.pk)
    assert (put.back, put.stuck) == (2, 0)
    assert {one.status for one in visits(series)} == {"booked"}
    assert faults_of_the_diary() == []
    with pytest.raises(SeriesChangeOverError):
        take_series_back(by=small.actor("desk"), change_id=done.pk)


@pytest.mark.parametrize(
    ("language", "line", "sum_owed", "text"),
    [
        ("en", "late cancellation: €20", "Together €20 is owed", "cancellation: €20."),
        ("el", "ακύρωση: 20\u00a0€", "Συνολικά οφείλονται 20\u00a0€", "ακύρωση: 20\u00a0€."),
    ],
)
def test_what_is_owed_for_visits_cancelled_late_stands_in_the_letter(
    small, patient, language, line, sum_owed, text
):
    terms(small)
    speaks_for(patient)
    first = timezone.localdate(timezone=ZONE) + timedelta(days=3)
    series = weekly(small, patient, 3, first=first)
    with patch(
        "django.utils.timezone.now", return_value=visits(series)[0].session.starts_at - HOUR
    ):
        gone = asking_change(visits(series)[0].pk, act="cancel", turns={})
        press(small, gone, reason="patient")
    (letter,) = Message.objects.filter(kind="visits-changed")

    body = render("visits-changed", language, letter.context).body

    assert [one["fee_cents"] for one in letter.context["visits"]] == [2000, 0, 0]
    assert body.count(line) == 1
    assert sum_owed in body
    assert text in render_sms("visits-changed", language, letter.context)


def test_the_way_back_leaves_what_was_touched_since(small, series):
    done = change(small, series, 1)
    touched = visits(series)[2]
    move_visit(
        by=small.actor("desk"),
        visit_id=touched.pk,
        starts_at=touched.session.starts_at + timedelta(hours=2),
    )
    put = take_series_back(by=small.actor("desk"), change_id=done.pk)
    assert (put.back, put.stuck) == (3, 1)
    assert walls(series) == ["Mon 10:00", "Mon 10:00", "Thu 13:30", "Mon 10:00", "Mon 10:00"]
    assert faults_of_the_diary() == []


def test_a_preview_that_is_out_of_date_changes_nothing(small, series):
    ask = asking_change(visits(series)[1].pk, turns=TO_THURSDAY)
    seal = plan_change(small.actor("desk"), ask, timezone.now()).seal
    cancel_visit(by=small.actor("desk"), visit_id=visits(series)[4].pk, reason="patient")
    before = walls(series)
    assert plan_change(small.actor("desk"), ask, timezone.now()).seal != seal
    stale = asking_change(visits(series)[1].pk, turns=TO_THURSDAY, at=ask.at - timedelta(hours=1))
    with pytest.raises(SeriesChangedError):
        press(small, stale)
    assert walls(series) == before
    assert not SeriesChange.objects.exists()


def test_the_same_press_again_is_the_first_answer_and_others_may_not(small, series, patient):
    ask, key = asking_change(visits(series)[1].pk, turns=TO_THURSDAY), uuid4()
    first = press(small, ask, key=key)
    assert press(small, ask, key=key) == first
    assert walls(series) == ["Mon 10:00"] + ["Thu 11:30"] * 4
    with pytest.raises(NotAllowedError):
        press(small, ask, who="student")
    alone = make_visit(small, visits(series)[0].session.starts_at + timedelta(hours=5), patient)
    with pytest.raises(SeriesUnknownError):
        press(small, asking_change(alone.pk))
    with pytest.raises(SeriesEmptyError):
        press(small, asking_change(visits(series)[1].pk, turns={}))


@pytest.mark.django_db(transaction=True)
def test_of_two_desks_that_change_one_series_one_does_and_the_other_looks_again():
    small = nicosia()
    series = weekly(small, make_patient(), 5, first=MONDAY)
    first, third = visits(series)[0].pk, visits(series)[2].pk
    asks = [
        asking_change(first, turns=TO_THURSDAY),
        asking_change(third, turns={0: Turn(2, 780)}),
    ]
    seals = [plan_change(small.actor("desk"), one, timezone.now()).seal for one in asks]

    def act(number):
        try:
            return press_sealed(small, asks[number % 2], seals[number % 2])
        except SeriesChangedError as refused:
            return refused

    answers = together(4, act)

    done = [one for one in answers if isinstance(one, SeriesChange)]
    assert len(done) == 1
    assert walls(series) in (
        ["Thu 11:30"] * 5,
        ["Mon 10:00"] * 2 + ["Wed 13:00"] * 3,
    )
    assert faults_of_the_diary() == []
