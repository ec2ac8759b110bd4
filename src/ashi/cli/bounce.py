"""``ashi bounce``: take a report of a letter that did not arrive, as a mail server pipes it in."""

import argparse
import sys

from ashi.cli.booting import django_ready
from ashi.cli.supervising import tell

TRY_AGAIN = 75  # EX_TEMPFAIL: the mail server keeps the report and comes again
LARGEST = 10 * 1024 * 1024


def configure(_parser: argparse.ArgumentParser) -> None:
    """Take no arguments: the report comes by standard input."""


def run(_args: argparse.Namespace) -> int:
    """Keep what the report says; 0 also where it is not of ours, 75 where nothing can be kept."""
    raw = sys.stdin.buffer.read(LARGEST)
    with django_ready():
        from django.db import InterfaceError, OperationalError

        from ashi.apps.messages.bounces import keep_bounce, read_report

        try:
            kept = sum(keep_bounce(one) for one in read_report(raw))
        except (InterfaceError, OperationalError):
            tell("the database does not answer; the report is not kept")
            return TRY_AGAIN
    tell(f"{kept} letter came back" if kept == 1 else f"{kept} letters came back")
    return 0
