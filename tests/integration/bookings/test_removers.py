"""Somebody to take the needles out: what breaks the rule is refused, or listed."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

import pytest
from django.db import connection
from django.urls import reverse

from ashi.apps.accounts.errors import NotAllowedError
from ashi.apps.audit.models import Event
from ashi.apps.bookings.actions.booking import book_visit
from ashi.apps.bookings.actions.cancelling import cancel_visit, restore_visit
from ashi.apps.bookings.actions.moving import move_visit
from ashi.apps.bookings.actions.settling import settle_conflicts
from ashi.apps.bookings.conflicts import conflicts_of
from ashi.apps.bookings.errors import SlotTakenError
from ashi.apps.bookings.models import Override, Visit
from ashi.apps.bookings.openings import explain_start, openings_for
from ashi.apps.bookings.proposals import proposals_for
from ashi.apps.centres.models import Absence
from ashi.apps.encounters.actions.breaks import add_break
from ashi.apps.encounters.errors import BreakLeavesNeedlesError
from ashi.core.scheduling.explanation import Why
from tests.desk.centre import make_patient
from tests.desk.signing import client_of
from tests.integration.bookings.conftest import at, nicosia

pytestmark = pytest.mark.slow
NOW = datetime(2030, 5, 1, tzinfo=UTC)


def away(small, name, start, end, reason="other"):
    return Absence.objects.create(resource=small.people[name], during=(start, end), reason=reason)


def nobody_in_the_house(small):
    """Everybody trained is out from 10:20 to 10:30."""
    for name in ("maria", "andreas", "sofia"):
        away(small, name, at(10, 20), at(10, 30))


def book(small, start, who="desk", room="Room 1", therapist="maria", **more):
    roles = {"therapist": small.people[therapist].pk, "room": small.rooms[room].pk}
    return book_visit(
        by=small.actor(who),
        service=small.service,
        starts_at=start,
        patient=make_patient(),
        roles=roles | more.pop("roles", {}),
        **more,
    )


def limit(small, most):
    small.centre.most_resting = most
    small.centre.save()
    small.service.refresh_from_db()


def causes(small):
    return {
        one.visits[0].pk: [cause.code for cause in one.causes]
        for one in conflicts_of(small.centre, NOW)
    }


def test_a_visit_that_would_rest_with_nobody_in_the_house_is_neither_offered_nor_booked(small):
    nobody_in_the_house(small)

    day = at(10).date()
    starts = {one.start for one in openings_for(service=small.service, first=day, last=day)}
    told = explain_start(service=small.service, start=at(10))

    with pytest.raises(SlotTakenError):
        book(small, at(10))
    assert {at(9, 45), at(10), at(10, 5)} & starts == set()
    assert {at(9, 25), at(10, 30)} <= starts
    assert [(one.why, one.phase) for one in told.obstacles] == [(Why.NO_REMOVER, "rest")]
    assert not Visit.objects.exists()


def test_who_may_lets_it_rest_by_name_with_a_reason_and_it_is_shown(small):
    nobody_in_the_house(small)
    with pytest.raises(NotAllowedError):
        book(small, at(10), "maria", override_reason="the doctor next door helps")

    visit = book(small, at(10), override_reason="the doctor next door helps")

    [kept] = Override.objects.all()
    assert (kept.session_id, kept.against_id, kept.by, kept.reason) == (
        visit.session_id,
        None,
        small.users["desk"],
        "the doctor next door helps",
    )
    assert Event.objects.get(action="visit.book").reason == "the doctor next door helps"
    assert causes(small) == {}
    client = client_of(small.users["desk"])
    page = client.get(reverse("visit", args=[visit.pk])).content.decode()
    assert "Booked against the rule for resting needles: the doctor next door helps" in (
        " ".join(page.split())
    )
    assert "double-booked" not in page
    move_visit(by=small.actor("desk"), visit_id=visit.pk, starts_at=at(12))
    assert not Override.objects.filter(ended_at=None).exists()


def test_nobody_trained_has_more_rooms_resting_than_the_centre_says(small):
    for name in ("andreas", "sofia"):
        away(small, name, at(10), at(10, 40))
    limit(small, 1)
    book(small, at(10))

    with pytest.raises(SlotTakenError):
        book(small, at(10, 15), room="Room 2")
    limit(small, 2)
    book(small, at(10, 15), room="Room 2")

    assert Visit.objects.count() == 2


def test_without_a_limit_one_who_is_there_is_enough(small):
    for name in ("andreas", "sofia"):
        away(small, name, at(10), at(10, 40))

    book(small, at(10))
    book(small, at(10, 15), room="Room 2")

    assert causes(small) == {}


def test_a_visit_comes_back_only_if_somebody_may_take_its_needles_out(small):
    visit = book(small, at(10))
    cancel_visit(by=small.actor("desk"), visit_id=visit.pk, reason="patient")
    nobody_in_the_house(small)

    with pytest.raises(SlotTakenError):
        restore_visit(by=small.actor("desk"), visit_id=visit.pk)
    Absence.objects.all().delete()
    assert restore_visit(by=small.actor("desk"), visit_id=visit.pk).status == "booked"


def take_a_break(small, who="desk", **more):
    return add_break(
        by=small.actor(who),
        resource_id=small.people["maria"].pk,
        starts_at=at(10, 20),
        ends_at=at(10, 30),
        **more,
    )


def test_a_break_that_leaves_nobody_is_refused_unless_who_may_says_why(small):
    book(small, at(10))
    for name in ("andreas", "sofia"):
        away(small, name, at(10, 20), at(10, 30))

    with pytest.raises(BreakLeavesNeedlesError) as refused:
        take_a_break(small)
    with pytest.raises(NotAllowedError):
        take_a_break(small, "maria", override_reason="hungry")
    assert (refused.value.fields, Absence.objects.count()) == ({"count": 1}, 2)
    take_a_break(small, override_reason="the doctor next door helps")

    assert Event.objects.get(action="absence.add").reason == "the doctor next door helps"


def test_an_illness_is_kept_and_what_it_leaves_is_a_conflict_with_a_way_out(small):
    visit = book(small, at(10))
    for name in ("andreas", "sofia"):
        away(small, name, at(10, 20), at(10, 30))

    take_a_break(small, reason="ill")

    assert causes(small) == {visit.pk: ["remover"]}
    [way] = proposals_for(small.centre, conflicts_of(small.centre, NOW), NOW)
    assert (way.proposal.rule, way.proposal.opening.start) == (3, at(10, 30))
    done = settle_conflicts(by=small.actor("desk"), centre=small.centre, marks=[way.mark])
    assert len(done.moved) == 1
    assert causes(small) == {}


def test_of_those_who_rest_at_once_only_the_later_ones_are_in_conflict(small):
    first = book(small, at(10))
    second = book(small, at(10, 15), room="Room 2", therapist="andreas")
    limit(small, 1)
    for name in ("andreas", "sofia"):
        away(small, name, at(10, 31), at(10, 34), "ill")

    assert causes(small) == {second.pk: ["remover"]}
    assert first.pk not in causes(small)


def test_the_desk_is_told_why_a_break_is_refused_and_may_say_why_all_the_same(small):
    book(small, at(10))
    for name in ("andreas", "sofia"):
        away(small, name, at(10, 20), at(10, 30))
    sent = {
        "resource": small.people["maria"].pk,
        "day": "2030-05-06",
        "begins": "10:20",
        "ends": "10:30",
        "reason": "break",
    }

    refused = client_of(small.users["maria"]).post(reverse("break-new"), sent)
    asked = client_of(small.users["desk"]).post(reverse("break-new"), sent)
    kept = client_of(small.users["desk"]).post(
        reverse("break-new"), sent | {"override_reason": "the doctor next door helps"}
    )

    assert (refused.status_code, asked.status_code, kept.status_code) == (422, 422, 302)
    assert "too few in the house to take the needles out" in asked.content.decode()
    assert "override_reason" in asked.content.decode()
    assert "override_reason" not in refused.content.decode()


@pytest.mark.django_db(transaction=True)
def test_two_who_book_the_last_rest_at_once_do_not_both_get_it(transactional_db):
    small = nicosia()
    small.service.phases.filter(key="exercise").delete()
    limit(small, 1)
    away(small, "sofia", at(9), at(12))
    away(small, "andreas", at(10, 20), at(10, 34))
    barrier = Barrier(2)

    def one(number: int) -> str:
        name, room = (("maria", "Room 1"), ("andreas", "Room 2"))[number]
        mine = {"remover": small.people[name].pk}
        patient = patients[number]
        try:
            barrier.wait(timeout=30)
            book_visit(
                by=small.actor("desk"),
                service=small.service,
                starts_at=at(10),
                patient=patient,
                roles=mine | {"therapist": small.people[name].pk, "room": small.rooms[room].pk},
            )
            return "booked"
        except SlotTakenError:
            return "refused"
        finally:
            connection.close()

    for day in range(3):
        patients = [make_patient(f"P{number}", "Race") for number in range(2)]
        with ThreadPoolExecutor(2) as pool:
            assert sorted(pool.map(one, range(2))) == ["booked", "refused"], day
        Visit.objects.get(status="booked").session.occupancies.update(live=False)
        Visit.objects.update(status="no-show")
