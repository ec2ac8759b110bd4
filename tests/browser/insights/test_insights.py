"""The owner looks at how the centre does: overview, a measure, its rows, a file; in every width."""

import random

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.sizes import PHONE
from tests.integration.insights.made import Made


@pytest.fixture
def made(small) -> None:
    Made(small, timezone.now(), random.Random(1)).all(8)


def test_the_owner_goes_from_a_number_to_its_definition_and_its_rows(made, open_as, looked_over):
    page = open_as("owner", "/insights/?period=two-years", viewport=PHONE)
    assert looked_over(page) == []
    page.get_by_role("link", name="Change in pain, by condition and treatment").click()
    expect(page.get_by_role("heading", name="How this is counted")).to_be_visible()
    expect(page.get_by_text("Nobody was randomised")).to_be_visible()
    assert looked_over(page) == []
    with page.expect_download() as file:
        page.get_by_role("link", name="This table as a file").click()
    assert file.value.suggested_filename.startswith("change-")
    page.get_by_role("link", name="Who was counted").click()
    expect(page.get_by_role("heading", name="Who was counted")).to_be_visible()
    assert looked_over(page) == []
    page.get_by_label("From day").fill("2026-01-02")
    page.get_by_label("To day").fill("2026-01-01")
    page.get_by_role("button", name="Show these").click()
    expect(page.get_by_role("alert").first).to_contain_text("before the first day")
    assert looked_over(page) == []


def test_every_measure_is_drawn_without_a_fault_and_needs_no_script(made, open_as, axe):
    page = open_as("owner", "/insights/?period=two-years")
    names = page.locator(".insight-heads a").all_inner_texts()
    assert len(names) == 9
    for name in names:
        page.get_by_role("link", name=name, exact=True).click()
        assert axe(page) == []
        page.get_by_role("link", name="How we do").last.click()
        expect(page.get_by_role("heading", name="How we do")).to_be_visible()
