"""The measuring that ``bench_insights`` starts, inside its databases."""

import argparse
import time
from collections import defaultdict
from statistics import median

from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ashi.apps.insights.tables import MAKERS
from bench.courses_made import courses
from bench.pages_measured import row
from bench.patients_made import use

FEW, MANY = 1_000, 100_000
PERIOD = {"period": "two-years"}


def pages() -> list[str]:
    """Return the overview, and the page of each measure."""
    return ["/insights/", *(f"/insights/{one}" for one in MAKERS)]


def opened(client: Client, path: str) -> float:
    """Open a page once; milliseconds."""
    begun = time.perf_counter()
    answer = client.get(path, PERIOD)
    if answer.status_code != 200:
        raise AssertionError(f"{path} answered {answer.status_code}")
    return (time.perf_counter() - begun) * 1000


def main() -> None:
    """Open every page in both databases in turn, and print what it costs."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=3)
    rounds = parser.parse_args().rounds
    own = connections["default"]
    bases, clients = {}, {}
    for size in (FEW, MANY):
        use(own)
        bases[size] = courses(size)
    times: dict[tuple[str, int], list[float]] = defaultdict(list)
    queries: dict[tuple[str, int], int] = {}
    for size, base in bases.items():
        use(base)
        clients[size] = Client(SERVER_NAME="localhost")
        clients[size].post("/demo", {"as": "owner"})
        for path in pages():
            opened(clients[size], path)
            with CaptureQueriesContext(connection) as seen:
                opened(clients[size], path)
            queries[path, size] = len(seen)
    for _ in range(rounds):
        for size, base in bases.items():
            use(base)
            for path in pages():
                times[path, size].append(opened(clients[size], path))
    for path in pages():
        most, least = queries[path, MANY], queries[path, FEW]
        row(f"{path} of {MANY:,} courses: queries", most, "", least, ok=most == least)
        many, few = median(times[path, MANY]), median(times[path, FEW])
        row(f"{path} of {MANY:,} courses", many, "ms", None, ok=True)
        row(f"{path} of {MANY:,} courses: to {FEW:,}", many / few, "times", None, ok=True)


if __name__ == "__main__":
    main()
