"""Pools of equipment, required and preferred rooms, and two people within one visit."""

from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from ashi.apps.bookings.actions.booking import book_visit
from ashi.apps.bookings.actions.cancelling import cancel_visit
from ashi.apps.bookings.actions.moving import move_visit
from ashi.apps.bookings.conflicts import conflicts_of
from ashi.apps.bookings.errors import SlotTakenError
from ashi.apps.bookings.models import Occupancy, Visit
from ashi.apps.bookings.offers import offer_of
from ashi.apps.bookings.openings import passed_over
from ashi.apps.bookings.proposals import proposals_for
from ashi.apps.bookings.wishing import pins_for, takes_over
from ashi.apps.centres.models import Absence, Resource, ServiceRole, WeeklyHours
from tests.desk.centre import make_patient
from tests.desk.signing import client_of
from tests.integration.bookings.conftest import at, nicosia
from tests.integration.bookings.diary import faults_of_the_diary
from tests.integration.bookings.test_races import together

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
NOW = at(0, 0, day=1)


def add(small, kind, name, skills=()):
    row = Resource.objects.create(
        centre=small.centre, kind=kind, name=name, skills=list(skills), position=50
    )
    WeeklyHours.objects.bulk_create(
        WeeklyHours(resource=row, weekday=day, opens_min=0, closes_min=1440) for day in range(7)
    )
    return row


def pool(small, count=3):
    """The exercise needs a gym mat, any of some; nothing else limits how many exercise at once."""
    units = [add(small, "equipment", f"Mat {number}") for number in range(1, count + 1)]
    add(small, "equipment", "Kettle")  # of the kind, but not of the pool
    role = {"kinds": ["equipment"], "only": [one.pk for one in units], "position": 9}
    small.gym.roles.all().delete()
    small.gym.roles.create(key="mat", **role)
    small.gym.phases.update(roles=["mat"])
    small.gym.refresh_from_db()
    return units


def book(small, start, service=None, **more):
    return book_visit(
        by=small.actor("desk"),
        service=service or small.gym,
        starts_at=start,
        patient=more.pop("patient", None) or make_patient(),
        **more,
    )


def filled(visit):
    return {one.key: one.resource for one in visit.session.roles.select_related("resource")}


def test_any_of_three_units_lets_three_overlap_and_refuses_the_fourth(small):
    units = pool(small)

    visits = [book(small, at(10, minute)) for minute in (0, 10, 20)]

    assert {filled(one)["mat"] for one in visits} == set(units)
    with pytest.raises(SlotTakenError) as refusal:
        book(small, at(10, 25))
    starts = {one.start for one in refusal.value.fields["nearest"]}
    assert at(10, 30) in starts
    assert not [one for one in starts if at(9, 50) < one < at(10, 30)]
    assert filled(book(small, at(10, 30)))["mat"] == filled(visits[0])["mat"]
    assert faults_of_the_diary() == []


@pytest.mark.django_db(transaction=True)
def test_of_twelve_who_race_for_three_units_three_get_one_each():
    small = nicosia()
    units = pool(small)
    patients = [make_patient(f"P{number}", "Race") for number in range(12)]

    answers = together(12, lambda number: book(small, at(10), patient=patients[number]))

    assert Counter(type(one) for one in answers) == {Visit: 3, SlotTakenError: 9}
    won = [one for one in answers if isinstance(one, Visit)]
    assert {filled(one)["mat"] for one in won} == set(units)
    assert faults_of_the_diary() == []


def test_a_unit_out_of_order_leaves_the_pool_and_what_had_it_gets_another(small):
    units = pool(small)
    first = book(small, at(10))
    broken = filled(first)["mat"]
    Absence.objects.create(resource=broken, during=(at(9), at(12)), reason="repair")

    visits = [book(small, at(10)), book(small, at(10))]
    [conflict] = conflicts_of(small.centre, NOW)
    [settled] = proposals_for(small.centre, [conflict], NOW)

    assert {filled(one)["mat"] for one in visits} == set(units) - {broken}
    with pytest.raises(SlotTakenError):
        book(small, at(10))
    assert [(one.code, one.resource) for one in conflict.causes] == [("absence", broken)]
    assert settled.proposal.opening.start != at(10)  # the others have the two that work
    cancel_visit(by=small.actor("desk"), visit_id=visits[0].pk, reason="patient")
    [settled] = proposals_for(small.centre, conflicts_of(small.centre, NOW), NOW)
    assert settled.proposal.opening.roles["mat"] == filled(visits[0])["mat"].pk
    assert settled.proposal.opening.start == at(10)


def set_role(small, key, **columns):
    ServiceRole.objects.filter(service=small.service, key=key).update(**columns)
    small.service.refresh_from_db()


def test_a_required_room_and_no_other(small):
    room = small.rooms["Room 2"]
    set_role(small, "room", only=[room.pk])

    visit = book(small, at(10), small.service, roles=pins(small, "maria"))

    assert filled(visit)["room"] == room
    with pytest.raises(SlotTakenError):
        book(small, at(10), small.service, roles=pins(small, "andreas"))
    other = {"room": small.rooms["Room 1"].pk}
    with pytest.raises(SlotTakenError):
        book(small, at(14), small.service, roles=other)


def test_a_visit_in_another_room_than_one_required_since_is_a_conflict_with_that_room_proposed(
    small,
):
    visit = book(small, at(10), small.service, roles={"room": small.rooms["Room 1"].pk})
    set_role(small, "room", only=[small.rooms["Room 2"].pk])

    [conflict] = conflicts_of(small.centre, NOW)
    [settled] = proposals_for(small.centre, [conflict], NOW)

    assert [(one.code, one.resource) for one in conflict.causes] == [
        ("unfit", small.rooms["Room 1"])
    ]
    assert settled.visit == visit
    assert settled.proposal.opening.roles["room"] == small.rooms["Room 2"].pk
    assert settled.proposal.opening.start == at(10)


def pins(small, name):
    return {"therapist": small.people[name].pk}


def test_a_preferred_room_is_taken_when_free_otherwise_another_and_the_reason_is_shown(small):
    room, other = small.rooms["Room 2"], small.rooms["Room 1"]
    set_role(small, "room", preferred=[room.pk])
    desk = client_of(small.users["desk"])

    first = book(small, at(10), small.service, roles=pins(small, "maria"))
    second = book(small, at(10, 20), small.service, roles=pins(small, "andreas"))

    assert (filled(first)["room"], filled(second)["room"]) == (room, other)
    assert passed_over(first) == []
    [one] = passed_over(second)
    assert (one.wanted, one.got, one.why.opening) == (room.pk, other.pk, None)
    text = desk.get(reverse("visit", args=[second.pk])).content.decode()
    assert "Room 1 instead of Room 2: Room 2 is taken at 10:20" in text
    cancel_visit(by=small.actor("desk"), visit_id=first.pk, reason="patient")
    text = desk.get(reverse("visit", args=[second.pk])).content.decode()
    assert "Room 1 instead of Room 2, which is free now" in text


def test_the_page_of_a_visit_that_has_what_it_prefers_asks_no_more_of_the_database(small):
    visit = book(small, at(10), small.service, roles={"room": small.rooms["Room 2"].pk})
    desk = client_of(small.users["desk"])

    def asked():
        with CaptureQueriesContext(connection) as queries:
            desk.get(reverse("visit", args=[visit.pk]))
        return len(queries)

    before = asked()
    set_role(small, "room", preferred=[small.rooms["Room 2"].pk])

    assert asked() == before


def handover(small):
    """Acupuncture by somebody, then exercise by another practitioner."""
    role = {"kinds": ["practitioner"], "skills": ["exercise"]}
    set_role(small, "trainer", **role)
    set_role(small, "remover", kinds=["assistant"], skills=["needle-removal"])
    return small.people["maria"], small.people["andreas"]


def test_who_takes_over_is_there_only_in_their_own_phases_and_so_is_who_began(small):
    maria, andreas = handover(small)
    roles = pins_for(small.service, maria, andreas)

    visit = book(small, at(10), small.service, roles=roles)

    assert takes_over(offer_of(small.service)).key == "trainer"
    rows = Occupancy.objects.filter(session=visit.session, resource__in=[maria, andreas], live=True)
    assert {one.resource: (one.during.lower, one.during.upper) for one in rows} == {
        maria: (at(10), at(10, 15)),
        andreas: (at(10, 40), at(10, 55)),
    }
    # Both diaries are free outside: each begins with somebody else meanwhile.
    book(small, at(10, 15), small.service, roles={"therapist": maria.pk})
    assert filled(book(small, at(10, 10), roles={"trainer": andreas.pk}))["room"].name == "Gym"
    assert faults_of_the_diary() == []


def test_the_two_move_together_and_a_conflict_of_the_second_moves_neither_the_first(small):
    maria, andreas = handover(small)
    visit = book(small, at(10), small.service, roles=pins_for(small.service, maria, andreas))

    moved = move_visit(by=small.actor("desk"), visit_id=visit.pk, starts_at=at(15))

    rows = Occupancy.objects.filter(session=visit.session, resource__in=[maria, andreas], live=True)
    assert {one.resource: one.during.lower for one in rows} == {
        maria: at(15),
        andreas: at(15, 40),
    }
    Absence.objects.create(resource=andreas, during=(at(15, 40), at(16)), reason="ill")
    [conflict] = conflicts_of(small.centre, NOW)
    [settled] = proposals_for(small.centre, [conflict], NOW)
    assert settled.visit == moved
    assert settled.proposal.opening.roles["therapist"] == maria.pk
    assert settled.proposal.opening.roles["trainer"] != andreas.pk


def test_both_are_chosen_at_the_desk_and_the_list_names_who_takes_over(small):
    maria, andreas = handover(small)
    desk = client_of(small.users["desk"])
    chosen = {"service": small.service.pk, "person": maria.pk, "then": andreas.pk}

    page = desk.get(reverse("visit-new"), chosen | {"day": "2030-05-06"})
    one = page.context["offered"][0]
    sent = chosen | {
        "day": "2030-05-06",
        "key": "0b6a1d3e-6b8e-4f5e-9a38-5a0c3b7b9b11",
        "at": one.opening.start.isoformat(),
        "given_name": "Nina",
        "family_name": "New",
        "phone": "+35799123456",
    }
    answer = desk.post(reverse("visit-new"), sent)

    assert one.who == "Maria Georgiou, then Andreas Nicolaou"
    assert {(one.opening.roles["therapist"], one.opening.roles["trainer"])} == {
        (maria.pk, andreas.pk)
    }
    assert answer.status_code == 302
    visit = Visit.objects.get(patient__given_name="Nina")
    assert (filled(visit)["therapist"], filled(visit)["trainer"]) == (maria, andreas)
    text = " ".join(desk.get(reverse("visit", args=[visit.pk])).content.decode().split())
    begins = timezone.localtime(visit.session.starts_at, one.opening.start.tzinfo)
    assert "Andreas Nicolaou takes over" in text
    assert begins + timedelta(minutes=40) == one.opening.start + timedelta(minutes=40)


def test_by_rule_whoever_is_free_takes_over_and_an_unfit_choice_is_dropped(small):
    handover(small)
    desk = client_of(small.users["desk"])
    small.people["sofia"].skills = ["needle-removal"]
    small.people["sofia"].save()

    chosen = {"service": small.service.pk, "then": small.people["sofia"].pk, "day": "2030-05-06"}
    page = desk.get(reverse("visit-new"), chosen)

    assert [one.name for one in page.context["after"]] == ["Maria Georgiou", "Andreas Nicolaou"]
    assert page.context["chosen"]["then"] is None
    assert len(page.context["offered"]) > 0


def test_the_board_shows_the_visit_in_both_columns_each_for_its_own_minutes(small):
    maria, andreas = handover(small)
    book(small, at(10), small.service, roles=pins_for(small.service, maria, andreas))

    page = client_of(small.users["desk"]).get("/desk/board/2030-05-06?view=practitioners")

    found = {
        column.resource_id: [
            (piece.at, piece.for_min) for piece in column.pieces if piece.shape == "solo"
        ]
        for column in page.context["board"].columns
    }
    assert found[maria.pk] == [(600, 15)]
    assert found[andreas.pk] == [(640, 15)]
