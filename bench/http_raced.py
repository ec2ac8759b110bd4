"""The race that ``bench_http`` starts, inside its database."""

import json
import logging
import random
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from threading import Barrier, Thread

from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application
from django.db import connections

from ashi.apps.audit.actor import SYSTEM
from ashi.apps.bookings.actions.holding import release_hold
from ashi.apps.bookings.models import Occupancy, Visit
from ashi.apps.bookings.openings import openings_for
from ashi.apps.centres.models import Service
from ashi.apps.demo.centre import SLUG
from bench.browsers import PATIENCE_S, Browser
from bench.pages_measured import BOOKED, row
from bench.patients_made import use
from bench.visits_made import database

CLIENTS, ROUNDS = 32, 3
WORKERS, TURNS = 8, 25


class Quiet(WSGIRequestHandler):
    """Serves without a word."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class Server(ThreadedWSGIServer):
    """A thread for each browser; its database connection goes with it."""

    request_queue_size = 128

    def close_request(self, request: object) -> None:
        """End the request's thread without a connection left."""
        super().close_request(request)  # type: ignore[arg-type]  # a socket
        connections.close_all()


@contextmanager
def served() -> Iterator[int]:
    """Serve the site on a port of this machine."""
    server = Server(("127.0.0.1", 0), Quiet, ipv6=False)
    server.set_app(get_wsgi_application())  # sets up logging once more
    logging.getLogger("django.request").setLevel(logging.ERROR)  # refusals are expected
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()


def hold(browser: Browser, form: dict[str, str]) -> int:
    """Send the form that holds a time."""
    return browser.ask("POST", f"/book/{BOOKED}/", form)[0]


def race(port: int, wanted: dict[str, str]) -> tuple[Counter[int], float]:
    """Let everybody send the same time at the same moment; return statuses and the longest wait."""
    browsers = [Browser(port) for _ in range(CLIENTS)]
    barrier = Barrier(CLIENTS)

    def one(browser: Browser) -> tuple[int, float]:
        browser.ask("GET", f"/book/{BOOKED}/")
        barrier.wait(timeout=PATIENCE_S)
        begun = time.perf_counter()
        return hold(browser, wanted), time.perf_counter() - begun

    with ThreadPoolExecutor(CLIENTS) as pool:
        answers = list(pool.map(one, browsers))
    return Counter(status for status, _ in answers), max(waited for _, waited in answers)


def storm(port: int, starts: list[str]) -> Counter[int]:
    """Let eight browsers hold times at random and let some of them go."""

    def one(number: int) -> Counter[int]:
        dice, browser, answers = random.Random(number), Browser(port), Counter[int]()
        browser.ask("GET", f"/book/{BOOKED}/")
        for _ in range(TURNS):
            status = hold(browser, {"start": dice.choice(starts)})
            answers[status] += 1
            if status == 302 and dice.random() < 0.5:
                visit = browser.where.split("/")[2]
                answers[browser.ask("POST", f"/booking/{visit}/release", {})[0]] += 1
        return answers

    with ThreadPoolExecutor(WORKERS) as pool:
        return sum(pool.map(one, range(WORKERS)), Counter())


def twice() -> int:
    """Count the times that anybody or anything is promised twice."""
    rows = Occupancy.objects.filter(live=True).order_by("resource_id", "during")
    spans = rows.values_list("resource_id", "during")
    return sum(a[0] == b[0] and b[1].lower < a[1].upper for a, b in pairwise(spans))


def orphans() -> int:
    """Count what is still taken for visits that are over."""
    over = Visit.objects.exclude(status__in=[Visit.Status.HELD, Visit.Status.BOOKED])
    return Occupancy.objects.filter(live=True, visit__in=over).count()


def let_go() -> None:
    """Give up everything held."""
    for pk in Visit.objects.filter(status=Visit.Status.HELD).values_list("pk", flat=True):
        release_hold(by=SYSTEM, visit_id=pk)


def main() -> None:
    """Race, storm, and look at the diary."""
    base = database(1_000, 1_000)
    connections.settings["default"]["NAME"] = base.settings_dict["NAME"]  # for every thread
    use(base)
    let_go()
    service = Service.objects.get(centre__slug=SLUG, slug=BOOKED)
    first = datetime.now(UTC).date() + timedelta(days=3)
    found = openings_for(service=service, first=first, last=first + timedelta(days=4), limit=60)
    starts = [one.start.isoformat() for one in found]
    wanted = {"start": starts[-1], "with": str(found[-1].roles["physio"])}  # so one can have it
    total, longest = Counter[int](), 0.0
    with served() as port:
        for _ in range(ROUNDS):
            answers, taken = race(port, wanted)
            total, longest = total + answers, max(longest, taken)
            held = Visit.objects.filter(status=Visit.Status.HELD).count()
            row("race over HTTP: held after a round", held, "visits", 1, ok=held == 1)
            let_go()
        others = storm(port, starts)
    refused = ROUNDS * (CLIENTS - 1)
    where = f"{CLIENTS} browsers, one time, {ROUNDS} rounds"
    row(f"{where}: winners", total[302], "bookings", ROUNDS, ok=total[302] == ROUNDS)
    row(f"{where}: refused beside the field", total[422], "", refused, ok=total[422] == refused)
    row(f"{where}: longest wait for an answer", longest, "s", None, ok=True)
    strange = sum(count for status, count in others.items() if status not in (302, 422))
    row(f"storm of {WORKERS}: {json.dumps(others)}, other answers", strange, "", 0, ok=not strange)
    row("storm: anybody promised twice", twice(), "times", 0, ok=not twice())
    row("storm: taken for nobody", orphans(), "rows", 0, ok=not orphans())
    let_go()


if __name__ == "__main__":
    main()
