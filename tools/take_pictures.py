"""Take the pictures in docs/pictures from a demo centre of their own."""

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

PROJECT = Path(__file__).resolve().parents[1]
PICTURES = PROJECT / "docs" / "pictures"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def free_port() -> int:
    """Return a port nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


AWAY = """
from datetime import timedelta
from django.db.models import Count
from django.utils import timezone
from ashi.apps.bookings.models import Session
from ashi.apps.centres.models import Absence, Resource
ahead = timezone.now() + timedelta(days=1)
busiest = (
    Resource.objects.filter(kind="practitioner", occupancies__live=True)
    .filter(occupancies__during__startswith__range=(ahead, ahead + timedelta(days=3)))
    .annotate(visits=Count("occupancies")).order_by("-visits", "pk").first()
)
Absence.objects.create(resource=busiest, during=(ahead, ahead + timedelta(days=3)), reason="ill")
print(busiest.pk)
"""


def take(browser: Browser, address: str) -> None:
    """Photograph the day board as the desk sees it, and booking as a phone does."""
    desk = signed_in(browser, address)
    desk.goto("/desk/")
    desk.wait_for_timeout(1500)
    desk.screenshot(path=PICTURES / "day-board.png")
    desk.set_viewport_size({"width": 1280, "height": 900})
    desk.goto("/desk/late")
    late = desk.locator("a[href*='/desk/late/run/']").first
    desk.goto(f"{late.get_attribute('href')}?minutes=90")
    desk.screenshot(path=PICTURES / "late-run.png")
    desk.goto("/desk/waiting")
    desk.screenshot(path=PICTURES / "waiting-list.png")
    desk.goto("/desk/")
    desk.wait_for_timeout(4000)  # the board and its sheet are kept by the service worker
    desk.context.set_offline(True)
    desk.reload()
    desk.wait_for_timeout(4000)
    desk.screenshot(path=PICTURES / "board-without-connection.png")
    desk.context.set_offline(False)
    phone = browser.new_page(viewport={"width": 390, "height": 844}, base_url=address)
    phone.goto("/book/acupuncture-physio/")
    phone.reload()  # as somebody sees it who read a page before: its fonts are there
    phone.screenshot(path=PICTURES / "booking.png")


def take_conflicts(browser: Browser, address: str) -> None:
    """Photograph what is in conflict when somebody falls ill, with a proposal each."""
    desk = signed_in(browser, address)
    desk.set_viewport_size({"width": 1280, "height": 900})
    desk.goto("/desk/conflicts")
    desk.screenshot(path=PICTURES / "conflicts.png")


def signed_in(browser: Browser, address: str) -> Page:
    """Return a page of the desk."""
    desk = browser.new_page(viewport={"width": 1440, "height": 1000}, base_url=address)
    desk.goto("/demo")
    desk.locator("button[value=desk]").click()
    desk.wait_for_load_state()
    return desk


def main() -> int:
    """Start a demo, photograph, stop it."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    with tempfile.TemporaryDirectory(
        ignore_cleanup_errors=True
    ) as folder:  # PostgreSQL may still end
        Path(folder).chmod(0o755)
        own = os.environ | {"ASHI_DATA_DIR": folder, "ASHI_DEMO": "1"}
        ashi = [sys.executable, "-m", "ashi.cli.main"]
        server = subprocess.Popen(
            [*ashi, "demo", "--json", "--port", str(free_port())],
            env=own,
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            if server.stdout is None or not (line := server.stdout.readline()):
                return 1
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(
                    executable_path=found,
                    args=["--no-sandbox", "--disable-gpu"] if os.geteuid() == 0 else [],
                )
                address = json.loads(line)["address"]
                take(browser, address)
                subprocess.run(
                    [*ashi, "manage", "shell", "-c", AWAY],
                    env=own,
                    check=True,
                    stdout=subprocess.DEVNULL,
                )
                take_conflicts(browser, address)
        finally:
            server.terminate()
            server.wait(30)
    return 0


if __name__ == "__main__":
    sys.exit(main())
