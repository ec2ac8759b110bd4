"""Steps are kept once, in whatever state the visit is, and settle bell, incident and room."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from ashi.apps.accounts.errors import NotAllowedError
from ashi.apps.audit.models import Event
from ashi.apps.encounters.actions.bells import take_bell
from ashi.apps.encounters.actions.incidents import close_incident, note_incident
from ashi.apps.encounters.actions.rooms import mark_ready
from ashi.apps.encounters.actions.steps import record_step, undo_step
from ashi.apps.encounters.errors import (
    BellOverError,
    BellTakenError,
    IncidentNeedsError,
    StepAsksError,
    StepCountError,
    StepIdTakenError,
    StepNotFoundError,
    StepTimeError,
    VisitUnknownError,
)
from ashi.apps.encounters.models import Bell, NeedleIncident, RoomStep, Step
from ashi.core.kernel.errors import AshiError
from tests.desk.centre import make_centre, make_visit

pytestmark = pytest.mark.slow


def do(small, visit, kind, by="maria", **more):
    return record_step(
        by=small.actor(by),
        step_id=more.pop("step_id", uuid4()),
        visit_id=visit.pk,
        kind=kind,
        **more,
    )


def test_the_same_step_sent_twice_is_kept_once(small, visit):
    step_id = uuid4()

    first = do(small, visit, "needles-in", step_id=step_id, needles=12)
    again = do(small, visit, "needles-in", step_id=step_id, needles=14)

    assert (again.pk, again.needles) == (first.pk, 12)
    assert Step.objects.count() == 1
    assert Event.objects.filter(action="step.needles-in").count() == 1


def test_an_id_of_another_visit_is_refused(small, visit):
    other = make_visit(small, timezone.now(), room="Room 2", therapist="andreas")
    step_id = uuid4()
    do(small, visit, "arrive", step_id=step_id)

    with pytest.raises(StepIdTakenError):
        do(small, other, "arrive", step_id=step_id)


def test_needles_in_set_a_bell_for_the_end_of_the_rest(small, visit):
    at = timezone.now() - timedelta(minutes=3)

    do(small, visit, "needles-in", needles=12, occurred_at=at)

    assert list(Bell.objects.values_list("visit", "due_at", "closed_at")) == [
        (visit.pk, at + timedelta(minutes=20), None)
    ]


def test_five_more_minutes_set_the_bell_anew(small, visit):
    at = timezone.now() - timedelta(minutes=3)
    do(small, visit, "needles-in", needles=12, occurred_at=at)

    do(small, visit, "more-time", minutes=5)

    assert list(Bell.objects.filter(closed_at=None).values_list("due_at", flat=True)) == [
        at + timedelta(minutes=25)
    ]
    assert Bell.objects.count() == 2


def test_counting_out_ends_the_bell_and_agreeing_counts_open_nothing(small, visit):
    do(small, visit, "needles-in", needles=12)

    do(small, visit, "needles-out", by="sofia", needles=12)

    assert not Bell.objects.filter(closed_at=None).exists()
    assert not NeedleIncident.objects.exists()


def test_a_short_count_opens_an_incident_that_a_further_count_closes(small, visit):
    do(small, visit, "needles-in", needles=12)
    do(small, visit, "needles-out", by="sofia", needles=11)
    incident = NeedleIncident.objects.get()
    assert (incident.counted_in, incident.counted_out, incident.closed_at) == (12, 11, None)

    do(small, visit, "needles-out", by="sofia", needles=1)

    incident.refresh_from_db()
    assert incident.closed_at is not None
    assert incident.resolution == "counts-agree"


def test_an_incident_is_closed_only_with_a_reason_and_stays_closed(small, visit):
    do(small, visit, "needles-in", needles=12)
    do(small, visit, "needles-out", needles=11)
    incident = NeedleIncident.objects.get()

    note_incident(by=small.actor("sofia"), incident_id=incident.pk, last_seen="left knee")
    with pytest.raises(IncidentNeedsError):
        close_incident(by=small.actor("maria"), incident_id=incident.pk, resolution=" ")
    close_incident(by=small.actor("maria"), incident_id=incident.pk, resolution="in the sheet")
    do(small, visit, "leave")

    incident.refresh_from_db()
    assert (incident.last_seen, incident.resolution) == ("left knee", "in the sheet")
    assert NeedleIncident.objects.filter(closed_at=None).count() == 0


def test_in_an_emergency_everything_is_kept_and_nobody_is_held_up(small, visit):
    do(small, visit, "needles-in", needles=12)

    do(small, visit, "leave", by="desk", emergency=True)

    assert NeedleIncident.objects.get().emergency
    assert not Bell.objects.filter(closed_at=None).exists()


@pytest.mark.parametrize(
    ("before", "kind", "question"),
    [
        ([], {"kind": "needles-out", "needles": 3}, "nothing-in"),
        ([{"kind": "needles-in", "needles": 3}], {"kind": "leave"}, "still-in"),
        (
            [{"kind": "needles-in", "needles": 3}],
            {"kind": "needles-in", "needles": 3},
            "second-set",
        ),
        ([{"kind": "arrive"}], {"kind": "arrive"}, "already-here"),
        ([{"kind": "start"}], {"kind": "start"}, "already-started"),
        ([{"kind": "leave"}], {"kind": "exercise"}, "already-left"),
    ],
)
def test_what_does_not_fit_is_asked_about_and_kept_when_confirmed(
    small, visit, before, kind, question
):
    for one in before:
        do(small, visit, **one)

    with pytest.raises(StepAsksError) as asked:
        do(small, visit, **kind)
    assert asked.value.fields["question"] == question
    assert Step.objects.count() == len(before)

    do(small, visit, **kind, confirmed=True)
    assert Step.objects.count() == len(before) + 1


def test_somebody_who_comes_although_cancelled_is_asked_about(small):
    cancelled = make_visit(small, timezone.now(), status="cancelled", cancelled_at=timezone.now())

    with pytest.raises(StepAsksError) as asked:
        do(small, cancelled, "arrive")

    assert asked.value.fields["question"] == "not-booked"


def test_a_count_or_time_out_of_range_is_refused(small, visit):
    with pytest.raises(StepCountError):
        do(small, visit, "needles-in", needles=0)
    with pytest.raises(StepCountError):
        do(small, visit, "needles-in")
    with pytest.raises(StepCountError):
        do(small, visit, "more-time", minutes=500)
    with pytest.raises(StepTimeError):
        do(small, visit, "arrive", occurred_at=timezone.now() + timedelta(minutes=10))
    assert not Step.objects.exists()


def test_an_assistant_counts_the_desk_does_not_and_a_student_records_nothing(small, visit):
    with pytest.raises(NotAllowedError):
        do(small, visit, "needles-in", by="desk", needles=3)
    with pytest.raises(NotAllowedError):
        do(small, visit, "arrive", by="student")

    do(small, visit, "arrive", by="desk")
    do(small, visit, "needles-in", by="sofia", needles=3)

    assert Step.objects.count() == 2


def test_another_centres_visit_is_unknown(small, visit):
    other = make_centre("other")

    with pytest.raises(VisitUnknownError):
        do(other, visit, "arrive")


def test_a_step_is_taken_back_by_a_further_step_once(small, visit):
    out = do(small, visit, "needles-in", needles=12)
    do(small, visit, "needles-out", needles=10)

    undo_step(by=small.actor("maria"), step_id=uuid4(), visit_id=visit.pk)

    assert Step.objects.count() == 3
    assert Bell.objects.filter(closed_at=None).count() == 1
    assert NeedleIncident.objects.filter(closed_at=None).count() == 0
    undo_step(by=small.actor("maria"), step_id=uuid4(), visit_id=visit.pk, undoes=out.pk)
    with pytest.raises(StepNotFoundError):
        undo_step(by=small.actor("maria"), step_id=uuid4(), visit_id=visit.pk, undoes=out.pk)
    assert not Bell.objects.filter(closed_at=None).exists()


def test_leaving_turns_the_rooms_to_prepare_until_somebody_says_ready(small, visit):
    do(small, visit, "leave")

    room = small.rooms["Room 1"]
    assert list(RoomStep.objects.values_list("resource__name", "kind")) == [
        ("Room 1", "to-prepare")
    ]
    step_id = uuid4()
    first = mark_ready(by=small.actor("sofia"), resource_id=room.pk, step_id=step_id)
    assert mark_ready(by=small.actor("sofia"), resource_id=room.pk, step_id=step_id) == first


def test_the_first_who_takes_a_bell_has_it(small, visit):
    do(small, visit, "needles-in", needles=12)
    bell = Bell.objects.get()

    take_bell(by=small.actor("sofia"), bell_id=bell.pk)
    take_bell(by=small.actor("sofia"), bell_id=bell.pk)
    with pytest.raises(BellTakenError) as taken:
        take_bell(by=small.actor("maria"), bell_id=bell.pk)

    assert taken.value.fields["name"] == "Sofia Kyriakidou"
    do(small, visit, "needles-out", needles=12)
    with pytest.raises(BellOverError):
        take_bell(by=small.actor("sofia"), bell_id=bell.pk)


def test_a_bell_taken_and_left_can_be_taken_by_another(small, visit):
    do(small, visit, "needles-in", needles=12)
    bell = take_bell(by=small.actor("sofia"), bell_id=Bell.objects.get().pk)
    Bell.objects.update(taken_at=timezone.now() - timedelta(minutes=6))

    again = take_bell(by=small.actor("maria"), bell_id=bell.pk)

    assert again.taken_by_id == small.users["maria"].pk


def in_threads(*works):
    """Run each on a connection of its own, all at once; return results or errors."""
    barrier = Barrier(len(works))

    def run(work):
        barrier.wait()
        try:
            return work()
        except AshiError as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


@pytest.mark.django_db(transaction=True)
def test_two_connections_that_send_one_step_get_one_answer():
    small = make_centre()
    visit = make_visit(small, timezone.now())
    step_id = uuid4()

    answers = in_threads(*[lambda: do(small, visit, "needles-in", step_id=step_id, needles=12)] * 2)

    assert [answer.pk for answer in answers] == [step_id, step_id]
    assert Step.objects.count() == Bell.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_connections_that_take_one_bell_make_one_winner():
    small = make_centre()
    visit = make_visit(small, timezone.now())
    do(small, visit, "needles-in", needles=12)
    bell = Bell.objects.get()

    answers = in_threads(
        *[
            lambda name=name: take_bell(by=small.actor(name), bell_id=bell.pk)
            for name in ("maria", "sofia")
        ]
    )

    assert sorted(type(answer).__name__ for answer in answers) == ["Bell", "BellTakenError"]
    assert Event.objects.filter(action="bell.take").count() == 1
