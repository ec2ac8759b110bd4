"""``ashi prepare``: bring a server's database and static files to this version."""

import argparse
import subprocess

from ashi.cli.booting import database_up
from ashi.cli.serve import PREPARING


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--check", action="store_true", help="change nothing; exit 1 if it is due")


def run(args: argparse.Namespace) -> int:
    """Apply migrations and collect static files."""
    with database_up():
        command = [*PREPARING, *(("--check",) if args.check else ())]
        return subprocess.run(command, check=False).returncode
