"""The backup that Ashi makes by itself: written, restored elsewhere, compared, sealed, thinned.

One at a time, whoever asks: the server's lock is held meanwhile. What became of it is a row that
the owner's page shows.
"""

import hashlib
import re
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import psycopg
from psycopg import conninfo, sql

from ashi.cli.keeping import KeepingError, cause_of, read_backup, write_backup
from ashi.cli.keeping_sealed import seal
from ashi.cli.supervising import tell
from ashi.config.environment import Environment
from ashi.config.nightly import Nightly
from ashi.config.places import documents_folder
from ashi.core.kernel.retaining import Keep, is_due, kept

if TYPE_CHECKING:
    from ashi.apps.backups.models import BackupRun

Step = Literal["writes", "tries", "seals"]
LOCK = 0x6B656570  # "keep": any number that no other lock of this database has
LOOK_S = 60.0
NAMED = "ashi-%Y%m%dT%H%M%SZ.tar.age"
NAMES = re.compile(r"ashi-\d{8}T\d{6}Z\.tar\.age")


def keep_by_itself(environment: Environment, stopping: threading.Event) -> None:
    """Make a backup whenever one is due, until told to stop; a fault is told and tried again."""
    if environment.nightly is None:
        return
    from django.db import Error

    while not stopping.wait(LOOK_S):
        try:
            run = make(environment) if due(environment.nightly) else None
            if run is not None and not run.good:
                tell(f"no backup was made: {run.cause}")
        except (KeepingError, Error, psycopg.Error) as error:
            tell(f"no backup was made: {type(error).__name__}")


def due(nightly: Nightly) -> bool:
    """Return whether a backup is to be made now."""
    from django.db import connection

    from ashi.apps.backups.queries import last

    try:
        return is_due(last(), nightly.at, datetime.now().astimezone())
    finally:
        connection.close()


def make(
    environment: Environment, *, told: Callable[[Step], None] = lambda _step: None
) -> "BackupRun | None":
    """Make one backup now; return its row, or None where another is at it.

    ``told`` hears what is begun. A fault ends the row with ``good`` false and its words and code.
    """
    from django.db import connection

    from ashi.apps.backups.actions import begin, end_badly

    if environment.nightly is None:
        raise KeepingError("ASHI_BACKUP_DIR is not set: there is nowhere to put it")
    with _alone(environment.database_url) as free:
        if not free:
            return None
        run = begin(datetime.now(UTC))
        try:
            _make(environment, environment.nightly, run, told)
        except (KeepingError, OSError, psycopg.Error) as error:
            end_badly(run, str(error), cause_of(error))
        else:
            with suppress(OSError):  # one too many does no harm, and the next thins again
                thin(environment.nightly)
        finally:
            connection.close()
    return run


def _make(
    environment: Environment, nightly: Nightly, run: "BackupRun", told: Callable[[Step], None]
) -> None:
    from ashi.apps.backups.actions import end_well

    url, documents = environment.database_url, documents_folder(environment.data_dir)
    nightly.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(dir=nightly.folder) as folder:
        plain = Path(folder) / "plain"
        told("writes")
        manifest = write_backup(url, environment.audit_heads_file, documents, plain)
        told("tries")
        run.checked, faults = tried_out(url, plain, Path(folder))
        if faults:
            raise KeepingError(f"it does not come back as it was: {faults[0]}", "different")
        told("seals")
        target = nightly.folder / run.started_at.strftime(NAMED)
        seal(plain, target, nightly.recipients)
    tables = manifest["tables"]
    rows = sum(tables.values()) if isinstance(tables, dict) else 0
    size = target.stat().st_size
    end_well(run, file=target.name, size=size, rows=rows, sha256=sum_of(target))


def sum_of(file: Path) -> str:
    """Return the SHA-256 of a file as hexadecimal, read piece by piece."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def tried_out(url: str, plain: Path, folder: Path) -> tuple[str, list[str]]:
    """Restore a backup into a database made for it, compare, and drop that database again.

    Returns
    -------
    ``restored`` and what was not as it was; or ``not-allowed`` where the user of the database may
    not create one.
    """
    known = conninfo.conninfo_to_dict(url)
    name = f"{known.get('dbname') or known.get('user') or 'ashi'}_tried"
    drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
    made = sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name))
    with psycopg.connect(url, autocommit=True) as connection:
        try:
            connection.execute(drop)
            connection.execute(made)
        except psycopg.errors.InsufficientPrivilege:
            return "not-allowed", []
        try:
            there = conninfo.make_conninfo(url, dbname=name)
            tried = folder / "tried"
            faults = read_backup(there, plain, tried / "heads.jsonl", tried / "documents")
            return "restored", faults
        finally:
            connection.execute(drop)


def thin(nightly: Nightly) -> list[str]:
    """Delete the backups that no rule keeps; return their names. Other files are not touched."""
    made = {
        datetime.strptime(one.name, NAMED).replace(tzinfo=UTC): one
        for one in nightly.folder.iterdir()
        if NAMES.fullmatch(one.name)
    }
    stay = kept(made, Keep(*nightly.keep))
    gone = [made[at] for at in sorted(made) if at not in stay]
    for one in gone:
        one.unlink()
    return [one.name for one in gone]


@contextmanager
def _alone(url: str) -> Iterator[bool]:
    """Hold the server's lock, or say that another holds it; it goes with the connection."""
    with psycopg.connect(url, autocommit=True) as connection:
        row = connection.execute("SELECT pg_try_advisory_lock(%s)", [LOCK]).fetchone()
        yield bool(row and row[0])
