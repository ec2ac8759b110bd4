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


def opened(client: Client, path: str) -> tuple[float, int]:
    """Open a page once; milliseconds, and how many queries it took."""
    with CaptureQueriesContext(connection) as seen:
        begun = time.perf_counter()
        answer = client.get(path, PERIOD)
        taken = (time.perf_counter() - begun) * 1000
    if answer.status_code != 200:
        raise AssertionError(f"{path} answered {answer.status_code}")
    return taken, len(seen)


def main() -> None:
    """Open every page in both databases in turn, and print what it costs."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=1)
    rounds = parser.parse_args().rounds
    own = connections["default"]
    times: dict[tuple[str, int], list[float]] = defaultdict(list)
    queries: dict[tuple[str, int], int] = {}
    for size in (FEW, MANY):
        use(own)
        use(courses(size))
        client = Client(SERVER_NAME="localhost")
        client.post("/demo", {"as": "owner"})
        opened(client, "/insights/visits")  # what is read once a session and once a process
        for path in pages() * rounds:
            taken, queries[path, size] = opened(client, path)
            times[path, size].append(taken)
    for path in pages():
        most, least = queries[path, MANY], queries[path, FEW]
        row(f"{path} of {MANY:,} courses: queries", most, "", least, ok=most == least)
        many, few = median(times[path, MANY]), median(times[path, FEW])
        row(f"{path} of {MANY:,} courses", many, "ms", None, ok=True)
        row(f"{path} of {MANY:,} courses: to {FEW:,}", many / few, "times", None, ok=True)


if __name__ == "__main__":
    main()
