"""A consent text is printed, signed on the paper, photographed, and stays tied to what was read."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ashi.apps.audit.models import Event
from ashi.apps.documents.models import Document, SignedPaper
from ashi.apps.documents.papers import OnPaper, keep_signed_paper
from ashi.apps.documents.sniffing import Received
from ashi.apps.screening.actions import papers
from ashi.apps.screening.actions.papers import SIGNS, papers_of, print_consent
from ashi.apps.screening.errors import NoNameSignedError, PaperUnknownError, WitnessUnknownError
from ashi.apps.screening.models import Consent, ConsentPaper
from ashi.core.safety.consents import consent_texts
from tests.desk.centre import make_centre, make_patient, make_visit
from tests.desk.files import photograph
from tests.desk.screened import screen_now
from tests.desk.signing import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def visit(small, patient):
    return make_visit(small, timezone.now() - timedelta(minutes=30), patient)


@pytest.fixture
def maria(small) -> Client:
    return client_of(small.users["maria"])


def printed(small, visit, technique="needling", language="el"):
    return print_consent(
        by=small.actor("maria"), visit_id=visit.pk, technique=technique, language=language
    )


def kept(small, visit, paper, **said):
    on_paper = OnPaper(paper.pk, **({"signed_name": "Despina Charalambous"} | said))
    return keep_signed_paper(
        by=small.actor("maria"),
        visit_id=visit.pk,
        said=on_paper,
        file=Received("paper.jpg", photograph("JPEG")),
        title="Consent on paper",
    )


def test_a_signed_paper_is_a_consent_to_the_words_that_were_printed(small, visit):
    paper = printed(small, visit)
    assert screen_now(visit).known.consents_missing == ("needling",)

    row = kept(small, visit, paper, witness_id=small.users["sofia"].pk)

    assert screen_now(visit).known.consents_missing == ()
    assert (row.way, row.paper, row.text_version, row.language, row.witness) == (
        "paper",
        paper,
        consent_texts()["needling"].version,
        "el",
        small.users["sofia"],
    )
    document = SignedPaper.objects.get(consent=row).document
    assert (document.kind, document.visit, document.media_type) == (
        "consent",
        visit,
        "image/jpeg",
    )
    assert papers_of(visit.patient_id, "needling") == []
    told = ("consent.print", "consent.give", "document.add")
    assert set(Event.objects.filter(action__in=told).values_list("action", flat=True)) == set(told)


def test_a_paper_of_an_earlier_text_keeps_the_words_that_were_signed(small, visit, monkeypatch):
    paper = printed(small, visit)
    texts = dict(consent_texts())
    texts["needling"] = replace(texts["needling"], version="later", paragraphs_el=("Άλλα.",))
    monkeypatch.setattr(papers, "consent_texts", lambda: texts)

    row = kept(small, visit, paper)

    assert (row.text_version, row.paper.paragraphs[0][:5]) == (paper.text_version, "Λεπτέ")
    assert printed(small, visit).paragraphs == ["Άλλα."]


def test_every_print_has_a_code_of_its_own_without_signs_that_are_confused(small, visit):
    codes = {printed(small, visit).code for _ in range(12)}

    assert len(codes) == 12
    assert all(set(code) <= set(SIGNS) and len(code) == 6 for code in codes)
    assert not set("01OIL") & set(SIGNS)


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ({"signed_name": " "}, NoNameSignedError),
        ({"paper_id": 0}, PaperUnknownError),
        ({"witness_id": 0}, None),
        ({"witness_id": -1}, WitnessUnknownError),
    ],
)
def test_a_paper_without_name_print_or_witness_is_refused_and_nothing_is_kept(
    small, visit, said, error
):
    paper = printed(small, visit)
    if error is None:
        assert kept(small, visit, paper, **said).witness == small.users["maria"]
        return
    with pytest.raises(error):
        keep_signed_paper(
            by=small.actor("maria"),
            visit_id=visit.pk,
            said=replace(OnPaper(paper.pk, "Despina"), **said),
            file=Received("paper.jpg", photograph("JPEG")),
            title="Consent",
        )

    assert not Consent.objects.exists()
    assert not Document.objects.exists()


def test_the_paper_of_another_patient_is_no_consent(small, visit):
    other = make_visit(
        small, timezone.now(), make_patient("Eleni", "Ioannou"), room="Room 2", therapist="andreas"
    )
    with pytest.raises(PaperUnknownError):
        kept(small, visit, printed(small, other))


def test_prints_and_photographs_of_papers_are_never_changed(small, visit):
    kept(small, visit, printed(small, visit))
    for model, change in ((ConsentPaper, {"title": "X"}), (SignedPaper, {"document_id": 0})):
        with pytest.raises(IntegrityError), transaction.atomic():
            model.objects.update(**change)
        with pytest.raises(IntegrityError), transaction.atomic():
            model.objects.all().delete()


def file(name="paper.jpg", content=None):
    return SimpleUploadedFile(name, content or photograph("JPEG"), content_type="image/jpeg")


def test_a_text_is_printed_and_its_signed_paper_kept_and_seen_in_the_page(small, visit, maria):
    page = f"/screening/{visit.pk}/consent/needling"
    assert "The paper is signed" not in maria.get(page).content.decode()
    made = maria.post(f"{page}/print", {"lang": "el"})
    paper = ConsentPaper.objects.get()
    assert (made["Content-Type"], made["Cache-Control"]) == ("application/pdf", "no-store")
    assert made.content.startswith(b"%PDF-")
    assert paper.spelt in maria.get(page).content.decode()
    said = {
        "paper": paper.pk,
        "signed_name": "Despina Charalambous",
        "speaks_for": "",
        "witness": small.users["sofia"].pk,
    }

    lies = maria.post(f"{page}/paper", said | {"file": file("paper.pdf")})
    assert (lies.status_code, Consent.objects.count()) == (422, 0)
    assert "Its name says PDF" in lies.content.decode()
    assert 'value="Despina Charalambous"' in lies.content.decode()
    kept_page = maria.post(f"{page}/paper", said | {"file": file()}, follow=True).content.decode()

    document = Document.objects.get()
    assert f"/documents/{visit.patient_id}/{document.pk}" in kept_page
    assert f"Paper {paper.spelt}" in kept_page
    assert "Signed before Sofia Kyriakidou." in kept_page


def test_a_consent_on_paper_gets_its_photograph_later(small, visit, maria):
    page = f"/screening/{visit.pk}/consent/photographs"
    early = maria.post(f"{page}/photograph", {"file": file()})
    assert (early.status_code, Document.objects.count()) == (422, 0)
    text = consent_texts()["photographs"].version
    maria.post(page, {"version": text, "way": "paper", "signed_name": "Despina", "speaks_for": ""})
    assert "no photograph of the paper yet" in maria.get(page).content.decode()

    maria.post(f"{page}/photograph", {"file": file()})

    assert "The paper, photographed" in maria.get(page).content.decode()


def test_consents_apart_from_treatment_stand_in_the_chart_and_hold_no_needle_up(
    small, visit, maria
):
    chart = maria.get(f"/chart/{visit.pk}").content.decode()
    for one in ("photographs", "student_present", "teaching"):
        assert f"/screening/{visit.pk}/consent/{one}" in chart
    assert screen_now(visit).known.consents_missing == ("needling",)


def test_the_page_asks_as_often_with_many_prints_and_photographs(small, visit, maria):
    page = f"/screening/{visit.pk}/consent/needling"

    def count() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert maria.get(page).status_code == 200
        return len(asked)

    printed(small, visit)
    count()
    few = count()
    for _ in range(4):
        printed(small, visit)
    assert count() == few


def test_another_centre_prints_nothing_here(small, visit):
    stranger = client_of(make_centre("other").users["maria"])

    assert stranger.post(f"/screening/{visit.pk}/consent/needling/print").status_code == 404
    assert not ConsentPaper.objects.exists()
