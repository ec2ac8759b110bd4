"""Make a database and a folder of static files ready for the version of Ashi at hand."""

import argparse
import hashlib
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import psycopg
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.executor import MigrationExecutor

from ashi.cli.booting import set_django_up
from ashi.config.environment import read_environment

LOCK = 0x70726570  # "prep": any number that no other lock of this database has


def pending_migrations() -> list[str]:
    """Return the migrations that this database lacks."""
    executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def static_files_are_fresh() -> bool:
    """Tell whether the folder that is served was collected from the files of now."""
    stamp = _stamp()
    return stamp.exists() and stamp.read_text() == _static_state()


@contextmanager
def _alone() -> Iterator[None]:
    """Wait until nobody else prepares this database; the lock goes with its connection."""
    with psycopg.connect(read_environment().database_url, autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        yield


def prepare() -> None:
    """Apply migrations, make the cache's table, collect static files; skip what is done.

    Of two at once the second waits, and finds it done.
    """
    with _alone():
        _prepare()


def _prepare() -> None:
    pending = pending_migrations()
    if pending:
        _say(f"bringing the database up to date ({len(pending)} migrations)")
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
    if not static_files_are_fresh():
        _say("collecting static files")
        call_command("collectstatic", interactive=False, verbosity=0)
        _stamp().write_text(_static_state())


def _stamp() -> Path:
    return Path(settings.STATIC_ROOT) / ".collected"


def _static_state() -> str:
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            seen = Path(storage.path(path)).stat()
            digest.update(f"{path} {seen.st_size} {seen.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _say(sentence: str) -> None:
    print(f"  {sentence} …", file=sys.stderr, flush=True)


def _load_demo(*, reset: bool) -> None:
    from ashi.apps.demo.loading import ensure_demo
    from ashi.apps.demo.signins import demo_signins

    ensure_demo(datetime.now(UTC), reset, _say)
    print(json.dumps([asdict(one) for one in demo_signins()]))


def main() -> int:
    """Prepare, or with ``--check`` only say what is not prepared."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--demo", action="store_true")
    parser.add_argument("--reset", action="store_true")
    args = parser.parse_args()
    set_django_up()
    if args.check:
        return 1 if pending_migrations() or not static_files_are_fresh() else 0
    prepare()
    if args.demo:
        _load_demo(reset=args.reset)
    return 0


if __name__ == "__main__":
    sys.exit(main())
