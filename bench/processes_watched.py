"""Servers that a benchmark starts, and what their processes use: memory and time of a core."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from http.client import HTTPConnection
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
PATIENCE_S = 180
STILL_S, STILL_CORE = 4, 0.1
BARE = (
    "from granian import Granian; from granian.constants import Interfaces as I;"
    "Granian('bench.bare:application', address='127.0.0.1', port={port}, interface=I.WSGI,"
    " workers=1, blocking_threads=4, websockets=False).serve()"
)


class Served:
    """A server, its port, and the processes below it."""

    def __init__(self, process: subprocess.Popen[bytes], port: int) -> None:
        self.process, self.port = process, port

    def below(self, mark: str) -> list[int]:
        """Return the processes below a child of this one whose command holds ``mark``."""
        top = [pid for pid in _children(self.process.pid) if mark in _command(pid)]
        return [one for pid in top for one in (pid, *_descendants(pid))]


@contextmanager
def started(command: list[str], port: int, surroundings: dict[str, str]) -> Iterator[Served]:
    """Start a server and wait until it answers."""
    process = subprocess.Popen(command, env=surroundings, stdout=subprocess.DEVNULL)
    try:
        end = time.monotonic() + PATIENCE_S
        while not _answers(port):
            if process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"no server: {' '.join(command)}")
            time.sleep(0.2)
        yield Served(process, port)
    finally:
        process.terminate()
        process.wait(60)


def ashi(database: str, workers: int) -> AbstractContextManager[Served]:
    """Start ``ashi serve`` on a database, prepared first."""
    port = _free_port()
    command = [sys.executable, "-m", "ashi.cli.main"]
    surroundings = os.environ | {
        "DATABASE_URL": database,
        "DJANGO_SETTINGS_MODULE": "ashi.config.settings",
    }
    subprocess.run([*command, "prepare"], env=surroundings, check=True, stdout=subprocess.DEVNULL)
    words = ["serve", "--port", str(port), "--workers", str(workers)]
    return started([*command, *words], port, surroundings)


def bare() -> AbstractContextManager[Served]:
    """Start the bare application with one worker."""
    port = _free_port()
    surroundings = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}
    return started([sys.executable, "-c", BARE.format(port=port)], port, surroundings)


def core_seconds(pids: list[int]) -> float:
    """Return the time of a core that processes have used, in seconds."""
    used = 0
    for pid in pids:
        fields = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
        used += int(fields[11]) + int(fields[12])
    return used / TICKS


def settled(pids: list[int]) -> float:
    """Wait until processes have done what waited for their start; return the seconds it took."""
    begun = time.monotonic()
    while time.monotonic() - begun < PATIENCE_S:
        used = core_seconds(pids)
        time.sleep(STILL_S)
        if core_seconds(pids) - used < STILL_CORE * STILL_S:
            break
    return time.monotonic() - begun


def memory(pids: list[int]) -> float:
    """Return what processes hold, each shared page by its share, in MiB."""
    held = 0
    for pid in pids:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text("utf-8").splitlines():
            if line.startswith("Pss:"):
                held += int(line.split()[1])
    return held / 1024


def _descendants(pid: int) -> list[int]:
    return [one for child in _children(pid) for one in (child, *_descendants(child))]


def _children(pid: int) -> list[int]:
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        found += [int(one) for one in task.read_text("utf-8").split()]
    return found


def _command(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _answers(port: int) -> bool:
    line = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        line.request("GET", "/", headers={"Host": "localhost"})
        return line.getresponse().status < 500
    except OSError:
        return False
    finally:
        line.close()
