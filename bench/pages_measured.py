"""The measuring that ``bench_pages`` starts, inside its database."""

import argparse
import json
import random
import time
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import product
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import Client

from ashi.apps.audit.actor import SYSTEM
from ashi.apps.bookings.actions.holding import release_hold
from ashi.apps.bookings.models import Visit
from ashi.apps.bookings.openings import openings_for
from ashi.apps.centres.models import Service
from ashi.apps.demo.centre import SLUG
from ashi.apps.demo.models import Load
from ashi.apps.patients.models import Patient
from bench.explained import Effort, effort_of
from bench.patients_made import use
from bench.visits_made import database

SIZES = {1_000: 1_000, 10_000: 10_000, 1_000_000: 100_000}  # visits: patients
LIMIT = 1.5
BOOKED = "physiotherapy"
WARM = 3
A_DAY = timedelta(days=1)
Times = dict[tuple[str, int], list[float]]


class Site:
    """One size: its database, a browser at the desk and one of a patient."""

    def __init__(self, base: BaseDatabaseWrapper) -> None:
        self.base = base
        use(base)
        self.desk, self.public = Client(SERVER_NAME="localhost"), Client(SERVER_NAME="localhost")
        self.expect(self.desk.post("/demo", {"as": "desk"}), 302)
        loaded = Load.objects.latest("pk").loaded_until
        self.board_of = f"/desk/board/{loaded.astimezone(ZoneInfo('Europe/Nicosia')).date()}"
        self.typed = self._people()
        self.service = Service.objects.get(centre__slug=SLUG, slug=BOOKED)
        first = datetime.now(UTC).date() + 2 * A_DAY
        self.openings = openings_for(service=self.service, first=first, last=first + 20 * A_DAY)
        self.turn = 0

    @staticmethod
    def expect(answer: Any, status: int) -> Any:
        """Return an answer that has the status it should have."""
        if answer.status_code != status:
            raise AssertionError(f"{answer.request['PATH_INFO']} answered {answer.status_code}")
        return answer

    @staticmethod
    def _people() -> list[str]:
        dice = random.Random(3)
        keys = list(Patient.objects.order_by("pk").values_list("pk", flat=True))
        chosen = Patient.objects.filter(pk__in=dice.sample(keys, 12)).order_by("pk")
        return [one.full_name for one in chosen]

    def board(self) -> None:
        """Open the day board."""
        self.expect(self.desk.get(self.board_of), 200)

    def fragment(self) -> None:
        """Ask for the board again, as a screen does every second."""
        self.expect(self.desk.get(f"{self.board_of}/fragment"), 200)

    def search(self) -> None:
        """Find a patient by name."""
        found = self.typed[self.turn % len(self.typed)]
        self.expect(self.desk.get("/patients/", {"q": found}, headers={"hx-target": "found"}), 200)

    def booking(self) -> None:
        """Open the page of times."""
        self.expect(self.public.get(f"/book/{BOOKED}/"), 200)

    def post(self) -> None:
        """Hold a time."""
        start = self.openings[self.turn * 7 % len(self.openings)].start
        self.expect(self.public.post(f"/book/{BOOKED}/", {"start": start.isoformat()}), 302)

    def let_go(self) -> None:
        """Give up what was held, so that every round finds the same diary."""
        for pk in Visit.objects.filter(status=Visit.Status.HELD).values_list("pk", flat=True):
            release_hold(by=SYSTEM, visit_id=pk)


PAGES = {
    "board": Site.board,
    "board, asked again": Site.fragment,
    "patient search": Site.search,
    "booking page": Site.booking,
    "booking post": Site.post,
}


def timed(site: Site, page: Callable[[Site], None]) -> float:
    """Ask for a page once; milliseconds."""
    begun = time.perf_counter()
    page(site)
    return (time.perf_counter() - begun) * 1000


def measured(sites: dict[int, Site], rounds: int) -> Times:
    """Time every page at every size, in turn; the order of sizes changes with each round."""
    times: Times = defaultdict(list)
    order = list(SIZES)
    for turn in range(rounds + WARM):
        order = [*order[1:], order[0]]
        for (name, page), size in product(PAGES.items(), order):
            site = sites[size]
            use(site.base)
            site.turn = turn
            taken = timed(site, page)
            if name == "booking post":
                site.let_go()
            if turn >= WARM:
                times[name, size].append(taken)
    return times


def efforts(sites: dict[int, Site]) -> dict[tuple[str, int], Effort]:
    """Explain every page once at every size."""
    found = {}
    for (name, page), size in product(PAGES.items(), SIZES):
        use(sites[size].base)
        found[name, size] = effort_of(lambda: page(sites[size]))  # noqa: B023 -- run at once
        sites[size].let_go()
    return found


def row(promise: str, value: float, unit: str, limit: float | None, *, ok: bool) -> None:
    """Print one line."""
    line = {"promise": promise, "value": round(value, 2), "unit": unit, "limit": limit, "ok": ok}
    print(json.dumps(line), flush=True)


def report(
    times: dict[tuple[str, int], list[float]], effort: dict[tuple[str, int], Effort]
) -> None:
    """Print each promise, and what stands beside it."""
    small = min(SIZES)
    for name, size in product(PAGES, SIZES):
        own, costs = median(times[name, size]), effort[name, size]
        words = f"{name}, {size:,} visits"
        row(f"{words}: median", own, "ms", None, ok=True)
        if size != small:
            ratio = own / median(times[name, small])
            row(f"{words}: to {small:,}", ratio, "times", LIMIT, ok=ratio <= LIMIT)
        least = effort[name, small].queries
        row(f"{words}: queries", costs.queries, "", least, ok=costs.queries <= least)
        row(f"{words}: rows looked at", costs.rows, "", None, ok=True)
        row(f"{words}: buffers", costs.buffers, "", None, ok=True)


def main() -> None:
    """Fill what is not there, measure, report."""
    parser = argparse.ArgumentParser(description="Pages in three sizes.")
    parser.add_argument("--rounds", type=int, default=40)
    rounds = parser.parse_args().rounds
    own = connections["default"]
    bases = {}
    for visits, patients in SIZES.items():
        use(own)
        bases[visits] = database(patients, visits)
    sites = {visits: Site(base) for visits, base in bases.items()}
    effort = efforts(sites)
    report(measured(sites, rounds), effort)


if __name__ == "__main__":
    main()
