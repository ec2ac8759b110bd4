"""Whoever has back pain gets the card of when to seek help at once, and the record says so."""

from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.sizes import PHONE
from tests.desk.asked import complaint_for
from tests.desk.centre import make_patient, make_visit


def test_the_card_is_given_by_one_press(small, open_as, looked_over):
    patient = make_patient()
    complaint_for(patient)
    visit = make_visit(small, timezone.now(), patient)
    page = open_as("maria", f"/chart/{visit.pk}", viewport=PHONE)
    page.locator("summary", has_text="Card with warning signs").click()
    expect(page.get_by_role("link", name="Print in Greek")).to_be_visible()
    assert looked_over(page) == []

    page.get_by_role("button", name="Given, in Greek").click()

    expect(page.get_by_text("Given and understood:")).to_be_visible()
    assert looked_over(page) == []
