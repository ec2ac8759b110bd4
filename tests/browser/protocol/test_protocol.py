"""The lead finds a rule, makes it weaker with a reason, signs; the chart says so to who needles."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from ashi.apps.charting.actions.needling import add_needles
from ashi.apps.screening.models import ProtocolVersion
from tests.browser.sizes import PHONE
from tests.desk.centre import make_patient, make_visit
from tests.desk.protocols import OUR_LIST, draft, signed
from tests.desk.screened import answer


def test_a_rule_is_found_made_weaker_signed_and_named_in_the_chart(small, open_as, axe):
    visit = make_visit(small, timezone.now() - timedelta(minutes=5), make_patient())
    add_needles(by=small.actor("maria"), visit_id=visit.pk, line="ST36 both 20mm deqi")
    answer(small, visit, bleed_severe="yes")
    page = open_as("andreas", "/protocol/")
    page.get_by_label("Word, fact or rule").fill("haemophilia")
    page.get_by_role("button", name="Show these").click()
    page.get_by_role("link", name="CI008").click()
    page.get_by_text("is switched off", exact=True).click()
    page.get_by_role("button", name="Keep in the draft").click()
    expect(page.get_by_text("Say why.").first).to_be_visible()
    page.get_by_label("Because").fill(OUR_LIST)
    page.get_by_role("button", name="Keep in the draft").click()
    expect(page.get_by_text("Kept in the draft.")).to_be_visible()
    page.get_by_role("link", name="Safety protocol").first.click()
    page.get_by_role("link", name="Look at it and sign").click()
    expect(page.get_by_text("weaker than packaged", exact=True)).to_be_visible()
    page.get_by_role("button", name="Sign this version").click()
    expect(page.get_by_text("Version 1 speaks.")).to_be_visible()
    assert ProtocolVersion.objects.get().signed_name == "Andreas Nicolaou"

    chart = open_as("maria", f"/chart/{visit.pk}")

    expect(chart.get_by_text("Stop is switched off")).to_be_visible()
    expect(chart.get_by_text(OUR_LIST)).to_be_visible()
    assert axe(chart) == []


@pytest.mark.parametrize("language", ["en", "el"])
def test_the_pages_have_no_axe_faults_and_never_scroll_sideways(
    language, small, open_as, looked_over
):
    signed(small, CI008={"on": False, "reason": OUR_LIST}, CI009={"weight": "STOP"})
    draft(small, "CI010", weight="STOP", text="Ours.", text_el="Δικά μας.")
    page = open_as(
        "andreas",
        "/protocol/",
        viewport=PHONE,
        locale=language,
    )
    case = "kind=needling&point=ST36&side=left&others=no&yes=bleed_severe"
    for path in (
        "",
        "?show=weaker",
        "rules/CI008",
        "review",
        "versions",
        "versions/1",
        "preview?rule=CI008",
        f"preview?{case}",
    ):
        page.goto(f"/protocol/{path}")
        assert looked_over(page) == [], path
