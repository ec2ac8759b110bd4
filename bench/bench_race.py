"""Thirty-two people want one time at once: one wins, the rest are told other times.

Real connections through the booking action, on an empty database. Counted: winners, refusals that
name other times, and anything else (a deadlock would be one). Seconds are reported, not promised.
"""

import json
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import django

django.setup()

from django.core.management import call_command  # noqa: E402 -- Django is set up first
from django.db import connection  # noqa: E402 -- Django is set up first

from ashi.apps.bookings.actions.booking import book_visit  # noqa: E402 -- Django is set up first
from ashi.apps.bookings.errors import SlotTakenError  # noqa: E402 -- Django is set up first
from ashi.apps.bookings.models import Visit  # noqa: E402 -- Django is set up first
from ashi.apps.bookings.openings import openings_for  # noqa: E402 -- Django is set up first
from tests.desk.centre import make_centre, make_patient, today  # noqa: E402 -- as above

CLIENTS = 32
ROUNDS = 5


def row(promise: str, value: float, unit: str, limit: float | None, *, ok: bool) -> None:
    """Print one line."""
    print(json.dumps({"promise": promise, "value": value, "unit": unit, "limit": limit, "ok": ok}))


def race() -> tuple[Counter[str], float]:
    """Let everybody book the last opening of the day, with one therapist."""
    small = make_centre(f"race-{time.monotonic_ns()}")
    desk = small.actor("desk")
    roles = {"therapist": small.people["maria"].pk}
    last = openings_for(service=small.service, first=today(), last=today(), roles=roles, limit=999)[
        -1
    ]
    patients = [make_patient(f"P{number}", "Race") for number in range(CLIENTS)]
    barrier = Barrier(CLIENTS)

    def one(number: int) -> str:
        try:
            barrier.wait(timeout=60)
            book_visit(
                by=desk,
                service=small.service,
                starts_at=last.start,
                patient=patients[number],
                roles=roles,
            )
        except SlotTakenError as refused:
            return "refused" if refused.fields.get("nearest") else "refused without other times"
        finally:
            connection.close()
        return "won"

    began = time.perf_counter()
    with ThreadPoolExecutor(CLIENTS) as pool:
        answers = Counter(pool.map(one, range(CLIENTS)))
    return answers, time.perf_counter() - began


def main() -> None:
    """Run some rounds and add up."""
    call_command("migrate", interactive=False, verbosity=0)
    total: Counter[str] = Counter()
    seconds = []
    for _ in range(ROUNDS):
        answers, taken = race()
        total += answers
        seconds.append(taken)
    where = f"{CLIENTS} clients, one time, {ROUNDS} rounds"
    row(f"{where}: winners", total["won"], "bookings", ROUNDS, ok=total["won"] == ROUNDS)
    refused = ROUNDS * (CLIENTS - 1)
    row(
        f"{where}: refused with other times",
        total["refused"],
        "answers",
        refused,
        ok=total["refused"] == refused,
    )
    row(
        f"{where}: stored",
        Visit.objects.count(),
        "visits",
        ROUNDS,
        ok=Visit.objects.count() == ROUNDS,
    )
    row(f"{where}: longest round", max(seconds), "s", None, ok=True)


if __name__ == "__main__":
    main()
