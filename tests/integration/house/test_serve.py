"""``ashi serve`` from outside: it comes up, stays up, and leaves nothing behind."""

import os
import signal
import subprocess
import sys

import pytest

from tests.integration.house.serving import LONGEST_WAIT_S, a_server, wait_until

pytestmark = [pytest.mark.slow, pytest.mark.long]


@pytest.fixture
def server(prepared):
    with a_server(prepared) as running:
        yield running


@pytest.fixture(scope="module")
def lasting(prepared):
    """A server that stays up through its tests, whatever is killed below it."""
    with a_server(prepared) as running:
        yield running


def test_a_second_server_on_the_port_is_refused_in_one_line(lasting):
    server = lasting
    second = server.start()
    _, said = second.communicate(timeout=LONGEST_WAIT_S)

    assert (second.returncode, said) == (
        2,
        f"Port {server.port} is taken by another program: stop it, or choose another port.\n",
    )
    assert server.answers()


def test_what_goes_on_in_the_background_gives_way_to_pages(lasting):
    given = {
        kind: os.getpriority(os.PRIO_PROCESS, lasting.child(kind)) for kind in ("web", "worker")
    }

    assert given["worker"] > given["web"]


def test_a_killed_database_comes_back_and_so_does_the_worker(lasting):
    server = lasting
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
