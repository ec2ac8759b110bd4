"""A first visit: asked and consented at home on a phone, charted in the room with as few taps."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from ashi.apps.bookings.links import manage_token
from ashi.apps.bookings.models import Visit
from ashi.apps.charting.models import Needling, Note
from tests.browser.charting.hands import Hands
from tests.browser.sizes import PHONE
from tests.desk.centre import make_patient, make_visit

LINE = "BL23 BL25 BL26 GB30 BL40 BL57 KI3 both 20mm perp 0.25x40 deqi seek deqi"


@pytest.fixture
def visit(small) -> Visit:
    return make_visit(small, timezone.now() + timedelta(minutes=30), make_patient())


def answer_at_home(page: Page) -> None:
    """Go through every step of the questions as a patient who has nothing but back pain."""
    page.get_by_role("link", name="Answer the questions").click()
    page.get_by_label("What brings you?").fill("Pain low in the back")
    page.get_by_label("Where is it worst?").select_option(label="lower back")
    page.get_by_role("button", name="Keep it and go on").click()
    page.get_by_role("button", name="Keep it and go on").click()  # nothing is drawn
    for _step in ("urgent", "health"):
        for question in page.get_by_role("group").filter(has=page.get_by_role("radio")).all():
            question.get_by_text("No", exact=True).click()
        page.get_by_role("button", name="Keep it and go on").click()
    page.get_by_label("Your name, if you consent").fill("Despina Charalambous")
    page.get_by_role("button", name="Send it to the centre").click()
    expect(page.get_by_text("We have your answers.")).to_be_visible()


def test_what_was_asked_at_home_is_not_asked_again(small, visit, open_as, axe):
    link = f"/visit/{manage_token(visit)}"
    phone = open_as("desk", link, viewport=PHONE)
    phone.goto("about:blank")  # nothing is under way that could bring the cookies back
    phone.context.clear_cookies()
    phone.goto(link)
    answer_at_home(phone)
    page = open_as("maria", f"/chart/{visit.pk}", viewport={"width": 820, "height": 1180})
    hands = Hands(page)
    expect(page.get_by_text("Pain low in the back").first).to_be_visible()

    page.get_by_label("Point line").click()
    hands.acts += 1
    page.keyboard.type(LINE)
    hands.key("Enter")
    hands.tap("No to the rest")
    page.locator("summary", has_text="Never answered").click()  # what only the room can tell
    hands.acts += 1
    hands.tap("No to the rest")
    expect(page.get_by_text("Everything that is asked today was answered.")).to_be_visible()
    for _found in ("behind the knee", "beside the kidney"):
        alert = page.locator(".finding", has=page.get_by_text("Went ahead")).first
        alert.get_by_text("Went ahead").click()
        alert.get_by_label("Because").fill("shallow, away from it")
        page.keyboard.press("Enter")
        hands.acts += 2
    hands.tap("All in")
    hands.tap("All out")
    page.get_by_label("what comes next").fill("Twice a week, review at the fourth visit.")
    for asked in page.get_by_role("group", name="Anything unwanted").all():
        asked.locator("label", has_text="None").click()
        hands.acts += 1
    assert axe(page) == []
    hands.tap("Sign and lock")

    expect(page.get_by_text("Signed and locked")).to_be_visible()
    note = Note.objects.get(visit=visit)
    assert (
        sum(one.needles for one in Needling.objects.filter(note=note, out_at__isnull=False)) == 14
    )
    assert hands.acts <= 15
    print(f"taps and keys of a first visit asked at home: {hands.acts}")
