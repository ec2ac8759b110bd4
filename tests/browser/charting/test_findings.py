"""An examination is typed with suggestions, compared with the last one and taken over by one press."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from ashi.apps.bookings.models import Visit
from ashi.apps.charting.actions.doing import add_done
from ashi.apps.charting.actions.signing import sign_note
from ashi.apps.charting.actions.writing import save_note
from tests.browser.sizes import PHONE
from tests.desk.centre import make_patient, make_visit
from tests.desk.screened import during, screened

GYM = {"room": "Gym", "therapist": None}


@pytest.fixture
def visit(small) -> Visit:
    """A physiotherapy follow-up: the same patient was examined last week."""
    patient = make_patient("Eleni", "Nicolaou")
    week = timezone.now() - timedelta(days=7)
    before = make_visit(small, week, patient, service=small.gym, **GYM)
    by = {"by": small.actor("maria"), "visit_id": before.pk}
    with during(before):
        add_done(**by, line="knee flexion right 110; patellar reflex right 1+; lachman right pos")
        screened(small, before)
        note = save_note(**by, seen=0, texts={"plan": "again"}, adverse="none")
        sign_note(**by, seen=note.version)
    return make_visit(small, timezone.now(), patient, service=small.gym, **GYM)


def test_what_was_found_last_time_is_taken_over_and_found_anew(visit, open_as, axe):
    page = open_as("maria", f"/chart/{visit.pk}", viewport={"width": 820, "height": 1180})
    found = page.locator("#found")
    found.get_by_role("button", name="As last time").click()
    expect(found.get_by_text("copied")).to_have_count(3)
    line = page.get_by_label("Found and measured")
    line.press_sequentially("knee flexion right 125; ")
    expect(page.locator("#findings option").first).to_have_attribute(
        "value", "knee flexion right 125; Pain now"
    )
    line.press_sequentially("lachman right neg")
    page.keyboard.press("Enter")

    expect(found.get_by_text("copied")).to_have_count(1)
    knee = found.get_by_role("row", name="Knee flexion")
    expect(knee).to_contain_text("125°")
    expect(knee).to_contain_text("below normal")
    expect(knee).to_contain_text("last time 110° (+15)")
    expect(knee).to_contain_text("normal from 130°")
    page.get_by_role("button", name="What was copied holds today").click()
    expect(found.get_by_text("copied")).to_have_count(0)
    assert axe(page) == []


def test_findings_have_no_axe_faults(small, visit, open_as, looked_over):
    line = "slr left pos 40; light touch L5 left altered; myotome L5 left 4+; head posture forward"
    add_done(by=small.actor("maria"), visit_id=visit.pk, line=line)
    page = open_as("maria", f"/chart/{visit.pk}", viewport=PHONE)
    expect(page.locator("#found")).to_contain_text("Where the normal values come from")
    assert looked_over(page) == []
