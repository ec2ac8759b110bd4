"""A centre that began with the first version that charted needles is brought to this one.

``first_release.sql.gz`` is that version's own dump (pg_dump, data and schema, 98 migrations) of the
tests' small centre: a signed record with an amendment, steps, visits booked and cancelled, patients
in both scripts. It is never made anew: each later version must be able to read it.
"""

import gzip
import json
import os
import shutil
import subprocess
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from ashi.config.embedded import Embedded
from ashi.config.places import database_place
from tests.integration.house.serving import ashi

pytestmark = [pytest.mark.slow, pytest.mark.long]
DUMP = Path(__file__).with_name("first_release.sql.gz")
OURS = (
    "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
    " AND tablename ~ '^(accounts|audit|bookings|centres|charting|encounters|messages|patients)_'"
)
READ = """
import json
from ashi.apps.bookings.models import Visit
from ashi.apps.charting.models import Amendment, Needling, Note
from ashi.apps.patients.models import Patient
from ashi.core.knowledge.needling.printing import print_line
from ashi.apps.charting.values import insertion_of
note = Note.objects.get()
print(json.dumps({
    "said": [note.subjective, note.plan, note.adverse],
    "signed": bool(note.signed_at and note.digest),
    "line": print_line(insertion_of(one) for one in Needling.objects.all()),
    "added": list(Amendment.objects.values_list("text", "reason")),
    "visits": sorted(Visit.objects.values_list("status", flat=True)),
    "names": sorted(str(one) for one in Patient.objects.all()),
}))
"""


@pytest.fixture
def folder():
    """A folder that any user may reach, as PostgreSQL needs under root."""
    made = Path("/tmp") / f"ashi-upgrade-{os.getpid()}"
    made.mkdir(mode=0o755)
    yield made
    shutil.rmtree(made)


def counts(url: str, names: list[str]) -> dict[str, int]:
    with psycopg.connect(url) as connection:
        return {
            name: connection.execute(
                sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(name))
            ).fetchall()[0][0]
            for name in names
        }


def test_what_the_first_version_kept_is_there_and_readable(folder):
    server = Embedded(database_place(folder))
    with server.in_use() as url:
        loaded = subprocess.run(
            [server.program("psql"), "-q", "-v", "ON_ERROR_STOP=1", url],
            input=gzip.decompress(DUMP.read_bytes()),
            capture_output=True,
            check=False,
        )
        assert loaded.returncode == 0, loaded.stderr
        with psycopg.connect(url) as connection:
            names = [name for (name,) in connection.execute(OURS)]
        before = counts(url, names)
        assert before["charting_needling"] == 6

        brought = ashi(folder, "prepare")
        assert brought.returncode == 0, brought.stderr
        assert counts(url, names) == before
        read = ashi(folder, "manage", "shell", "-v", "0", "-c", READ)
        again = ashi(folder, "prepare")

    assert json.loads(read.stdout.strip().splitlines()[-1]) == {
        "said": ["Πόνος 4 στα 10", "Twice more", "none"],
        "signed": True,
        "line": "BL23 left deqi 25mm; BL23 right deqi 25mm; BL25 left deqi 25mm;"
        " BL25 right deqi 25mm; GB30 right perpendicular deqi 50mm ea1+; ashi L4 left deqi 20mm",
        "added": [["The left ashi point bled a drop", "forgotten"]],
        "visits": ["booked", "booked", "booked", "cancelled"],
        "names": ["Eleni Georgiou", "Ανδρέας Χριστοδούλου"],
    }
    assert "migrations" not in again.stderr
