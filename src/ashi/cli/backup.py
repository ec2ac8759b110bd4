"""``ashi backup``: everything in one file, counted; sealed where a key is named."""

import argparse
import sys
import tempfile
from pathlib import Path

from ashi.cli.booting import database_up, django_ready
from ashi.cli.keeping import KeepingError, write_backup
from ashi.cli.keeping_files import lost
from ashi.cli.keeping_sealed import new_key, seal
from ashi.config.environment import Environment
from ashi.config.places import documents_folder

PLAIN = "It is not sealed: whoever has it can read it; --to PUBLIC_KEY seals it."


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("file", type=Path, nargs="?", help="where to write it")
    what.add_argument(
        "--now", action="store_true", help="make the nightly one now (see ASHI_BACKUP_DIR)"
    )
    what.add_argument(
        "--new-key", type=Path, metavar="FILE", help="make a pair of keys; FILE holds the private"
    )
    parser.add_argument(
        "--to", action="append", default=[], metavar="KEY", help="seal it to a public key of age"
    )


def run(args: argparse.Namespace) -> int:
    """Do what was asked; 2 when it cannot be done, 1 when files of documents are lost."""
    try:
        if args.new_key:
            print(new_key(args.new_key))
            return 0
        return _nightly() if args.now else _one(args.file, args.to)
    except KeepingError as error:
        print(error, file=sys.stderr)
        return 2


def _one(file: Path, recipients: list[str]) -> int:
    with database_up() as environment:
        kept = _written(environment, file.absolute(), recipients)
        faults = list(lost(environment.database_url, documents_folder(environment.data_dir)))
    tables = kept["tables"]
    rows = sum(tables.values()) if isinstance(tables, dict) else 0
    print(f"{file}: {rows} rows. The audit key is not in it: keep it elsewhere.")
    for fault in faults if recipients else [PLAIN, *faults]:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


def _written(environment: Environment, file: Path, recipients: list[str]) -> dict[str, object]:
    database, heads = environment.database_url, environment.audit_heads_file
    documents = documents_folder(environment.data_dir)
    if not recipients:
        return write_backup(database, heads, documents, file)
    if not file.parent.is_dir():
        raise KeepingError(f"{file.parent} is no folder: make it, or name another file")
    with tempfile.TemporaryDirectory(dir=file.parent) as folder:
        kept = write_backup(database, heads, documents, Path(folder) / "plain")
        seal(Path(folder) / "plain", file, recipients)
    return kept


def _nightly() -> int:
    from ashi.cli.keeping_nightly import make

    with django_ready() as environment:
        run = make(environment)
    if run is not None and not run.good:
        raise KeepingError(run.fault)
    print(run.file if run else "another backup is being made; nothing was done")
    return 0
