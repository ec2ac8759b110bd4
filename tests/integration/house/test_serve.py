"""``ashi serve`` from outside: it comes up, stays up, and leaves nothing behind."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from typing import IO

import psycopg
import pytest

from ashi.config.places import database_place

pytestmark = pytest.mark.slow
LONGEST_WAIT_S = 240
TASK = "builtin:procrastinate.builtin_tasks.remove_old_jobs"


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
        source = str(Path(__file__).resolve().parents[3] / "src")
        self.environment = kept | {"ASHI_DATA_DIR": str(data_dir), "PYTHONPATH": source}
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


@pytest.fixture
def server() -> Iterator[Server]:
    """A server that answers; its folder can be reached by anyone, as PostgreSQL needs under root."""
    data_dir = Path(tempfile.mkdtemp(prefix="ashi-serve-", dir="/tmp"))
    data_dir.chmod(0o755)
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


def test_a_second_server_on_the_port_is_refused_in_one_line(server):
    second = server.start()
    _, said = second.communicate(timeout=LONGEST_WAIT_S)

    assert (second.returncode, said) == (
        2,
        f"Port {server.port} is taken by another program: stop it, or choose another port.\n",
    )
    assert server.answers()


def test_a_killed_database_comes_back_and_so_does_the_worker(server):
    database = server.postmaster()
    server.work()

    os.kill(database, signal.SIGKILL)

    wait_until(lambda: server.postmaster() not in {0, database} and server.answers())
    server.work()


def test_a_killed_parent_takes_every_child_and_the_database_with_it(server):
    assert len(server.processes()) > 5

    server.process.send_signal(signal.SIGKILL)

    wait_until(lambda: server.processes() == [])


def test_who_starts_after_the_parent_was_killed_leaves_too():
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    late = f"""
import time
from ashi.config.guarding import leave_with_parent
leave_with_parent({gone.pid})
time.sleep({LONGEST_WAIT_S})
"""
    assert subprocess.run([sys.executable, "-c", late], check=False).returncode == 1


def test_told_to_stop_it_ends_in_order(server):
    server.process.send_signal(signal.SIGINT)
    server.process.communicate(timeout=LONGEST_WAIT_S)

    assert server.process.returncode == 0
    wait_until(lambda: server.processes() == [])
