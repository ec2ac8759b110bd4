"""Questions are answered on a phone, entered from paper, and read as how it goes."""

from datetime import timedelta
from unittest.mock import patch

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from ashi.apps.outcomes.actions.answering import send_answers
from ashi.apps.outcomes.links import make_link
from ashi.apps.outcomes.models import Asking, Response
from ashi.web.public.booking import PUBLIC
from tests.browser.sizes import PHONE
from tests.desk.asked import asked, complaint_for, sheet
from tests.desk.centre import make_patient, make_visit


@pytest.fixture
def asking(small) -> Asking:
    patient = make_patient()
    complaint = complaint_for(patient)
    visit = make_visit(small, timezone.now(), patient)
    return asked(small, patient, complaint=complaint, visit=visit, moment="visit")


def test_one_question_at_a_time_needs_no_script(asking, open_as):
    page = open_as("desk", "/patients/", viewport=PHONE, java_script_enabled=False)
    page.goto("about:blank")  # nothing is under way that could bring the cookies back
    page.context.clear_cookies()
    page.goto(f"/questions/{make_link(asking)}/1")
    for number in ("6", "3", "2", "5"):
        page.get_by_role("radio", name=number, exact=True).check(force=True)
        page.get_by_role("button", name="Keep it and go on").click()
    page.get_by_role("button", name="Send my answers").click()

    expect(page.get_by_role("heading", name="We have your answers")).to_be_visible()
    assert Response.objects.filter(score__isnull=False).count() == 4


def test_the_settings_of_measures_can_be_read(open_as, axe):
    page = open_as("owner", "/settings/measures", viewport=PHONE)
    assert axe(page) == []
    page.get_by_role("link", name="Neck Disability Index").click()
    expect(page.get_by_role("heading", name="Load a questionnaire")).to_be_visible()
    assert axe(page) == []


def test_the_whole_set_on_a_phone_is_kept_as_it_is_tapped_and_sent(asking, open_as, looked_over):
    link = f"/questions/{make_link(asking)}"
    page = open_as("desk", "/patients/", viewport=PHONE)
    page.goto("about:blank")  # nothing is under way that could bring the cookies back
    page.context.clear_cookies()
    page.goto(link)
    scales = page.locator("fieldset.ask[data-shape=scale]")
    assert looked_over(page) == []
    with page.expect_response(link):
        scales.first.get_by_role("radio", name="6", exact=True).check()
    expect(page.locator("#kept")).to_contain_text("kept")
    page.goto("about:blank")
    page.goto(link)
    expect(scales.first.get_by_role("radio", name="6", exact=True)).to_be_checked()
    assert looked_over(page) == []

    page.get_by_role("button", name="Send my answers").click()

    expect(page.get_by_role("heading", name="We have your answers")).to_be_visible()
    assert looked_over(page) == []
    assert Response.objects.get(measure="NPRS").score == 6
    page.goto(link)
    expect(page.get_by_role("heading", name="We have your answers")).to_be_visible()


def test_a_page_whose_proof_is_old_says_so_and_not_that_the_net_is_gone(asking, open_as):
    link = f"/questions/{make_link(asking)}"
    page = open_as("desk", "/patients/", viewport=PHONE)
    page.goto(link)
    page.context.clear_cookies()
    scales = page.locator("fieldset.ask[data-shape=scale]")
    scales.first.get_by_role("radio", name="6", exact=True).check()
    expect(page.locator("#kept")).to_contain_text("open for too long")

    page.goto(link)
    scales.first.get_by_role("radio", name="6", exact=True).check()
    expect(page.locator("#kept")).to_contain_text("kept")


def test_the_desk_sees_what_is_missing_and_a_therapist_enters_it_from_paper(asking, open_as, axe):
    page = open_as("maria", "/outcomes/", viewport=PHONE)
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.get_by_role("link", name="Enter from paper").click()
    assert axe(page) == []
    scale = page.locator("fieldset.ask[data-shape=scale]").first
    scale.get_by_role("radio", name="4", exact=True).check()
    page.get_by_role("button", name="Keep these answers").click()

    expect(page.get_by_text("Nothing waits")).to_be_visible()
    row = Response.objects.get(measure="NPRS")
    assert (row.score, row.source) == (4, "paper")


def test_how_it_goes_is_read_without_faults(small, asking, open_as, looked_over):
    for days, pain in ((21, 8), (14, 7), (7, 4)):
        then = timezone.now() - timedelta(days=days)
        with patch("django.utils.timezone.now", return_value=then):
            one = asked(small, asking.patient, complaint=asking.complaint, moment="extra")
            send_answers(by=PUBLIC, asking_id=one.pk, sheet=sheet({"NPRS": {"1": pain}}))
    page = open_as(
        "maria",
        f"/outcomes/patient/{asking.patient_id}",
        viewport=PHONE,
    )
    expect(page.get_by_role("heading", name="Pain").first).to_be_visible()
    assert looked_over(page) == []
