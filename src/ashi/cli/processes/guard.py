"""The guard's process: stops the embedded database when ``ashi serve`` was killed.

Its standard input is a pipe that nobody writes to; it ends when the parent does, however.
"""

import signal
import sys

from ashi.cli.booting import embedded_of
from ashi.config.environment import read_environment


def main() -> None:
    """Wait for the parent's end, then stop a database that nobody uses any more."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)  # the end of the pipe is its only sign
    embedded = embedded_of(read_environment())
    sys.stdin.read()
    if embedded is not None:
        embedded.stop_if_unused()


if __name__ == "__main__":
    main()
