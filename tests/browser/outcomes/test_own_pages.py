"""A patient on a phone: what waits is answered, how it goes is read, the doctor's letter is made."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from ashi.apps.accounts.models import User
from ashi.apps.outcomes.actions.answering import send_answers
from ashi.apps.outcomes.models import Response
from ashi.apps.patients.models import Contact, ContactLink
from ashi.apps.programmes.actions import Plan, prescribe
from ashi.core.knowledge.physio.exercises import Dose
from ashi.web.public.booking import PUBLIC
from tests.browser.sizes import PHONE
from tests.desk.asked import asked, complaint_for, sheet
from tests.desk.centre import make_patient, make_visit

IN_ORDER = ("Today’s exercises", "How it goes")


@pytest.fixture
def patient(small):
    """Return a patient who can sign in, with answers, a visit ahead and exercises."""
    patient = make_patient()
    user = User.objects.create_user("despina@example.com", full_name="Despina")
    contact = Contact.objects.create(email="despina@example.com", user=user)
    relation = ContactLink.Relation.SELF
    ContactLink.objects.create(patient=patient, contact=contact, relation=relation)
    small.users["patient"] = user
    complaint = complaint_for(patient)
    for days, pain in ((20, 8), (10, 5)):
        make_visit(small, timezone.now() - timedelta(days=days), patient)
        row = asked(small, patient, complaint=complaint, opened=timedelta(days=-days))
        send_answers(by=PUBLIC, asking_id=row.pk, sheet=sheet({"NPRS": {"1": pain}}))
    make_visit(small, timezone.now() + timedelta(days=2), patient)
    asked(small, patient, complaint=complaint)
    plan = Plan((("LB11", Dose(sets=3, reps=10)),), timezone.localdate() - timedelta(days=2))
    prescribe(by=small.actor("maria"), patient_id=patient.pk, plan=plan)
    return patient


def fits(page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_what_waits_is_answered_and_how_it_goes_is_read(patient, open_as, axe):
    page = open_as("patient", "/my", viewport=PHONE, color_scheme="dark")
    assert axe(page) == []
    assert fits(page)
    headings = page.locator("h2, .big").all_inner_texts()
    # The next visit, then what is done today, then how it goes.
    assert [one for one in headings if one in IN_ORDER] == list(IN_ORDER)
    assert headings[0] not in IN_ORDER
    page.get_by_role("button", name="Answer now").click()
    page.wait_for_url("**/questions/**")
    assert axe(page) == []
    page.locator("fieldset.ask").first.get_by_role("radio", name="3", exact=True).check(force=True)
    page.get_by_role("button", name="Send my answers").click()
    expect(page.get_by_role("heading", name="We have your answers")).to_be_visible()
    assert Response.objects.filter(measure="NPRS", score=3).count() == 1

    page.goto("/my")
    page.get_by_role("link", name="See more").click()
    expect(page.get_by_text("Your pain has gone from 8 to 3.")).to_be_visible()
    assert axe(page) == []
    assert fits(page)


def test_the_letter_to_the_doctor_asks_what_goes_where(patient, open_as, axe):
    page = open_as("patient", f"/my/progress/{patient.pk}", viewport=PHONE)
    page.get_by_role("link", name="Send to my doctor").click()
    assert axe(page) == []
    assert fits(page)
    page.locator("form button[type=submit]").last.click()
    expect(page.get_by_text("Something needs another look").first).to_be_visible()
    page.get_by_label("To whom?").fill("Dr Andreou")
    page.get_by_label("I have seen what goes into it").check()
    with page.expect_response(lambda one: one.request.method == "POST") as told:
        page.locator("main form button[type=submit]").last.click()
    assert told.value.headers["content-type"] == "application/pdf"


def test_in_greek_it_is_greek(patient, open_as, looked_over):
    page = open_as("patient", "/my", viewport=PHONE, locale="el")
    expect(page.get_by_role("heading", name="Οι σημερινές ασκήσεις")).to_be_visible()
    assert looked_over(page) == []
    assert fits(page)
    page.get_by_role("link", name="Κάντε τις τώρα").click()
    expect(page.get_by_role("heading", name="Γέφυρα")).to_be_visible()
    assert looked_over(page) == []
    page.goto(f"/my/progress/{patient.pk}")
    expect(page.get_by_text("Ο πόνος σας πήγε από το 8 στο 5.")).to_be_visible()
    assert looked_over(page) == []
    assert fits(page)
