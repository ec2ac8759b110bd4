"""Keep the processes of a server alive, and let none of them outlive it."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from ashi.config.embedded import DatabaseStartError, Embedded

TICK_S = 0.5
LOOK_AT_DATABASE_S = 2.0
LONG_LIFE_S = 30.0  # who lived so long was well: the pause before its next start is short again
LONGEST_PAUSE_S = 10.0


@dataclass
class Child:
    """One process of the server, started again whenever it ends, whatever its code."""

    name: str
    module: str
    args: tuple[str, ...] = ()
    patience_s: float = 15.0  # for what it still has in hand when told to stop
    process: subprocess.Popen[bytes] | None = None
    born: float = 0.0
    due: float = 0.0
    pause_s: float = field(default=1.0)

    def start(self) -> None:
        # A session of its own: Ctrl-C reaches the parent alone, which stops each in turn.
        parent = ("--parent", str(os.getpid()))
        command = [sys.executable, "-m", self.module, *self.args, *parent]
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True)
        self.born = time.monotonic()

    def look(self) -> None:
        """Start it when it is due; when it has ended, say so and set when it is due again."""
        now = time.monotonic()
        if self.process is None:
            if now >= self.due:
                self.start()
            return
        code = self.process.poll()
        if code is None:
            return
        self.process = None
        self.pause_s = (
            1.0 if now - self.born > LONG_LIFE_S else min(self.pause_s * 2, LONGEST_PAUSE_S)
        )
        self.due = now + self.pause_s
        tell(f"the {self.name} ended with code {code}; it starts again in {self.pause_s:.0f} s")

    def stop(self) -> None:
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(self.patience_s)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Supervisor:
    """The parent: looks after its children and the embedded database until it is told to stop."""

    def __init__(self, children: Sequence[Child], database: Embedded | None) -> None:
        self.children = children
        self.database = database
        self.stopping = threading.Event()
        self.looked = time.monotonic()
        self.guard: subprocess.Popen[bytes] | None = None

    def listen(self) -> None:
        """Take SIGTERM, Ctrl-C and a closed terminal as the order to stop."""
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, lambda *_: self.stopping.set())

    def start(self) -> None:
        if self.database:
            guard = [sys.executable, "-m", "ashi.cli.processes.guard"]
            self.guard = subprocess.Popen(guard, stdin=subprocess.PIPE, start_new_session=True)
        for child in self.children:
            child.start()

    def watch(self) -> None:
        """Return when told to stop."""
        while not self.stopping.wait(TICK_S):
            self._look_at_database()
            for child in self.children:
                child.look()

    def stop(self) -> None:
        """Stop the children in their order: first who takes new work, then who finishes it."""
        for child in self.children:
            child.stop()
        if self.guard and self.guard.stdin:
            with contextlib.suppress(BrokenPipeError):
                self.guard.stdin.close()

    def _look_at_database(self) -> None:
        if self.database is None or time.monotonic() - self.looked < LOOK_AT_DATABASE_S:
            return
        try:
            if not self.database.answers():
                tell("the database had ended; starting it again")
                self.database.start()
        except DatabaseStartError as error:
            tell(str(error))
        self.looked = time.monotonic()


def tell(sentence: str) -> None:
    """Write one line for whoever runs the server."""
    print(f"ashi: {sentence}", file=sys.stderr, flush=True)
