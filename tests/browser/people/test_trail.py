"""The trail in a real browser: found by a filter, at every width, in both themes, in Greek."""

import pytest
from playwright.sync_api import expect

from ashi.apps.audit.actions import record
from tests.browser.sizes import PHONE
from tests.desk.centre import make_patient


@pytest.fixture
def told(small):
    patient = make_patient("Αγγελική", "Ηλία")
    for action in ("patient.read", "access.refused", "visit.move"):
        record(
            by=small.actor("desk"),
            action=action,
            subject=("patient", patient.pk),
            patient_id=patient.pk,
            detail={"x": 1},
        )


def test_the_owner_finds_the_refusals(told, open_as):
    page = open_as("owner", "/desk/")

    page.get_by_role("link", name="Trail").first.click()
    page.get_by_label("Refusals only").check()
    page.get_by_role("button", name="Show", exact=True).click()

    expect(page.locator(".trail tbody tr")).to_have_count(1)
    expect(page.locator(".trail tbody tr")).to_contain_text("was refused")


def test_the_trail_has_no_fault_and_nothing_hangs_over(told, open_as, looked_over):
    page = open_as("owner", "/trail/?refused=on", viewport=PHONE, locale="el")

    assert looked_over(page) == []
