"""``ashi serve``: database, web server and worker under one parent."""

import argparse
import os
import socket
import subprocess
import sys
from collections.abc import Callable

from ashi.cli.booting import database_up, embedded_of
from ashi.cli.supervising import Child, Supervisor, tell
from ashi.config.environment import Environment
from ashi.config.guarding import refuse_taken

PREPARING = (sys.executable, "-m", "ashi.cli.processes.preparing")
NOT_PREPARED = "this server is not prepared for this version: run `ashi prepare`"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--port", type=int, default=8000, help="default 8000")
    parser.add_argument(
        "--host", default="127.0.0.1", help="address to listen on; default 127.0.0.1"
    )
    parser.add_argument("--workers", type=int, default=2, help="web processes; default 2")


def run(args: argparse.Namespace) -> int:
    """Serve until told to stop."""
    refuse_taken(args.host, args.port)
    if not os.environ.get("DATABASE_URL"):
        os.environ.setdefault("ASHI_BASE_URL", f"http://localhost:{args.port}")
    with database_up() as environment:
        wanted = () if environment.embedded else ("--check",)
        if subprocess.run([*PREPARING, *wanted], check=False).returncode != 0:
            tell(NOT_PREPARED)
            return 1
        return keep_up(args, environment, lambda: tell(f"Ashi is up at {environment.base_url}"))


def keep_up(args: argparse.Namespace, environment: Environment, when_up: Callable[[], None]) -> int:
    """Run the processes; call ``when_up`` once the web server answers."""
    place = ("--host", args.host, "--port", str(args.port), "--workers", str(args.workers))
    children = (
        Child("web server", "ashi.cli.processes.web", place),
        Child("worker", "ashi.cli.processes.worker", patience_s=30.0),
    )
    supervisor = Supervisor(children, embedded_of(environment))
    supervisor.listen()
    supervisor.start()
    try:
        while not supervisor.stopping.is_set() and not _answers(args.host, args.port):
            for child in children:
                child.look()
            supervisor.stopping.wait(0.1)
        if not supervisor.stopping.is_set():
            when_up()
        supervisor.watch()
    finally:
        supervisor.stop()
    return 0


def _answers(host: str, port: int) -> bool:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.settimeout(1)
        return probe.connect_ex((host, port)) == 0
