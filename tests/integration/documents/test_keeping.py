"""A document is hung once, found by its words, put away with a reason, and never changed."""

import threading
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from ashi.apps.accounts.errors import NotAllowedError
from ashi.apps.audit.models import Event
from ashi.apps.documents import actions
from ashi.apps.documents.actions import About, add_document
from ashi.apps.documents.errors import (
    DatedAheadError,
    DocumentUnknownError,
    FileLostError,
    FileRefusedError,
    NoReasonError,
    NoTitleError,
)
from ashi.apps.documents.models import Document, Kind
from ashi.apps.documents.queries import documents_of, search
from ashi.apps.documents.sniffing import Received
from ashi.apps.documents.storing import place, stored
from ashi.apps.patients.errors import TooLongError, UnwritableError
from tests.desk.centre import make_centre, make_patient, make_visit, today

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def events() -> list[str]:
    acts = Event.objects.filter(action__startswith="document.").order_by("at", "id")
    return list(acts.values_list("action", flat=True))


def test_a_document_is_kept_with_who_what_and_when(small, patient, hang, settings):
    visit = make_visit(small, timezone.now() - timedelta(hours=1), patient)

    row = hang("Γράμμα ιατρού", "Οσφυαλγία", visit_id=visit.pk)

    assert (row.patient, row.visit, row.kind, row.media_type) == (
        patient,
        visit,
        "letter",
        "text/plain",
    )
    assert (row.source, row.by, row.file_name) == ("uploaded", small.users["maria"], "letter.txt")
    assert (row.size, row.text) == (len("Οσφυαλγία".encode()), "Οσφυαλγία")
    assert list(stored(settings.DOCUMENTS_ROOT)) == [row.sha256]
    assert events() == ["document.add"]


def test_the_same_file_again_is_the_same_document_and_of_another_day_one_file_more_row(
    patient, hang, settings
):
    first = hang()

    assert hang() == first
    assert hang(dated=date(2026, 3, 6)) != first
    assert hang(patient_id=make_patient(family="Other").pk) != first
    assert list(stored(settings.DOCUMENTS_ROOT)) == [first.sha256]
    assert Document.objects.count() == 3
    assert events() == ["document.add"] * 3


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({"title": "  "}, NoTitleError),
        ({"title": "x" * 161}, TooLongError),
        ({"title": "a\x00b"}, UnwritableError),
        ({"dated": date(1899, 12, 31)}, DatedAheadError),
        ({"dated": today() + timedelta(days=2)}, DatedAheadError),
        ({"text": ""}, FileRefusedError),
        ({"patient_id": 10**12}, DocumentUnknownError),
        ({"visit_id": 10**12}, DocumentUnknownError),
    ],
)
def test_what_cannot_be_kept_leaves_no_row_no_file_no_event(hang, settings, more, error):
    with pytest.raises(error):
        hang(**more)

    assert not Document.objects.exists()
    assert list(stored(settings.DOCUMENTS_ROOT)) == []
    assert events() == []


def test_a_visit_of_somebody_else_or_of_another_centre_takes_no_document(small, patient, hang):
    elsewhere = make_centre("elsewhere")
    start = timezone.now() - timedelta(hours=1)
    theirs = make_visit(small, start, make_patient(family="Other"))
    away = make_visit(elsewhere, start - timedelta(hours=3), patient)

    for visit in (theirs, away):
        with pytest.raises(DocumentUnknownError):
            hang(visit_id=visit.pk)


def test_who_may_not_write_or_read_the_record_may_not_here(small, patient, hang):
    row = hang()
    one = {"patient_id": patient.pk, "document_id": row.pk}

    for name in ("desk", "sofia"):
        by = small.actor(name)
        with pytest.raises(NotAllowedError):
            hang(by=by)
        for act in (actions.read_document, actions.open_file):
            with pytest.raises(NotAllowedError):
                act(by=by, **one)
        with pytest.raises(NotAllowedError):
            actions.put_away(by=by, **one, reason="wrong")
        with pytest.raises(NotAllowedError):
            documents_of(by, patient.pk)


def test_reading_leaves_events_and_a_forged_or_lost_file_is_not_given_out(
    small, patient, hang, settings
):
    row = hang()
    one = {"by": small.actor("maria"), "patient_id": patient.pk, "document_id": row.pk}

    assert actions.read_document(**one).text == "Pain in the back"
    assert actions.open_file(**one) == (row, b"Pain in the back")
    file = place(settings.DOCUMENTS_ROOT, row.sha256)
    file.write_bytes(b"forged")
    with pytest.raises(FileLostError):
        actions.open_file(**one)
    file.unlink()
    with pytest.raises(FileLostError):
        actions.open_file(**one)

    assert events() == ["document.add", "document.read", *["document.open"] * 3]


def test_a_document_of_another_patient_is_not_found(small, hang):
    row = hang()
    one = {"by": small.actor("maria"), "patient_id": make_patient().pk, "document_id": row.pk}

    with pytest.raises(DocumentUnknownError):
        actions.read_document(**one)
    with pytest.raises(DocumentUnknownError):
        actions.open_file(**one)
    with pytest.raises(DocumentUnknownError):
        actions.put_away(**one, reason="wrong patient")


def test_a_document_is_put_away_once_with_a_reason_and_may_then_come_again(small, patient, hang):
    row = hang()
    one = {"by": small.actor("maria"), "patient_id": patient.pk, "document_id": row.pk}
    with pytest.raises(NoReasonError):
        actions.put_away(**one, reason=" ")

    put = actions.put_away(**one, reason="of another patient")
    again = actions.put_away(**one, reason="once more")

    assert (put.put_away_why, again.put_away_why) == ("of another patient",) * 2
    assert put.put_away_by == small.users["maria"]
    assert hang() != row
    assert events() == ["document.add", "document.away", "document.add"]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE documents_document SET title = 'other'",
        "UPDATE documents_document SET text = ''",
        "UPDATE documents_document SET sha256 = repeat('0', 64)",
        "DELETE FROM documents_document",
    ],
)
def test_the_database_refuses_to_change_a_document(hang, change):
    hang()

    with pytest.raises(DatabaseError, match="a document is kept"), transaction.atomic():
        connection.cursor().execute(change)


def test_the_database_refuses_to_take_a_document_back_from_where_it_was_put(small, patient, hang):
    row = hang()
    by = small.actor("maria")
    actions.put_away(by=by, patient_id=patient.pk, document_id=row.pk, reason="wrong")
    back = "UPDATE documents_document SET put_away_at = NULL, put_away_by_id = NULL"

    with pytest.raises(DatabaseError, match="a document is kept"), transaction.atomic():
        connection.cursor().execute(f"{back}, put_away_why = ''")


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", {"Γράμμα ιατρού", "MRI", "Lettre"}),
        ("οσφυ", {"Γράμμα ιατρού"}),
        ("ΟΣΦΎΟΣ", {"Γράμμα ιατρού"}),
        ("osfyos", {"Γράμμα ιατρού"}),
        ("gramma", {"Γράμμα ιατρού"}),
        ("lumbar disc", {"MRI"}),
        ("disc lumbar", {"MRI"}),
        ("lumbar knee", set()),
        ("umbar", set()),
        ("medecin", {"Lettre"}),
        ("100%", set()),
        ("_", {"Γράμμα ιατρού", "MRI", "Lettre"}),
        ("\x00", {"Γράμμα ιατρού", "MRI", "Lettre"}),
    ],
)
def test_documents_are_found_by_words_of_title_and_text(small, patient, hang, typed, found):
    hang("Γράμμα ιατρού", "Πόνος της οσφύος")
    hang("MRI", "Lumbar spine: disc L4/5")
    hang("Lettre", "du médecin")

    rows = search(documents_of(small.actor("maria"), patient.pk), typed)

    assert {row.title for row in rows} == found


@pytest.mark.django_db(transaction=True)
def test_the_same_file_sent_twice_at_once_is_one_document_and_one_file(small, patient, settings):
    by, kept, barrier = small.actor("maria"), [], threading.Barrier(4)
    about = About("Letter", Kind.LETTER, date(2026, 3, 5))
    file = Received("letter.txt", b"Pain in the back")

    def send() -> None:
        try:
            barrier.wait()
            kept.append(add_document(by=by, patient_id=patient.pk, file=file, about=about).pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    assert len(kept) == 4
    assert list(Document.objects.values_list("pk", flat=True)) == [*set(kept)]
    assert len(list(stored(settings.DOCUMENTS_ROOT))) == 1
    assert len(list(settings.DOCUMENTS_ROOT.glob("*/*"))) == 1
