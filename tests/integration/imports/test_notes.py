"""Old notes of a folder hang on their patients: looked at first, all at once, once."""

import argparse
import csv
import json
from datetime import date
from pathlib import Path

import pytest

from ashi.apps.audit.models import Event
from ashi.apps.documents.actions import put_away
from ashi.apps.documents.models import Document
from ashi.apps.documents.storing import stored
from ashi.apps.patients.models import Patient
from ashi.cli import importing
from tests.desk.centre import make_centre, make_patient
from tests.desk.files import pdf

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def folder(db, settings, tmp_path, monkeypatch) -> Path:
    """A folder of notes as an old system left it; one patient is known by number."""
    settings.DOCUMENTS_ROOT = tmp_path / "documents"
    make_centre()
    maria = make_patient("Μαρία", "Νικολάου")
    Patient.objects.filter(pk=maria.pk).update(external_ref="1042", birth_date=date(1968, 3, 4))
    made = tmp_path / "old notes"
    (made / "1042").mkdir(parents=True)
    (made / ".hidden").write_text("nobody's")
    (made / "1042" / "2019-05-06 MRI.pdf").write_bytes(pdf("Lumbar disc"))
    (made / "Nikolaou Maria 1968-03-04 2020-01-02 history.txt").write_bytes(
        "Πόνος στη μέση".encode("windows-1253")
    )
    (made / "1042 2020-01-03 lies.pdf").write_bytes(b"only words")
    (made / "1042 2020-01-04 empty.txt").write_bytes(b"")
    (made / "somebody.txt").write_text("whose?")
    (made / "notes.csv").write_text(
        "file_number,date,text\n1042,2021-01-01,No change\n1042,2021-02-01,No change\n9,2021-02-01,x\n"
    )
    return made


def imported(place: Path, *words: str) -> int:
    parser = argparse.ArgumentParser()
    importing.configure(parser)
    return importing.run(parser.parse_args(["notes", str(place), *words]))


def test_looking_says_what_would_hang_on_whom_and_writes_nothing(folder, settings, capsys):
    assert imported(folder) == 0

    said = capsys.readouterr().out
    assert "1042/2019-05-06 MRI.pdf: new → Μαρία Νικολάου, 1968-03-04: 2019-05-06, MRI" in said
    assert "notes.csv, line 2: new → Μαρία Νικολάου, 1968-03-04: 2021-02-01, No change" in said
    assert "notes.csv, line 3: refused: nobody has the file number 9" in said
    assert "1042 2020-01-03 lies.pdf: refused" in said
    assert "its content is not what its name says" in said
    assert "somebody.txt: refused: neither a known file number nor a birth date" in said
    assert "4 new, 4 refused" in said
    assert "Nothing is written yet" in said
    assert not Document.objects.exists()
    assert not Event.objects.filter(action="document.add").exists()
    assert list(stored(settings.DOCUMENTS_ROOT)) == []
    assert [one.name for one in folder.parent.glob("*.csv")] == []


def test_a_folder_is_hung_at_once_and_a_second_run_changes_nothing(folder, settings, capsys):
    assert imported(folder, "--apply") == 0

    rows = list(Document.objects.order_by("dated").values_list("title", "kind", "source", "by"))
    assert rows == [
        ("MRI", "other", "imported", None),
        ("history", "note", "imported", None),
        ("No change", "note", "imported", None),
        ("No change", "note", "imported", None),
    ]
    assert Document.objects.get(title="history").text == "Πόνος στη μέση"
    assert Document.objects.get(title="MRI").text == "Lumbar disc"
    assert len(list(stored(settings.DOCUMENTS_ROOT))) == 3
    capsys.readouterr()

    assert imported(folder, "--apply", "--json") == 0

    second = json.loads(capsys.readouterr().out)
    assert [one["fate"] for one in second["notes"]].count("known") == 4
    assert Document.objects.count() == 4
    assert len(list(stored(settings.DOCUMENTS_ROOT))) == 3


def test_what_was_not_hung_stands_in_a_table_beside_the_folder(folder):
    imported(folder, "--apply")

    with (folder.parent / "old notes.refused.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {(row["file"], row["line"]) for row in rows} == {
        ("1042 2020-01-03 lies.pdf", ""),
        ("1042 2020-01-04 empty.txt", ""),
        ("notes.csv", "3"),
        ("somebody.txt", ""),
    }
    assert all(row["why"] for row in rows)


def test_what_was_put_away_does_not_come_back_with_the_next_run(folder):
    imported(folder, "--apply")
    row = Document.objects.get(title="MRI")
    small = make_centre("other")
    put_away(by=small.actor("maria"), patient_id=row.patient_id, document_id=row.pk, reason="wrong")

    imported(folder, "--apply")

    assert Document.objects.filter(title="MRI").count() == 1


def test_if_anything_breaks_nothing_is_hung(folder, monkeypatch, capsys):
    def broken(root, content):
        raise OSError("no space left")

    monkeypatch.setattr("ashi.apps.documents.storing.keep", broken)

    assert imported(folder, "--apply") == 2
    assert "no space left: nothing was imported" in capsys.readouterr().err
    assert not Document.objects.exists()


def test_one_table_by_a_mapping_of_ones_own(folder, tmp_path, capsys):
    table, mapping = tmp_path / "cards.csv", tmp_path / "map.toml"
    table.write_text("no;when;what\n1042;05/03/2020;better\n")
    mapping.write_text('[notes]\npatient_id = "no"\ndated = "when"\ntext = "what"\n')

    assert imported(table, "--map", str(mapping), "--dates", "day-first", "--apply") == 0
    assert Document.objects.get().dated == date(2020, 3, 5)
    mapping.write_text('[notes]\npatient_id = "card"\ntext = "what"\n')
    assert imported(table, "--map", str(mapping)) == 2
    assert "the file has none of the columns" in capsys.readouterr().err


def test_a_folder_that_is_not_there_is_named(folder, capsys):
    assert imported(folder / "nowhere") == 2
    assert "No such file" in capsys.readouterr().err
