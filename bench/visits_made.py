"""Databases of patients and visits for the benchmarks of pages, made by the demo's own loader.

    python -m bench.load --patients 100000 --visits 1000000

One year of one centre is loaded as the demo is, steps, payments and trail included. The rest is
that year again: earlier years, and other centres of the organisation, copied inside the database
with other patients. Copies have no trail and no messages of their own. A database that is there
already is kept; it is made anew with ``--again``.
"""

import argparse
import random
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import load_backend

from ashi.apps.bookings.models import Session, Visit
from ashi.apps.centres.models import Centre, Membership, Resource, Service
from ashi.apps.demo.loading import Scale, ensure_demo
from ashi.apps.demo.newcomers import Newcomer
from bench.copies import Copies
from bench.patients_made import person, use

YEAR = timedelta(days=364)  # whole weeks, so that a copy keeps its weekdays
REGULARS = 600
BRANCHES = 40  # of five practitioners each
A_YEAR, AROUND = 9_000, 700  # visits in a loaded year, and today and in the weeks ahead: about


def say(sentence: str) -> None:
    """Tell how far it is."""
    print(f"  {time.strftime('%H:%M:%S')} {sentence} …", file=sys.stderr, flush=True)


def newcomers(dice: random.Random, today: date, count: int) -> list[Newcomer]:
    """Draw patients of many names, each with a phone and an e-mail of their own."""
    drawn = []
    for number in range(count):
        given, family = person(dice)
        phone = f"99{number:06d}"
        drawn.append(
            Newcomer(
                given,
                family,
                dice.choice(("female", "male")),
                "el",
                date(1935, 1, 1) + timedelta(days=dice.randrange(30_000)),
                f"patient{number}@example.com",
                f"+357{phone}",
                phone,
            )
        )
    return drawn


def fill(patients: int, visits: int, now: datetime) -> None:
    """Fill the database in use."""
    copied = visits >= 2 * A_YEAR
    history = YEAR if copied else YEAR * max(visits - AROUND, 100) / A_YEAR
    regulars = min(patients, REGULARS)
    scale = Scale(patients, regulars, timedelta(days=history.days), timedelta(days=42), newcomers)
    ensure_demo(now, False, say, scale)
    if copied:
        copies = Copies(now, regulars, patients)
        for number in range(1, BRANCHES):
            copies.open_branch(number)
        copies.make(visits - Visit.objects.count(), say)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def database(patients: int, visits: int, *, again: bool = False) -> BaseDatabaseWrapper:
    """Return a connection to a database of that size, made first if it is not there."""
    own = connections[DEFAULT_DB_ALIAS]
    name, begun = f"ashi_visits_{visits}", time.monotonic()
    with own.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        there = cursor.fetchone() is not None
        if there and again:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")
        if again or not there:
            cursor.execute(f"DROP DATABASE IF EXISTS {name}_new WITH (FORCE)")
            cursor.execute(f"CREATE DATABASE {name}_new")
    if again or not there:
        made = _wrapped(own, f"{name}_new")
        with _using(made, own):
            call_command("migrate", verbosity=0)
            call_command("createcachetable", verbosity=0)
            fill(patients, visits, datetime.now(UTC))
        made.close()
        with own.cursor() as cursor:  # under its name only when it is whole
            cursor.execute(f"ALTER DATABASE {name}_new RENAME TO {name}")
        say(f"{name} made in {time.monotonic() - begun:.0f} s")
    return _wrapped(own, name)


def _wrapped(own: BaseDatabaseWrapper, name: str) -> BaseDatabaseWrapper:
    settings = {**own.settings_dict, "NAME": name}
    return load_backend(settings["ENGINE"]).DatabaseWrapper(settings, DEFAULT_DB_ALIAS)


@contextmanager
def _using(other: BaseDatabaseWrapper, own: BaseDatabaseWrapper) -> Iterator[None]:
    use(other)
    try:
        yield
    finally:
        use(own)


def main() -> None:
    """Make one database and say what is in it."""
    parser = argparse.ArgumentParser(description="A database for the benchmarks of pages.")
    parser.add_argument("--patients", type=int, default=100_000)
    parser.add_argument("--visits", type=int, default=1_000_000)
    parser.add_argument("--again", action="store_true")
    args = parser.parse_args()
    use(database(args.patients, args.visits, again=args.again))
    for model in (Centre, Membership, Service, Resource, Session, Visit):
        print(f"{model.__name__:12} {model.objects.count():>12,}")


if __name__ == "__main__":
    main()
