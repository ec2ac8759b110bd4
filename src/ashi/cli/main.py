"""The command ``ashi``: finds the module of a subcommand and hands over.

A command module is imported only when it is asked for, so ``ashi schedule find``
starts without Django or numerics. Each has ``configure(parser)`` and ``run(args) -> int``.
"""

import argparse
import importlib
import sys
from collections.abc import Sequence

COMMANDS: dict[str, tuple[str, str]] = {
    "demo": ("ashi.cli.demo", "a centre of invented people on this machine"),
    "bounce": ("ashi.cli.bounce", "take in that a letter came back, from the mail server"),
    "serve": ("ashi.cli.serve", "database, web server and worker, until told to stop"),
    "prepare": ("ashi.cli.prepare", "bring the database and static files to this version"),
    "check": ("ashi.cli.check", "is this server fit to serve people; is the audit trail whole"),
    "backup": ("ashi.cli.backup", "everything in one file"),
    "restore": ("ashi.cli.restore", "fill an empty database from a backup, and compare"),
    "evidence": ("ashi.cli.evidence", "pool trials, and look whether small ones differ"),
    "import": (
        "ashi.cli.importing",
        "take over patients, appointments and notes of another system",
    ),
    "manage": ("ashi.cli.manage", "Django's own commands"),
    "knowledge": (
        "ashi.cli.knowledge",
        "the points and what is known of them; does it hold together",
    ),
    "outcomes": ("ashi.cli.outcomes", "score a measure, compare two scores, list all measures"),
    "safety": ("ashi.cli.safety", "what the rules say of a patient and what is to be done"),
    "schedule": ("ashi.cli.schedule", "find openings, plan a course, fill a day, from a file"),
}


def explained() -> tuple[type[Exception], ...]:
    """Return the errors that say in one line what happened, with the cure.

    Imported when something was raised, so that a question about a file starts without them.
    """
    from ashi.config.embedded import DatabaseStartError
    from ashi.config.environment import ConfigurationError
    from ashi.config.guarding import PortTakenError

    return ConfigurationError, DatabaseStartError, PortTakenError


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit code is 0 for done, 2 for bad input, 1 for anything else."""
    words = list(sys.argv[1:] if argv is None else argv)
    parser = argparse.ArgumentParser(prog="ashi", description="Ashi runs a physiotherapy centre.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")
    chosen = next((word for word in words if not word.startswith("-")), None)
    for name, (module, summary) in COMMANDS.items():
        command = commands.add_parser(name, help=summary, description=summary)
        if name == chosen:
            importlib.import_module(module).configure(command)
    args = parser.parse_args(words)
    run = importlib.import_module(COMMANDS[args.command][0]).run
    try:
        return int(run(args))
    except explained() as error:
        print(error, file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
