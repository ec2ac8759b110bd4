"""``ashi restore FILE``: fill an empty database, and compare with what was kept."""

import argparse
import sys
from pathlib import Path

from ashi.cli.booting import database_up, set_django_up
from ashi.cli.keeping import KeepingError, read_backup
from ashi.config.places import documents_folder


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("file", type=Path, help="a file that `ashi backup` wrote")


def run(args: argparse.Namespace) -> int:
    """Restore; 0 when rows, constraints, files and the audit chain are as they were."""
    with database_up() as environment:
        try:
            faults = read_backup(
                environment.database_url,
                args.file,
                environment.audit_heads_file,
                documents_folder(environment.data_dir),
            )
        except KeepingError as error:
            print(error, file=sys.stderr)
            return 2
        set_django_up()
        from ashi.apps.audit.verifying import verify

        report = verify()
    faults += [f"audit trail, {fault.what}: {fault.where}" for fault in report.faults]
    for fault in faults:
        print(fault, file=sys.stderr)
    print(f"restored; {report.sealed} events of the audit trail compared")
    return 1 if faults else 0
