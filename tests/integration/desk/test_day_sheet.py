"""The day on paper: what stands on it for whom, in both languages; files of it for the dark hour."""

from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from ashi.apps.audit.models import Event
from ashi.apps.encounters.actions.steps import record_step
from ashi.apps.patients.models import Contact, ContactLink
from ashi.web.printing.day_files import write_day_sheets
from tests.desk.centre import make_patient, make_visit, today
from tests.desk.screened import answer

pytestmark = pytest.mark.slow
A4_POINTS = {595, 842}


def sheet(client, language="en"):
    return client.get(reverse("day-sheet", args=[today()]), {"lang": language})


def words_of(content: bytes) -> str:
    pages = PdfReader(BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


@pytest.fixture
def eleni(small):
    patient = make_patient("Ελένη", "Παπαδοπούλου", not_left_alone="yes")
    contact = Contact.objects.create(phone="+35799123456")
    ContactLink.objects.create(patient=patient, contact=contact)
    visit = make_visit(small, timezone.now(), patient, companion="Νίκος")
    answer(small, visit, takes_anticoagulant="yes")
    return visit


def test_name_phone_room_precautions_and_boxes_stand_on_a4(small, signed_in, eleni):
    answered = sheet(signed_in("maria"))

    box = PdfReader(BytesIO(answered.content)).pages[0].mediabox
    assert {round(box.width), round(box.height)} == A4_POINTS
    words = words_of(answered.content)
    for said in (
        "Ελένη Παπαδοπούλου",
        "+35799123456",
        "Room 1",
        "Maria",
        "not left alone: Νίκος",
        "warfarin",
        "In Out Count",
        timezone.localtime(eleni.session.starts_at).strftime(":%M"),
    ):
        assert said in words
    assert answered["Cache-Control"] == "no-store"


def test_the_same_in_greek(small, signed_in, eleni):
    words = words_of(sheet(signed_in("maria"), "el").content)

    for said in ("Φύλλο ημέρας", "Μπήκαν Βγήκαν Μέτρημα", "Ελένη Παπαδοπούλου", "Μικρό κέντρο"):
        assert said in words
    assert "not asked" not in words


def test_who_may_not_read_records_sees_nothing_of_them_and_is_told(small, signed_in, eleni):
    words = words_of(sheet(signed_in("desk")).content)

    assert "warfarin" not in words
    assert "not left alone: Νίκος" in words
    assert "+35799123456" in words
    assert "stands on the sheet of those who may read records" in words


def test_what_nobody_asked_is_not_nothing(small, signed_in, visit):
    other = make_visit(small, timezone.now(), room="Room 2", therapist="andreas")
    answer(small, other, takes_anticoagulant="no")

    words = words_of(sheet(signed_in("maria")).content)

    assert (words.count("not asked"), words.count("nothing answered yes")) == (1, 1)


def test_what_was_known_when_it_was_printed_stands_in_the_boxes(small, signed_in, visit):
    for kind, ago in (("needles-in", 25), ("needles-out", 5)):
        record_step(
            by=small.actor("maria"),
            step_id=uuid4(),
            visit_id=visit.pk,
            kind=kind,
            needles=12,
            occurred_at=timezone.now() - timedelta(minutes=ago),
        )

    assert "12 / 12" in words_of(sheet(signed_in("maria")).content)


def test_a_sheet_is_one_event_for_a_day_and_sign_in_and_asks_as_much_for_three_as_for_one(
    small, signed_in, visit
):
    maria = signed_in("maria")
    sheet(maria)
    with CaptureQueriesContext(connection) as one:
        sheet(maria)
    for room, therapist in (("Room 2", "andreas"), ("Gym", None)):
        more = {"service": small.gym} if room == "Gym" else {}
        answer(
            small,
            make_visit(small, timezone.now(), room=room, therapist=therapist, **more),
            takes_anticoagulant="yes",
        )
    with CaptureQueriesContext(connection) as three:
        sheet(maria)

    assert Event.objects.filter(action="sheet.read").count() == 1
    assert len(three) == len(one)


def test_files_are_written_for_each_language_and_those_of_other_days_go(small, eleni, tmp_path):
    folder = tmp_path / "sheets"
    yesterday = write_day_sheets(folder, timezone.now() - timedelta(days=1))

    written = write_day_sheets(folder, timezone.now())
    again = write_day_sheets(folder, timezone.now())

    day = today().isoformat()
    assert [path.name for path in written] == [
        f"small-{day}-en.day-sheet.pdf",
        f"small-{day}-el.day-sheet.pdf",
    ]
    assert again == written
    assert sorted(folder.iterdir()) == sorted(written)
    assert not any(path.exists() for path in yesterday)
    assert all(path.stat().st_mode & 0o077 == 0 for path in written)
    assert "Ελένη Παπαδοπούλου" in words_of(written[1].read_bytes())
    assert Event.objects.filter(action="sheet.write", subject_id=day).count() == 2


def test_what_else_lies_in_the_folder_is_left(small, tmp_path):
    (tmp_path / "notes.pdf").write_text("mine")

    write_day_sheets(tmp_path, timezone.now())

    assert (tmp_path / "notes.pdf").exists()
