"""The owner reads how it stands with the backups, and sets what a visit's promise is worth."""

from datetime import time, timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from ashi.apps.backups.actions import begin, end_badly, end_well
from ashi.config.nightly import Nightly

SIZES = [(390, "light"), (820, "dark"), (1440, "light")]


@pytest.fixture
def nightly(settings):
    settings.NIGHTLY = Nightly(
        folder=Path("/nowhere"), recipients=("age1x", "age1y"), at=time(2, 30), keep=(7, 5, 12)
    )


def tried(hours_ago: float, fault: str = "") -> None:
    run = begin(timezone.now() - timedelta(hours=hours_ago))
    if fault:
        end_badly(run, fault)
    else:
        end_well(run, file="ashi-2026-11-28.tar.age", size=4096, rows=77, checked="restored")


@pytest.mark.parametrize(("width", "theme"), SIZES)
def test_backups_are_read_from_the_settings_with_age_and_fault(
    width, theme, nightly, small, open_as, axe
):
    tried(30)
    tried(2, fault="No space left on device")
    page = open_as(
        "owner", "/settings/", viewport={"width": width, "height": 900}, color_scheme=theme
    )
    page.get_by_role("link", name="Backups").first.click()

    expect(page.get_by_role("heading", name="Backups")).to_be_visible()
    expect(page.get_by_text("The last good backup is")).to_be_visible()
    expect(page.get_by_text("No space left on device")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert axe(page) == []


@pytest.mark.parametrize(("width", "theme"), SIZES)
def test_a_fee_that_the_owner_sets_is_read_by_whoever_books(width, theme, small, open_as, axe):
    look = {"viewport": {"width": width, "height": 900}, "color_scheme": theme}
    page = open_as("owner", "/settings/terms", **look)
    assert axe(page) == []
    page.get_by_label("A late cancellation costs").fill("20")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("late €20").first).to_be_visible()

    page.goto(f"/book/{small.service.slug}/")

    expect(page.get_by_text("€20").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
