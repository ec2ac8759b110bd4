"""A backup brings everything back into an empty database, and refuses any other."""

import os
import shutil
from pathlib import Path

import pytest

from tests.integration.house.serving import ashi, copy

pytestmark = [pytest.mark.slow, pytest.mark.long]
EVENT = (
    "INSERT INTO centres_resource (kind, name, name_el, short_name, skills, features, title,"
    " title_el, position, bookable_online, active)"
    " VALUES ('patient', 'Somebody', '', '', '{}', '{}', '', '', 0, true, true)"
)


@pytest.fixture
def folder():
    """A folder that any user may reach, as PostgreSQL needs under root."""
    made = Path("/tmp") / f"ashi-backup-{os.getpid()}"
    made.mkdir()
    yield made
    shutil.rmtree(made)


def test_everything_comes_back_and_only_into_an_empty_database(folder, prepared):
    first, second, file = folder / "first", folder / "second", folder / "kept.ashi"
    copy(prepared, first)
    with_row = ashi(
        first,
        "manage",
        "shell",
        "-c",
        f'from django.db import connection as c; c.cursor().execute("""{EVENT}""")',
    )
    assert with_row.returncode == 0, with_row.stderr

    written = ashi(first, "backup", str(file))
    restored = ashi(second, "restore", str(file))
    again = ashi(second, "restore", str(file))

    assert (written.returncode, restored.returncode, restored.stderr) == (0, 0, "")
    assert file.stat().st_mode & 0o777 == 0o600
    assert again.returncode == 2
    assert "not empty" in again.stderr


HANG = """
from datetime import date
from ashi.apps.audit.actor import SYSTEM
from ashi.apps.centres.models import Resource
from ashi.apps.documents import storing
from ashi.apps.documents.actions import About, document_row, hang
from ashi.apps.documents.models import Kind, Source
from ashi.apps.documents.reading import made_ready
from ashi.apps.documents.sniffing import Received
from ashi.apps.patients.models import Patient
from django.conf import settings
from django.db import transaction
somebody = Resource.objects.create(kind="patient", name="Somebody")
patient = Patient.objects.create(resource=somebody, given_name="Somebody")
row = document_row(About("Letter", Kind.LETTER, date(2026, 3, 5)))
row.patient, row.source, row.file_name = patient, Source.IMPORTED, "letter.txt"
ready = made_ready(Received("letter.txt", b"pain in the back"))
with transaction.atomic():
    hang(SYSTEM, row, ready)
    storing.keep(settings.DOCUMENTS_ROOT, ready.content)
"""


def test_files_of_documents_come_back_and_one_that_is_lost_is_named(folder, prepared):
    first, second, file = folder / "first", folder / "second", folder / "kept.ashi"
    copy(prepared, first)
    hung = ashi(first, "manage", "shell", "-c", HANG)
    assert hung.returncode == 0, hung.stderr
    (kept,) = (first / "documents").glob("*/*")

    written = ashi(first, "backup", str(file))
    restored = ashi(second, "restore", str(file))
    kept.unlink()
    lacking = ashi(first, "backup", str(folder / "lacking.ashi"))
    third = ashi(folder / "third", "restore", str(folder / "lacking.ashi"))

    assert (written.returncode, restored.returncode, restored.stderr) == (0, 0, "")
    back = second / "documents" / kept.parent.name / kept.name
    assert back.read_bytes() == b"pain in the back"
    assert back.stat().st_mode & 0o777 == 0o600
    for one in (lacking, third):
        assert one.returncode == 1
        assert f"document {kept.name}: its file is missing or damaged" in one.stderr


def test_a_file_that_is_no_backup_is_refused(folder):
    (folder / "wrong").write_text("nothing of the kind")

    refused = ashi(folder / "third", "restore", str(folder / "wrong"))

    assert refused.returncode == 2
    assert "no backup" in refused.stderr


def test_a_folder_that_is_not_there_is_named(folder):
    refused = ashi(folder / "fourth", "backup", str(folder / "nowhere" / "file"))

    assert refused.returncode == 2
    assert "no folder" in refused.stderr


RUNS = "from ashi.apps.backups.models import BackupRun as B; print(list(B.objects.values_list('good', 'checked', 'fault')))"


def test_the_nightly_one_is_tried_out_sealed_written_down_and_thinned(folder, prepared):
    data, kept = folder / "data", folder / "kept"
    copy(prepared, data)
    public = ashi(data, "backup", "--new-key", str(folder / "key")).stdout.strip()
    nightly = {"ASHI_BACKUP_DIR": str(kept), "ASHI_BACKUP_RECIPIENTS": public}
    kept.mkdir()
    for day in range(1, 29):
        (kept / f"ashi-202601{day:02}T003000Z.tar.age").touch()
    (kept / "notes.txt").write_text("the owner's own")

    made = ashi(data, "backup", "--now", **nightly)
    refused = ashi(data, "backup", "--now", **nightly | {"ASHI_BACKUP_RECIPIENTS": "age1wrong"})
    runs = ashi(data, "manage", "shell", "-c", RUNS).stdout
    file, second = str(kept / made.stdout.strip()), folder / "second"
    without = ashi(second, "restore", file)
    restored = ashi(second, "restore", file, "--key", str(folder / "key"))

    assert made.returncode == 0, made.stderr
    assert (without.returncode, "name the private key" in without.stderr) == (2, True)
    assert (restored.returncode, restored.stderr) == (0, "")
    assert (refused.returncode, "no public key of age" in refused.stderr) == (2, True)
    assert "(True, 'restored', '')" in runs
    assert "(False, 'restored', 'a recipient is no public key of age" in runs
    left = sorted(one.name for one in kept.glob("ashi-*"))
    assert made.stdout.strip() in left
    # Of January 2026: six more days, two more weeks; its month is covered by its last day.
    assert len(left) == 9
    assert (kept / "notes.txt").exists()
    assert [one.name for one in kept.iterdir() if one.is_dir()] == []


ASK = """
from ashi.apps.audit.actor import Actor
from ashi.apps.backups.actions import ask
from ashi.apps.backups.models import BackupOrder
for what in BackupOrder.What:
    ask(by=Actor(role="owner", user_id=1, centre_id=1), what=what)
"""
ENDS = "from ashi.apps.backups.models import BackupOrder as O; print(list(O.objects.order_by('pk').values_list('what', 'outcome', 'cause', 'run__file')))"
ONCE = ("manage", "procrastinate", "worker", "--one-shot", "--queues", "backups")


def test_what_the_page_asks_for_is_done_by_the_worker_and_damage_is_found(folder, prepared):
    data, kept = folder / "data", folder / "kept"
    copy(prepared, data)
    public = ashi(data, "backup", "--new-key", str(folder / "key")).stdout.strip()
    where = {"ASHI_BACKUP_DIR": str(kept), "ASHI_BACKUP_RECIPIENTS": public}

    def asked(**changed: str) -> None:
        for step in (("manage", "shell", "-c", ASK), ONCE):
            done = ashi(data, *step, **where | changed)
            assert done.returncode == 0, done.stderr

    asked()
    (made,) = kept.iterdir()
    made.write_bytes(made.read_bytes()[:-1] + b"x")
    # With a wrong key none is made, so the damaged one is the newest still.
    asked(ASHI_BACKUP_RECIPIENTS="age1wrong")
    made.unlink()
    asked(ASHI_BACKUP_RECIPIENTS="age1wrong")

    ended = ashi(data, "manage", "shell", "-c", ENDS).stdout
    assert ended.strip().splitlines()[-1] == str(
        [
            ("make", "done", "", made.name),
            ("check", "done", "", made.name),
            ("make", "failed", "key", ""),
            ("check", "failed", "changed", made.name),
            ("make", "failed", "key", ""),
            ("check", "failed", "gone", made.name),
        ]
    )


def test_two_who_prepare_at_once_prepare_once(prepared_at_once):
    _, outcomes = prepared_at_once

    assert [code for code, _ in outcomes] == [0, 0], outcomes
    assert sum("migrations)" in said for _, said in outcomes) == 1
