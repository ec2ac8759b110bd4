"""Visits that repeat, from the new visit to the change and back: mouse and keyboard, all widths."""

from datetime import timedelta

import pytest

from ashi.apps.bookings.models import Series, Visit
from ashi.apps.bookings.repeating import dues_of
from tests.browser.sizes import PHONE
from tests.desk.centre import make_patient, make_visit, today
from tests.desk.repeating import asking, weekly


@pytest.fixture
def patient(small):
    return make_patient()


def test_a_series_is_booked_with_a_clash_then_changed_and_taken_back(
    small, open_as, looked_over, patient
):
    first = today() + timedelta(days=3)
    taken = dues_of(asking(small, patient, 4, first=first))[1]
    make_visit(small, taken, room="Room 1", therapist="maria")
    days = f"days={first.weekday()}&every=1&count=4"
    page = open_as(
        "desk",
        f"/desk/series/new?patient={patient.pk}&service={small.service.pk}"
        f"&person={small.people['maria'].pk}&first={first}&at_time=10:00&{days}",
        viewport=PHONE,
        reduced_motion="reduce",
    )

    page.get_by_text("1 visit is not to be had at its time").wait_for()
    assert looked_over(page) == []
    page.locator("select[name=take]").select_option(index=1)
    page.get_by_role("button", name="Book what is chosen").click()
    page.get_by_text("4 visits are to come").wait_for()
    assert looked_over(page) == []
    page.get_by_role("link", name="Change those to come").click()
    page.get_by_label(": at").first.fill("12:00")
    page.get_by_role("button", name="Show what it does").click()
    page.get_by_text("Moved by themselves before: they stay").wait_for()
    assert looked_over(page) == []
    page.get_by_role("button", name="Change 3 visits").click()
    page.get_by_role("button", name="Take it back").wait_for()
    moved = [one.visit.session.starts_at for one in rows()]
    page.get_by_role("button", name="Take it back").click()
    page.get_by_text("3 visits are put back.").wait_for()

    assert [at - one.due_at for at, one in zip(moved, rows(), strict=True)].count(
        timedelta(hours=2)
    ) == 3
    assert sum(one.visit.session.starts_at == one.due_at for one in rows()) == 3


def rows():
    series = Series.objects.get()
    return list(series.visits.select_related("visit__session").order_by("due_at"))


def test_the_keyboard_alone_cancels_those_that_follow(small, open_as, patient):
    series = weekly(small, patient, 3)
    visit = series.visits.order_by("due_at")[1].visit_id
    page = open_as("desk", f"/desk/visits/{visit}")

    page.get_by_text("2 of 3, every").wait_for()
    page.get_by_role("link", name="Change the series").focus()
    page.keyboard.press("Enter")
    page.get_by_role("radio", name="Cancel them").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Show what it does").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Cancel 2 visits").focus()
    page.keyboard.press("Enter")
    page.get_by_text("1 visit is to come").wait_for()

    assert Visit.objects.filter(status="cancelled").count() == 2


def test_a_series_is_made_longer_and_taken_back(small, open_as, looked_over, patient):
    series = weekly(small, patient, 3)
    last = series.visits.order_by("due_at").last()
    make_visit(small, last.due_at + timedelta(days=14), room="Room 1", therapist="maria")
    page = open_as("desk", f"/desk/series/{series.pk}", viewport=PHONE)

    page.get_by_role("link", name="Make it longer").click()
    page.get_by_label("How many more visits").fill("3")
    page.get_by_role("button", name="Show each visit").click()
    page.get_by_text("1 visit is not to be had at its time").wait_for()
    assert looked_over(page) == []
    page.get_by_role("button", name="Book what is chosen").click()
    page.get_by_text("5 visits are to come").wait_for()
    assert looked_over(page) == []
    page.get_by_role("button", name="Take it back").click()

    page.get_by_text("3 visits are to come").wait_for()
    assert Visit.objects.filter(repeats__series=series, status="booked").count() == 3
