"""Phrases by shortcut in a note: expanded, filled, undone; templates fill what is empty."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from ashi.apps.bookings.models import Visit
from ashi.apps.charting.actions.texts import keep_phrase, keep_template
from tests.browser.sizes import PHONE
from tests.desk.centre import make_patient, make_visit


@pytest.fixture
def visit(small) -> Visit:
    """A physiotherapy visit, and a practitioner who has phrases and a template."""
    by = small.actor("maria")
    keep_phrase(by=by, shortcut="nad", text="nothing abnormal detected", shared=True)
    keep_phrase(by=by, shortcut="vas", text="Pain $1 of 10, since $2.", shared=False)
    said = {"name": "Low back", "plan": "Walk daily", "examine": "straight leg raise test"}
    keep_template(by=by, said=said | {"done": "bridge 3x10"}, shared=False)
    start = timezone.now() - timedelta(minutes=5)
    return make_visit(small, start, make_patient(), service=small.gym, room="Gym", therapist=None)


def test_a_shortcut_becomes_its_phrase_and_undo_takes_it_back(visit, open_as):
    page = open_as("maria", f"/chart/{visit.pk}")
    found = page.get_by_label("what we find")
    found.press_sequentially("Back: ;nad today")
    expect(found).to_have_value("Back: nothing abnormal detected today")
    for _letter in "today":
        page.keyboard.press("Backspace")
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    expect(found).not_to_have_value("Back: nothing abnormal detected ")
    for _step in range(4):
        page.keyboard.press("Control+z")
    assert "nothing" not in found.input_value()

    found.fill("")
    found.press_sequentially("a;nad is no shortcut;nad ")
    expect(found).to_have_value("a;nad is no shortcut;nad ")


def test_tab_goes_from_one_open_place_to_the_next_and_then_leaves(visit, open_as):
    page = open_as("maria", f"/chart/{visit.pk}")
    said = page.get_by_label("what the patient says")
    said.press_sequentially(";VAS")
    page.keyboard.press("Tab")
    page.keyboard.type("4")
    page.keyboard.press("Tab")
    page.keyboard.type("May")
    expect(said).to_have_value("Pain 4 of 10, since May.")
    page.keyboard.press("Tab")
    expect(page.get_by_label("what we find")).to_be_focused()
    expect(page.locator("#kept")).to_contain_text("kept")
    page.reload()
    expect(said).to_have_value("Pain 4 of 10, since May.")


def test_a_template_fills_what_is_empty_and_what_is_typed_stays(visit, open_as, axe):
    page = open_as("maria", f"/chart/{visit.pk}", viewport={"width": 820, "height": 1180})
    page.get_by_label("what we find").fill("Stiff")
    page.get_by_role("button", name="Low back").click()

    expect(page.get_by_label("what comes next")).to_have_value("Walk daily")
    expect(page.get_by_label("what we find")).to_have_value("Stiff")
    expect(page.locator(".soap .chip")).to_have_count(1)
    expect(page.locator("#found")).to_contain_text("To be examined: Straight leg raise test")
    expect(page.locator("#done")).to_contain_text("Bridge")
    assert axe(page) == []
    page.get_by_label("Found and measured").fill("slr left neg")
    page.keyboard.press("Enter")
    expect(page.locator("#found")).not_to_contain_text("To be examined")
    page.get_by_label("what comes next").fill("Walk twice daily")
    page.get_by_role("button", name="Keep", exact=True).click()
    expect(page.locator(".soap .chip")).to_have_count(0)


def test_the_pages_of_phrases_and_templates_have_no_axe_faults(visit, open_as, looked_over):
    page = open_as("maria", "/texts/", viewport=PHONE)
    for address in ("/texts/", "/texts/phrases/new", "/texts/templates/new"):
        page.goto(address)
        assert looked_over(page) == []
    page.goto("/texts/")
    page.get_by_role("link", name="Change vas").click()
    page.get_by_label("Words").fill("Pain $1 of 10.")
    page.get_by_role("button", name="Keep").click()
    expect(page.get_by_text("Pain $1 of 10.")).to_be_visible()
    page.get_by_role("button", name="End vas").click()
    expect(page.get_by_text("Pain $1 of 10.")).to_have_count(0)
