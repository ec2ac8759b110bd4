"""The owner reads how it stands with the backups, and sets what a visit's promise is worth."""

from datetime import time, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone
from playwright.sync_api import expect

from ashi.apps.backups.actions import at_step, begin, end_badly, end_order, end_well
from ashi.apps.backups.models import BackupOrder, Cause
from ashi.config.nightly import Nightly
from tests.browser.sizes import PHONE


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
        run.checked = "restored"
        end_well(run, file="ashi-2026-11-28.tar.age", size=4096, rows=77, sha256="ab" * 32)


def test_backups_are_read_from_the_settings_with_age_and_fault(
    nightly, small, open_as, looked_over
):
    tried(30)
    tried(2, fault="No space left on device")
    page = open_as("owner", "/settings/", viewport=PHONE)
    page.get_by_role("link", name="Backups").first.click()

    expect(page.get_by_role("heading", name="Backups")).to_be_visible()
    expect(page.get_by_text("The last good backup is")).to_be_visible()
    expect(page.get_by_text("No space left on device")).to_be_visible()
    assert looked_over(page) == []


def test_a_backup_made_by_hand_is_followed_to_its_end_without_a_reload(
    nightly, small, open_as, looked_over
):
    with connection.cursor() as cursor:  # of an earlier test: these tables are not emptied
        cursor.execute("DELETE FROM procrastinate_workers")
    tried(30)
    page = open_as("owner", "/settings/backups", viewport=PHONE)
    page.get_by_role("button", name="Make a backup now").click()
    expect(page.get_by_text("is not running")).to_be_visible()
    assert looked_over(page) == []

    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now())")
    order = BackupOrder.objects.get()
    at_step(order, BackupOrder.Step.TRIES)
    expect(page.get_by_text("Step 2 of 3")).to_be_visible()
    expect(page.get_by_role("button", name="Make a backup now")).to_have_count(0)
    assert looked_over(page) == []

    tried(0, fault="No space left on device")
    end_order(order, BackupOrder.Outcome.FAILED, cause=Cause.FULL, run=order.run)
    expect(page.get_by_text("The disk is full.")).to_be_visible()
    expect(page.get_by_role("button", name="Make a backup now")).to_be_visible()
    assert looked_over(page) == []


def test_a_fee_that_the_owner_sets_is_read_by_whoever_books(small, open_as, looked_over):
    look = {"viewport": PHONE}
    page = open_as("owner", "/settings/terms", **look)
    assert looked_over(page) == []
    page.get_by_label("A late cancellation costs").fill("20")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("late €20").first).to_be_visible()

    page.goto(f"/book/{small.service.slug}/")

    expect(page.get_by_text("€20").first).to_be_visible()
    assert looked_over(page) == []
