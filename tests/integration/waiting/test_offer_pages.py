"""The waiting list as the desk works it, and an offer as a patient answers it by its link."""

from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ashi.apps.bookings.models import Wish
from ashi.apps.waiting.links import offer_token
from ashi.apps.waiting.models import WishOffer
from tests.desk.centre import make_centre
from tests.desk.signing import client_of
from tests.desk.waiting import IN_A_DAY, a_while_later, freed, lapsed, offering, waits

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
PAGE = "/desk/waiting"


@pytest.fixture
def small(small):
    return offering(small)


@pytest.fixture
def desk(small) -> Client:
    return client_of(small.users["desk"])


def offered(small, given: str = "Anna") -> tuple[WishOffer, str]:
    waits(small, given)
    freed(small)
    a_while_later()
    offer = WishOffer.objects.latest("pk")
    return offer, f"/offer/{offer_token(offer)}"


def test_a_look_changes_nothing_and_a_yes_books(small):
    offer, page = offered(small)
    phone = Client()
    assert phone.get(page).context["state"] == "open"
    offer.refresh_from_db()
    assert offer.state == "open"

    for _ in range(2):
        answer = phone.post(page, {"answer": "yes"}, follow=True)
        assert (answer.status_code, answer.context["state"]) == (200, "accepted")

    offer.visit.refresh_from_db()
    assert offer.visit.status == "booked"
    assert (
        Client().get(answer.context["manage"].removeprefix("http://testserver")).status_code == 200
    )


def test_a_no_lets_the_time_go_and_keeps_the_place(small):
    offer, page = offered(small)

    answer = Client().post(page, {"answer": "no"}, follow=True)

    assert answer.context["state"] == "declined"
    assert "still on the list" in answer.content.decode()
    offer.wish.refresh_from_db()
    assert offer.wish.state == "open"


@pytest.mark.parametrize("answer", ["", "perhaps", "Yes"])
def test_what_is_neither_yes_nor_no_is_refused_and_changes_nothing(small, answer):
    offer, page = offered(small)

    said = Client().post(page, {"answer": answer})

    assert said.status_code == 422
    assert "Please choose an answer." in said.content.decode()
    offer.refresh_from_db()
    assert offer.state == "open"


def test_after_the_deadline_it_is_said_and_nothing_is_booked(small):
    offer, page = offered(small)
    lapsed(offer)

    assert Client().get(page).context["state"] == "lapsed"
    answer = Client().post(page, {"answer": "yes"})

    assert answer.status_code == 422
    assert "The time to answer is over." in answer.content.decode()
    offer.visit.refresh_from_db()
    assert offer.visit.status == "held"


@pytest.mark.parametrize("token", ["1", "1:forged", "x:y"])
def test_a_link_that_nobody_here_signed_opens_nothing(small, token):
    assert Client().get(f"/offer/{token}").status_code == 404


def test_the_page_states_the_order_and_shows_who_is_asked_until_when(small, desk):
    waits(small, "Later", days=1)
    offer, _link = offered(small)
    page = desk.get(PAGE)

    names = [line["patient"].given_name for line in page.context["lines"]]
    text = page.content.decode()
    assert names == ["Anna", "Later"]
    assert "then who waits longest" in text
    until = offer.lapses_at.astimezone(ZoneInfo(small.centre.zone))
    assert f"is offered and held until {until:%a} {until.day} {until:%b}, {until:%H:%M}." in text
    assert [line["offer"] for line in page.context["lines"]] == [offer, None]
    assert len(page.context["freed"]) == 1


def test_the_desk_says_how_soon_and_from_when(small, desk):
    wish = waits(small, "Anna")
    desk.post(f"/desk/wishes/{wish.pk}", {"urgency": "2", "not_before": "2030-05-06"})

    wish.refresh_from_db()
    assert (wish.urgency, str(wish.not_before)) == (2, "2030-05-06")


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"urgency": "3", "not_before": ""}, "urgency"),
        ({"urgency": "0", "not_before": "soon"}, "not_before"),
    ],
)
def test_what_cannot_be_is_said_and_not_kept(small, desk, typed, field):
    wish = waits(small, "Anna", urgency=1)
    answer = desk.post(f"/desk/wishes/{wish.pk}", typed)

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    wish.refresh_from_db()
    assert (wish.urgency, wish.not_before) == (1, None)


def test_the_desk_offers_by_hand_and_answers_for_who_phones(small, desk):
    wish = waits(small, "Anna", reached=False)
    start = (timezone.now() + IN_A_DAY).replace(minute=0, second=0, microsecond=0)

    said = desk.post(f"/desk/wishes/{wish.pk}/offer", {"start": start.isoformat()}, follow=True)
    assert "Please phone" in said.content.decode()
    offer = WishOffer.objects.get()
    assert (offer.wish, offer.state, offer.offered_by) == (wish, "open", small.users["desk"])
    desk.post(f"/desk/offers/{offer.pk}/answer", {"answer": "accept"})

    wish.refresh_from_db()
    assert wish.state == "met"


@pytest.mark.parametrize("start", ["", "10:00", "2030-05-06T10:00", "x"])
def test_without_a_moment_nothing_is_offered(small, desk, start):
    wish = waits(small, "Anna")
    desk.post(f"/desk/wishes/{wish.pk}/offer", {"start": start})

    assert not WishOffer.objects.exists()


def test_an_answer_that_is_none_changes_nothing(small, desk):
    offer, _page = offered(small)
    desk.post(f"/desk/offers/{offer.pk}/answer", {"answer": "perhaps"})

    offer.refresh_from_db()
    assert offer.state == "open"


def test_another_centre_s_wishes_and_offers_are_not_there(small):
    offer, _page = offered(small)
    other = client_of(make_centre("other").users["desk"])

    assert other.get(PAGE).context["lines"] == []
    other.post(f"/desk/offers/{offer.pk}/answer", {"answer": "accept"})
    other.post(f"/desk/wishes/{offer.wish_id}", {"urgency": "2", "not_before": ""})
    other.post(f"/desk/wishes/{offer.wish_id}/offer", {"start": timezone.now().isoformat()})
    offer.refresh_from_db()
    assert (offer.state, Wish.objects.get(pk=offer.wish_id).urgency) == ("open", 0)


def test_the_list_asks_as_often_for_three_as_for_one(small, desk):
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(PAGE).status_code == 200
        return len(queries)

    offered(small)
    desk.get(PAGE)
    few = count()
    waits(small, "Two")
    waits(small, "Three")
    assert count() == few


def test_the_nearest_time_can_be_offered(small, desk):
    wish = waits(small, "Anna")
    day = timezone.localdate().isoformat()
    page = desk.get(f"/desk/wishes/{wish.pk}/fit/{day}").content.decode()

    assert f'action="/desk/wishes/{wish.pk}/offer"' in page
