"""A patient answers on a phone without a script; the settings of measures can be read."""

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


def test_the_settings_of_measures_can_be_read(open_as, axe):
    page = open_as("owner", "/settings/measures", viewport=PHONE)
    assert axe(page) == []
    page.get_by_role("link", name="Neck Disability Index").click()
    expect(page.get_by_role("heading", name="Load a questionnaire")).to_be_visible()
    assert axe(page) == []
