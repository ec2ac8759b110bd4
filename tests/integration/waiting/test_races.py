"""Many at once over real connections: a freed time goes to one, whoever presses when."""

from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone

from ashi.apps.bookings.actions.booking import book_visit
from ashi.apps.bookings.errors import SlotTakenError
from ashi.apps.bookings.models import Visit
from ashi.apps.waiting.errors import OfferOverError
from ashi.apps.waiting.models import WishOffer
from ashi.apps.waiting.offering import accept_offer, decline_offer, lapse_offer
from ashi.apps.waiting.passing_on import pass_on
from ashi.web.public.booking import PUBLIC
from tests.desk.centre import make_centre, make_patient
from tests.desk.waiting import a_while_later, freed, lapsed, offering, waits
from tests.integration.bookings.diary import faults_of_the_diary
from tests.integration.bookings.test_races import together

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
SOON = timedelta(minutes=3)


def offered(people: int = 2):
    """Make a centre with people who wait, and one time offered to the first."""
    small = offering(make_centre())
    for number in range(people):
        waits(small, f"P{number}", days=20 - number)
    freed(small)
    assert a_while_later() == 1
    return small, WishOffer.objects.get()


def test_two_yeses_to_one_offer_are_one_booking():
    _small, offer = offered()

    answers = together(8, lambda _: accept_offer(by=PUBLIC, offer_id=offer.pk))

    assert {one.pk for one in answers} == {offer.visit_id}
    assert Visit.objects.filter(status="booked").count() == 1
    assert faults_of_the_diary() == []


@pytest.mark.parametrize("turn", range(4))
def test_a_yes_and_a_no_at_once_end_in_one_of_them(turn):
    _small, offer = offered()

    together(
        4,
        lambda n: (accept_offer if (n + turn) % 2 else decline_offer)(by=PUBLIC, offer_id=offer.pk),
    )

    offer.refresh_from_db()
    booked = Visit.objects.filter(status="booked").count()
    assert (offer.state, booked) in (("accepted", 1), ("declined", 0))
    assert faults_of_the_diary() == []


@pytest.mark.parametrize("turn", range(4))
def test_a_yes_at_the_deadline_and_the_lapse_end_in_one_of_them(turn):
    small, offer = offered()
    # The deadline is over while they run: whoever has the lock first decides.
    soon = timezone.now() + timedelta(milliseconds=40 * turn)
    WishOffer.objects.filter(pk=offer.pk).update(lapses_at=soon)

    def act(number: int) -> object:
        if number % 2:
            return accept_offer(by=PUBLIC, offer_id=offer.pk)
        while timezone.now() < soon:
            pass
        return lapse_offer(by=small.actor("desk"), offer_id=offer.pk)

    answers = together(4, act)

    offer.refresh_from_db()
    won = [one for one in answers if isinstance(one, Visit)]
    lost = [one for one in answers if isinstance(one, OfferOverError)]
    assert (len(won), len(lost)) in ((2, 0), (0, 2))
    assert offer.state == ("accepted" if won else "lapsed")
    assert Visit.objects.filter(status="booked").count() == bool(won)
    assert faults_of_the_diary() == []


def test_a_late_yes_and_the_next_offer_never_both_have_the_time():
    _small, offer = offered()
    lapsed(offer)

    def act(number: int) -> object:
        if number % 2:
            return accept_offer(by=PUBLIC, offer_id=offer.pk)
        return pass_on(timezone.now() + SOON)

    answers = together(6, act)

    assert sum(isinstance(one, OfferOverError) for one in answers) == 3
    states = Counter(WishOffer.objects.values_list("state", flat=True))
    assert states == {"lapsed": 1, "open": 1}
    assert faults_of_the_diary() == []


def test_two_workers_offer_a_time_to_one():
    small = offering(make_centre())
    for number in range(3):
        waits(small, f"P{number}", days=20 - number)
    freed(small)

    answers = together(4, lambda _: pass_on(timezone.now() + SOON))

    assert sum(answers) == WishOffer.objects.count() == 1
    assert faults_of_the_diary() == []


def test_the_desk_books_while_the_worker_offers_and_one_of_them_has_the_time():
    small = offering(make_centre())
    waits(small, "Anna", practitioner=small.people["maria"])
    visit = freed(small)
    roles = {"therapist": small.people["maria"].pk, "room": small.rooms["Room 1"].pk}
    patients = [make_patient(f"D{number}", "Desk") for number in range(3)]

    def act(number: int) -> object:
        if number == 0:
            return pass_on(timezone.now() + SOON)
        return book_visit(
            by=small.actor("desk"),
            service=small.service,
            starts_at=visit.session.starts_at,
            patient=patients[number - 1],
            roles=roles,
        )

    answers = together(4, act)

    booked = [one for one in answers if isinstance(one, Visit)]
    refused = [one for one in answers if isinstance(one, SlotTakenError)]
    open_offers = WishOffer.objects.filter(
        state="open", visit__session__starts_at=visit.session.starts_at
    ).count()
    assert len(booked) + open_offers == 1
    assert len(booked) + len(refused) == 3
    assert faults_of_the_diary() == []
