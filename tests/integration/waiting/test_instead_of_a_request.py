"""A first visit that found no time: a place on the waiting list, by one press or by the desk."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from ashi.apps.accounts.errors import NotAllowedError
from ashi.apps.audit.models import Event
from ashi.apps.bookings.actions.requesting import approve_visit, decline_visit
from ashi.apps.bookings.errors import VisitNotOpenError
from ashi.apps.bookings.links import manage_token
from ashi.apps.bookings.models import Visit, Wish
from ashi.apps.bookings.requests import lapsed_of, wants_a_time
from ashi.apps.encounters.actions.wishes import decline_to_the_list, wait_for_another
from ashi.apps.messages.models import Message
from ashi.apps.messages.rendering import render
from ashi.apps.patients.models import Contact, ContactLink
from tests.desk.centre import make_centre
from tests.desk.requested import a_request, lapse
from tests.desk.signing import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def small(db, settings):
    settings.STAFF_NEED_SECOND_FACTOR = False
    call_command("createcachetable", verbosity=0)
    return make_centre()


@pytest.fixture
def asked(small) -> Visit:
    visit = a_request(small)
    contact = Contact.objects.create(email="nefeli@example.com")
    ContactLink.objects.create(patient=visit.patient, contact=contact)
    return visit


def link(visit: Visit, name: str = "visit-manage") -> str:
    return reverse(name, args=[manage_token(visit)])


def letter(kind: str, language: str = "en") -> str:
    message = Message.objects.get(kind=kind)
    return render(kind, language, message.context).body


def test_a_lapsed_request_offers_the_list_in_letter_and_link_and_one_press_joins_it(asked, client):
    lapse(asked)
    page = client.get(link(asked)).content.decode()

    joined = client.post(link(asked, "visit-wait"), follow=True)

    assert "with one press you are on our waiting list" in letter("visit-lapsed")
    assert "λίστα αναμονής" in letter("visit-lapsed", "el")
    assert "/visit/" in letter("visit-lapsed")
    assert "Put me on the waiting list" in page
    assert "You are on the list" in joined.content.decode()
    wish = Wish.objects.get()
    assert (wish.patient_id, wish.service, wish.state) == (
        asked.patient_id,
        asked.session.service,
        "open",
    )
    after = client.get(link(asked)).content.decode()
    assert ("You are on our waiting list" in after, "Put me on" in after) == (True, False)


def test_pressed_twice_one_waits_once_and_is_told_once(asked, client):
    lapse(asked)

    answers = [client.post(link(asked, "visit-wait")).status_code for _ in range(2)]

    assert answers == [302, 302]
    assert Wish.objects.count() == Message.objects.filter(kind="wish-kept").count() == 1
    assert Event.objects.filter(action="wish.add").count() == 1


def test_who_left_the_list_again_may_come_back(asked, client):
    lapse(asked)
    done = client.post(link(asked, "visit-wait"))["Location"]
    client.post(done.replace("/done", "/leave"))
    assert Wish.objects.get().state == "withdrawn"

    client.post(link(asked, "visit-wait"))

    assert sorted(Wish.objects.values_list("state", flat=True)) == ["open", "withdrawn"]


def test_declined_for_want_of_time_offers_it_and_for_other_reasons_not(small, asked, client):
    desk = small.actor("desk")
    decline_visit(by=desk, visit_id=asked.pk, reason="full")
    assert "with one press" in letter("visit-declined")
    assert "Put me on the waiting list" in client.get(link(asked)).content.decode()
    Message.objects.all().delete()

    for days, reason in ((6, "elsewhere"), (7, "phone"), (8, "other"), (9, "other-service")):
        other = a_request(small, f"N{days}", days)
        decline_visit(by=desk, visit_id=other.pk, reason=reason)
        page = client.get(link(other)).content.decode()
        refused = client.post(link(other, "visit-wait"))
        assert "Put me on the waiting list" not in page
        assert refused.status_code == 422
    assert not Wish.objects.exists()


@pytest.mark.parametrize("state", ["waits for an answer", "booked"])
def test_who_has_a_time_or_may_yet_get_it_does_not_wait(small, asked, client, state):
    if state == "booked":
        approve_visit(by=small.actor("desk"), visit_id=asked.pk)
    asked.refresh_from_db()

    refused = client.post(link(asked, "visit-wait"))

    assert (refused.status_code, wants_a_time(asked)) == (422, False)
    with pytest.raises(VisitNotOpenError):
        wait_for_another(by=small.actor("desk"), visit=asked)
    assert not Wish.objects.exists()


def test_the_desk_declines_and_puts_on_the_list_in_one_act_and_one_letter(small, asked):
    client = client_of(small.users["desk"])
    page = reverse("request-decline", args=[asked.pk])
    wrong = client.post(page, {"reason": "phone", "waits": "on", "words": "Call us"})

    client.post(page, {"reason": "full", "waits": "on", "words": "Call us"})

    asked.refresh_from_db()
    assert wrong.status_code == 422
    assert "Call us" in wrong.content.decode()
    assert (asked.status, Wish.objects.get().patient_id) == ("cancelled", asked.patient_id)
    assert "You are on our waiting list" in letter("visit-declined")
    assert "with one press" not in letter("visit-declined")
    with pytest.raises(VisitNotOpenError):
        decline_to_the_list(by=small.actor("desk"), visit_id=asked.pk)
    assert Wish.objects.count() == 1


def test_the_desk_sees_what_lapsed_and_puts_it_on_the_list(small, asked):
    lapse(asked)
    client, page = client_of(small.users["desk"]), reverse("requests")
    assert "Put on the waiting list" in client.get(page).content.decode()

    done = client.post(reverse("request-wait", args=[asked.pk]), {"next": page}, follow=True)

    text = done.content.decode()
    assert ("is on the waiting list." in text, "on the waiting list</span>" in text) == (True, True)
    assert Wish.objects.get().created_by == small.users["desk"]
    later = timezone.now() + timedelta(days=15)
    assert lapsed_of(small.centre, timezone.now()) == [asked]
    assert lapsed_of(small.centre, later) == []


def test_others_may_not(small, asked):
    lapse(asked)
    other = make_centre("other")

    with pytest.raises(NotAllowedError):
        wait_for_another(by=small.actor("student"), visit=asked)
    with pytest.raises(NotAllowedError):
        wait_for_another(by=other.actor("desk"), visit=asked)
    answer = client_of(other.users["desk"]).post(reverse("request-wait", args=[asked.pk]))
    assert answer.status_code == 404


def test_the_list_of_requests_takes_as_many_queries_for_three_lapsed_as_for_one(
    small, asked, django_assert_max_num_queries
):
    client = client_of(small.users["desk"])
    lapse(asked)

    def asks() -> int:
        with django_assert_max_num_queries(200) as made:
            client.get(reverse("requests"))
        return len(made)

    asks()
    one = asks()
    for days in (6, 7):
        lapse(a_request(small, f"N{days}", days))
    assert asks() == one
