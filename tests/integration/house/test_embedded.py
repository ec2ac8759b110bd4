"""The embedded PostgreSQL survives what happens to a machine on a desk."""

import os
import shutil
import signal
import subprocess
from pathlib import Path

import psycopg
import pytest

from ashi.config.embedded import DatabaseStartError, Embedded
from ashi.config.places import DatabasePlace

pytestmark = pytest.mark.slow


@pytest.fixture
def place(tmp_path_factory: pytest.TempPathFactory):
    """A folder that any user may reach, as PostgreSQL needs under root."""
    root = Path("/tmp") / f"ashi-embedded-{os.getpid()}" / tmp_path_factory.mktemp("place").name
    yield DatabasePlace(root, root / "run")
    Embedded(DatabasePlace(root, root / "run")).stop()
    shutil.rmtree(root.parent)


def postmaster(place: DatabasePlace) -> int:
    return int((place.root / "data" / "postmaster.pid").read_text().split("\n", 1)[0])


def test_rows_outlive_a_server_that_was_killed(place):
    server = Embedded(place)
    server.start()
    with psycopg.connect(server.url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS number")

    os.kill(postmaster(place), signal.SIGKILL)
    server.start()

    with psycopg.connect(server.url) as connection:
        assert connection.execute("SELECT number FROM kept").fetchall() == [(7,)]


def test_greek_is_lowered_as_greek(place):
    server = Embedded(place)
    server.start()

    with psycopg.connect(server.url) as connection:
        assert connection.execute("SELECT lower('Ά'), upper('ώ')").fetchone() == ("ά", "Ώ")


def test_the_last_user_stops_the_server_and_no_one_before(place):
    with Embedded(place).in_use():
        with Embedded(place).in_use():
            pass
        assert Embedded(place).answers()
    assert not Embedded(place).answers()


def test_a_process_number_that_now_belongs_to_another_program_is_no_obstacle(place):
    server = Embedded(place)
    server.start()
    server.stop()
    stranger = subprocess.Popen(["sleep", "60"])
    try:
        file = place.root / "data" / "postmaster.pid"
        file.write_text(f"{stranger.pid}\n{place.root / 'data'}\n0\n5432\n{place.socket}\n\n0 0\n")
        if server.user:
            os.chown(file, server.user.pw_uid, server.user.pw_gid)
            file.chmod(0o600)

        server.start()

        assert server.answers()
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_half_a_cluster_of_a_killed_run_is_made_anew(place):
    half = place.root / "data.new"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")

    server = Embedded(place)
    server.start()

    assert server.answers()
    assert not half.exists()


def test_a_cluster_of_another_version_is_left_alone_and_explained(place):
    server = Embedded(place)
    server.start()
    server.stop()
    (place.root / "data" / "PG_VERSION").write_text("12\n")

    with pytest.raises(DatabaseStartError, match="made by PostgreSQL 12"):
        server.start()

    (place.root / "data" / "PG_VERSION").write_text("18\n")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can lock others out of a folder")
def test_programs_that_nobody_can_reach_are_copied_where_he_can(place, tmp_path, monkeypatch):
    from ashi.config import embedded  # noqa: PLC0415 -- the module itself is altered here

    closed = tmp_path / "closed" / "site-packages"
    closed.mkdir(parents=True)
    (tmp_path / "closed").chmod(0o700)
    package = embedded.shipped_programs().parent
    for folder in (package, package.with_name(f"{package.name}.libs")):
        shutil.copytree(folder, closed / folder.name, symlinks=True)
    copies = Path("/tmp") / f"ashi-embedded-{os.getpid()}" / "copies"
    monkeypatch.setattr(embedded, "shipped_programs", lambda: closed / package.name / "pginstall")
    monkeypatch.setattr(embedded, "SYSTEM", copies)

    server = Embedded(place)
    server.start()

    assert server.answers()
    assert copies in server.program("psql").parents
