"""``ashi manage …``: Django's own commands, with the database up."""

import argparse
import os

from ashi.cli.booting import database_up


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("words", nargs=argparse.REMAINDER, help="passed to Django as they are")


def run(args: argparse.Namespace) -> int:
    """Hand over to Django."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ashi.config.settings")
    from django.core.management import execute_from_command_line

    with database_up():
        execute_from_command_line(["ashi manage", *args.words])
    return 0
