"""The rest of a late day moved by one act: what moves, what is refused, and the way back."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from psycopg.types.range import Range

from ashi.apps.accounts.errors import NotAllowedError
from ashi.apps.audit.models import Event
from ashi.apps.bookings.actions.booking import book_visit
from ashi.apps.bookings.actions.cancelling import cancel_visit
from ashi.apps.bookings.actions.moving import move_visit
from ashi.apps.bookings.models import Occupancy, Override, Visit
from ashi.apps.centres.models import Absence
from ashi.apps.encounters.actions.late_run_back import take_back
from ashi.apps.encounters.actions.late_runs import Pressed, move_the_rest
from ashi.apps.encounters.actions.steps import record_step
from ashi.apps.encounters.errors import (
    LateRunChangedError,
    LateRunEmptyError,
    LateRunOverError,
    LateRunUnknownError,
    RoomUnknownError,
)
from ashi.apps.encounters.late_run import LateAsk, plan_for
from ashi.apps.encounters.lateness import LateNote, LateRun
from ashi.apps.messages.models import Message
from tests.desk.centre import make_centre, make_visit
from tests.desk.lateness import grain, make_late_morning, reachable
from tests.integration.bookings.diary import faults_of_the_diary

pytestmark = pytest.mark.slow


@pytest.fixture
def behind(small):
    """Maria began 35 minutes late with one visit; two more of hers follow."""
    return make_late_morning(small)


@pytest.fixture
def row(small):
    """Three visits of Maria's one after another, none begun."""
    return [
        make_visit(
            small,
            grain(10 + 30 * number),
            reachable(name, f"{name.lower()}@example.com", f"+3579900000{number}"),
            room=None,
            therapist=None,
            service=small.gym,
        )
        for number, name in enumerate(("Anna", "Vera", "Zoe"))
    ]


def ask_of(small, who="maria", **more):
    return LateAsk(small.people[who].pk, timezone.now(), **more)


def press(small, ask, by="desk", **more):
    """Look and press at once, as one does who trusts what they saw."""
    plan = plan_for(small.centre, ask)
    pressed = Pressed(plan.seal, **more)
    return move_the_rest(by=small.actor(by), ask=ask, key=uuid4(), pressed=pressed)


def minutes_of(visits):
    """Return when each visit begins, in minutes from the last full five."""
    rows = Visit.objects.filter(pk__in=[one.pk for one in visits]).select_related("session")
    starts = {one.pk: one.session.starts_at for one in rows}
    return [(starts[one.pk] - grain()) // timedelta(minutes=1) for one in visits]


def diary():
    """Return what everything live takes."""
    rows = Occupancy.objects.filter(live=True)
    return sorted(rows.values_list("session", "resource", "during", "guarded", "visit"), key=str)


def seen(plan):
    return [
        (one.one.visit.patient.given_name, one.minutes, one.outcome.why, one.on and one.on.name)
        for one in plan.visits
    ]


def test_what_is_seen_moves_the_rest_of_the_person_and_of_the_room(small, behind):
    plan = plan_for(small.centre, ask_of(small))

    # Needles come out, and the exercise is, with Sofia: Eleni's come out when she is done.
    assert seen(plan) == [("Eleni", 10, "", "Maria Georgiou"), ("Nikos", 35, "", "Room 1")]
    assert plan.moves == list(plan.visits)

    press(small, ask_of(small))

    assert minutes_of(behind) == [-40, 15, 55]
    # What goes on keeps what it takes as it goes: Maria with Despina for ten minutes more.
    going = Occupancy.objects.filter(session=behind[0].session_id, live=True)
    room = going.get(resource=small.rooms["Room 1"]).during
    assert (room.upper - grain()) // timedelta(minutes=1) == 55


def test_who_moves_is_told_if_the_desk_leaves_it_ticked_and_it_is_kept(small, row):
    visits = {one.patient.given_name: one for one in row}
    trainers = {
        one.pk: one.session.roles.get(key="trainer").resource_id for one in row
    }  # whoever was free
    who = trainers[visits["Anna"].pk]
    ask = LateAsk(who, timezone.now(), minutes=15)
    plan = plan_for(small.centre, ask)
    moved = [one.one.visit for one in plan.moves]
    pressed = Pressed(plan.seal, told=frozenset({moved[0].pk}))

    run = move_the_rest(by=small.actor("desk"), ask=ask, key=uuid4(), pressed=pressed)

    assert [one.visit_id for one in run.moves.order_by("to")] == [one.pk for one in moved]
    assert sorted(
        Message.objects.filter(kind="visit-moved").values_list("visit_id", flat=True)
    ) == (sorted(one.pk for one in moved))
    assert set(LateNote.objects.values_list("visit", "way")) == {
        (moved[0].pk, "phone"),
        *((one.pk, "email") for one in moved),
    }
    [event] = Event.objects.filter(action="late.run")
    assert event.detail["visits"] == [one.pk for one in moved]
    assert Event.objects.filter(action="visit.move").count() == len(moved)
    assert faults_of_the_diary() == []


def test_nothing_is_sent_when_the_desk_takes_the_tick_away(small, behind):
    press(small, ask_of(small), send=False)

    assert not Message.objects.filter(kind="visit-moved").exists()
    assert not LateNote.objects.exists()


def test_the_same_press_twice_moves_once(small, behind):
    ask = ask_of(small)
    key, pressed = uuid4(), Pressed(plan_for(small.centre, ask).seal)

    runs = [
        move_the_rest(by=small.actor("desk"), ask=ask, key=key, pressed=pressed) for _ in range(2)
    ]

    assert runs[0] == runs[1]
    assert minutes_of(behind) == [-40, 15, 55]
    assert Message.objects.filter(kind="visit-moved").count() == 1


def test_a_booking_between_the_look_and_the_press_refuses_it(small, behind):
    ask = ask_of(small)
    seal = plan_for(small.centre, ask).seal
    make_visit(small, grain(80), room="Room 2")

    with pytest.raises(LateRunChangedError):
        move_the_rest(by=small.actor("desk"), ask=ask, key=uuid4(), pressed=Pressed(seal))
    assert minutes_of(behind) == [-40, 5, 20]
    assert not LateRun.objects.exists()


def test_a_step_or_a_change_of_the_visit_refuses_it_too(small, behind):
    ask = ask_of(small)
    seal = plan_for(small.centre, ask).seal
    record_step(by=small.actor("desk"), step_id=uuid4(), visit_id=behind[1].pk, kind="arrive")

    with pytest.raises(LateRunChangedError):
        move_the_rest(by=small.actor("desk"), ask=ask, key=uuid4(), pressed=Pressed(seal))


def test_a_preview_of_long_ago_is_looked_at_again(small, behind):
    now = timezone.now()
    for at in (now - timedelta(minutes=16), now + timedelta(minutes=1)):
        ask = LateAsk(small.people["maria"].pk, at)
        seal = plan_for(small.centre, ask).seal
        with pytest.raises(LateRunChangedError):
            move_the_rest(by=small.actor("desk"), ask=ask, key=uuid4(), pressed=Pressed(seal))


def test_nobody_is_moved_where_nobody_is_late(small, row):
    with pytest.raises(LateRunEmptyError):
        press(small, ask_of(small))
    assert minutes_of(row) == [10, 40, 70]


def test_what_no_longer_fits_stays_and_says_why(small):
    first = make_visit(small, grain(10), room="Room 2")
    Absence.objects.create(
        resource=small.people["maria"], during=Range(grain(30), grain(400)), reason="leave"
    )

    plan = plan_for(small.centre, ask_of(small, minutes=10))

    assert seen(plan) == [(first.patient.given_name, 0, "away", "Maria Georgiou")]
    with pytest.raises(LateRunEmptyError):
        press(small, ask_of(small, minutes=10))
    assert minutes_of([first]) == [10]


def test_who_would_stand_over_somebody_moves_only_with_a_reason(small):
    first, second = (
        make_visit(small, grain(at), service=small.gym, room="Gym", therapist=None)
        for at in (10, 40)
    )
    closing = Range(grain(70), grain(400))
    Absence.objects.create(resource=small.rooms["Gym"], during=closing, reason="other")
    ask = LateAsk(small.rooms["Gym"].pk, timezone.now(), minutes=15)

    plan = plan_for(small.centre, ask)

    assert [(one.minutes, one.outcome.why) for one in plan.visits] == [(15, ""), (0, "away")]
    assert [one.held_by.visit for one in plan.held] == [second]
    with pytest.raises(LateRunEmptyError):
        press(small, ask)
    with pytest.raises(NotAllowedError):
        press(small, ask, by="maria", override="late")
    press(small, ask, override="the second is being called")
    assert minutes_of([first, second]) == [25, 40]
    # Each row says against what; when the second finds another time, the guard is back.
    assert set(Override.objects.values_list("reason", flat=True)) == {"the second is being called"}
    cancel_visit(by=small.actor("desk"), visit_id=second.pk, reason="centre")
    assert not Occupancy.objects.filter(live=True, guarded=False).exists()


def test_who_is_done_early_brings_forward_only_who_agreed(small, row):
    with_anna = row[0].session.roles.get(key="trainer").resource_id
    mine = [one for one in row if one.session.roles.get(key="trainer").resource_id == with_anna]
    plan = plan_for(small.centre, LateAsk(with_anna, timezone.now()))
    sooner = {one.one.visit.pk for one in plan.visits if one.sooner}

    ask = LateAsk(with_anna, timezone.now(), agreed=frozenset({mine[0].pk}))
    press(small, ask)

    assert mine[0].pk in sooner
    assert minutes_of(mine)[0] in (0, 5)
    assert minutes_of(mine)[1:] == [10 + 30 * row.index(one) for one in mine[1:]]
    assert faults_of_the_diary() == []


def test_undo_puts_everybody_back_and_says_so_to_whom_it_was_written(small, behind):
    before = diary()
    run = press(small, ask_of(small))
    messages = Message.objects.filter(kind="visit-moved").count()

    put = take_back(by=small.actor("desk"), run_id=run.pk)

    assert (list(put.back), put.stuck) == ([behind[1], behind[2]], ())
    assert diary() == before
    assert Message.objects.filter(kind="visit-moved").count() == 2 * messages == 2
    with pytest.raises(LateRunOverError):
        take_back(by=small.actor("desk"), run_id=run.pk)


def test_undo_says_who_cannot_go_back(small, behind):
    run = press(small, ask_of(small))
    record_step(by=small.actor("desk"), step_id=uuid4(), visit_id=behind[2].pk, kind="start")

    put = take_back(by=small.actor("desk"), run_id=run.pk)

    assert ([one.pk for one in put.back], [one.pk for one in put.stuck]) == (
        [behind[1].pk],
        [behind[2].pk],
    )
    assert minutes_of(behind) == [-40, 5, 55]


def test_undo_pushes_nobody_out_of_an_old_place(small, row):
    run = press(small, LateAsk(small.rooms["Gym"].pk, timezone.now(), minutes=30))
    make_visit(small, grain(10), service=small.gym, room="Gym", therapist=None)

    # The first finds its place taken, so it stays where the second was, and so on.
    with pytest.raises(LateRunOverError):
        take_back(by=small.actor("desk"), run_id=run.pk)

    assert minutes_of(row) == [40, 70, 100]
    assert faults_of_the_diary() == []


def test_undo_does_not_touch_whom_somebody_moved_again(small, behind):
    run = press(small, ask_of(small))
    move_visit(by=small.actor("desk"), visit_id=behind[2].pk, starts_at=grain(200))

    put = take_back(by=small.actor("desk"), run_id=run.pk)

    assert minutes_of(behind) == [-40, 5, 200]
    assert [one.pk for one in put.stuck] == [behind[2].pk]


def test_another_centre_neither_sees_nor_presses(small, behind):
    run = press(small, ask_of(small))
    other = make_centre("other")

    with pytest.raises(LateRunUnknownError):
        take_back(by=other.actor("desk"), run_id=run.pk)
    with pytest.raises(RoomUnknownError):
        plan_for(other.centre, ask_of(small))
    ask = LateAsk(other.people["maria"].pk, timezone.now())
    seal = plan_for(other.centre, ask).seal
    with pytest.raises(LateRunUnknownError):
        move_the_rest(by=other.actor("desk"), ask=ask, key=run.pk, pressed=Pressed(seal))


def sent_from(page):
    """Return what the page's form would send, as it is shown."""
    plan = page.context["plan"]
    return {
        "key": str(page.context["key"]),
        "at": plan.ask.at.isoformat(),
        "seal": plan.seal,
        "minutes": str(plan.ask.minutes),
        "send": "on",
    }


def test_the_practitioner_moves_the_day_and_undoes_it_from_the_pages(small, behind, signed_in):
    client = signed_in("maria")
    address = reverse("late-run", args=[small.people["maria"].pk])
    page = client.get(address)

    answer = client.post(address, sent_from(page), follow=True)
    run = LateRun.objects.get()
    client.post(reverse("late-run-told", args=[run.pk]), {"visit": behind[2].pk})
    after = client.get(reverse("late-run-done", args=[run.pk])).content.decode()
    undone = client.post(reverse("late-run-undo", args=[run.pk]), follow=True).content.decode()

    assert address in client.get(reverse("late")).content.decode()
    assert "Move 2 visits" in page.content.decode()
    assert "2 visits are moved." in answer.content.decode()
    assert ("told by e-mail" in after, "told by telephone" in after) == (True, True)
    assert "2 visits are put back." in undone
    assert minutes_of(behind) == [-40, 5, 20]


def test_a_changed_day_is_shown_afresh_with_a_sentence(small, behind, signed_in):
    client = signed_in("desk")
    address = reverse("late-run", args=[small.people["maria"].pk])
    sent = sent_from(client.get(address))
    cancel_visit(by=small.actor("desk"), visit_id=behind[1].pk, reason="patient")

    answer = client.post(address, sent)

    assert answer.status_code == 409
    assert "The day has changed" in answer.content.decode()
    assert answer.context["plan"].seal != sent["seal"]
    assert "Move 1 visit" in answer.content.decode()
    assert (
        "Η ημέρα άλλαξε"
        in client.post(address, sent, headers={"Accept-Language": "el"}).content.decode()
    )


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("key", "x"),
        ("at", "soon"),
        ("minutes", "7"),
        ("agreed", "\x00"),
        ("told", "²"),
        ("over", "on"),
    ],
)
def test_nonsense_is_refused_and_moves_nobody(small, behind, signed_in, field, value):
    client = signed_in("desk")
    address = reverse("late-run", args=[small.people["maria"].pk])
    sent = sent_from(client.get(address))

    answer = client.post(address, sent | {field: value})

    assert answer.status_code == 422
    assert minutes_of(behind) == [-40, 5, 20]


def test_the_page_takes_as_many_queries_for_three_as_for_one(small, signed_in):
    client = signed_in("desk")
    address = reverse("late-run", args=[small.people["maria"].pk])
    counts = []
    for starts in ([60], [120, 180]):
        for minutes in starts:
            who = reachable("Eleni", f"at{minutes}@example.com")
            make_visit(small, grain(minutes), who)
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(address, {"minutes": "10"})
        counts.append((len(queries), len(page.context["moves"])))

    assert counts[0][0] == counts[1][0]
    assert [moves for _, moves in counts] == [1, 3]


def in_class(small, start, patient):
    return book_visit(
        by=small.actor("desk"),
        service=small.gym,
        starts_at=start,
        patient=patient,
        roles={"trainer": small.people["maria"].pk},
    )


def test_a_class_in_the_way_is_named_and_does_not_move_with_its_members(small, signed_in):
    small.gym.places = 4
    small.gym.save()
    members = [
        in_class(small, grain(10), reachable(name, f"{name.lower()}@example.com"))
        for name in ("Anna", "Vera")
    ]
    alone = make_visit(small, grain(45), reachable("Zoe", phone="+35799000009"), room="Room 1")

    plan = plan_for(small.centre, ask_of(small, minutes=40))
    text = " ".join(
        signed_in("desk").get(address(small), {"minutes": "40"}).content.decode().split()
    )

    # One line for the class, whoever of it stands for it; nobody of it is dropped in silence.
    [unfit] = plan.unfit
    assert unfit.one.visit in members
    assert (unfit.outcome.why, unfit.outcome.start) == ("fixed", grain(10))
    assert "A class is not moved; tell its members." in text
    assert reverse("class", args=[members[0].session_id]) in text
    press(small, ask_of(small, minutes=40))
    assert minutes_of(members) == [10, 10]
    assert minutes_of([alone]) == [50]


def test_a_class_that_nothing_stands_in_the_way_of_is_listed_as_it_begins(small, signed_in):
    small.gym.places = 4
    small.gym.save()
    in_class(small, grain(60), reachable("Anna", phone="+35799000008"))
    make_visit(small, grain(10), reachable("Zoe", phone="+35799000009"), room="Room 1")

    plan = plan_for(small.centre, ask_of(small, minutes=20))

    assert [one.one.visit.session.service for one in plan.staying] == [small.gym]
    text = signed_in("desk").get(address(small), {"minutes": "20"}).content.decode()
    assert small.gym.name in text


def test_the_preview_says_that_nobody_is_moved_by_more_than_two_hours(small, row, signed_in):
    text = " ".join(signed_in("desk").get(address(small)).content.decode().split())

    assert "Nobody is moved by more than 2 hours" in text


def address(small, who="maria"):
    return reverse("late-run", args=[small.people[who].pk])
