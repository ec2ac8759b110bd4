"""What must stand before pytest-django reads the settings; named by ``-p`` in pyproject.toml.

A run of the tests has an environment of its own and a PostgreSQL of its own: the embedded
one, started when the first test asks for the database and stopped by the last worker, or the
server named by ``TEST_DATABASE_URL``. Two runs in one checkout take two servers.
"""

import fcntl
import os
import sys
from ipaddress import ip_address
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[1] / "src"
if str(SOURCE) not in sys.path:
    sys.path.insert(0, str(SOURCE))

from ashi.config.places import (  # noqa: E402 -- src must be on the path first
    DatabasePlace,
    database_place,
    default_data_dir,
)

DATA_DIR = default_data_dir() / "tests"
RUNS_AT_ONCE = 8


def prepare_environment() -> None:
    """Give the run its environment; a worker of xdist inherits its parent's."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        for name in [name for name in os.environ if name.startswith("ASHI_")]:
            del os.environ[name]
        os.environ["ASHI_DATA_DIR"] = str(DATA_DIR)
        os.environ["ASHI_ALLOWED_HOSTS"] = "testserver,localhost,127.0.0.1"
        os.environ["ASHI_BASE_URL"] = "http://testserver"
        os.environ["ASHI_SECRET_KEY"] = "only for tests " * 4
        os.environ["ASHI_EMAIL_URL"] = f"file://{DATA_DIR / 'mail'}"
        os.environ["DATABASE_URL"] = os.environ.get("TEST_DATABASE_URL") or _free_place().url
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # else Django refuses beside playwright's loop
    sys.addaudithook(_loopback_only)


def _free_place() -> DatabasePlace:
    DATA_DIR.mkdir(parents=True, exist_ok=True)
    for number in range(1, RUNS_AT_ONCE + 1):
        lock = os.open(DATA_DIR / f"run-{number}.lock", os.O_WRONLY | os.O_CREAT)  # held to the end
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(lock)
            continue
        os.environ["TEST_DATABASE_PLACE"] = f"postgres-{number}"
        return database_place(DATA_DIR, f"postgres-{number}")
    raise pytest.UsageError(f"{RUNS_AT_ONCE} runs of the tests are under way in this checkout.")


def _loopback_only(event: str, arguments: tuple[object, ...]) -> None:
    """Refuse a connection to any other machine."""
    if event != "socket.connect" or not isinstance(arguments[1], tuple):
        return
    host = str(arguments[1][0])
    if host != "localhost" and not ip_address(host.split("%")[0]).is_loopback:
        raise RuntimeError(f"a test tried to reach {host}; tests stay on this machine")


@pytest.hookimpl(trylast=True)  # pytest-django has an order of its own
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what is long, so that at the end no worker is alone with it."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


# At import: pytest-django's own hooks run before any hook of a plugin named by -p.
prepare_environment()
