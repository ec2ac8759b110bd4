"""The desk works the waiting list; a patient takes an offered time by its link."""

from playwright.sync_api import expect

from ashi.apps.bookings.models import Wish
from ashi.apps.waiting.links import offer_token
from ashi.apps.waiting.models import WishOffer
from tests.desk.waiting import a_while_later, freed, offering, waits


def test_the_desk_marks_offers_and_takes_back_and_a_patient_says_yes(small, open_as, axe):
    offering(small)
    waits(small, "Anna", days=9)
    waits(small, "Bella", days=3)
    page = open_as("desk", "/desk/board")
    page.get_by_role("link", name="Waiting list and offers").click()
    bella = page.locator("li.card").filter(has_text="Bella")
    bella.get_by_text("How soon, from when").click()
    bella.get_by_label("How soon").select_option(label="urgent")
    bella.get_by_role("button", name="Save").click()
    expect(page.locator("li.card").first).to_contain_text("Bella")
    bella.get_by_role("button", name="Offer").click()
    expect(bella.get_by_text("is offered and held until")).to_be_visible()
    assert axe(page) == []
    bella.get_by_role("button", name="Take it back").click()
    expect(bella.get_by_text("is offered and held until")).to_have_count(0)

    freed(small)
    a_while_later()
    offer = WishOffer.objects.get(state="open")
    page.goto(f"/offer/{offer_token(offer)}")
    assert axe(page) == []
    page.get_by_role("button", name="Yes, I take it").click()
    expect(page.get_by_role("heading", name="The time is yours")).to_be_visible()
    assert Wish.objects.get(pk=offer.wish_id).state == "met"


def test_they_have_no_axe_faults_and_never_scroll_sideways(small, open_as, looked_over):
    offering(small)
    waits(small, "Anna", days=9)
    waits(small, "Bella", days=3, urgency=2, weekdays=[1, 3], from_min=600, note="Any day")
    freed(small)
    a_while_later()
    page = open_as("desk", "/desk/waiting")
    for path in ("/desk/waiting", f"/offer/{offer_token(WishOffer.objects.get())}"):
        page.goto(path)
        assert looked_over(page) == [], path
