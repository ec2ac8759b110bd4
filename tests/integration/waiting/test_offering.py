"""A time that comes free is offered in the stated order, to one at a time, until a deadline."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from ashi.apps.audit.models import Event
from ashi.apps.bookings.actions.booking import book_visit
from ashi.apps.bookings.actions.cancelling import restore_visit
from ashi.apps.bookings.actions.moving import move_visit
from ashi.apps.bookings.errors import SlotTakenError
from ashi.apps.bookings.models import FreedTime, Visit
from ashi.apps.encounters.actions.wishes import withdraw_wish
from ashi.apps.messages.models import Message
from ashi.apps.messages.rendering import render
from ashi.apps.messages.sending import send_due
from ashi.apps.waiting.errors import AlreadyOfferedError, OfferOverError, TooSoonError
from ashi.apps.waiting.models import WishOffer
from ashi.apps.waiting.offering import (
    LEAST_NOTICE,
    LEAST_TIME,
    accept_offer,
    deadline,
    decline_offer,
    offer_time,
    withdraw_offer,
)
from ashi.apps.waiting.passing_on import pass_on
from ashi.web.public.booking import PUBLIC
from tests.desk.centre import make_patient, make_visit
from tests.desk.waiting import IN_A_DAY, a_while_later, freed, lapsed, offering, open_times, waits
from tests.integration.bookings.diary import faults_of_the_diary

HOUR = timedelta(hours=1)
pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def small(small):
    return offering(small)


def asked() -> list[str]:
    rows = WishOffer.objects.order_by("pk").select_related("wish__patient")
    return [one.wish.patient.given_name for one in rows]


def last() -> WishOffer:
    return WishOffer.objects.latest("pk")


def test_a_cancelled_hour_is_held_for_who_waits_and_they_are_written_to(small, mailoutbox):
    wish = waits(small, "Anna")
    visit = freed(small)

    assert a_while_later() == 1

    offer = last()
    assert (offer.wish, offer.visit.status, offer.letters) == (wish, "held", 1)
    assert offer.visit.session.starts_at == visit.session.starts_at
    assert offer.visit.hold_expires_at == offer.lapses_at
    send_due()
    assert [one.subject.split(":")[0] for one in mailoutbox] == ["A time for you"]
    assert faults_of_the_diary() == []


def test_a_yes_is_a_booking_and_a_second_yes_is_the_same(small):
    wish = waits(small, "Anna")
    freed(small)
    a_while_later()

    first = accept_offer(by=PUBLIC, offer_id=last().pk)
    second = accept_offer(by=PUBLIC, offer_id=last().pk)

    wish.refresh_from_db()
    assert first == second == wish.visit
    assert (first.status, first.patient, wish.state) == ("booked", wish.patient, "met")
    assert Message.objects.filter(kind="visit-booked", visit_id=first.pk).count() == 1
    assert Event.objects.filter(action="offer.accept").count() == 1
    a_while_later()
    assert (open_times(), asked()) == (0, ["Anna"])
    assert faults_of_the_diary() == []


def test_the_order_is_urgency_and_then_how_long_somebody_waits(small):
    waits(small, "Newest", days=1)
    waits(small, "Oldest", days=30)
    waits(small, "Soon", days=2, urgency=1)
    waits(small, "Urgent", days=1, urgency=2)
    freed(small)

    for _ in range(5):
        if a_while_later():
            decline_offer(by=PUBLIC, offer_id=last().pk)

    assert asked() == ["Urgent", "Soon", "Oldest", "Newest"]
    assert open_times() == 0


def test_one_time_is_offered_to_one_at_a_time(small):
    waits(small, "First", days=9)
    waits(small, "Second", days=8)
    freed(small)

    assert [a_while_later(n) for n in (3, 4, 5)] == [1, 0, 0]
    assert asked() == ["First"]


def test_an_offer_that_lapsed_goes_to_the_next_and_a_late_yes_is_refused(small):
    first = waits(small, "First", days=9)
    waits(small, "Second", days=8)
    freed(small)
    a_while_later()
    offer = last()
    lapsed(offer)

    with pytest.raises(OfferOverError):
        accept_offer(by=PUBLIC, offer_id=offer.pk)
    assert a_while_later() == 1

    offer.refresh_from_db()
    first.refresh_from_db()
    assert (offer.state, offer.visit.status, first.state) == ("lapsed", "expired", "open")
    assert asked() == ["First", "Second"]
    with pytest.raises(OfferOverError):
        accept_offer(by=PUBLIC, offer_id=offer.pk)
    assert accept_offer(by=PUBLIC, offer_id=last().pk).status == "booked"
    assert faults_of_the_diary() == []


def test_who_said_no_keeps_their_place_for_the_next_time(small):
    waits(small, "First", days=9)
    waits(small, "Second", days=8)
    freed(small)
    a_while_later()
    decline_offer(by=PUBLIC, offer_id=last().pk)
    a_while_later()
    freed(small, timezone.now() + IN_A_DAY + timedelta(hours=3))

    a_while_later()

    assert asked() == ["First", "Second", "First"]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({"weekdays": [0]}, "weekday"),
        ({"from_min": 0, "to_min": 1}, "hours"),
        ({"not_before": timezone.now().date() + timedelta(days=9)}, "soonest"),
        ({"service": "none"}, "service"),
    ],
)
def test_who_wants_something_else_is_passed_over(small, wanted, expected):
    start = timezone.now() + IN_A_DAY
    if expected == "weekday":
        wanted = {"weekdays": [(start.weekday() + 3) % 7]}
    if expected == "service":
        small.gym.roles.filter(key="room").update(skills=["no such room"])
        wanted = {"service": small.gym}
    waits(small, "Other", days=20, **wanted)
    waits(small, "Any", days=2)
    freed(small, start)

    a_while_later()

    assert asked() == ["Any"]


def test_who_wants_a_person_is_offered_that_persons_time_only(small):
    waits(small, "Andreas", days=20, practitioner=small.people["andreas"])
    start = timezone.now() + IN_A_DAY
    small.people["andreas"].absences.create(during=(start - IN_A_DAY / 2, start + IN_A_DAY / 2))
    freed(small, start)
    waits(small, "Maria", days=2, practitioner=small.people["maria"])

    a_while_later()

    assert asked() == ["Maria"]
    filled = last().visit.session.roles.get(key="therapist").resource
    assert filled == small.people["maria"]


def test_a_moved_visit_frees_its_old_time(small):
    waits(small, "Anna")
    visit = make_visit(small, timezone.now() + IN_A_DAY)
    was = visit.session.starts_at
    move_visit(by=small.actor("desk"), visit_id=visit.pk, starts_at=was + 3 * IN_A_DAY)

    a_while_later()

    assert last().visit.session.starts_at == was


def test_the_desk_has_two_minutes_to_think_again(small):
    waits(small, "Anna")
    visit = freed(small)

    assert pass_on() == 0
    restore_visit(by=small.actor("desk"), visit_id=visit.pk)
    make_visit(small, visit.session.starts_at, room="Room 2", therapist="andreas")
    assert a_while_later() == 0
    assert (asked(), open_times()) == ([], 0)


def test_what_the_desk_booked_meanwhile_is_not_offered(small):
    waits(small, "Anna")
    visit = freed(small)
    start = visit.session.starts_at
    for room, therapist in (("Room 1", "maria"), ("Room 2", "andreas")):
        make_visit(small, start, room=room, therapist=therapist)

    assert a_while_later() == 0
    assert (asked(), open_times()) == ([], 0)


def test_while_it_is_held_nobody_else_books_it_and_taken_back_they_may(small):
    waits(small, "Anna")
    freed(small)
    a_while_later()
    offer, desk = last(), small.actor("desk")
    roles = dict(offer.visit.session.roles.values_list("key", "resource_id"))
    wanted = {
        "by": desk,
        "service": small.service,
        "starts_at": offer.visit.session.starts_at,
        "patient": make_patient("Other", "Patient"),
        "roles": roles,
    }
    with pytest.raises(SlotTakenError):
        book_visit(**wanted)

    withdraw_offer(by=desk, offer_id=offer.pk)
    assert book_visit(**wanted).status == "booked"
    with pytest.raises(OfferOverError):
        accept_offer(by=PUBLIC, offer_id=offer.pk)
    assert faults_of_the_diary() == []


def test_an_offer_taken_back_before_its_letter_went_is_not_written(small, mailoutbox):
    waits(small, "Anna")
    freed(small)
    a_while_later()
    withdraw_offer(by=small.actor("desk"), offer_id=last().pk)

    send_due()

    assert mailoutbox == []
    assert Message.objects.get(kind="freed-time").state == "cancelled"


def test_who_leaves_the_list_lets_the_time_go(small):
    wish = waits(small, "Anna")
    freed(small)
    a_while_later()

    withdraw_wish(by=small.actor("desk"), wish_id=wish.pk)

    assert (last().state, last().visit.status) == ("withdrawn", "expired")


def test_who_has_no_address_is_not_passed_over_but_phoned(small):
    waits(small, "Phone", days=20, reached=False)
    waits(small, "Letter", days=2)
    freed(small)

    a_while_later()

    assert (asked(), last().letters) == (["Phone"], 0)


def test_at_a_quiet_hour_nothing_is_offered(small):
    waits(small, "Anna")
    freed(small)
    small.centre.quiet_from_min, small.centre.quiet_to_min = 600, 840
    small.centre.save()

    assert a_while_later() == 0
    assert open_times() == 1


def quiet_until(small, ahead: timedelta) -> datetime:
    """Let the centre's quiet hours last from an hour ago until some time from now."""
    zone = ZoneInfo(small.centre.zone)
    until = (timezone.now() + ahead).replace(second=0, microsecond=0)
    begin, end = ((at.hour * 60 + at.minute) for at in _local(zone, timezone.now() - HOUR, until))
    small.centre.quiet_from_min, small.centre.quiet_to_min = begin, end
    small.centre.save()
    return until


def _local(zone, *instants):
    return [one.astimezone(zone) for one in instants]


def test_at_night_the_desks_offer_is_written_in_the_morning_and_its_time_counts_from_then(small):
    wish = waits(small, "Anna")
    start = freed(small).session.starts_at
    morning = quiet_until(small, timedelta(hours=3))

    offer = offer_time(by=small.actor("desk"), wish_id=wish.pk, starts_at=start, roles={})

    assert offer.lapses_at == morning + timedelta(minutes=small.centre.offer_min)
    assert offer.visit.hold_expires_at == offer.lapses_at
    assert send_due() == 0
    letter = Message.objects.get(kind="freed-time")
    assert (letter.state, letter.send_after, letter.send_before) == (
        "queued",
        morning,
        offer.lapses_at,
    )


def test_what_comes_free_at_night_is_offered_in_the_morning_with_all_the_time_to_answer(small):
    waits(small, "Anna")
    start = freed(small).session.starts_at
    morning = quiet_until(small, timedelta(hours=3))
    night = [pass_on(morning - timedelta(minutes=ahead)) for ahead in (170, 60, 1)]
    small.centre.quiet_from_min = small.centre.quiet_to_min
    small.centre.save()  # the morning has come

    assert (night, a_while_later()) == ([0, 0, 0], 1)
    assert last().visit.session.starts_at == start
    whole = timedelta(minutes=small.centre.offer_min)
    assert whole - HOUR / 60 <= last().lapses_at - timezone.now() <= whole


def test_the_page_says_from_when_a_time_is_offered_and_which_begins_too_soon(small, client):
    freed(small)
    freed(small, timezone.now() + timedelta(hours=3, minutes=40))
    morning = quiet_until(small, timedelta(hours=3)).astimezone(ZoneInfo(small.centre.zone))
    client.force_login(small.users["desk"])

    text = " ".join(client.get(reverse("waiting")).content.decode().split())

    assert text.count("It begins too soon to be offered in writing: please phone.") == 1
    said = f"Offered from {morning:%a} {morning.day} {morning:%b}, {morning:%H:%M}"
    assert text.count(said) == 1


def test_a_centre_that_does_not_offer_notes_nothing(small):
    small.centre.offers_freed = False
    small.centre.save()
    waits(small, "Anna")
    freed(small)

    assert (a_while_later(), FreedTime.objects.count()) == (0, 0)


def test_the_desk_offers_one_time_at_a_time_by_hand(small):
    wish = waits(small, "Anna")
    by, start = small.actor("desk"), freed(small).session.starts_at
    offer_time(by=by, wish_id=wish.pk, starts_at=start, roles={})

    with pytest.raises(AlreadyOfferedError):
        offer_time(by=by, wish_id=wish.pk, starts_at=start + IN_A_DAY, roles={})
    with pytest.raises(TooSoonError):
        offer_time(by=by, wish_id=waits(small, "Late").pk, starts_at=timezone.now(), roles={})
    assert Visit.objects.filter(status="held").count() == 1


def test_the_letter_says_until_when_in_the_patients_language(small):
    wish = waits(small, "Anna")
    wish.patient.language = "el"
    wish.patient.save()
    freed(small)
    a_while_later()

    row = Message.objects.get(kind="freed-time")
    letter = render(row.kind, row.language, row.context)
    assert letter.subject.startswith("Μια ώρα για εσάς")
    assert row.context["link"] in letter.body
    assert row.send_before == last().lapses_at


@given(minutes=st.integers(15, 1440), ahead=st.integers(-60, 3000))
def test_the_deadline_leaves_time_to_answer_and_time_to_come(minutes, ahead):
    now = timezone.now()
    start = now + timedelta(minutes=ahead)
    try:
        until = deadline(now, start, minutes)
    except TooSoonError:
        assert start < now + LEAST_NOTICE + LEAST_TIME
    else:
        assert now + LEAST_TIME <= until <= start - LEAST_NOTICE
        assert until <= now + timedelta(minutes=minutes)
