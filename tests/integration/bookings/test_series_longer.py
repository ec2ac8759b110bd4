"""A series made longer: the same rhythm, previewed, booked as shown, told once, taken back."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from ashi.apps.accounts.errors import NotAllowedError
from ashi.apps.audit.models import Event
from ashi.apps.billing.models import LedgerEntry
from ashi.apps.bookings.actions.cancelling import cancel_visit
from ashi.apps.bookings.actions.moving import move_visit
from ashi.apps.bookings.actions.repeating import Take, keep_series
from ashi.apps.bookings.errors import SeriesUnknownError
from ashi.apps.bookings.models import SeriesVisit, Visit
from ashi.apps.centres.models import Closure
from ashi.apps.encounters.actions.series_back import take_series_back
from ashi.apps.encounters.actions.series_longer import PressedLonger, lengthen_series
from ashi.apps.encounters.errors import (
    SeriesChangedError,
    SeriesChangeOverError,
    SeriesEmptyError,
)
from ashi.apps.encounters.series_longer import LongerAsk, plan_longer
from ashi.apps.messages.models import Message
from ashi.core.scheduling.errors import BadValueError
from tests.desk.centre import make_patient, make_visit, speaks_for
from tests.desk.owing import terms
from tests.desk.repeating import asking_change, press, weekly
from tests.integration.bookings.conftest import ZONE, at
from tests.integration.bookings.diary import faults_of_the_diary
from tests.integration.bookings.test_races import together

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
MONDAY = date(2030, 5, 6)


@pytest.fixture
def patient(db):
    return make_patient()


@pytest.fixture
def series(small, patient):
    return weekly(small, patient, 3, first=MONDAY)


def ask_of(series, **more) -> LongerAsk:
    now = timezone.now().replace(second=0, microsecond=0)
    return LongerAsk(series.pk, now, **({"count": 2} | more))


def plan_of(small, ask):
    return plan_longer(small.actor("desk"), ask, timezone.now())


def longer(small, series, *, takes=None, key=None, who="desk", seal=None, **more):
    """Make a series longer by all that is free of its preview."""
    ask = ask_of(series, **more)
    plan = plan_of(small, ask)
    free = [Take(one.due, one.due) for one in plan.added if one.opening]
    pressed = PressedLonger(seal or plan.seal, free if takes is None else takes)
    return lengthen_series(by=small.actor(who), ask=ask, key=key or uuid4(), pressed=pressed)


def walls(series) -> list[str]:
    rows = series.visits.select_related("visit__session").order_by("due_at", "pk")
    starts = [one.visit.session.starts_at.astimezone(ZONE) for one in rows]
    return [f"{one:%a %d %b %H:%M}" for one in starts]


def test_two_more_come_by_the_same_rule_with_the_same_people(small, series):
    change = longer(small, series)

    assert walls(series)[3:] == ["Mon 27 May 10:00", "Mon 03 Jun 10:00"]
    added = [one.visit for one in change.visits.select_related("visit__session")]
    filled = [dict(one.session.roles.values_list("key", "resource")) for one in added]
    assert {one["therapist"] for one in filled} == {small.people["maria"].pk}
    assert {one["room"] for one in filled} == {small.rooms["Room 1"].pk}
    assert Event.objects.filter(action="series.extend").count() == 1
    assert faults_of_the_diary() == []


def test_until_a_day_over_a_clock_change_ten_stays_ten(small, patient):
    series = weekly(small, patient, 2, first=date(2030, 10, 14))

    longer(small, series, count=None, until=date(2030, 11, 5))

    assert [one[-5:] for one in walls(series)] == ["10:00"] * 4
    assert walls(series)[-1] == "Mon 04 Nov 10:00"


def test_two_weekdays_and_two_weeks_apart_go_on_where_they_stopped(small, patient):
    rule = {"days": frozenset({0, 3}), "every_weeks": 2}
    series = weekly(small, patient, 3, first=MONDAY, **rule)

    longer(small, series, count=3)

    days = [one[:10] for one in walls(series)]
    assert days == [
        "Mon 06 May", "Thu 09 May", "Mon 20 May", "Thu 23 May", "Mon 03 Jun", "Thu 06 Jun",
    ]  # fmt: skip


def test_after_a_change_in_the_middle_it_goes_on_as_changed(small, series):
    second = series.visits.order_by("due_at")[1].visit_id
    press(small, asking_change(second))  # to noon

    longer(small, series)

    assert [one[-5:] for one in walls(series)] == ["10:00"] + ["12:00"] * 4


def test_what_was_moved_by_itself_does_not_turn_the_rule(small, series):
    last = series.visits.order_by("due_at").last().visit
    start = last.session.starts_at + timedelta(days=1)
    move_visit(by=small.actor("desk"), visit_id=last.pk, starts_at=start)

    longer(small, series, count=1)

    assert walls(series)[-1] == "Mon 27 May 10:00"


def test_a_shortened_series_goes_on_after_the_last_that_stands(small, series):
    last = series.visits.order_by("due_at").last().visit_id
    cancel_visit(by=small.actor("desk"), visit_id=last, reason="patient")

    longer(small, series, count=1)

    assert walls(series)[-1] == "Mon 20 May 10:00"


def test_a_weekday_that_was_left_out_at_the_end_is_ticked_again(small, patient):
    series = weekly(small, patient, 4, first=MONDAY, days=frozenset({0, 3}))
    SeriesVisit.objects.filter(series=series).order_by("due_at").last().delete()
    asked = ask_of(series, days=frozenset({0, 3}))

    found = [one.due.astimezone(ZONE).strftime("%a %H:%M") for one in plan_of(small, asked).added]
    assert found == ["Thu 10:00", "Mon 10:00"]


def test_each_clash_is_named_with_what_is_near_and_one_of_those_is_booked(small, series):
    Closure.objects.create(
        centre=small.centre,
        during=(at(0, day=27), at(0, day=28)),
        name="Whit Monday",
        state="confirmed",
    )
    make_visit(small, at(10, day=20) + timedelta(days=14), therapist="maria", room="Room 1")
    closed, taken = plan_of(small, ask_of(series)).added

    assert [one.code for one in closed.against] == ["closure"]
    assert "taken" in {one.code for one in taken.against}
    instead = taken.near[0].start
    longer(small, series, takes=[Take(taken.due, instead)])
    row = series.visits.order_by("due_at").last()
    assert (row.due_at, row.visit.session.starts_at) == (taken.due, instead)
    assert faults_of_the_diary() == []


def test_a_time_that_was_not_offered_or_none_is_refused(small, series):
    first, second = plan_of(small, ask_of(series)).added
    hour = timedelta(hours=1)
    wrong = [
        [Take(first.due, first.due + hour)],
        [Take(first.due + hour, first.due)],
        [Take(first.due, first.due)] * 2,
        [Take(first.due, second.due)],
    ]

    for takes in wrong:
        with pytest.raises(SeriesChangedError):
            longer(small, series, takes=takes)
    with pytest.raises(SeriesEmptyError):
        longer(small, series, takes=[])
    assert series.visits.count() == 3


def test_it_is_sealed_to_what_was_shown(small, series):
    ask = ask_of(series)
    plan = plan_of(small, ask)
    takes = [Take(one.due, one.due) for one in plan.added]
    make_visit(small, plan.added[0].due, therapist="maria", room="Room 2")
    sent = {"by": small.actor("desk"), "key": uuid4(), "pressed": PressedLonger(plan.seal, takes)}

    with pytest.raises(SeriesChangedError):
        lengthen_series(ask=ask, **sent)
    with pytest.raises(SeriesChangedError):  # looked at an hour ago
        lengthen_series(ask=replace(ask, at=ask.at - timedelta(hours=1)), **sent)
    assert series.visits.count() == 3


def test_pressed_twice_it_is_booked_once_and_told_once(small, patient, series):
    speaks_for(patient)
    ask, key = ask_of(series), uuid4()
    plan = plan_of(small, ask)
    pressed = PressedLonger(plan.seal, [Take(one.due, one.due) for one in plan.added])

    for _ in range(2):
        lengthen_series(by=small.actor("desk"), ask=ask, key=key, pressed=pressed)

    assert series.visits.count() == 5
    [letter] = Message.objects.filter(kind="visits-booked", dedupe_key__contains=str(key))
    assert len(letter.context["visits"]) == 2
    assert series.changes.get().letters == 1


def test_taken_back_what_was_added_goes_and_costs_nothing(small, patient, series):
    terms(small)
    speaks_for(patient)
    change = longer(small, series, count=3)
    touched = change.visits.order_by("to").first().visit
    start = touched.session.starts_at + timedelta(hours=3)
    move_visit(by=small.actor("desk"), visit_id=touched.pk, starts_at=start)

    put = take_series_back(by=small.actor("desk"), change_id=change.pk)

    assert (put.back, put.stuck) == (2, 1)
    kept = Visit.objects.filter(repeats__series=series, status="booked").count()
    assert (kept, LedgerEntry.objects.count()) == (4, 0)
    assert Message.objects.filter(kind="visits-changed").count() == 1
    with pytest.raises(SeriesChangeOverError):
        take_series_back(by=small.actor("desk"), change_id=change.pk)
    assert faults_of_the_diary() == []


def test_without_a_rule_without_an_end_and_by_others_it_is_refused(small, patient, series):
    course = keep_series(
        by=small.actor("desk"),
        key=uuid4(),
        centre_id=small.centre.pk,
        visits=[make_visit(small, at(15, day=7), patient)],
    )

    with pytest.raises(SeriesUnknownError):
        plan_of(small, ask_of(course))
    for end in (
        {"count": None},
        {"until": MONDAY},
        {"count": None, "until": MONDAY},
        {"count": 53},
    ):
        with pytest.raises(BadValueError):
            plan_of(small, ask_of(series, **end))
    with pytest.raises(NotAllowedError):
        longer(small, series, who="student")


@pytest.mark.django_db(transaction=True)
def test_of_two_who_make_it_longer_at_once_one_does(small, patient):
    series = weekly(small, patient, 2, first=MONDAY)
    ask = ask_of(series)
    plan = plan_of(small, ask)
    pressed = PressedLonger(plan.seal, [Take(one.due, one.due) for one in plan.added])

    def once(_number: int):
        try:
            return lengthen_series(by=small.actor("desk"), ask=ask, key=uuid4(), pressed=pressed)
        except SeriesChangedError as refused:
            return refused

    answers = together(4, once)

    assert sum(isinstance(one, SeriesChangedError) for one in answers) == 3
    assert series.visits.count() == 4
    assert faults_of_the_diary() == []
