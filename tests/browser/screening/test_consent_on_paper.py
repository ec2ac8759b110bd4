"""A consent text is printed, signed on the paper, and its photograph kept from the tablet."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

from ashi.apps.screening.actions.papers import print_consent
from ashi.apps.screening.models import Consent, ConsentPaper
from tests.browser.sizes import PHONE
from tests.desk.centre import make_patient, make_visit
from tests.desk.files import photograph


def test_a_signed_paper_is_photographed_and_seen_beside_the_consent(
    small, open_as, looked_over, settings, tmp_path
):
    settings.DOCUMENTS_ROOT = tmp_path / "documents"
    visit = make_visit(small, timezone.now() - timedelta(minutes=5), make_patient())
    page = open_as(
        "maria",
        f"/screening/{visit.pk}/consent/needling",
        viewport=PHONE,
    )
    printed = page.request.post(
        f"/screening/{visit.pk}/consent/needling/print",
        form={
            "lang": "el",
            "csrfmiddlewaretoken": page.locator("[name=csrfmiddlewaretoken]").first.input_value(),
        },
        headers={"Referer": page.url},
    )
    assert printed.headers["content-type"] == "application/pdf"
    code = ConsentPaper.objects.get().spelt
    page.reload()
    assert looked_over(page) == []
    expect(page.get_by_label("Code on the paper")).to_contain_text(code)
    page.get_by_label("Name of who signed").fill("Despina Charalambous")
    page.get_by_label("Signed before").select_option(label="Sofia Kyriakidou")
    page.get_by_label("Photograph or scan of the paper").set_input_files(
        {"name": "paper.jpg", "mimeType": "image/jpeg", "buffer": photograph("JPEG")}
    )
    page.get_by_role("button", name="Keep the signed paper").click()

    expect(page.get_by_text(f"Paper {code}")).to_be_visible()
    expect(page.get_by_role("link", name="The paper, photographed")).to_be_visible()
    assert looked_over(page) == []
    assert Consent.objects.get().witness == small.users["sofia"]


def test_what_was_printed_before_is_found_by_its_code(small, open_as):
    visit = make_visit(small, timezone.now() - timedelta(minutes=5), make_patient())
    by = {"by": small.actor("maria"), "visit_id": visit.pk}
    older = print_consent(**by, technique="teaching", language="en")
    newer = print_consent(**by, technique="teaching", language="el")
    page = open_as("maria", f"/screening/{visit.pk}/consent/teaching")

    choices = page.get_by_label("Code on the paper").locator("option").all_text_contents()
    assert [one[:7] for one in choices] == [newer.spelt, older.spelt]
