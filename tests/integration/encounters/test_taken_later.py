"""Steps taken on a board without connection: once, in order, as their author's, or both versions."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from ashi.apps.accounts.errors import NotAllowedError
from ashi.apps.audit.models import Event
from ashi.apps.bookings.actions.moving import move_visit
from ashi.apps.encounters.actions.steps import record_step
from ashi.apps.encounters.actions.taken_later import keep_press
from ashi.apps.encounters.course_of_day import Kind, Phase
from ashi.apps.encounters.errors import (
    StepAsksError,
    StepAuthorError,
    StepClashesError,
    StepIdTakenError,
    StepTimeError,
)
from ashi.apps.encounters.facts import state_of_visit
from ashi.apps.encounters.models import Bell, NeedleIncident, Step
from ashi.apps.encounters.taken_later import Press
from tests.desk.centre import make_centre, make_visit

pytestmark = pytest.mark.slow


def press(small, visit, kind, *, by="maria", ago_min=10.0, **more):
    return Press(
        step_id=more.pop("step_id", None) or uuid4(),
        visit_id=visit.pk,
        author_id=small.users[by].pk,
        kind=Kind(kind),
        pressed_at=timezone.now() - timedelta(minutes=ago_min),
        visit_version=more.pop("visit_version", visit.version),
        seen=frozenset(more.pop("seen", ())),
        **more,
    )


def keep(small, one, by="maria", **more):
    return keep_press(by=small.actor(by), press=one, **more)


def live(small, visit, kind, by="sofia", ago_min=8.0, **more):
    return record_step(
        by=small.actor(by),
        step_id=uuid4(),
        visit_id=visit.pk,
        kind=kind,
        occurred_at=timezone.now() - timedelta(minutes=ago_min),
        confirmed=True,
        **more,
    )


def whole_visit(small, visit):
    """Return the queue of a visit that went by while there was no connection."""
    return [
        press(small, visit, "arrive", ago_min=30),
        press(small, visit, "start", ago_min=28),
        press(small, visit, "needles-in", ago_min=25, needles=12),
        press(small, visit, "needles-out", ago_min=4, needles=12),
        press(small, visit, "leave", ago_min=1),
    ]


def test_a_queue_is_kept_in_order_at_the_times_of_the_presses_and_says_where_it_comes_from(
    small, visit
):
    queue = whole_visit(small, visit)

    for one in queue:
        keep(small, one)

    rows = Step.objects.order_by("occurred_at")
    assert [(row.pk, row.kind, row.occurred_at) for row in rows] == [
        (one.step_id, one.kind, one.pressed_at) for one in queue
    ]
    assert {(row.source, row.by, row.claimed_at) for row in rows} == {
        ("offline", small.users["maria"], None)
    }
    state = state_of_visit(visit)
    assert (state.phase, state.unaccounted, state.left_at) == (Phase.LEFT, 0, queue[-1].pressed_at)
    assert not Bell.objects.filter(closed_at__isnull=True).exists()
    assert Event.objects.filter(action="step.leave", detail__source="offline").count() == 1


def test_a_queue_sent_twice_is_kept_once(small, visit):
    queue = whole_visit(small, visit)

    first = [keep(small, one).pk for one in queue]
    again = [keep(small, one).pk for one in queue]

    assert first == again
    assert Step.objects.count() == len(queue)


def test_a_key_of_one_visit_is_refused_for_another(small, visit):
    other = make_visit(small, timezone.now(), room="Room 2", therapist="andreas")
    kept = keep(small, press(small, visit, "arrive"))

    with pytest.raises(StepIdTakenError):
        keep(small, press(small, other, "arrive", step_id=kept.pk))


def test_what_somebody_else_did_meanwhile_is_told_with_their_version_and_kept_only_if_said(
    small, visit
):
    theirs = live(small, visit, "arrive")
    mine = press(small, visit, "arrive", ago_min=9)

    with pytest.raises(StepClashesError) as refused:
        keep(small, mine)

    told = refused.value.fields
    assert (told["clash"], told["at"], told["by"]) == (
        "done-meanwhile",
        theirs.occurred_at,
        "Sofia Kyriakidou",
    )
    assert Step.objects.count() == 1
    keep(small, mine, confirmed=True)
    assert Step.objects.filter(source="offline").count() == 1


def test_needles_counted_out_by_two_are_not_added_up_unseen(small, visit):
    known = live(small, visit, "needles-in", needles=12, ago_min=25)
    live(small, visit, "needles-out", needles=12, ago_min=4)

    with pytest.raises(StepClashesError):
        keep(small, press(small, visit, "needles-out", needles=12, ago_min=5, seen=[known.pk]))

    assert state_of_visit(visit).unaccounted == 0
    assert not NeedleIncident.objects.exists()


def test_a_visit_that_was_moved_meanwhile_is_told(small, visit):
    seen = press(small, visit, "arrive")
    move_visit(
        by=small.actor("desk"),
        visit_id=visit.pk,
        version=visit.version,
        starts_at=visit.session.starts_at + timedelta(hours=2),
    )

    with pytest.raises(StepClashesError) as refused:
        keep(small, seen)

    assert refused.value.fields["clash"] == "visit-changed"
    assert refused.value.fields["starts_at"] == visit.session.starts_at + timedelta(hours=2)


def test_only_the_author_sends_what_they_took(small, visit):
    with pytest.raises(StepAuthorError) as refused:
        keep(small, press(small, visit, "arrive", by="maria"), by="sofia")

    assert refused.value.fields["name"] == "Maria Georgiou"
    assert not Step.objects.exists()


def test_who_may_not_count_may_not_count_later(small, visit):
    with pytest.raises(NotAllowedError):
        keep(small, press(small, visit, "needles-in", by="desk", needles=9), by="desk")


@pytest.mark.parametrize("ago_min", [-95, 900])
def test_a_clock_that_was_off_is_bounded_and_what_it_said_is_kept(small, visit, ago_min):
    one = press(small, visit, "arrive", ago_min=ago_min)

    step = keep(small, one)

    earliest = visit.session.starts_at - timedelta(hours=4)
    assert earliest <= step.occurred_at <= timezone.now()
    assert step.claimed_at == one.pressed_at


def test_clocks_that_are_a_minute_apart_are_not_spoken_of(small, visit):
    step = keep(small, press(small, visit, "arrive", ago_min=-1))

    assert (step.claimed_at, step.occurred_at <= timezone.now()) == (None, True)


def test_a_press_of_last_month_is_of_no_day_any_more(small, visit):
    with pytest.raises(StepTimeError):
        keep(small, press(small, visit, "arrive", ago_min=60 * 24 * 30))


def test_who_left_with_needles_in_is_asked_about(small, visit):
    known = live(small, visit, "needles-in", needles=12, ago_min=20)

    with pytest.raises(StepAsksError) as asked:
        keep(small, press(small, visit, "leave", ago_min=5, seen=[known.pk]))
    keep(small, press(small, visit, "leave", ago_min=5, seen=[known.pk], emergency=True))

    assert asked.value.fields["question"] == "still-in"
    assert NeedleIncident.objects.get().emergency


def test_the_database_keeps_the_source_and_whose_clock_it_was(small, visit):
    for wrong in ({"source": "hearsay"}, {"source": "paper", "claimed_at": timezone.now()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Step.objects.create(visit=visit, kind="arrive", occurred_at=timezone.now(), **wrong)


@pytest.mark.django_db(transaction=True)
def test_two_tabs_that_send_one_queue_and_a_desk_that_goes_on_lose_and_double_nothing():
    small = make_centre()
    visit = make_visit(small, timezone.now())
    queue = whole_visit(small, visit)
    senders = 4
    barrier = Barrier(senders + 1)

    def send(_number):
        try:
            barrier.wait(timeout=30)
            return [keep(small, one).pk for one in queue]
        finally:
            connection.close()

    def look_in(_number):
        try:
            barrier.wait(timeout=30)
            return [live(small, visit, "check", ago_min=15).pk]
        finally:
            connection.close()

    with ThreadPoolExecutor(senders + 1) as pool:
        looked = pool.submit(look_in, 0)
        answers = list(pool.map(send, range(senders)))
        desk = looked.result()

    assert answers == [[one.step_id for one in queue]] * senders
    kept = set(Step.objects.values_list("pk", flat=True))
    assert kept == {one.step_id for one in queue} | set(desk)
    state = state_of_visit(visit)
    assert (state.counted_in, state.counted_out, state.phase) == (12, 12, Phase.LEFT)
