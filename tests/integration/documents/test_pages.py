"""A document from a patient's page and from a chart: sent, listed, found, opened, put away."""

import io
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image

from ashi.apps.audit.models import Event
from ashi.apps.documents.actions import put_away
from ashi.apps.documents.models import Document
from ashi.apps.documents.storing import place, stored
from ashi.apps.staff.models import OpenedRecord
from tests.desk.centre import make_visit
from tests.desk.files import huge_png, pdf, photograph
from tests.desk.signing import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
SAID = {"title": "MRI of the back", "kind": "result", "dated": "2026-03-05"}


@pytest.fixture
def maria(small) -> Client:
    return client_of(small.users["maria"])


def send(client, patient, content, name="scan.pdf", **more):
    file = SimpleUploadedFile(name, content, content_type=more.pop("claims", "application/pdf"))
    return client.post(f"/documents/{patient.pk}/add", SAID | {"file": file} | more)


def test_a_document_goes_from_the_patients_page_into_the_list_and_out_as_a_file(maria, patient):
    page = maria.get(f"/patients/{patient.pk}?why=treatment").content.decode()
    assert f'href="/documents/{patient.pk}/add"' in page

    sent = send(maria, patient, pdf("Lumbar disc"), "σάρωση.pdf")
    row = Document.objects.get()
    page = maria.get(sent["Location"] + "?why=treatment").content.decode()
    opened = maria.get(f"/documents/{patient.pk}/{row.pk}").content.decode()
    file = maria.get(f"/documents/{patient.pk}/{row.pk}/file")

    assert sent["Location"] == f"/patients/{patient.pk}"
    assert f'href="/documents/{patient.pk}/{row.pk}"' in page
    assert "Lumbar disc" in opened
    assert "σάρωση.pdf" in opened
    assert file.content == pdf("Lumbar disc")
    assert file["Content-Type"] == "application/pdf"
    assert file["Content-Disposition"].startswith("inline; filename*=utf-8''%CF%83")
    assert file["X-Content-Type-Options"] == "nosniff"
    assert file["Content-Security-Policy"].startswith("sandbox")
    assert "no-store" in file["Cache-Control"]
    acts = Event.objects.filter(patient_id=patient.pk, action__startswith="document.")
    assert list(acts.order_by("at").values_list("action", flat=True)) == [
        "document.add",
        "document.read",
        "document.open",
    ]


def test_a_document_of_a_chart_hangs_on_its_visit_and_is_shown_there(small, maria, patient):
    visit = make_visit(small, timezone.now() - timedelta(minutes=30), patient)
    add = f"/documents/{patient.pk}/add?visit={visit.pk}"
    assert add in maria.get(f"/chart/{visit.pk}").content.decode()
    assert f'name="visit" value="{visit.pk}"' in maria.get(add).content.decode()

    sent = send(maria, patient, b"x ray", "note.txt", visit=visit.pk)

    assert sent["Location"] == f"/chart/{visit.pk}"
    assert Document.objects.get().visit == visit
    assert "MRI of the back" in maria.get(sent["Location"]).content.decode()


def test_text_is_saved_and_never_shown_as_a_page(maria, patient):
    send(maria, patient, b"<script>alert(1)</script>", "note.txt", claims="text/html")
    row = Document.objects.get()

    page = maria.get(f"/documents/{patient.pk}/{row.pk}").content.decode()
    file = maria.get(f"/documents/{patient.pk}/{row.pk}/file")

    assert "<script>alert(1)" not in page
    assert file["Content-Type"] == "text/plain; charset=utf-8"
    assert file["Content-Disposition"] == 'attachment; filename="note.txt"'


def test_a_photograph_is_given_out_without_its_place(maria, patient):
    send(maria, patient, photograph("JPEG"), "IMG_1.jpg", claims="image/jpeg")
    row = Document.objects.get()

    file = maria.get(f"/documents/{patient.pk}/{row.pk}/file")

    with Image.open(io.BytesIO(file.content)) as picture:
        assert not picture.getexif()
    assert file["Content-Disposition"] == 'inline; filename="IMG_1.jpg"'


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("scan.pdf", photograph("PNG"), "Its name says PDF, but its content is PNG."),
        ("photo.png", huge_png(8000, 5000), "more than 30 megapixels"),
        ("photo.png", huge_png(60_000, 20_000), "more than 30 megapixels"),
        ("photo.heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "This photograph is HEIC"),
        ("a.txt", b"", "There is nothing in this file."),
        ("a.txt", b"x" * (20 * 1024 * 1024 + 1), "larger than 20 MB"),
        ("page.html", b"<b>page</b>", "This kind of file is not kept."),
        ("scan.pdf", b"%PDF-1.7 cut off", "This file is damaged"),
        ("scan.pdf", pdf("x", password="secret"), "opens with a password only"),
    ],
)
def test_a_file_that_cannot_be_kept_is_refused_beside_its_field(
    maria, patient, settings, name, content, sentence
):
    answer = send(maria, patient, content, name)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert 'value="MRI of the back"' in page
    assert not Document.objects.exists()
    assert list(stored(settings.DOCUMENTS_ROOT)) == []


def test_refusals_are_said_in_greek(maria, patient):
    maria.cookies["django_language"] = "el"

    answer = send(maria, patient, photograph("PNG"))

    assert "Το όνομά του λέει PDF, αλλά το περιεχόμενο είναι PNG." in answer.content.decode()


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "a\x00b"}, "title"),
        ({"kind": "poem"}, "kind"),
        ({"dated": "2999-01-01"}, "dated"),
        ({"dated": "1800-01-01"}, "dated"),
        ({"dated": "soon"}, "dated"),
        ({"visit": "²"}, "visit"),
    ],
)
def test_what_is_said_wrongly_of_a_document_is_refused(maria, patient, more, field):
    answer = send(maria, patient, pdf("x"), **more)

    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not Document.objects.exists()


def test_a_name_with_folders_stays_a_name(maria, patient, settings):
    send(maria, patient, pdf("x"), "../../../etc/cron.d/παγίδα.pdf")
    row = Document.objects.get()

    assert row.file_name == "παγίδα.pdf"
    assert [one.name for one in settings.DOCUMENTS_ROOT.glob("*/*")] == [row.sha256]


def test_a_file_far_too_large_is_answered_before_it_is_received(maria, patient):
    answer = maria.generic(
        "POST",
        f"/documents/{patient.pk}/add",
        b"--x",
        content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(100 * 1024 * 1024),
    )

    assert answer.status_code == 413
    assert "20 MB at most" in answer.content.decode()


def test_documents_are_found_by_words_and_those_put_away_on_request(small, maria, patient, hang):
    row = hang("Γράμμα ιατρού", "Πόνος της οσφύος", dated=date(2024, 1, 2))
    hang("Other", "nothing", dated=date(2025, 1, 2))
    page = f"/documents/{patient.pk}"

    whole = maria.get(page).content.decode()
    assert whole.index("Other") < whole.index("Γράμμα ιατρού")
    found = maria.get(page, {"q": "osfyos"}).content.decode()
    assert "Γράμμα ιατρού" in found
    assert "Other</b>" not in found
    assert "Nothing has" in maria.get(page, {"q": "knee"}).content.decode()

    refused = maria.post(f"{page}/{row.pk}/away", {"reason": ""})
    assert (refused.status_code, "οσφύος" in refused.content.decode()) == (422, False)
    maria.post(f"{page}/{row.pk}/away", {"reason": "of somebody else"})

    assert "Γράμμα" not in maria.get(page).content.decode()
    assert "of somebody else" in maria.get(page, {"away": "1"}).content.decode()
    assert "of somebody else" in maria.get(f"{page}/{row.pk}").content.decode()
    assert "Γράμμα" not in maria.get(f"/patients/{patient.pk}?why=treatment").content.decode()


def test_who_does_not_treat_sees_no_title_unless_the_record_is_opened(small, patient, hang):
    row = hang("Result of a test")
    desk = client_of(small.users["desk"])
    pages = [f"/documents/{patient.pk}{one}" for one in ("", f"/{row.pk}", f"/{row.pk}/file")]

    shown = desk.get(f"/patients/{patient.pk}").content.decode()
    refused = {desk.get(page).status_code for page in pages}
    OpenedRecord.objects.create(
        user=small.users["desk"],
        centre=small.centre,
        patient_id=patient.pk,
        reason="the doctor is on the phone",
        opened_at=timezone.now(),
        until=timezone.now() + timedelta(hours=1),
    )
    opened = {desk.get(page).status_code for page in pages}

    assert "Result of a test" not in shown
    assert (refused, opened) == ({403}, {200})
    assert Event.objects.filter(action="document.open", purpose="emergency").count() == 1


def test_a_stored_file_that_was_changed_is_not_given_out(maria, patient, hang, settings):
    row = hang()
    place(settings.DOCUMENTS_ROOT, row.sha256).write_bytes(b"forged")

    answer = maria.get(f"/documents/{patient.pk}/{row.pk}/file")

    assert answer.status_code == 409
    assert "missing or damaged" in answer.content.decode()
    assert b"forged" not in answer.content


def test_pages_take_as_many_queries_for_many_documents_as_for_one(small, maria, patient, hang):
    visit = make_visit(small, timezone.now() - timedelta(minutes=30), patient)
    pages = (
        f"/documents/{patient.pk}",
        f"/documents/{patient.pk}?away=1",
        f"/patients/{patient.pk}?why=treatment",
        f"/chart/{visit.pk}",
    )

    def counts() -> list[int]:
        found = []
        for page in pages:
            maria.get(page)  # what is looked up once a session
            with CaptureQueriesContext(
                connection,
            ) as seen:
                assert maria.get(page).status_code == 200
            found.append(len(seen))
        return found

    def one_more(number: int) -> None:
        hang(f"Letter {number}", f"text {number}")
        gone = hang(f"Gone {number}", f"gone {number}")
        put_away(
            by=small.actor("maria"), patient_id=patient.pk, document_id=gone.pk, reason="wrong"
        )

    one_more(0)
    before = counts()
    for number in range(1, 6):
        one_more(number)

    assert counts() == before
