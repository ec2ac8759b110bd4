"""One tablet, two people: who counted out hands it over, and somebody else counts again."""

from uuid import uuid4

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from ashi.apps.encounters.actions.steps import record_step
from ashi.apps.encounters.models import SecondCount
from tests.browser.people.test_tablet import PINS, take_over
from tests.browser.people.test_tablet import tablet as tablet
from tests.browser.sizes import PHONE, TABLET
from tests.desk.centre import make_patient, make_visit


@pytest.fixture
def visit(small):
    small.centre.counts_twice = True
    small.centre.save()
    made = make_visit(small, timezone.now(), make_patient("Despina", "Charalambous"))
    for kind, needles in (("arrive", None), ("start", None), ("needles-in", 12)):
        record_step(
            by=small.actor("maria"),
            step_id=uuid4(),
            visit_id=made.pk,
            kind=kind,
            needles=needles,
            confirmed=True,
        )
    return made


def test_the_tablet_is_handed_over_and_the_second_count_closes_it(
    small, visit, open_as, tablet, axe
):
    page = open_as("maria", f"/desk/visits/{visit.pk}", tablet=tablet, viewport=TABLET)
    page.get_by_label("How many").first.fill("12")
    page.locator("form#out button").click()
    expect(page.get_by_role("heading", name="A second person counts")).to_be_visible()
    expect(page.get_by_text("Hand the tablet over")).to_be_visible()
    assert axe(page) == []
    page.get_by_role("button", name="Change person").click()
    take_over(page, "Sofia Kyriakidou", PINS["sofia"])
    page.get_by_label("How many do you count?").fill("12")
    page.get_by_role("button", name="Keep the second count").click()

    expect(page.get_by_role("heading", name="A second person counts")).to_have_count(0)
    row = SecondCount.objects.get()
    assert (row.first_by, row.by, row.counted) == (small.users["maria"], small.users["sofia"], 12)


def test_a_count_that_differs_is_told_on_every_page_until_it_is_closed(
    small, visit, open_as, looked_over
):
    maria = small.actor("maria")
    record_step(
        by=maria, step_id=uuid4(), visit_id=visit.pk, kind="needles-out", needles=12, confirmed=True
    )
    page = open_as("sofia", "/patients/", viewport=PHONE)
    banner = page.get_by_role("status").filter(has_text="12 needles counted out, once.")
    expect(banner).to_be_visible()
    assert looked_over(page) == []
    banner.get_by_role("link", name="Count them again").click()
    page.get_by_label("How many do you count?").fill("11")
    page.get_by_role("button", name="Keep the second count").click()
    expect(
        page.get_by_text("Maria Georgiou counted 12 out, Sofia Kyriakidou counted 11.")
    ).to_be_visible()
    assert looked_over(page) == []
    page.goto("/patients/")
    expect(page.get_by_role("status").filter(has_text="12 needles in, 11 out.")).to_be_visible()
