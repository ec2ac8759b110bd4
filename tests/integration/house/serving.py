"""An ``ashi serve`` of its own for a test, and how to look at it from outside."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import IO

import psycopg
import pytest

from ashi.config.places import database_place

LONGEST_WAIT_S = 240
TASK = "builtin:procrastinate.builtin_tasks.remove_old_jobs"

SOURCE = str(Path(__file__).resolve().parents[3] / "src")


def ashi(data_dir: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run a command with a folder, and so a database, of its own."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-m", "ashi.cli.main", *words],
        env=kept | {"ASHI_DATA_DIR": str(data_dir), "PYTHONPATH": SOURCE} | more,
        capture_output=True,
        text=True,
        check=False,
    )


class Server:
    """One ``ashi serve`` with a folder and a port of its own."""

    def __init__(self, data_dir: Path) -> None:
        self.data_dir = data_dir
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        kept = {
            name: os.environ[name] for name in ("PATH", "HOME", "PYTHONPATH") if name in os.environ
        }
        self.environment = kept | {"ASHI_DATA_DIR": str(data_dir), "PYTHONPATH": SOURCE}
        self.said = tempfile.TemporaryFile()  # noqa: SIM115 -- closed with the server; an unread pipe fills
        self.process = self.start(self.said)

    def start(self, stderr: IO[bytes] | int = subprocess.PIPE) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "ashi.cli.main", "serve", "--port", str(self.port)]
        return subprocess.Popen(command, env=self.environment, stderr=stderr, text=True)

    def answers(self) -> bool:
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=5)) as connection:
            try:
                connection.request("GET", "/accounts/login/", headers={"Host": "localhost"})
                return connection.getresponse().status == 200
            except OSError:
                return False

    def processes(self) -> list[int]:
        """Return every process that was started with this server's folder."""
        mark = f"ASHI_DATA_DIR={self.data_dir}".encode()
        return sorted({*_with_environment(mark), *_working_in(self.data_dir)})

    def postmaster(self) -> int:
        pid_file = self.data_dir / "postgres" / "data" / "postmaster.pid"
        return int(pid_file.read_text().split("\n", 1)[0]) if pid_file.exists() else 0

    def work(self) -> None:
        """Hand the worker a job and wait until it is done."""
        job = (TASK, '{"max_hours": 72}')
        command = [sys.executable, "-m", "ashi.cli.main", "manage", "procrastinate", "defer", *job]
        subprocess.run(command, env=self.environment, check=True, capture_output=True)
        wait_until(lambda: self.jobs_left() == 0)

    def manage(self, *words: str) -> str:
        """Run one of Django's commands beside the server; return what it printed."""
        command = [sys.executable, "-m", "ashi.cli.main", "manage", *words]
        here = str(Path(__file__).resolve().parents[3])
        paths = os.pathsep.join([self.environment["PYTHONPATH"], here])
        done = subprocess.run(
            command,
            env=self.environment | {"PYTHONPATH": paths},
            check=True,
            capture_output=True,
            text=True,
        )
        return done.stdout

    def ask(self, query: str, *values: object) -> list[tuple]:
        """Ask its database."""
        with psycopg.connect(database_place(self.data_dir).url) as connection:
            return connection.execute(query, values).fetchall()

    def child(self, module: str) -> int:
        """Return the process that runs a module, as the parent started it."""
        mark = f"ashi.cli.processes.{module}".encode()
        return min(
            pid
            for pid in self.processes()
            if mark in Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        )

    def jobs_left(self) -> int:
        count = (
            "SELECT count(*) FROM procrastinate_jobs"
            " WHERE status IN ('todo', 'doing') AND task_name = %s"
        )
        with psycopg.connect(database_place(self.data_dir).url) as connection:
            return connection.execute(count, [TASK]).fetchall()[0][0]


def _with_environment(mark: bytes) -> Iterator[int]:
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if mark in (process / "environ").read_bytes().split(b"\0"):
                yield int(process.name)
        except OSError:
            continue


def _working_in(folder: Path) -> Iterator[int]:
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if (process / "cwd").readlink().is_relative_to(folder):
                yield int(process.name)
        except OSError:
            continue


def wait_until(true: Callable[[], object]) -> None:
    """Look again and again, as long as a loaded machine may need; no promise of speed is meant."""
    end = time.monotonic() + LONGEST_WAIT_S
    while not true():
        if time.monotonic() > end:
            pytest.fail("it did not come true in four minutes")
        time.sleep(0.2)


def copy(prepared: Path, data_dir: Path) -> None:
    """Fill a folder with a database that is prepared; its owner and rights stay."""
    data_dir.mkdir(mode=0o755, exist_ok=True)
    subprocess.run(["cp", "--archive", f"{prepared}/.", str(data_dir)], check=True)


@contextmanager
def a_server(prepared: Path, below: str = "/tmp") -> Iterator[Server]:
    """A server that answers; its folder can be reached by anyone, as PostgreSQL needs under root."""
    data_dir = Path(tempfile.mkdtemp(prefix="ashi-serve-", dir=below))
    data_dir.chmod(0o755)
    copy(prepared, data_dir)
    running = Server(data_dir)
    try:
        wait_until(running.answers)
        yield running
    finally:
        running.process.terminate()
        running.process.communicate(timeout=LONGEST_WAIT_S)
        running.said.close()
        wait_until(lambda: running.processes() == [])
        shutil.rmtree(data_dir)
