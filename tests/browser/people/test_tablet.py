"""One tablet, two people: each step carries who did it, and nobody sees the other's words."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from ashi.apps.encounters.models import Step
from ashi.apps.staff.actions.switching import set_pin
from ashi.apps.staff.actions.tablets import enrol_tablet, note_full_sign_in
from ashi.apps.staff.models import Pin
from tests.browser.sizes import PHONE
from tests.desk.centre import make_patient, make_visit

PINS = {"maria": "2580", "sofia": "739106", "andreas": "86420"}


@pytest.fixture
def tablet(small):
    row, token = enrol_tablet(by=small.actor("owner"), name="Room 2")
    for name, pin in PINS.items():
        set_pin(by=small.actor(name), pin=pin)
        note_full_sign_in(by=small.actor(name), tablet=row)
    return token


def take_over(page: Page, name: str, pin: str) -> None:
    page.get_by_text(name, exact=True).click()
    page.keyboard.type(pin)  # the tap on the name has gone on to the PIN
    page.keyboard.press("Enter")


def test_two_people_change_and_each_step_carries_who_did_it(small, open_as, tablet):
    visit = make_visit(small, timezone.now(), make_patient("Despina", "Charalambous"))
    page = open_as(
        "maria",
        f"/desk/visits/{visit.pk}",
        tablet=tablet,
        viewport={"width": 820, "height": 1180},
    )
    page.get_by_role("button", name="Mark as here").first.click()
    expect(page.get_by_role("button", name="Begin the visit").first).to_be_visible()

    page.get_by_role("button", name="Change person").click()
    take_over(page, "Sofia Kyriakidou", PINS["sofia"])

    expect(page).to_have_url(re.compile(rf"/desk/visits/{visit.pk}$"))
    page.get_by_role("button", name="Begin the visit").first.click()
    expect(page.get_by_role("button", name="Begin the visit")).to_have_count(0)
    assert list(Step.objects.order_by("recorded_at").values_list("kind", "by__full_name")) == [
        ("arrive", "Maria Georgiou"),
        ("start", "Sofia Kyriakidou"),
    ]


def test_untouched_it_locks_shows_the_wall_and_keeps_the_address(small, open_as, tablet):
    page = open_as("maria", "/patients/", tablet=tablet, frozen=True)

    page.clock.fast_forward("01:50")
    expect(page.get_by_role("heading", name="Patients")).to_be_visible()
    page.clock.run_for(12_000)

    expect(page.get_by_role("heading", name="Who takes the tablet?")).to_be_visible()
    expect(page.locator(".wall-room")).to_have_count(3)
    take_over(page, "Sofia Kyriakidou", "0000")
    expect(page.locator(".error")).to_contain_text("4 tries are left")
    Pin.objects.update(wait_until=None)
    take_over(page, "Sofia Kyriakidou", PINS["sofia"])
    expect(page.get_by_role("heading", name="Patients")).to_be_visible()


def test_what_one_has_typed_is_kept_for_them_and_shown_to_nobody_else(small, open_as, tablet):
    page = open_as("maria", "/patients/", tablet=tablet)
    page.get_by_role("link", name="New patient").first.click()
    note = page.get_by_label("Note of the desk")
    note.fill("Maria's own words")

    page.get_by_role("button", name="Change person").click()
    take_over(page, "Andreas Nicolaou", PINS["andreas"])
    expect(page.get_by_role("heading", name="New patient")).to_be_visible()
    values = "[...document.querySelectorAll('input, textarea')].map(one => one.value).join()"
    theirs = page.evaluate(values)
    page.go_back()
    page.go_back()
    going_back = page.evaluate(values)
    page.goto("/patients/new")
    page.get_by_role("button", name="Change person").click()
    take_over(page, "Maria Georgiou", PINS["maria"])

    assert "own words" not in theirs + going_back
    expect(note).to_have_value("Maria's own words")


def test_the_pages_of_people_have_no_fault_and_nothing_hangs_over(open_as, tablet, looked_over):
    page = open_as("owner", "/team", tablet=tablet, viewport=PHONE, locale="el")
    for path in ("/team", "/team/invite", "/me", "/me/pin", "/trail/opened", "/tablet"):
        page.goto(path)
        assert looked_over(page) == [], path
