"""``ashi restore FILE``: fill an empty database, and compare with what was kept."""

import argparse
import sys
import tempfile
from pathlib import Path

from ashi.cli.booting import database_up, set_django_up
from ashi.cli.keeping import KeepingError, read_backup
from ashi.cli.keeping_sealed import is_sealed, unseal
from ashi.config.environment import Environment
from ashi.config.places import documents_folder


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("file", type=Path, help="a file that `ashi backup` wrote")
    parser.add_argument("--key", type=Path, help="the private key of a sealed one")


def run(args: argparse.Namespace) -> int:
    """Restore; 0 when rows, constraints, files and the audit chain are as they were."""
    with database_up() as environment:
        try:
            faults = _read(environment, args.file, args.key)
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


def _read(environment: Environment, file: Path, key: Path | None) -> list[str]:
    documents = documents_folder(environment.data_dir)
    database, heads = environment.database_url, environment.audit_heads_file
    try:
        sealed = is_sealed(file)
    except OSError as error:
        raise KeepingError(f"{file} cannot be read: {error.strerror}") from error
    if not sealed:
        return read_backup(database, file, heads, documents)
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "plain"
        unseal(file, plain, key)
        return read_backup(database, plain, heads, documents)
