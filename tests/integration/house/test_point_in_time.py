"""The steps of docs/how-to/point-in-time.md, gone through on a real server."""

import os
import pwd
import shutil
import subprocess
from pathlib import Path

import psycopg
import pytest

from ashi.config.embedded import Embedded
from ashi.config.places import DatabasePlace

pytestmark = pytest.mark.slow
OWNER = pwd.getpwnam("nobody") if os.geteuid() == 0 else None


class Server:
    """A PostgreSQL with settings of its own, run by its own user."""

    def __init__(self, root: Path, name: str) -> None:
        self.root, self.data = root, root / name
        self.programs = Embedded(DatabasePlace(root, root))

    def run(self, program: str, *words: str) -> None:
        subprocess.run(
            [self.programs.program(program), *words],
            check=True,
            cwd=self.root,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            user=OWNER.pw_uid if OWNER else None,
            group=OWNER.pw_gid if OWNER else None,
            extra_groups=[] if OWNER else None,
        )

    def set(self, **settings: str) -> None:
        with open(self.data / "postgresql.conf", "a") as file:
            file.writelines(f"{name} = '{value}'\n" for name, value in settings.items())

    def start(self) -> None:
        said = str(self.data / "said")
        self.run("pg_ctl", "start", "-w", "-D", str(self.data), "-l", said)

    def stop(self, how: str) -> None:
        self.run("pg_ctl", "stop", "-w", "-D", str(self.data), "-m", how)

    def ask(self, query: str) -> list[tuple]:
        url = f"postgresql://postgres@/postgres?host={self.root}"
        with psycopg.connect(url, autocommit=True) as connection:
            found = connection.execute(query)
            return found.fetchall() if found.description else []


@pytest.fixture
def root():
    made = Path("/tmp") / f"ashi-pitr-{os.getpid()}"
    (made / "log").mkdir(parents=True)
    if OWNER:
        for folder in (made, made / "log"):
            os.chown(folder, OWNER.pw_uid, OWNER.pw_gid)
    yield made
    shutil.rmtree(made)


def test_what_was_deleted_after_a_moment_is_there_at_the_moment(root):
    first = Server(root, "first")
    first.run("initdb", "-D", str(first.data), "-U", "postgres", "--auth=trust", "--locale=C.UTF-8")
    first.set(
        listen_addresses="",
        unix_socket_directories=str(root),
        archive_mode="on",
        archive_command=f"test ! -f {root}/log/%f && cp %p {root}/log/%f",
    )
    first.start()
    first.ask("CREATE TABLE note (id int)")
    first.ask("INSERT INTO note VALUES (1)")
    base = str(root / "base")
    first.run(
        "pg_basebackup", "-h", str(root), "-U", "postgres", "-D", base, "-X", "none", "-c", "fast"
    )
    first.ask("INSERT INTO note VALUES (2)")
    ((moment,),) = first.ask("SELECT clock_timestamp()::text")
    first.ask("SELECT pg_sleep(1.1)")
    first.ask("DELETE FROM note WHERE id = 1")
    first.ask("INSERT INTO note VALUES (3)")
    ((last,),) = first.ask("SELECT pg_walfile_name(pg_switch_wal())")
    for _ in range(300):
        if (root / "log" / last).exists():
            break
        first.ask("SELECT pg_sleep(0.1)")
    first.stop("immediate")

    second = Server(root, "base")
    second.set(
        archive_mode="off",
        restore_command=f"cp {root}/log/%f %p",
        recovery_target_time=moment,
        recovery_target_action="promote",
    )
    (second.data / "recovery.signal").touch()
    second.start()
    for _ in range(300):
        if second.ask("SELECT pg_is_in_recovery()") == [(False,)]:
            break
        second.ask("SELECT pg_sleep(0.1)")

    assert second.ask("SELECT id FROM note ORDER BY id") == [(1,), (2,)]
    assert "recovery stopping before commit" in (second.data / "said").read_text()
    second.stop("fast")
