"""A patient answers on a phone, with a script and without; staff look at how it goes."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from ashi.apps.outcomes.links import make_link
from ashi.apps.outcomes.models import Asking, Response
from tests.desk.asked import asked, complaint_for
from tests.desk.centre import make_patient, make_visit

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def asking(small) -> Asking:
    patient = make_patient()
    complaint = complaint_for(patient)
    visit = make_visit(small, timezone.now(), patient)
    return asked(small, patient, complaint=complaint, visit=visit, moment="visit")


def answer_all(page) -> None:
    for question, number in (
        ("how strong was your pain", "6"),
        ("take something for the pain", "3"),
        ("pain wake you", "2"),
        ("how much stress", "5"),
    ):
        page.get_by_role("group", name=question).get_by_text(number, exact=True).click()


def test_a_set_is_answered_on_a_phone_and_kept_as_it_is_given(asking, open_as, axe):
    page = open_as("desk", "/patients/", viewport=PHONE)
    page.context.clear_cookies()
    page.goto(f"/questions/{make_link(asking)}")
    assert axe(page) == []
    pain = page.get_by_role("group", name="how strong was your pain")
    with page.expect_response("**/questions/*"):
        pain.get_by_text("7", exact=True).click()
    expect(page.locator("#kept")).to_contain_text("kept")
    assert Response.objects.get(measure="NPRS").answers == {"1": 7}
    page.reload()
    expect(pain.get_by_role("radio", name="7")).to_be_checked()
    answer_all(page)
    page.get_by_role("button", name="Send my answers").click()

    expect(page.get_by_role("heading", name="We have your answers")).to_be_visible()
    assert axe(page) == []
    assert Response.objects.get(measure="NPRS").score == 6
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_one_question_at_a_time_needs_no_script(asking, open_as):
    page = open_as("desk", "/patients/", viewport=PHONE, java_script_enabled=False)
    page.context.clear_cookies()
    page.goto(f"/questions/{make_link(asking)}/1")
    for number in ("6", "3", "2", "5"):
        page.get_by_role("radio", name=number, exact=True).check(force=True)
        page.get_by_role("button", name="Keep it and go on").click()
    page.get_by_role("button", name="Send my answers").click()

    expect(page.get_by_role("heading", name="We have your answers")).to_be_visible()
    assert Response.objects.filter(score__isnull=False).count() == 4


@pytest.mark.parametrize("width", [390, 1440])
def test_staff_look_at_how_it_goes_and_at_what_waits(asking, open_as, axe, width):
    page = open_as("maria", "/outcomes/", viewport={"width": width, "height": 900})
    expect(page.get_by_role("link", name="Despina Charalambous")).to_be_visible()
    assert axe(page) == []
    page.get_by_role("link", name="Enter from paper").click()
    answer_all(page)
    assert axe(page) == []
    page.get_by_role("button", name="Keep these answers").click()
    page.goto(f"/outcomes/patient/{asking.patient_id}")
    expect(page.get_by_role("heading", name="One answer so far")).to_be_visible()
    page.get_by_text("See the numbers as a table").click()
    expect(page.get_by_role("row", name="Numeric pain rating scale")).to_contain_text("6")
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_settings_of_measures_can_be_read(open_as, axe):
    page = open_as("owner", "/settings/measures", viewport=PHONE)
    assert axe(page) == []
    page.get_by_role("link", name="Neck Disability Index").click()
    expect(page.get_by_role("heading", name="Load a questionnaire")).to_be_visible()
    assert axe(page) == []
