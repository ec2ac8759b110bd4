"""Who no longer fits into a late day: a proposal each, taken in the same act, undone with it."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from psycopg.types.range import Range

from ashi.apps.bookings.models import Occupancy, Visit
from ashi.apps.centres.models import Absence
from ashi.apps.encounters.actions.late_run_back import take_back
from ashi.apps.encounters.actions.late_runs import Pressed, move_the_rest
from ashi.apps.encounters.actions.steps import record_step
from ashi.apps.encounters.errors import LateRunChangedError, LateRunOverError
from ashi.apps.encounters.late_run import LateAsk, plan_for
from ashi.apps.encounters.lateness import LateRun
from ashi.apps.messages.models import Message
from tests.desk.centre import make_visit
from tests.desk.lateness import grain, reachable
from tests.integration.bookings.diary import faults_of_the_diary

pytestmark = pytest.mark.slow


@pytest.fixture
def leaving(small):
    """Maria has one visit and leaves soon after: late, it no longer fits."""
    patient = reachable("Eleni", "eleni@example.com", "+35799000001")
    visit = make_visit(small, grain(10), patient, room="Room 2")
    Absence.objects.create(
        resource=small.people["maria"], during=Range(grain(30), grain(600)), reason="leave"
    )
    return visit


def ask_of(small, who="maria", minutes=10, **more):
    things = small.people | small.rooms
    return LateAsk(things[who].pk, timezone.now(), minutes=minutes, **more)


def press(small, ask, *ticked, key=None, **more):
    """Look, tick these visits, and press."""
    seal = plan_for(small.centre, ask).seal
    ask = replace(ask, elsewhere=frozenset(one.pk for one in ticked))
    pressed = Pressed(seal, **more)
    return move_the_rest(by=small.actor("desk"), ask=ask, key=key or uuid4(), pressed=pressed)


def ways(small, plan):
    names = {one.pk: name for name, one in (small.people | small.rooms).items()}
    return {
        one.one.visit.pk: (
            one.way.rule,
            (one.way.opening.start - grain()) // timedelta(minutes=1),
            {key: names[pk] for key, pk in one.way.opening.roles.items()},
        )
        for one in plan.visits
        if one.way
    }


def stands(visit):
    """Return when a visit begins, in minutes from the last full five, and who fills its roles."""
    row = Visit.objects.select_related("session").get(pk=visit.pk)
    filled = dict(row.session.roles.values_list("key", "resource__short_name"))
    return (row.session.starts_at - grain()) // timedelta(minutes=1), filled


def diary():
    rows = Occupancy.objects.filter(live=True)
    return sorted(rows.values_list("session", "resource", "during", "guarded", "visit"), key=str)


def test_another_trained_person_is_proposed_and_takes_over_if_ticked(small, leaving):
    ask = ask_of(small)

    plan = plan_for(small.centre, ask)
    rule, start, roles = ways(small, plan)[leaving.pk]
    run = press(small, ask, leaving)

    assert (rule, start, roles["therapist"]) == (2, 10, "andreas")
    assert stands(leaving)[0] == 10
    assert stands(leaving)[1]["therapist"] == "Andreas"
    [move] = run.moves.all()
    assert move.was_roles["therapist"] == small.people["maria"].pk
    assert Message.objects.filter(kind="visit-moved").count() == 1  # somebody else treats
    assert faults_of_the_diary() == []


def test_another_free_room_with_the_same_person_comes_first(small):
    visit = make_visit(small, grain(10), room="Room 1")
    Absence.objects.create(
        resource=small.rooms["Room 1"], during=Range(grain(70), grain(600)), reason="other"
    )
    ask = ask_of(small, "Room 1", minutes=15)

    rule, start, roles = ways(small, plan_for(small.centre, ask))[visit.pk]
    press(small, ask, visit)

    assert (rule, start, roles["therapist"], roles["room"]) == (1, 10, "maria", "Room 2")
    assert stands(visit)[1]["room"] == "Room 2"
    assert not Message.objects.filter(kind="visit-moved").exists()  # same time, same person


def test_else_the_nearest_time_is_proposed_never_one_before_it_is_booked(small, leaving):
    Absence.objects.create(
        resource=small.people["andreas"], during=Range(grain(-60), grain(600)), reason="leave"
    )

    rule, start, roles = ways(small, plan_for(small.centre, ask_of(small)))[leaving.pk]

    assert (rule, roles["therapist"]) == (3, "maria")
    assert start >= 600


def test_what_is_not_ticked_stays_booked(small, leaving):
    other = make_visit(small, grain(-30), service=small.gym, room="Gym", therapist=None)
    late = make_visit(small, grain(5), service=small.gym, room="Gym", therapist=None)
    record_step(by=small.actor("desk"), step_id=uuid4(), visit_id=other.pk, kind="start")
    before = stands(leaving)

    press(small, ask_of(small, "Gym", minutes=20))

    assert stands(leaving) == before
    assert stands(late)[0] > 5


def test_whoever_is_held_moves_once_the_one_in_the_way_takes_what_is_proposed(small):
    first, second = (
        make_visit(small, grain(at), service=small.gym, room="Gym", therapist=None)
        for at in (10, 40)
    )
    closing = Range(grain(70), grain(400))
    Absence.objects.create(resource=small.rooms["Gym"], during=closing, reason="other")
    ask = LateAsk(small.rooms["Gym"].pk, timezone.now(), minutes=15)
    plan = plan_for(small.centre, ask)
    assert [one.one.visit for one in plan.held] == [first]

    press(small, ask, second)

    assert stands(first)[0] == 25
    assert stands(second)[0] >= 400  # the gym is the only one
    assert faults_of_the_diary() == []


def test_it_is_undone_with_the_rest(small, leaving):
    before, was = diary(), stands(leaving)
    run = press(small, ask_of(small), leaving)

    put = take_back(by=small.actor("desk"), run_id=run.pk)

    assert ([one.pk for one in put.back], put.stuck) == ([leaving.pk], ())
    assert (stands(leaving), diary()) == (was, before)
    with pytest.raises(LateRunOverError):
        take_back(by=small.actor("desk"), run_id=run.pk)


def test_it_stays_where_it_was_put_if_the_old_room_is_taken_or_it_has_begun(small, leaving):
    run = press(small, ask_of(small), leaving)
    Absence.objects.all().delete()
    there = stands(leaving)
    if there[1]["room"] == "Room 2":
        record_step(by=small.actor("desk"), step_id=uuid4(), visit_id=leaving.pk, kind="start")
    else:
        make_visit(small, grain(10), room="Room 2")

    with pytest.raises(LateRunOverError):
        take_back(by=small.actor("desk"), run_id=run.pk)

    assert stands(leaving) == there
    assert faults_of_the_diary() == []


def test_a_booking_in_between_refuses_it_all(small, leaving):
    ask = ask_of(small)
    seal = plan_for(small.centre, ask).seal
    make_visit(small, grain(10), room="Room 1", therapist="andreas")
    ask = replace(ask, elsewhere=frozenset({leaving.pk}))
    before = diary()

    with pytest.raises(LateRunChangedError):
        move_the_rest(by=small.actor("desk"), ask=ask, key=uuid4(), pressed=Pressed(seal))

    assert diary() == before


def test_only_what_was_proposed_can_be_ticked_and_twice_is_once(small, leaving):
    other, key = make_visit(small, grain(200), room="Room 1", therapist="andreas"), uuid4()
    with pytest.raises(LateRunChangedError):
        press(small, ask_of(small), leaving, other)

    ask = ask_of(small)
    seal = plan_for(small.centre, ask).seal
    ask = replace(ask, elsewhere=frozenset({leaving.pk}))
    runs = [
        move_the_rest(by=small.actor("desk"), ask=ask, key=key, pressed=Pressed(seal))
        for _ in range(2)
    ]

    assert runs[0] == runs[1]
    assert LateRun.objects.get().moves.count() == 1


def test_two_who_no_longer_fit_get_places_that_do_not_collide(small):
    visits = [
        make_visit(small, grain(10), room="Room 2"),
        make_visit(small, grain(30), room="Room 1"),
    ]
    Absence.objects.create(
        resource=small.people["maria"], during=Range(grain(50), grain(600)), reason="leave"
    )
    ask = ask_of(small, minutes=45)

    found = ways(small, plan_for(small.centre, ask))
    press(small, ask, *visits)

    assert [found[one.pk][2]["therapist"] for one in visits] == ["andreas", "andreas"]
    assert [stands(one)[0] for one in visits] == [10, 30]
    assert faults_of_the_diary() == []


def test_the_pages_offer_it_tick_it_and_take_it_back(small, leaving, signed_in):
    desk, page = signed_in("desk"), reverse("late-run", args=[small.people["maria"].pk])
    shown = desk.get(page, {"minutes": "10"})
    text = shown.content.decode()
    plan = shown.context["plan"]
    sent = {
        "minutes": "10",
        "at": plan.ask.at.isoformat(),
        "key": shown.context["key"],
        "seal": plan.seal,
        "send": "on",
        "elsewhere": [leaving.pk],
        "told": [leaving.pk],
    }
    assert "Andreas" in shown.context["unfit"][0][3]
    assert "Do what is ticked" in text
    nonsense = desk.post(page, sent | {"elsewhere": ["x"]})
    none = desk.post(page, sent | {"elsewhere": []})

    done = desk.post(page, sent, follow=True).content.decode()

    assert (nonsense.status_code, none.status_code) == (422, 409)
    assert ("same time, with others" in done, "told by telephone" in done) == (True, True)
    run = LateRun.objects.get()
    desk.post(reverse("late-run-undo", args=[run.pk]))
    assert stands(leaving)[1]["therapist"] == "Maria"


def test_proposals_for_three_take_as_many_queries_as_for_one(small, signed_in):
    desk, page = signed_in("desk"), reverse("late-run", args=[small.people["maria"].pk])
    make_visit(small, grain(75), room="Room 1")
    Absence.objects.create(
        resource=small.people["maria"], during=Range(grain(92), grain(600)), reason="leave"
    )
    counts = []
    for many in ((), (("Room 1", 10), ("Room 2", 30))):
        for room, start in many:
            make_visit(small, grain(start), room=room)
        desk.get(page, {"minutes": "90"})
        with CaptureQueriesContext(connection) as queries:
            shown = desk.get(page, {"minutes": "90"})
        counts.append(len(queries))

    assert [bool(one[3]) for one in shown.context["unfit"]] == [True] * 3
    assert counts[0] == counts[1]
