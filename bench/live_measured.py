"""The measuring that ``bench_live`` starts, inside its database."""

import argparse
import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from statistics import median, quantiles
from zoneinfo import ZoneInfo

from django.db import connections

from ashi.apps.bookings.openings import openings_for
from ashi.apps.centres.models import Service
from ashi.apps.demo.centre import SLUG
from ashi.apps.patients.models import Patient
from bench.browsers import Browser
from bench.pages_measured import BOOKED, SIZES, row
from bench.patients_made import use
from bench.processes_watched import Served, ashi, bare, core_seconds, memory
from bench.visits_made import database

SMALL, LARGE = min(SIZES), max(SIZES)
LIMIT = 1.5
DESKS, EVERY_S, CHANGE_S = 50, 1.0, 2.0
ASKING, ASKED = 4, 400  # connections, and requests of each page
ZONE = ZoneInfo("Europe/Nicosia")


class Watching:
    """Fifty desks, a board, and somebody who changes it."""

    def __init__(self, port: int, starts: list[datetime]) -> None:
        self.port, self.starts = port, starts
        self.board = f"/desk/board/{starts[0].astimezone(ZONE).date()}/fragment"
        self.over = threading.Event()
        self.waits: list[float] = []
        self.statuses: list[int] = []
        self.seen: list[list[float]] = [[] for _ in range(DESKS)]
        self.changed: list[float] = []

    def desk(self, number: int) -> None:
        """Ask each second, as the board's script does."""
        browser = signed_in(self.port)
        time.sleep(random.Random(number).random() * EVERY_S)
        browser.ask("GET", self.board)
        while not self.over.is_set():
            begun = time.perf_counter()
            status, _ = browser.ask("GET", self.board, If_None_Match=browser.tag)
            ended = time.perf_counter()
            self.waits.append((ended - begun) * 1000)
            self.statuses.append(status)
            if status == 200:
                self.seen[number].append(ended)
            self.over.wait(max(EVERY_S - (ended - begun), 0))

    def change(self, seconds: float) -> None:
        """Hold a time and give it up again, in turn."""
        browser, turn = Browser(self.port), 0
        browser.ask("GET", f"/book/{BOOKED}/")
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            start = self.starts[turn % len(self.starts)].isoformat()
            status, _ = browser.ask("POST", f"/book/{BOOKED}/", {"start": start})
            self.changed.append(time.perf_counter())
            time.sleep(CHANGE_S)
            if status == 302:
                visit = browser.where.split("/")[2]
                browser.ask("POST", f"/booking/{visit}/release", {})
                self.changed.append(time.perf_counter())
                time.sleep(CHANGE_S)
            turn += 1
        self.over.set()

    def run(self, seconds: float) -> None:
        """Let all of them go on for so long."""
        with ThreadPoolExecutor(DESKS + 1) as pool:
            desks = [pool.submit(self.desk, number) for number in range(DESKS)]
            time.sleep(4)
            self.waits.clear()
            self.statuses.clear()
            pool.submit(self.change, seconds).result()
            for one in desks:
                one.result()

    def until_seen(self) -> list[float]:
        """Return, for each change and desk, the seconds until that desk had it."""
        return [
            next((at - change for at in seen if at >= change), float("inf"))
            for change in self.changed[:-1]
            for seen in self.seen
        ]


def signed_in(port: int) -> Browser:
    """Return a browser at the desk."""
    browser = Browser(port)
    browser.ask("GET", "/demo")
    status, _ = browser.ask("POST", "/demo", {"as": "desk"})
    if status != 302:
        raise AssertionError(f"the demo's door answered {status}")
    return browser


def starts_of(base) -> list[datetime]:
    """Return times of one day that can be held."""
    use(base)
    service = Service.objects.get(centre__slug=SLUG, slug=BOOKED)
    first = datetime.now(UTC).date() + timedelta(days=3)
    found = openings_for(service=service, first=first, last=first + timedelta(days=6))
    day = found[0].start.astimezone(ZONE).date()
    return [one.start for one in found if one.start.astimezone(ZONE).date() == day]


def watched(base, size: int, url: str, seconds: float) -> float:
    """Watch at one size and report; return the median wait."""
    with ashi(url, workers=2) as server:
        watching = Watching(server.port, starts_of(base))
        watching.run(seconds)
        words = f"{DESKS} desks watching, {size:,} visits"
        waits, seen = quantiles(watching.waits, n=20), quantiles(watching.until_seen(), n=20)
        row(f"{words}: an answer, median", median(watching.waits), "ms", None, ok=True)
        row(f"{words}: an answer, p95", waits[-1], "ms", None, ok=True)
        row(f"{words}: a change is seen, median", seen[9], "s", None, ok=True)
        row(f"{words}: a change is seen, p95", seen[-1], "s", 2 * EVERY_S, ok=seen[-1] <= 2)
        strange = sum(status not in (200, 304) for status in watching.statuses)
        row(f"{words}: other answers of {len(watching.statuses)}", strange, "", 0, ok=not strange)
        for kind in ("web", "worker"):
            pids = server.below(f"processes.{kind} ")
            row(
                f"{words}: memory of {kind}, {len(pids)} processes",
                memory(pids),
                "MiB",
                None,
                ok=True,
            )
    return median(watching.waits)


def asked(
    server: Served, browsers: list[Browser], path: str, pids: list[int], **more: str
) -> float:
    """Ask for a page again and again; return requests for a second of a core."""

    def one(browser: Browser) -> None:
        for _ in range(ASKED // ASKING):
            status, _ = browser.ask("GET", path, **more)
            if status not in (200, 304):
                raise AssertionError(f"{path} answered {status}")

    for browser in browsers:
        browser.ask("GET", path)
    begun = core_seconds(pids)
    with ThreadPoolExecutor(ASKING) as pool:
        list(pool.map(one, browsers))
    return ASKED / max(core_seconds(pids) - begun, 0.01)


def throughput(base, url: str) -> None:
    """Report requests for a second of a core of the web process, page by page."""
    with bare() as server:
        pids = [server.process.pid, *server.below("")]
        browsers = [Browser(server.port) for _ in range(ASKING)]
        least = asked(server, browsers, "/", pids)
    row("a bare Django page", least, "requests/s of a core", None, ok=True)
    day = starts_of(base)[0].astimezone(ZONE).date()
    name = Patient.objects.order_by("pk").values_list("family_name", flat=True)[0]
    pages = {
        "what the centre offers": "/book/",
        "times to book": f"/book/{BOOKED}/",
        "patient search": f"/patients/?q={name}",
        "board": f"/desk/board/{day}",
        "board, nothing new": f"/desk/board/{day}/fragment",
        "pulse, nothing new": "/desk/pulse",
    }
    with ashi(url, workers=1) as server:
        pids = server.below("processes.web ")
        browsers = [signed_in(server.port) for _ in range(ASKING)]
        for words, path in pages.items():
            more = {}
            if "nothing" in words:
                browsers[0].ask("GET", path)
                more["If_None_Match"] = browsers[0].tag
            speed = asked(server, browsers, path, pids, **more)
            row(f"{words}, {LARGE:,} visits", speed, "requests/s of a core", None, ok=True)
            row(f"{words}: cores of a bare page", least / speed, "times", None, ok=True)


def main() -> None:
    """Watch at both sizes, then ask."""
    parser = argparse.ArgumentParser(description="Live desks, memory, requests of a core.")
    parser.add_argument("--seconds", type=float, default=30)
    seconds = parser.parse_args().seconds
    own = connections["default"]
    place = own.settings_dict
    medians, bases = {}, {}
    for size in (SMALL, LARGE):
        use(own)
        bases[size] = database(SIZES[size], size)
        url = (
            f"postgres://{place['USER']}@/{bases[size].settings_dict['NAME']}?host={place['HOST']}"
        )
        medians[size] = watched(bases[size], size, url, seconds)
    ratio = medians[LARGE] / medians[SMALL]
    row(
        f"{DESKS} desks watching: {LARGE:,} visits to {SMALL:,}",
        ratio,
        "times",
        LIMIT,
        ok=ratio <= LIMIT,
    )
    throughput(bases[LARGE], url)


if __name__ == "__main__":
    main()
