"""Processes are killed while people book: what was answered is kept, and nothing is there twice."""

import os
import random
import signal
import subprocess
import threading
import time
from contextlib import suppress
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Self
from uuid import uuid4

import psycopg
import pytest

from tests.desk.centre import today
from tests.integration.house.serving import Server, a_server, wait_until
from tests.integration.house.visitor import Visitor

pytestmark = [pytest.mark.slow, pytest.mark.long]
SLUG = "acu-60"
CENTRE = "from tests.desk.centre import make_centre; make_centre()"
OCCUPIED = (
    "SELECT resource_id, lower(during), upper(during) FROM bookings_occupancy"
    " WHERE live ORDER BY resource_id, during"
)
OF_KEY = "SELECT count(*), min(status) FROM bookings_visit WHERE idempotency_key = %s"
FULL_MB = 700


class Crowd:
    """Visitors who hold one time after another; each is sent again until it is answered."""

    def __init__(self, server: Server, many: int) -> None:
        self.server = server
        self.over = threading.Event()
        self.kept: dict[str, str] = {}  # by key, where its answer sent the visitor
        self.answers: list[int] = []
        self.threads = [threading.Thread(target=self.book, args=(one,)) for one in range(many)]

    def book(self, number: int) -> None:
        dice, visitor = random.Random(number), Visitor(self.server.port)
        while not self.over.is_set():
            day = today() + timedelta(days=dice.randint(3, 40))
            starts = visitor.starts(SLUG, f"{day}")
            if not starts:
                time.sleep(0.2)
                continue
            key, start = uuid4().hex, dice.choice(starts)
            while (status := visitor.hold(SLUG, start, key)[0]) in (0, 500, 502, 503, 504):
                self.answers.append(status)
                if self.over.wait(0.2):
                    return
            self.answers.append(status)
            if status == 302:
                self.kept[key] = start

    def __enter__(self) -> Self:
        for one in self.threads:
            one.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        for one in self.threads:
            one.join()

    def goes_on(self) -> None:
        """Wait until somebody was answered anew."""
        before = len(self.kept)
        wait_until(lambda: len(self.kept) > before + 1)


@pytest.fixture
def server(prepared):
    with a_server(prepared) as running:
        running.manage("shell", "-c", CENTRE)
        yield running


def whole(server: Server, kept: dict[str, str]) -> None:
    """Hold what was promised against what is there."""
    for key in kept:
        assert server.ask(OF_KEY, key) == [(1, "held")]
    spans = server.ask(OCCUPIED)
    assert [
        one for one in pairwise(spans) if one[0][0] == one[1][0] and one[1][1] < one[0][2]
    ] == []
    double = "SELECT idempotency_key FROM bookings_visit GROUP BY 1 HAVING count(*) > 1"
    assert server.ask(f"{double} AND idempotency_key IS NOT NULL") == []


def test_web_worker_and_database_are_killed_while_people_book(server):
    with Crowd(server, 4) as crowd:
        crowd.goes_on()
        for victim in ("web", "worker"):
            pid = server.child(victim)
            os.kill(pid, signal.SIGKILL)
            wait_until(lambda pid=pid, victim=victim: _other(server, victim, pid))
            crowd.goes_on()
        database = server.postmaster()
        os.kill(database, signal.SIGKILL)
        wait_until(lambda: server.postmaster() not in {0, database})
        crowd.goes_on()

    assert set(crowd.answers) <= {0, 302, 409, 503}
    assert len(crowd.kept) > 8
    whole(server, crowd.kept)
    wait_until(lambda: _audit(server) == 0)
    server.work()


@pytest.fixture
def small_disk():
    """A disk of its own that can be filled."""
    place = Path("/tmp") / f"ashi-disk-{os.getpid()}"
    place.mkdir(mode=0o755)
    mount = ["mount", "-t", "tmpfs", "-o", f"size={FULL_MB}m,mode=755", "none", str(place)]
    if os.geteuid() or subprocess.run(mount, check=False).returncode:
        place.rmdir()
        pytest.skip("only root may make a disk to fill")
    yield place
    subprocess.run(["umount", str(place)], check=True)
    place.rmdir()


def test_a_full_disk_says_so_loses_nothing_and_recovers_once_there_is_room(prepared, small_disk):
    with a_server(prepared, str(small_disk)) as server:
        server.manage("shell", "-c", CENTRE)
        visitor = Visitor(server.port)
        days = [f"{today() + timedelta(days=one)}" for one in range(3, 30)]
        key = uuid4().hex
        assert visitor.hold(SLUG, visitor.starts(SLUG, days[0])[0], key)[0] == 302
        start = visitor.starts(SLUG, days[1])[0]

        full = small_disk / "full"
        _fill(full)
        _use_up_what_is_left(server)
        answers = [visitor.ask(f"/book/{SLUG}/", {"start": start, "key": uuid4().hex})]
        while answers[-1][0] == 302:
            start = random.choice(visitor.starts(SLUG, random.choice(days)))
            answers.append(visitor.ask(f"/book/{SLUG}/", {"start": start, "key": uuid4().hex}))
        assert answers[-1][0] == 503
        assert "has no room to write" in answers[-1][1]

        full.unlink()
        again = uuid4().hex
        wait_until(lambda: visitor.hold(SLUG, start, again)[0] in (302, 409))
        assert server.ask(OF_KEY, key) == [(1, "held")]
        whole(server, {})


def _fill(file: Path) -> None:
    """Write until the disk is full."""
    with suppress(OSError), open(file, "wb", buffering=0) as opened:
        while True:
            opened.write(bytes(1 << 20))


def _use_up_what_is_left(server: Server) -> None:
    """Write until the database itself finds no more room."""
    with pytest.raises(psycopg.OperationalError):
        server.ask(
            "CREATE TABLE filler AS SELECT repeat('x', 2000) FROM generate_series(1, 200000)"
        )


def _other(server: Server, victim: str, pid: int) -> bool:
    try:
        return server.child(victim) != pid
    except (ValueError, OSError):
        return False


def _audit(server: Server) -> int:
    command = [*server.process.args[:3], "check", "audit"]
    return subprocess.run(command, env=server.environment, check=False).returncode
