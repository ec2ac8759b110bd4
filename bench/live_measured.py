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
from bench.processes_watched import Served, ashi, bare, core_seconds, memory, settled
from bench.visits_made import database

SMALL, LARGE = min(SIZES), max(SIZES)
LIMIT = 1.5
DESKS, EVERY_S, CHANGE_S, WARM_S = 50, 1.0, 2.0, 4
ROUNDS = 2  # of each size, in turn: what the machine does besides falls on both
# Each change draws the board anew, and half of all answers bear a new one: one median over both
# would lie between two heaps and say which of them is the larger by a hair.
KINDS = {304: "nothing new", 200: "a new board"}
PROCESSES = ("web", "worker")
ASKING, ASKED = 4, 400  # connections, and requests of each page
ZONE = ZoneInfo("Europe/Nicosia")


class Watching:
    """Fifty desks, a board, and somebody who changes it."""

    def __init__(self, port: int, starts: list[datetime]) -> None:
        self.port, self.starts = port, starts
        self.board = f"/desk/board/{starts[0].astimezone(ZONE).date()}/fragment"
        self.over = threading.Event()
        self.waits: list[tuple[int, float]] = []  # status, milliseconds
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
            self.waits.append((status, (ended - begun) * 1000))
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
            time.sleep(WARM_S)
            self.waits.clear()
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


class Answers:
    """What fifty desks were answered at one size, over all rounds."""

    def __init__(self, size: int) -> None:
        self.words = f"{DESKS} desks watching, {size:,} visits"
        self.waits: list[tuple[int, float]] = []
        self.seen: list[float] = []
        self.settling: list[float] = []
        self.cores: dict[str, list[float]] = {kind: [] for kind in PROCESSES}
        self.memory: dict[str, list[float]] = {kind: [] for kind in PROCESSES}

    def watch(self, base, url: str, seconds: float) -> None:
        """Let the desks watch a server that was started for it."""
        with ashi(url, workers=2) as server:
            watching = Watching(server.port, starts_of(base))
            pids = {kind: server.below(f"processes.{kind} ") for kind in PROCESSES}
            self.settling.append(settled(pids["worker"]))
            begun = {kind: core_seconds(pids[kind]) for kind in PROCESSES}
            watching.run(seconds)
            for kind in PROCESSES:
                spent = core_seconds(pids[kind]) - begun[kind]
                self.cores[kind].append(spent / (seconds + WARM_S))
                self.memory[kind].append(memory(pids[kind]))
        self.waits += watching.waits
        self.seen += watching.until_seen()

    def median(self, status: int) -> float:
        """Return the usual wait, in ms, for an answer of that kind."""
        return median(wait for one, wait in self.waits if one == status)

    def tell(self) -> None:
        """Print a line for each number."""
        for status, kind in KINDS.items():
            row(f"{self.words}: {kind}, median", self.median(status), "ms", None, ok=True)
        last = quantiles([wait for _, wait in self.waits], n=20)[-1]
        row(f"{self.words}: any answer, p95", last, "ms", None, ok=True)
        seen = quantiles(self.seen, n=20)
        row(f"{self.words}: a change is seen, median", seen[9], "s", None, ok=True)
        row(f"{self.words}: a change is seen, p95", seen[-1], "s", 2 * EVERY_S, ok=seen[-1] <= 2)
        strange = sum(status not in KINDS for status, _ in self.waits)
        row(f"{self.words}: other answers of {len(self.waits)}", strange, "", 0, ok=not strange)
        row(f"{self.words}: worker busy from the start", max(self.settling), "s", None, ok=True)
        for kind in PROCESSES:
            row(f"{self.words}: memory of {kind}", max(self.memory[kind]), "MiB", None, ok=True)
            row(f"{self.words}: cores of {kind}", max(self.cores[kind]), "cores", None, ok=True)


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
    answers = {size: Answers(size) for size in (SMALL, LARGE)}
    bases, urls = {}, {}
    for size in answers:
        use(own)
        bases[size] = database(SIZES[size], size)
        name = bases[size].settings_dict["NAME"]
        urls[size] = f"postgres://{place['USER']}@/{name}?host={place['HOST']}"
    for size in (SMALL, LARGE) * ROUNDS:
        answers[size].watch(bases[size], urls[size], seconds)
    for one in answers.values():
        one.tell()
    for status, kind in KINDS.items():
        ratio = answers[LARGE].median(status) / answers[SMALL].median(status)
        words = f"{DESKS} desks watching, {kind}: {LARGE:,} visits to {SMALL:,}"
        row(words, ratio, "times", LIMIT, ok=ratio <= LIMIT)
    throughput(bases[LARGE], urls[LARGE])


if __name__ == "__main__":
    main()
