"""``ashi backup FILE``: everything in one file, counted."""

import argparse
import sys
from pathlib import Path

from ashi.cli.booting import database_up
from ashi.cli.keeping import KeepingError, write_backup
from ashi.cli.keeping_files import lost
from ashi.config.places import documents_folder


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("file", type=Path, help="where to write it")


def run(args: argparse.Namespace) -> int:
    """Write the backup and say how much is in it; 1 when files of documents are lost."""
    with database_up() as environment:
        documents = documents_folder(environment.data_dir)
        try:
            kept = write_backup(
                environment.database_url,
                environment.audit_heads_file,
                documents,
                args.file.absolute(),
            )
            faults = list(lost(environment.database_url, documents))
        except KeepingError as error:
            print(error, file=sys.stderr)
            return 2
    tables = kept["tables"]
    rows = sum(tables.values()) if isinstance(tables, dict) else 0
    print(f"{args.file}: {rows} rows. The audit key is not in it: keep it elsewhere.")
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0
