"""``ashi backup FILE``: everything in one file, counted."""

import argparse
import sys
from pathlib import Path

from ashi.cli.booting import database_up
from ashi.cli.keeping import KeepingError, write_backup


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("file", type=Path, help="where to write it")


def run(args: argparse.Namespace) -> int:
    """Write the backup and say how much is in it."""
    with database_up() as environment:
        try:
            kept = write_backup(
                environment.database_url, environment.audit_heads_file, args.file.absolute()
            )
        except KeepingError as error:
            print(error, file=sys.stderr)
            return 2
    tables = kept["tables"]
    rows = sum(tables.values()) if isinstance(tables, dict) else 0
    print(f"{args.file}: {rows} rows. The audit key is not in it: keep it elsewhere.")
    return 0
