"""A late day moved from the board, and back: by mouse and keyboard, on all widths."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect
from psycopg.types.range import Range

from ashi.apps.bookings.models import Visit
from ashi.apps.centres.models import Absence
from tests.browser.sizes import PHONE
from tests.desk.centre import make_visit
from tests.desk.lateness import grain, make_late_morning, reachable


@pytest.fixture
def behind(small):
    return make_late_morning(small)


def starts(visits):
    rows = [Visit.objects.select_related("session").get(pk=one.pk) for one in visits]
    return [(one.session.starts_at - grain()) // timedelta(minutes=1) for one in rows]


def test_the_rest_of_a_day_is_moved_told_and_taken_back(small, open_as, looked_over, behind):
    page = open_as(
        "desk",
        "/desk/board",
        viewport=PHONE,
        reduced_motion="reduce",
    )

    page.get_by_role("link", name="Running late").click()
    page.get_by_role("link", name="Move the rest of the day").first.click()
    page.get_by_role("heading", name="Who moves").wait_for()
    assert looked_over(page) == []
    page.get_by_role("checkbox", name="told by telephone").first.check()
    page.get_by_role("button", name="Move 2 visits").click()
    page.get_by_role("button", name="Move everybody back").wait_for()
    assert looked_over(page) == []
    assert page.get_by_text("told by telephone", exact=True).count() == 1
    moved = starts(behind)
    page.get_by_role("button", name="Move everybody back").click()
    page.get_by_text("2 visits are put back.").wait_for()

    assert moved == [-40, 15, 55]
    assert starts(behind) == [-40, 5, 20]


def test_a_practitioner_says_by_how_much_and_sees_what_it_does(small, open_as, behind):
    page = open_as("maria", f"/desk/late/run/{small.people['maria'].pk}")

    page.get_by_label("Begins the next visit later by").select_option("60")
    page.get_by_role("button", name="Show what it does").click()
    page.get_by_text("60 min later").first.wait_for()

    assert page.get_by_role("button", name="Move 2 visits").is_enabled()
    assert starts(behind) == [-40, 5, 20]


def test_the_button_is_not_under_what_says_that_there_is_no_sound(
    small, open_as, looked_over, behind
):
    page = open_as("desk", f"/desk/late/run/{small.people['maria'].pk}?minutes=60")
    expect(page.locator("#sound-off")).to_be_visible()

    assert looked_over(page) == []


def test_who_no_longer_fits_is_ticked_elsewhere_and_taken_back(small, open_as, looked_over):
    visit = make_visit(small, grain(10), reachable("Eleni", "eleni@example.com"), room="Room 2")
    Absence.objects.create(
        resource=small.people["maria"], during=Range(grain(30), grain(600)), reason="leave"
    )
    page = open_as(
        "desk",
        f"/desk/late/run/{small.people['maria'].pk}?minutes=10",
        viewport=PHONE,
    )

    tick = page.get_by_label("Instead: ")
    tick.check()
    assert looked_over(page) == []
    page.get_by_role("button", name="Do what is ticked").click()
    page.get_by_text("same time, with others").wait_for()
    assert looked_over(page) == []
    assert therapist(visit) == "Andreas"
    page.get_by_role("button", name="Move everybody back").click()
    page.get_by_text("1 visit is put back.").wait_for()

    assert therapist(visit) == "Maria"


def therapist(visit):
    return visit.session.roles.select_related("resource").get(key="therapist").resource.short_name
