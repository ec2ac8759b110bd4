"""The week as it is drawn, and a late morning told to patients from the board."""

import pytest

from ashi.apps.messages.models import Message
from tests.browser.sizes import PHONE
from tests.desk.centre import today
from tests.desk.lateness import make_late_morning


@pytest.fixture
def behind(small):
    return make_late_morning(small)


def test_a_visit_stands_at_its_hour_in_its_day_and_opens_beside_the_week(small, open_as, behind):
    page = open_as("maria", f"/desk/week/{today()}")
    card = page.locator(".col[data-today] .visit", has_text="Nikos").first

    card.wait_for()
    top, row = card.evaluate(
        "card => [card.offsetTop, parseFloat(getComputedStyle(card.parentElement)"
        ".gridTemplateRows)]"
    )
    at = int(card.get_attribute("data-at") or "")
    head = page.locator(".col[data-today] > h2").evaluate("head => head.offsetHeight")
    card.locator("a.who").click()

    assert abs(top - head - at / 5 * row) <= 2
    assert page.locator("#panel h2").inner_text() == "Nikos Ioannou"


def test_a_late_morning_is_told_from_the_board(small, open_as, looked_over, behind):
    page = open_as(
        "desk",
        "/desk/board",
        viewport=PHONE,
        reduced_motion="reduce",
    )

    page.get_by_role("link", name="Running late").click()
    page.get_by_text("Tell eleni@example.com").wait_for()
    assert looked_over(page) == []
    page.get_by_role("button", name="Tell those ticked by e-mail").click()
    page.get_by_text("1 patient is told.").wait_for()
    page.get_by_role("button", name="Told by telephone").click()
    page.get_by_text("by telephone", exact=False).first.wait_for()

    assert page.get_by_role("button", name="Tell those ticked by e-mail").count() == 0
    assert list(Message.objects.filter(kind="visit-late").values_list("to", flat=True)) == [
        "eleni@example.com"
    ]
