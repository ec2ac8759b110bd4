"""The measuring that ``bench_public`` starts, inside its database."""

import argparse
import json
import time
from statistics import median

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ashi.apps.centres.models import Permit
from bench.page_weight import Weight, weight_of
from bench.patients_made import use
from bench.visits_made import database

BIGGEST = 100_000
MOST_REQUESTS = 9
WARM = 3
LANGUAGES = ("en", "el")
FOUND = {  # by search engines: nothing on them waits for a script
    "conditions": "/conditions/",
    "a condition": "/conditions/chronic-low-back-pain",
    "a search": "/conditions/search?q=back",
    "a general page": "/about/safety",
    "glossary": "/about/words",
    "the centre": "/centre",
    "exercises": "/exercises/",
    "an exercise": "/exercises/LB11",
}
OTHERS = {
    "booking": "/book/",
    "times": "/book/physiotherapy/",
}


def asked(path: str, language: str) -> Client:
    """Return a browser that reads a language."""
    client = Client(SERVER_NAME="localhost", headers={"Accept-Encoding": "gzip, deflate, br"})
    client.cookies["django_language"] = language
    return client


def measured(path: str, language: str, rounds: int) -> tuple[Weight, int, float]:
    """Return a page's weight, its queries and its median milliseconds."""
    client, times = asked(path, language), []
    for turn in range(rounds + WARM):
        begun = time.perf_counter()
        answer = client.get(path)
        if turn >= WARM:
            times.append((time.perf_counter() - begun) * 1000)
        if answer.status_code != 200:
            raise AssertionError(f"{path} answered {answer.status_code}")
    with CaptureQueriesContext(connection) as queries:
        client.get(path)
    weight = weight_of(answer.content, answer.get("Content-Encoding", ""))
    return weight, len(queries), median(times)


def row(promise: str, value: float, unit: str, limit: float | None = None) -> None:
    """Print one line."""
    ok = limit is None or value <= limit
    line = {"promise": promise, "value": round(value, 2), "unit": unit, "limit": limit, "ok": ok}
    print(json.dumps(line), flush=True)


def told(name: str, language: str, found: tuple[Weight, int, float], *, promised: bool) -> None:
    """Print a page's lines, and its row of the table."""
    weight, queries, taken = found
    words = f"{name}, {language}"
    print(
        f"{words:22} {weight.whole:7,} = page {weight.page:6,} styles {weight.styles:6,} "
        f"scripts {weight.scripts:6,} fonts {weight.fonts:6,} icons {weight.icons:5,}; "
        f"{weight.requests:2} requests, {queries:2} queries, {taken:5.1f} ms",
        flush=True,
    )
    row(f"{words}: first view", weight.whole, "bytes", BIGGEST if promised else None)
    row(f"{words}: requests", weight.requests, "", MOST_REQUESTS if promised else None)


def main() -> None:
    """Measure every page in both languages."""
    parser = argparse.ArgumentParser(description="Public pages.")
    parser.add_argument("--rounds", type=int, default=40)
    rounds = parser.parse_args().rounds
    use(database(1_000, 1_000))
    call_command("migrate", verbosity=0)  # a database that was kept may be older
    person = Permit.objects.filter(resource__active=True).values_list("resource", flat=True).first()
    found = FOUND | {"a person": f"/people/{person}"}
    for name, path in {**found, **OTHERS}.items():
        for language in LANGUAGES:
            told(name, language, measured(path, language, rounds), promised=name in found)


if __name__ == "__main__":
    main()
