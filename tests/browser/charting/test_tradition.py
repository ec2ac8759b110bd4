"""Tongue, pulse and pattern: switched on by a practitioner, charted by words, checked by axe."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from ashi.apps.bookings.models import Visit
from ashi.apps.charting.actions.tradition import switch_tradition
from tests.browser.sizes import PHONE
from tests.desk.centre import make_patient, make_visit


@pytest.fixture
def visit(small) -> Visit:
    return make_visit(small, timezone.now() - timedelta(minutes=20), make_patient())


def test_a_practitioner_switches_them_on_and_charts_them(visit, open_as, axe):
    page = open_as("maria", f"/chart/{visit.pk}", viewport={"width": 820, "height": 1180})
    expect(page.locator("#tongue")).to_have_count(0)
    page.goto("/me")
    page.get_by_role("button", name="Show them").click()
    assert axe(page) == []
    page.goto(f"/chart/{visit.pk}")
    page.get_by_label("what comes next").fill("Keep this")
    tongue = page.locator("#tongue")
    tongue.get_by_label("Tongue body").select_option(label="pale")
    tongue.get_by_label("teeth marks").check()
    tongue.get_by_label("Left guan").press_sequentially("wiry,")
    expect(page.locator("#pulse-signs option").nth(1)).to_have_attribute("value", "wiry, sunken")
    tongue.get_by_label("Left guan").press_sequentially(" slippery")
    page.keyboard.press("Enter")

    expect(tongue.get_by_label("Left guan")).to_have_value("wiry, slippery")
    expect(tongue.get_by_label("teeth marks")).to_be_checked()
    expect(page.get_by_label("what comes next")).to_have_value("Keep this")
    tongue.get_by_label("Pattern").fill("SF57")
    page.keyboard.press("Enter")
    expect(page.locator("#diagnoses")).to_contain_text("Liver qi stagnation")


def test_they_have_no_axe_faults(small, visit, open_as, looked_over):
    switch_tradition(by=small.actor("maria"), on=True)
    page = open_as("maria", f"/chart/{visit.pk}", viewport=PHONE)
    expect(page.locator("#tongue")).to_be_visible()
    assert looked_over(page) == []
