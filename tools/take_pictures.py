"""Take the pictures in docs/pictures from a demo centre of their own."""

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

PROJECT = Path(__file__).resolve().parents[1]
PICTURES = PROJECT / "docs" / "pictures"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def free_port() -> int:
    """Return a port nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def take(browser: Browser, address: str) -> None:
    """Photograph the day board as the desk sees it, and booking as a phone does."""
    desk = browser.new_page(viewport={"width": 1440, "height": 1000}, base_url=address)
    desk.goto("/demo")
    desk.locator("button[value=desk]").click()
    desk.goto("/desk/")
    desk.wait_for_timeout(1500)
    desk.screenshot(path=PICTURES / "day-board.png")
    phone = browser.new_page(viewport={"width": 390, "height": 844}, base_url=address)
    phone.goto("/book/acupuncture-physio/")
    phone.screenshot(path=PICTURES / "booking.png")


def main() -> int:
    """Start a demo, photograph, stop it."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        server = subprocess.Popen(
            [sys.executable, "-m", "ashi.cli.main", "demo", "--json", "--port", str(free_port())],
            env=os.environ | {"ASHI_DATA_DIR": folder},
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
                take(browser, json.loads(line)["address"])
        finally:
            server.terminate()
            server.wait(30)
    return 0


if __name__ == "__main__":
    sys.exit(main())
