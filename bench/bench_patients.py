"""Search of patients in 1,000, 10,000 and 100,000: medians of interleaved rounds, rows and buffers.

    python -m bench.bench_patients [--rounds 15]

The promise: the median over 100,000 is at most 1.5 times that over 1,000 for what is typed right,
and under 50 ms for everything. Milliseconds depend on the machine; ratio, buffers and the number
of queries do not.
"""

import argparse
import json
import random
import time
from collections import defaultdict
from itertools import product
from statistics import median

import django

django.setup()

from django.db import connection  # noqa: E402 -- Django is set up first

from ashi.apps.audit.actor import SYSTEM  # noqa: E402 -- after django.setup()
from ashi.apps.patients.models import Contact, Patient  # noqa: E402 -- Django is set up first
from ashi.apps.patients.queries import search  # noqa: E402 -- Django is set up first
from bench.patients_made import database, use  # noqa: E402 -- Django is set up first

SIZES = (1_000, 10_000, 100_000)
EACH = 10
KINDS = {
    "given name": lambda one, _: one.given_name,
    "family name": lambda one, _: one.family_name,
    "whole name": lambda one, _: one.full_name,
    "family name first": lambda one, _: f"{one.family_name} {one.given_name}",
    "two letters": lambda one, _: one.family_name[:2],
    "four letters": lambda one, _: one.family_name[:4],
    "two beginnings": lambda one, _: f"{one.given_name[:3]} {one.family_name[:4]}",
    "phone": lambda _, contact: contact.phone[4:],
    "last digits": lambda _, contact: contact.phone[-6:],
    "birth date": lambda one, _: one.birth_date.strftime("%d/%m/%Y"),
    "misspelt": lambda one, _: swapped(one.family_name),
    "nobody": lambda one, _: f"zzyx{one.pk}qq",
}


def swapped(word: str) -> str:
    """Swap two letters in the middle."""
    middle = len(word) // 2
    return word[: middle - 1] + word[middle] + word[middle - 1] + word[middle + 1 :]


def questions() -> dict[str, list[str]]:
    """Choose people of the database in use and what somebody types to find them."""
    keys = list(Patient.objects.order_by("pk").values_list("pk", flat=True))
    chosen = random.Random(1).sample(keys, EACH)
    people = Patient.objects.filter(pk__in=chosen).order_by("pk")
    pairs = [(one, Contact.objects.get(links__patient=one)) for one in people]
    return {kind: [ask(*pair) for pair in pairs] for kind, ask in KINDS.items()}


def buffers(text: str) -> tuple[int, int]:
    """Return how many queries a search takes, and how many buffers they touch together."""
    asked: list[tuple[str, object]] = []

    def note(execute, sql, params, many, context):
        if sql.startswith(("SELECT", "(SELECT")):
            asked.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        search(SYSTEM, text)
    touched = 0
    with connection.cursor() as cursor:
        for sql, params in asked:
            cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {sql}", params)
            plan = cursor.fetchone()[0]
            plan = json.loads(plan) if isinstance(plan, str) else plan
            touched += plan[0]["Plan"]["Shared Hit Blocks"] + plan[0]["Plan"]["Shared Read Blocks"]
    return len(asked), touched


def measured(rounds: int) -> dict[tuple[str, int], list[float]]:
    """Time every question in interleaved rounds; milliseconds by kind and size."""
    databases = {size: database(size) for size in SIZES}
    asked = {}
    for size, one in databases.items():
        use(one)
        asked[size] = questions()
    times: dict[tuple[str, int], list[float]] = defaultdict(list)
    for turn, kind, size in product(range(rounds + 1), KINDS, SIZES):
        use(databases[size])
        taken = [timed(text) for text in asked[size][kind]]
        times[kind, size] += taken if turn else []  # the first round warms up
    for kind, size in product(KINDS, SIZES):
        use(databases[size])
        report(kind, size, times, [buffers(text) for text in asked[size][kind]])
    return times


def timed(text: str) -> float:
    """Search once; milliseconds."""
    start = time.perf_counter()
    search(SYSTEM, text)
    return (time.perf_counter() - start) * 1000


def report(kind: str, size: int, times: dict, counts: list[tuple[int, int]]) -> None:
    """Print one line of the table."""
    own, small = median(times[kind, size]), median(times[kind, SIZES[0]])
    print(
        f"{kind:18} {size:7,}  median {own:6.1f} ms  longest {max(times[kind, size]):6.1f}"
        f"  ratio {own / small:5.2f}  queries {max(count for count, _ in counts)}"
        f"  buffers {int(median(touched for _, touched in counts)):6,}"
    )


def main() -> None:
    """Measure, and say so when a promise is broken."""
    parser = argparse.ArgumentParser(description="Search of patients in three sizes.")
    parser.add_argument("--rounds", type=int, default=15)
    times = measured(parser.parse_args().rounds)
    slow = [kind for kind in KINDS if median(times[kind, SIZES[-1]]) > 50]
    print("over 50 ms at 100,000:", ", ".join(slow) or "none")


if __name__ == "__main__":
    main()
