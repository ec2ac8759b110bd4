"""The measuring that ``bench_pages`` starts, inside its database."""

import argparse
import json
import random
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock
from itertools import product
from statistics import median, quantiles
from typing import Any
from unittest.mock import patch
from zoneinfo import ZoneInfo

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import Client

from ashi.apps.audit.actor import SYSTEM
from ashi.apps.bookings.actions.holding import release_hold
from ashi.apps.bookings.models import Occupancy, Visit
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
NAMESAKES = "patient search by name alone"  # more is found where there are more: no promise
BOOKED = "physiotherapy"
ZONE = ZoneInfo("Europe/Nicosia")
BEGINS = clock(9, 30)  # a morning under way
WARM = 3
A_DAY, WEEK = timedelta(days=1), timedelta(days=7)
Times = dict[tuple[str, int], list[float]]


class Site:
    """One size: its database, a browser at the desk and one of a patient."""

    def __init__(self, base: BaseDatabaseWrapper) -> None:
        self.base = base
        use(base)
        self.desk, self.public = Client(SERVER_NAME="localhost"), Client(SERVER_NAME="localhost")
        self.expect(self.desk.post("/demo", {"as": "desk"}), 302)
        self.day, self.resource = self._fullest()
        self.board_of = f"/desk/board/{self.day}"
        self.late_desk = Client(SERVER_NAME="localhost")
        with self.then():
            self.expect(self.late_desk.post("/demo", {"as": "desk"}), 302)
        self.typed = self._people()
        self.service = Service.objects.get(centre__slug=SLUG, slug=BOOKED)
        first = datetime.now(UTC).date() + 2 * A_DAY
        self.openings = openings_for(service=self.service, first=first, last=first + 20 * A_DAY)
        self.turn = 0

    @contextmanager
    def then(self) -> Iterator[None]:
        """Let it be the morning of the fullest day."""
        begun = datetime.combine(self.day, BEGINS, ZONE).astimezone(UTC)
        with patch("django.utils.timezone.now", lambda: begun):
            yield

    @staticmethod
    def expect(answer: Any, status: int) -> Any:
        """Return an answer that has the status it should have."""
        if answer.status_code != status:
            raise AssertionError(f"{answer.request['PATH_INFO']} answered {answer.status_code}")
        return answer

    @staticmethod
    def _fullest() -> tuple[date, int]:
        """Return the fullest day of the week ahead, and who has most to do in it."""
        loaded = Load.objects.latest("pk").loaded_until.astimezone(ZONE)
        days: Counter[tuple[date, int]] = Counter()
        ahead = Occupancy.objects.filter(
            resource__centre__slug=SLUG,
            resource__kind="practitioner",
            live=True,
            during__startswith__range=(loaded, loaded + WEEK),
        )
        for resource, during in ahead.values_list("resource_id", "during"):
            days[during.lower.astimezone(ZONE).date(), resource] += 1
        return max(sorted(days), key=days.__getitem__)

    @staticmethod
    def _people() -> list[tuple[str, str]]:
        dice = random.Random(3)
        known = Patient.objects.filter(birth_date__isnull=False)
        keys = list(known.order_by("pk").values_list("pk", flat=True))
        chosen = Patient.objects.filter(pk__in=dice.sample(keys, 12)).order_by("pk")
        return [(one.full_name, f"{one.full_name} {one.birth_date:%d/%m/%Y}") for one in chosen]

    def board(self) -> None:
        """Open the day board."""
        self.expect(self.desk.get(self.board_of), 200)

    def fragment(self) -> None:
        """Ask for the board again, as a screen does every second."""
        self.expect(self.desk.get(f"{self.board_of}/fragment"), 200)

    def search(self) -> None:
        """Find a patient by name and day of birth."""
        self._search(self.typed[self.turn % len(self.typed)][1])

    def namesakes(self) -> None:
        """Find everybody of a name: the more patients, the more of them, up to a page of twenty."""
        self._search(self.typed[self.turn % len(self.typed)][0])

    def _search(self, text: str) -> None:
        self.expect(self.desk.get("/patients/", {"q": text}, headers={"hx-target": "found"}), 200)

    def booking(self) -> None:
        """Open the page of times."""
        self.expect(self.public.get(f"/book/{BOOKED}/"), 200)

    def month(self) -> None:
        """Look for every opening of thirty days."""
        first = datetime.now(UTC).date()
        found = openings_for(service=self.service, first=first, last=first + 29 * A_DAY)
        if not found:
            raise AssertionError("no opening in thirty days")

    def late(self) -> None:
        """See what half an hour's delay does to the rest of the fullest day."""
        with self.then():
            self.expect(self.late_desk.get(f"/desk/late/run/{self.resource}", {"minutes": 30}), 200)

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
    NAMESAKES: Site.namesakes,
    "booking page": Site.booking,
    "openings of 30 days": Site.month,
    "late-run preview": Site.late,
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
        row(f"{words}: p95", quantiles(times[name, size], n=20)[-1], "ms", None, ok=True)
        if size != small:
            ratio = own / median(times[name, small])
            limit = None if name == NAMESAKES else LIMIT
            row(f"{words}: to {small:,}", ratio, "times", limit, ok=limit is None or ratio <= limit)
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
