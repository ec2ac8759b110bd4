"""``ashi check``: is this server fit to serve people; ``ashi check audit``: is the trail whole."""

import argparse
import importlib

from ashi.cli.booting import django_ready
from ashi.cli.supervising import tell

TRIAL = (
    "this is a trial with the database that came with Ashi; checks of a real server are left out"
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("what", nargs="?", choices=("server", "audit"), default="server")


def run(args: argparse.Namespace) -> int:
    """Run Django's checks and Ashi's; exit 1 when one of them finds something."""
    with django_ready() as environment:
        if args.what == "audit":
            return int(importlib.import_module("ashi.cli.check_audit").run(args))
        return _check_server(serves_people=not environment.embedded and not environment.demo)


def _check_server(*, serves_people: bool) -> int:
    from django.core.management import call_command
    from django.core.management.base import SystemCheckError

    importlib.import_module("ashi.config.checks")  # registers them
    if not serves_people:
        tell(TRIAL)
    try:
        call_command("check", deploy=serves_people, databases=["default"], fail_level="WARNING")
    except SystemCheckError as error:
        tell(str(error))
        return 1
    return 0
