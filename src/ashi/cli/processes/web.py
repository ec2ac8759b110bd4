"""The web server's process: granian in WSGI mode."""

import argparse

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from ashi.config.guarding import leave_with_parent

THREADS = 4  # of each worker: each holds one connection to the database
CUT_AFTER_S = 10  # what still runs after a stop was asked


def main() -> None:
    """Serve until told to stop."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--host", required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--workers", type=int, required=True)
    parser.add_argument("--parent", type=int, required=True)
    args = parser.parse_args()
    leave_with_parent(args.parent)
    Granian(
        "ashi.config.serving:application",
        address=args.host,
        port=args.port,
        interface=Interfaces.WSGI,
        workers=args.workers,
        blocking_threads=THREADS,
        respawn_failed_workers=True,
        websockets=False,
        workers_kill_timeout=CUT_AFTER_S,
        log_level=LogLevels.warning,
    ).serve()


if __name__ == "__main__":
    main()
