"""A patient answers at home, on a phone; what cannot wait is answered at once and seen by staff."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from ashi.apps.bookings.links import manage_token
from ashi.apps.encounters.models import CallBack
from ashi.apps.screening.models import Answer, Consent, Intake, PainDrawing
from tests.browser.sizes import PHONE
from tests.desk.centre import make_patient, make_visit


@pytest.fixture
def link(small) -> str:
    visit = make_visit(small, timezone.now() + timedelta(days=1), make_patient())
    return f"/visit/{manage_token(visit)}"


def test_the_questions_are_answered_on_a_phone_and_kept_as_typed(link, open_as, axe):
    page = open_as("desk", link, viewport=PHONE)
    page.goto("about:blank")  # nothing is under way that could bring the cookies back
    page.context.clear_cookies()
    page.goto(link)
    page.get_by_role("link", name="Answer the questions").click()
    page.get_by_label("What brings you?").fill("Pain low in the back")
    page.get_by_label("Where is it worst?").select_option(label="lower back")
    expect(page.locator("#kept")).to_contain_text("kept", timeout=10_000)
    assert Intake.objects.get().words == "Pain low in the back"
    page.goto("about:blank")
    page.goto(f"{link}/intake/story")
    expect(page.get_by_label("What brings you?")).to_have_value("Pain low in the back")
    assert axe(page) == []
    page.get_by_role("button", name="Keep it and go on").click()
    expect(page.get_by_role("group", name="What does it feel like?")).to_be_visible()
    page.get_by_role("button", name="Keep it and go on").click()

    saddle = page.get_by_role("group", name="numbness or a changed")
    with page.expect_response("**/intake/urgent"):
        saddle.get_by_text("No", exact=True).click()
    assert Answer.objects.get().value == "no"
    assert axe(page) == []
    page.get_by_role("button", name="Keep it and go on").click()
    page.get_by_role("group", name="blood thinner").get_by_text("Yes").click()
    assert axe(page) == []
    page.get_by_role("button", name="Keep it and go on").click()
    page.get_by_label("Your name, if you consent").fill("Despina Charalambous")
    assert axe(page) == []
    page.get_by_role("button", name="Send it to the centre").click()

    expect(page.get_by_text("We have your answers.")).to_be_visible()
    assert Consent.objects.get().signed_name == "Despina Charalambous"
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_an_emergency_is_answered_at_once_and_every_desk_sees_whom_to_phone(link, open_as, axe):
    desk = open_as("desk", "/patients/")
    phone = open_as("desk", f"{link}/intake/urgent", viewport=PHONE)
    phone.get_by_role("group", name="numbness or a changed").get_by_text("Yes").click()

    expect(phone.get_by_role("alert").filter(has_text="112")).to_be_visible()
    assert axe(phone) == []
    banner = desk.get_by_role("status").filter(has_text="phone now")
    expect(banner).to_be_visible(timeout=10_000)
    assert axe(desk) == []
    banner.get_by_role("button", name="Reached").click()
    expect(banner).to_be_hidden()
    assert CallBack.objects.get().closed_at


def test_the_steps_have_no_axe_faults_in_greek(link, open_as, looked_over):
    page = open_as("desk", link, viewport=PHONE, locale="el")
    for step in ("story", "urgent", "health", "send"):
        page.goto(f"{link}/intake/{step}")
        assert looked_over(page) == []


def _draw(page, view: str, *spots: tuple[float, float]) -> None:
    """Draw a line through places of a figure, in its own units."""
    at = page.locator(f".pain-sheet[data-view={view}] svg").evaluate(
        """(svg, spots) => { svg.scrollIntoView({ block: "center" });
            return spots.map(([x, y]) => { const to = new DOMPoint(x, y)
                .matrixTransform(svg.getScreenCTM()); return [to.x, to.y]; }); }""",
        [list(one) for one in spots],
    )
    page.mouse.move(*at[0])
    page.mouse.down()
    for place in at[1:]:
        page.mouse.move(*place, steps=4)
    page.mouse.up()


def test_where_it_hurts_is_drawn_with_a_finger_and_taken_back(link, open_as, axe):
    page = open_as("desk", f"{link}/intake/where", viewport=PHONE)
    page.get_by_role("button", name="burning").click()
    page.get_by_label("How strong").fill("8")
    _draw(page, "back", (170, 300), (200, 300), (200, 335), (170, 335))
    expect(page.locator(".pain-list li")).to_have_text(["burning, 8 of 10Remove"])
    page.get_by_role("button", name="Front", exact=True).click()
    page.get_by_role("button", name="numb").click()
    _draw(page, "front", (205, 560))
    expect(page.locator(".pain-list li")).to_have_count(2)
    assert axe(page) == []
    expect(page.locator("#kept")).to_contain_text("kept", timeout=10_000)
    page.get_by_role("button", name="Take the last one back").click()
    expect(page.locator(".pain-list li")).to_have_count(1)
    page.get_by_role("button", name="Keep it and go on").click()
    expect(page.get_by_role("heading", name="Before your visit")).to_be_visible()

    (area,) = PainDrawing.objects.get().areas
    assert (area["view"], area["kind"], area["strength"]) == ("back", "burning", 8)
    page.goto(f"{link}/intake/where")
    expect(page.locator("path.pain")).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
