"""A backup as one file: PostgreSQL's own dump, and beside it what must be there again.

The file is a tar of ``dump`` (pg_dump, custom format), ``manifest.json`` (rows by table and the
name of the constraint that forbids double booking), ``heads.jsonl`` (the signed heads of the audit
trail) and ``documents/`` (the files of documents, by their SHA-256). The audit key is not in it:
keep that elsewhere.
"""

import errno
import json
import os
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from ashi.cli import keeping_files
from ashi.config.embedded import shipped_programs

TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
GUARD = "SELECT conname FROM pg_constraint WHERE contype = 'x' AND convalidated ORDER BY conname"
CAUSES = {
    errno.ENOSPC: "full",
    errno.EDQUOT: "full",
    errno.EACCES: "denied",
    errno.EPERM: "denied",
    errno.EROFS: "denied",
}
PASSING = ("ashi_cache", "django_session", "procrastinate_workers")  # change by themselves


class KeepingError(Exception):
    """A backup or restore that cannot go on; one line with the cure, and a code for the pages."""

    def __init__(self, said: str, cause: str = "other") -> None:
        super().__init__(said)
        self.cause = cause


def cause_of(error: Exception) -> str:
    """Return the code of what was in the way: of ours as it says, else by the system's number."""
    if isinstance(error, KeepingError):
        return error.cause
    if isinstance(error, OSError):
        return CAUSES.get(error.errno or 0, "other")
    return "database" if isinstance(error, psycopg.Error) else "other"


def manifest_of(url: str) -> dict[str, object]:
    """Count the rows of every table, and name the exclusion constraints that hold."""
    with _at_one_moment(url) as (_, found):
        return found


@contextmanager
def _at_one_moment(url: str) -> Iterator[tuple[str, dict[str, object]]]:
    """Give the name of a moment of the database, for others to read at, and what it holds then."""
    with psycopg.connect(url) as connection:
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        moment = connection.execute("SELECT pg_export_snapshot()").fetchone()
        names = [name for (name,) in connection.execute(TABLES) if name not in PASSING]
        counts = {}
        for name in names:
            query = sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier("public", name))
            row = connection.execute(query).fetchone()
            counts[name] = row[0] if row else 0
        guards = [name for (name,) in connection.execute(GUARD)]
        yield moment[0] if moment else "", {"tables": counts, "guards": guards}


def write_backup(url: str, heads: Path, documents: Path, target: Path) -> dict[str, object]:
    """Write the file whole or not at all; nobody else may read it.

    What others write meanwhile is not in it: rows are counted and dumped as of one moment, and the
    heads of the trail are read before it, so that none is ahead of the events.

    Raises
    ------
    KeepingError
        The folder is missing, the disk is full, or pg_dump refuses.
    """
    if not target.parent.is_dir():
        raise KeepingError(f"{target.parent} is no folder: make it, or name another file")
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        work = Path(folder)
        signed = heads.read_bytes() if heads.exists() else b""
        with _at_one_moment(url) as (moment, before):
            dump = f"--file={work / 'dump'}"
            _run("pg_dump", "--format=custom", f"--snapshot={moment}", dump, url)
        packed = work / "packed"
        try:
            (work / "manifest.json").write_text(json.dumps(before))
            (work / "heads.jsonl").write_bytes(signed)
            with tarfile.open(packed, "w") as tar:
                for name in ("manifest.json", "heads.jsonl", "dump"):
                    tar.add(work / name, arcname=name)
                keeping_files.pack(tar, documents)
            packed.chmod(0o600)
            os.replace(packed, target)
        except OSError as error:
            said = f"{target} could not be written: {error.strerror}"
            raise KeepingError(said, cause_of(error)) from error
    return before


def read_backup(url: str, source: Path, heads: Path, documents: Path) -> list[str]:
    """Fill an empty database from a backup; return what is not as it was.

    Raises
    ------
    KeepingError
        The database holds tables already, the file is no backup, or pg_restore refuses.
    """
    with psycopg.connect(url) as connection:
        if connection.execute(TABLES).fetchone():
            raise KeepingError("this database is not empty: restore into a new one")
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        try:
            with tarfile.open(source) as tar:
                tar.extractall(work, filter="data")
            expected = json.loads((work / "manifest.json").read_text())
        except (OSError, tarfile.TarError, ValueError) as error:
            raise KeepingError(f"{source} is no backup of Ashi's") from error
        _run("pg_restore", "--exit-on-error", "--no-owner", f"--dbname={url}", str(work / "dump"))
        heads.parent.mkdir(parents=True, exist_ok=True)
        heads.write_bytes((work / "heads.jsonl").read_bytes())
        faults = keeping_files.unpack(work, documents)
    faults += keeping_files.lost(url, documents)
    return faults + differences(expected, manifest_of(url))


def differences(expected: dict[str, object], got: dict[str, object]) -> list[str]:
    """Name every table and guard that is not as the manifest says."""
    wanted, found = expected["tables"], got["tables"]
    if not isinstance(wanted, dict) or not isinstance(found, dict):
        return ["the manifest cannot be read"]
    faults = [
        f"{name}: {wanted.get(name, 'no table')} rows before, {found.get(name, 'no table')} now"
        for name in sorted({*wanted, *found})
        if wanted.get(name) != found.get(name)
    ]
    if expected["guards"] != got["guards"]:
        faults.append(f"constraints before {expected['guards']}, now {got['guards']}")
    return faults


def _run(program: str, *arguments: str) -> None:
    done = subprocess.run(
        [shipped_programs() / "bin" / program, *arguments],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"LC_ALL": "C"},
    )
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no word why"])[-1]
        full = os.strerror(errno.ENOSPC) in done.stderr
        raise KeepingError(f"{program}: {last}", "full" if full else "program")
