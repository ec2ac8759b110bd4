"""Holds: kept for minutes, confirmed, run out; and classes with several places."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ashi.apps.accounts.roles import Role
from ashi.apps.audit.actor import SYSTEM, Actor, Source
from ashi.apps.bookings.actions.booking import book_visit
from ashi.apps.bookings.actions.cancelling import cancel_visit
from ashi.apps.bookings.actions.holding import (
    confirm_visit,
    hold_visit,
    release_hold,
    retire_expired,
)
from ashi.apps.bookings.actions.moving import move_visit
from ashi.apps.bookings.errors import (
    HoldExpiredError,
    OutsideRulesError,
    SlotTakenError,
)
from ashi.apps.bookings.models import Occupancy, Session, Visit
from ashi.apps.bookings.openings import openings_for
from tests.desk.centre import make_patient
from tests.integration.bookings.conftest import at
from tests.integration.bookings.diary import faults_of_the_diary

pytestmark = pytest.mark.slow
PUBLIC = Actor(role=Role.PUBLIC, source=Source.PUBLIC)


@pytest.fixture
def far(small):
    """Let the public book years ahead."""
    small.centre.horizon_days = 5000
    small.centre.save()
    small.service.refresh_from_db()
    return small


def run_out(visit: Visit) -> None:
    """Let the clock of a hold run out."""
    past = timezone.now() - timedelta(seconds=1)
    Visit.objects.filter(pk=visit.pk).update(hold_expires_at=past)
    Occupancy.objects.filter(session=visit.session, expires_at__isnull=False).update(
        expires_at=past
    )


def test_a_hold_keeps_the_time_and_becomes_a_booking(far):
    maria = {"therapist": far.people["maria"].pk}
    held = hold_visit(by=PUBLIC, service=far.service, starts_at=at(10), roles=maria)
    with pytest.raises(SlotTakenError):
        hold_visit(by=PUBLIC, service=far.service, starts_at=at(10), roles=maria)

    booked = confirm_visit(by=PUBLIC, visit_id=held.pk, patient=make_patient(), terms_version=1)

    assert (booked.status, booked.hold_expires_at) == ("booked", None)
    assert not Occupancy.objects.filter(live=True, expires_at__isnull=False).exists()
    assert faults_of_the_diary() == []


def test_a_hold_that_ran_out_is_free_for_others_at_once(far):
    maria = {"therapist": far.people["maria"].pk}
    held = hold_visit(by=PUBLIC, service=far.service, starts_at=at(10), roles=maria)
    run_out(held)

    assert at(10) in [
        one.start
        for one in openings_for(
            service=far.service,
            first=at(0).date(),
            last=at(0).date(),
            roles=maria,
            limit=9999,
        )
    ]
    second = hold_visit(by=PUBLIC, service=far.service, starts_at=at(10), roles=maria)

    held.refresh_from_db()
    assert (held.status, second.status) == ("expired", "held")
    assert faults_of_the_diary() == []


def test_a_hold_that_ran_out_still_succeeds_if_nobody_came(far):
    held = hold_visit(by=PUBLIC, service=far.service, starts_at=at(10))
    run_out(held)
    retire_expired(by=SYSTEM)

    confirm_visit(by=PUBLIC, visit_id=held.pk, patient=make_patient())

    assert faults_of_the_diary() == []


def test_a_hold_that_ran_out_and_was_taken_is_refused_with_other_times(far):
    maria = {"therapist": far.people["maria"].pk}
    held = hold_visit(by=PUBLIC, service=far.service, starts_at=at(10), roles=maria)
    run_out(held)
    hold_visit(by=PUBLIC, service=far.service, starts_at=at(10), roles=maria)

    with pytest.raises(HoldExpiredError) as refused:
        confirm_visit(by=PUBLIC, visit_id=held.pk, patient=make_patient())

    assert refused.value.fields["nearest"]
    assert faults_of_the_diary() == []


def test_confirming_twice_is_once(far):
    held = hold_visit(by=PUBLIC, service=far.service, starts_at=at(10))
    patient = make_patient()

    confirm_visit(by=PUBLIC, visit_id=held.pk, patient=patient)
    again = confirm_visit(by=PUBLIC, visit_id=held.pk, patient=patient)

    assert again.pk == held.pk
    assert Visit.objects.count() == 1


def test_a_released_hold_and_a_retired_one_take_nothing(far):
    release_hold(
        by=PUBLIC,
        visit_id=hold_visit(by=PUBLIC, service=far.service, starts_at=at(10)).pk,
    )
    late = hold_visit(by=PUBLIC, service=far.service, starts_at=at(12))
    run_out(late)

    assert retire_expired(by=SYSTEM) == 1
    assert not Occupancy.objects.filter(live=True).exists()
    assert faults_of_the_diary() == []


@pytest.mark.parametrize(
    ("change", "rule"),
    [({"lead_min": 10_000_000}, "lead"), ({"horizon_days": 1}, "horizon")],
)
def test_the_public_books_by_the_rules_of_the_centre(far, change, rule):
    for name, value in change.items():
        setattr(far.centre, name, value)
    far.centre.save()
    far.service.centre.refresh_from_db()

    with pytest.raises(OutsideRulesError) as refused:
        hold_visit(by=PUBLIC, service=far.service, starts_at=at(10))

    assert refused.value.fields["rule"] == rule


@pytest.fixture
def gym_class(small):
    """Make the service a class of three places."""
    small.service.places = 3
    small.service.save()
    return small


def test_a_class_fills_its_places_and_no_more(gym_class, desk):
    people = [make_patient(f"P{n}", "Class") for n in range(4)]
    for patient in people[:3]:
        book_visit(by=desk, service=gym_class.service, starts_at=at(10), patient=patient)

    with pytest.raises(SlotTakenError):
        book_visit(by=desk, service=gym_class.service, starts_at=at(10), patient=people[3])

    assert Session.objects.count() == 1
    assert faults_of_the_diary() == []


def test_leaving_a_class_frees_one_place_and_the_last_frees_the_room(gym_class, desk):
    visits = [
        book_visit(
            by=desk,
            service=gym_class.service,
            starts_at=at(10),
            patient=make_patient(f"P{n}", "C"),
        )
        for n in range(2)
    ]

    cancel_visit(by=desk, visit_id=visits[0].pk, reason="ill")
    assert Session.objects.get().cancelled_at is None
    moved = move_visit(by=desk, visit_id=visits[1].pk, starts_at=at(14))

    assert Session.objects.get(pk=visits[0].session_id).cancelled_at is not None
    assert moved.session.starts_at == at(14)
    assert faults_of_the_diary() == []


def test_a_class_that_runs_is_offered_while_it_has_places(gym_class, desk):
    book_visit(by=desk, service=gym_class.service, starts_at=at(10), patient=make_patient())

    found = openings_for(
        service=gym_class.service, first=at(0).date(), last=at(0).date(), limit=9999
    )

    [joined] = [one for one in found if one.session_id]
    assert joined.start == at(10)
