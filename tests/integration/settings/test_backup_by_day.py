"""A backup made by day, while others write, is compared as of one moment and found the same."""

import errno
import threading
from pathlib import Path

import psycopg
import pytest
from django.db import connection
from psycopg import conninfo

from ashi.cli.keeping import KeepingError, cause_of, write_backup
from ashi.cli.keeping_nightly import tried_out

pytestmark = pytest.mark.slow
WROTE = "wrote_meanwhile"


@pytest.fixture
def url(transactional_db):
    known = connection.get_connection_params()
    known = {
        key: known[key] for key in ("dbname", "user", "password", "host", "port") if key in known
    }
    made = conninfo.make_conninfo(**known)
    with psycopg.connect(made, autocommit=True) as other:
        other.execute(f"CREATE TABLE {WROTE} (n bigserial)")
        yield made
        other.execute(f"DROP TABLE {WROTE}")


def test_what_others_write_meanwhile_is_no_difference(url, tmp_path: Path):
    stopping, written = threading.Event(), threading.Event()

    def write() -> None:
        with psycopg.connect(url, autocommit=True) as other:
            while not stopping.is_set():
                other.execute(f"INSERT INTO {WROTE} DEFAULT VALUES")
                written.set()

    writer = threading.Thread(target=write)
    writer.start()
    written.wait(10)
    try:
        plain = tmp_path / "plain"
        write_backup(url, tmp_path / "no-heads", tmp_path / "no-documents", plain)
        assert tried_out(url, plain, tmp_path) == ("restored", [])
    finally:
        stopping.set()
        writer.join()


@pytest.mark.parametrize(
    ("error", "cause"),
    [
        (OSError(errno.ENOSPC, "full"), "full"),
        (PermissionError(errno.EACCES, "no"), "denied"),
        (OSError(errno.EROFS, "read only"), "denied"),
        (psycopg.OperationalError("away"), "database"),
        (KeepingError("no key", "key"), "key"),
        (ValueError("?"), "other"),
    ],
)
def test_what_was_in_the_way_has_a_code(error, cause):
    assert cause_of(error) == cause
