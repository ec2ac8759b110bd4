"""A practitioner who needles in several rooms: one patient at a time, as many at rest as may be."""

from collections import Counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ashi.apps.bookings.actions.booking import book_visit
from ashi.apps.bookings.actions.cancelling import cancel_visit, restore_visit
from ashi.apps.bookings.actions.moving import move_visit
from ashi.apps.bookings.actions.settling import settle_conflicts
from ashi.apps.bookings.conflicts import conflicts_of
from ashi.apps.bookings.errors import SlotTakenError
from ashi.apps.bookings.models import Override, Visit
from ashi.apps.bookings.openings import explain_start, openings_for
from ashi.apps.bookings.proposals import proposals_for
from ashi.core.scheduling.explanation import Why
from tests.desk.centre import make_patient
from tests.desk.signing import client_of
from tests.integration.bookings.conftest import at, nicosia
from tests.integration.bookings.diary import faults_of_the_diary
from tests.integration.bookings.test_races import together

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
NOW = at(0, 0, day=1)


def limit(small, most):
    small.centre.most_needled = most
    small.centre.save()
    small.service.refresh_from_db()


def book(small, start, who="maria", by="desk", patient=None, **more):
    return book_visit(
        by=small.actor(by),
        service=small.service,
        starts_at=start,
        patient=patient or make_patient(),
        roles={"therapist": small.people[who].pk},
        **more,
    )


# Each is 15 minutes with the therapist, 20 at rest; 10:15 begins in the rest of 10:00.
def test_without_a_limit_a_practitioner_needles_next_door_while_the_first_rests(small):
    first, second = book(small, at(10)), book(small, at(10, 15))

    rooms = {one.session.roles.get(key="room").resource for one in (first, second)}
    assert len(rooms) == 2
    with pytest.raises(SlotTakenError):  # what is attended never overlaps
        book(small, at(10, 10))
    assert faults_of_the_diary() == []


def test_with_one_room_the_second_rest_begins_after_the_first_is_over(small):
    limit(small, 1)
    book(small, at(10))
    roles = {"therapist": small.people["maria"].pk}

    day = at(10).date()
    found = openings_for(service=small.service, first=day, last=day, roles=roles)
    starts = {one.start for one in found}
    told = explain_start(service=small.service, start=at(10, 15), roles=roles)

    with pytest.raises(SlotTakenError):
        book(small, at(10, 15))
    assert not starts & {at(9, 45), at(10, 15)}
    assert at(10, 20) in starts  # rests from 10:35, when the first is over
    assert {(one.why, one.role, one.phase) for one in told.obstacles} == {
        (Why.TOO_MANY_ROOMS, "therapist", "rest")
    }
    book(small, at(10, 15), who="andreas")  # another's needles are their own
    assert faults_of_the_diary() == []


def test_a_limit_of_two_lets_two_rest_and_refuses_the_third(small):
    small.service.phases.filter(key="rest").update(minutes=40)
    small.service.phases.filter(key="exercise").delete()
    for number in (3, 4):
        room = small.rooms["Room 1"]
        hours = list(room.hours.all())
        room.pk, room.name = None, f"Room {number}"
        room.save()
        for one in hours:
            one.pk, one.resource = None, room
            one.save()
    limit(small, 2)

    for minute in (0, 15):
        book(small, at(10, minute))

    with pytest.raises(SlotTakenError):
        book(small, at(10, 30))
    limit(small, 3)
    book(small, at(10, 30))


@pytest.mark.django_db(transaction=True)
def test_of_many_who_race_for_the_one_room_one_wins():
    small = nicosia()
    limit(small, 1)
    patients = [make_patient(f"P{number}", "Race") for number in range(8)]

    answers = together(
        8, lambda number: book(small, at(10, 15 * (number % 2)), patient=patients[number])
    )

    assert Counter(type(one) for one in answers) == {Visit: 1, SlotTakenError: 7}
    assert faults_of_the_diary() == []


def test_a_move_and_a_restored_visit_keep_the_limit(small):
    limit(small, 1)
    book(small, at(10))
    later = book(small, at(12))
    with pytest.raises(SlotTakenError):
        move_visit(
            by=small.actor("desk"),
            visit_id=later.pk,
            starts_at=at(10, 15),
            roles={"therapist": small.people["maria"].pk},
        )

    cancel_visit(by=small.actor("desk"), visit_id=later.pk, reason="patient")
    book(small, at(12, 15))
    with pytest.raises(SlotTakenError):
        restore_visit(by=small.actor("desk"), visit_id=later.pk)


def test_an_override_is_kept_by_name_and_is_no_conflict(small):
    limit(small, 1)
    book(small, at(10))

    visit = book(small, at(10, 15), by="owner", override_reason="a colleague looks after her")

    row = Override.objects.get(session=visit.session)
    assert (row.reason, row.against) == ("a colleague looks after her", None)
    assert conflicts_of(small.centre, NOW) == []
    page = client_of(small.users["desk"]).get(reverse("visit", args=[visit.pk]))
    assert "Booked against the rule for resting needles: a colleague" in page.content.decode()


def test_a_limit_that_comes_later_makes_conflicts_of_the_later_ones_with_a_way_out(small):
    book(small, at(10))
    later = book(small, at(10, 15))
    limit(small, 1)

    [conflict] = conflicts_of(small.centre, NOW)
    [settled] = proposals_for(small.centre, [conflict], NOW)

    assert conflict.visits == (later,)
    assert [(one.code, one.resource) for one in conflict.causes] == [
        ("rooms", small.people["maria"])
    ]
    assert settled.proposal.opening.roles["therapist"] == small.people["andreas"].pk
    assert settled.proposal.opening.start == at(10, 15)
    settled_at = settle_conflicts(by=small.actor("desk"), centre=small.centre, marks=[settled.mark])
    assert [one.pk for one in settled_at.moved] == [later.pk]
    assert conflicts_of(small.centre, NOW) == []


def test_a_search_asks_as_often_however_many_rest(small):
    limit(small, 1)
    day = at(10).date()

    def asked():
        with CaptureQueriesContext(connection) as queries:
            openings_for(service=small.service, first=day, last=day)
        return len(queries)

    book(small, at(8))
    one = asked()
    for hour in (10, 12):
        book(small, at(hour))

    assert asked() == one
