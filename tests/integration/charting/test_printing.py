"""Records and letters as PDF: who gets one, what is in it, that the trail knows of it."""

import os
import subprocess
import sys
from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pypdf import PdfReader

from ashi.apps.audit.models import Event
from ashi.apps.charting.actions.signing import amend_note
from ashi.apps.charting.models import Note
from tests.desk.centre import make_centre, make_visit
from tests.desk.charted import chart, sign, words
from tests.desk.screened import during, screened
from tests.desk.signing import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def maria(small) -> Client:
    return client_of(small.users["maria"])


@pytest.fixture
def signed(small, visit):
    chart(small, visit)
    sign(small, visit)
    return visit


def test_a_signed_record_holds_everything_and_is_kept_by_no_cache(small, signed, maria):
    amend_note(
        by=small.actor("maria"), visit_id=signed.pk, text="Bruise at BL25", reason="forgotten"
    )

    answer = maria.get(f"/chart/{signed.pk}/record.pdf")

    assert answer.status_code == 200
    assert answer.content.startswith(b"%PDF")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith(f'inline; filename="record-{signed.pk}-20')
    assert answer["Cache-Control"] == "no-store"
    assert answer["X-Content-Type-Options"] == "nosniff"
    said = words(answer)
    note = Note.objects.get()
    for expected in (
        "Despina Charalambous",
        "Practitioner Maria Georgiou\n",
        "Also there Sofia Kyriakidou",
        "Acupuncture and dry needling",
        "in English",
        "Pain in the morning",
        "nothing written",
        "BL23\nShenshu",
        "not said",
        "4 in, 4 out: they agree",
        "grade III, 3 × 30 s",
        "4 of 10",
        "Maria Georgiou",
        note.digest[:8],
        "Bruise at BL25",
        "forgotten",
        "Protocol",
    ):
        assert expected in said, expected
    assert "draft" not in said


def test_the_trail_knows_who_printed_what(small, signed, maria):
    maria.get(f"/chart/{signed.pk}/record.pdf?lang=el")

    event = Event.objects.get(action="note.print")

    assert event.actor_id == small.users["maria"].pk
    assert (event.subject_type, event.subject_id) == ("visit", str(signed.pk))
    assert event.patient_id == signed.patient_id
    assert event.detail == {"what": "record", "language": "el", "signed": True}


def test_a_draft_is_printed_as_a_draft_also_where_nothing_is_begun(small, visit, maria):
    nothing = words(maria.get(f"/chart/{visit.pk}/record.pdf"))
    chart(small, visit)

    answer = maria.get(f"/chart/{visit.pk}/record.pdf")

    pages = PdfReader(BytesIO(answer.content)).pages
    assert all("Not signed: a draft" in page.extract_text() for page in pages)
    assert "Not signed: a draft" in nothing
    assert "No needles are charted." in nothing


@pytest.mark.parametrize(
    ("query", "reads", "title"),
    [
        ("", "en", "Record of a visit"),
        ("", "el", "Καταγραφή επίσκεψης"),
        ("?lang=el", "en", "Καταγραφή επίσκεψης"),
        ("?lang=en", "el", "Record of a visit"),
        ("?lang=fr", "el", "Καταγραφή επίσκεψης"),
        ("?lang=../en", "en", "Record of a visit"),
    ],
)
def test_it_is_in_the_language_of_who_reads_unless_another_is_asked(
    signed, maria, query, reads, title
):
    answer = maria.get(f"/chart/{signed.pk}/record.pdf{query}", headers={"Accept-Language": reads})

    assert title in words(answer)


def test_names_of_any_letters_and_of_markup_are_printed_as_typed(small, patient, signed, maria):
    patient.given_name, patient.family_name = "Ἀθηνᾶ Ελένη #strong[x]", "Şahin-Łęcka 足"
    patient.save()

    record = words(maria.get(f"/chart/{signed.pk}/record.pdf?lang=el"))
    letter = words(maria.get(f"/chart/{signed.pk}/letter.pdf?lang=el"))

    for said in (record, letter):
        assert "Ἀθηνᾶ Ελένη #strong[x] Şahin-Łęcka [U+8DB3]" in said


@pytest.mark.parametrize("what", ["record", "letter"])
def test_who_may_not_read_the_record_prints_none(small, signed, what):
    assert client_of(small.users["desk"]).get(f"/chart/{signed.pk}/{what}.pdf").status_code == 404
    assert not Event.objects.filter(action="note.print").exists()


@pytest.mark.parametrize("what", ["record", "letter"])
def test_a_visit_of_another_centre_is_as_good_as_none(signed, what):
    other = make_centre("other")

    answer = client_of(other.users["maria"]).get(f"/chart/{signed.pk}/{what}.pdf")

    assert answer.status_code == 404
    assert not Event.objects.filter(action="note.print").exists()


def test_the_chart_links_to_both_once_there_is_something_to_print(small, visit, maria):
    links = [f"/chart/{visit.pk}/record.pdf", f"/chart/{visit.pk}/letter.pdf"]

    def linked() -> list[bool]:
        page = maria.get(f"/chart/{visit.pk}").content.decode()
        return [f'href="{link}"' in page for link in links]

    assert linked() == [False, False]
    chart(small, visit)
    assert linked() == [True, False]
    sign(small, visit)
    assert linked() == [True, True]


@pytest.mark.parametrize("what", ["record", "letter"])
def test_many_needles_ask_the_database_no_more_than_one(small, patient, maria, what):
    counts = []
    for minutes, needles in ((90, "BL40 left 20mm"), (10, "BL57 BL58 BL59 BL60 LI4 LI11 both 9mm")):
        visit = make_visit(
            small, timezone.now() - timedelta(days=minutes // 5), patient, room="Room 2"
        )
        with during(visit):
            screened(small, visit)
            chart(small, visit, needles=needles)
            sign(small, visit)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert maria.get(f"/chart/{visit.pk}/{what}.pdf").status_code == 200
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_the_typesetter_is_loaded_only_when_something_is_printed():
    ask = (
        "import django, sys; django.setup(); import ashi.config.urls;"
        "sys.exit('typst' in sys.modules)"
    )
    surroundings = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"}

    done = subprocess.run([sys.executable, "-c", ask], env=surroundings, check=False)

    assert done.returncode == 0
