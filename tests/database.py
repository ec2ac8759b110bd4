"""The tests' database: migrated once for all workers and runs, emptied by its rows."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.apps import apps
from django.core.management import call_command
from django.db import connection, transaction
from psycopg import sql

PINS = Path(__file__).resolve().parents[1] / "requirements"
PREFIX = "ashi_migrated_"
LOCK = 0x41534849
# What `migrate` itself writes, and a test that empties the database would have to write again.
KEPT = ("django_content_type", "auth_permission")


def migrated() -> str:
    """Return the name of a database that is migrated and empty, to be copied; make it if need be.

    To migrate takes twenty seconds, a copy half a one. The name holds what the schema follows
    from: the migrations of all apps and the versions of the libraries.
    """
    name = PREFIX + _schema()
    with _server() as server:
        server.execute("SELECT pg_advisory_lock(%s)", [LOCK])  # until the line is closed
        known = _names(server)
        if name not in known:
            for old in known:
                _order(server, "DROP DATABASE {}", old)
            _make(server, name)
    return name


def _schema() -> str:
    files = [
        *(one for app in apps.get_app_configs() for one in Path(app.path).glob("migrations/*.py")),
        *PINS.glob("*.txt"),
    ]
    seen = hashlib.sha256()
    for file in sorted(files):
        seen.update(f"{file.parent.parent.name}/{file.name}\0".encode() + file.read_bytes())
    return seen.hexdigest()[:16]


@contextmanager
def _server() -> Iterator[psycopg.Connection]:
    place = connection.get_connection_params() | {"dbname": "postgres"}
    own = ("client_encoding", "cursor_factory", "context", "prepare_threshold")
    for name in own:
        place.pop(name, None)
    with psycopg.connect(**place, autocommit=True) as server:
        yield server


def _names(server: psycopg.Connection) -> list[str]:
    found = server.execute(
        "SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [PREFIX]
    )
    return [name for (name,) in found]


def _order(server: psycopg.Connection, order: str, *names: str) -> None:
    server.execute(sql.SQL(order).format(*map(sql.Identifier, names)))


def _make(server: psycopg.Connection, name: str) -> None:
    """Migrate under another name: there is never half of one."""
    new, usual = f"{PREFIX}new", connection.settings_dict["NAME"]
    _order(server, "CREATE DATABASE {}", new)
    connection.close()
    connection.settings_dict["NAME"] = new
    try:
        call_command("migrate", verbosity=0, interactive=False, run_syncdb=True)
    finally:
        connection.close()
        connection.settings_dict["NAME"] = usual
    _order(server, "ALTER DATABASE {} RENAME TO {}", new, name)


def empty() -> None:
    """Take out all rows, as Django's ``flush`` does, but only from tables that hold some.

    Without the triggers: rows that may never go have to here, and no row stays that another
    names. To truncate would take the lock and new files of every table, full or not.
    """
    names = set(connection.introspection.django_table_names(only_existing=True)) - set(KEPT)
    held = " UNION ALL ".join(
        f"SELECT '{name}' WHERE EXISTS (SELECT FROM \"{name}\")" for name in sorted(names)
    )
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('is_superuser')")
        if cursor.fetchone() != ("on",):
            call_command("flush", verbosity=0, interactive=False, reset_sequences=False)
            return
        cursor.execute(held)
        full = [f'DELETE FROM "{name}"' for (name,) in cursor.fetchall()]
        cursor.execute("; ".join(["SET LOCAL session_replication_role = replica", *full]))
