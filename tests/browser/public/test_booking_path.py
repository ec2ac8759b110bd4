"""A visit booked on a phone, seen at once on the desk's board in another browser."""

import re
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from ashi.apps.bookings.models import Visit
from ashi.apps.messages.models import Message
from tests.browser.sizes import PHONE, SIZES

SMALL = {"width": 320, "height": 640}  # what WCAG's reflow asks for


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_phone_books_and_the_desk_sees_it(
    scripts,
    small,
    open_as,
    new_browser,
    axe,
):
    small.service.slug = "acupuncture"
    small.service.save()
    phone = new_browser(viewport=PHONE, java_script_enabled=scripts).new_page()
    phone.goto("/")
    phone.get_by_role("link", name="Book a visit").click()
    phone.get_by_role("link", name="Acupuncture, 60 min").click()
    day = phone.locator(".day[aria-current=date]").get_attribute("href") or ""
    board = open_as("desk", f"/desk/board/{re.search(r'day=([0-9-]+)', day).group(1)}")

    phone.locator(".slot").last.click()
    phone.get_by_role("button", name="Hold this time").click()
    phone.get_by_label("First name").fill("Despina")
    phone.get_by_label("Last name").fill("Charalambous")
    phone.get_by_label("E-mail").fill("despina@example.com")
    phone.get_by_label("I have read these terms and agree").check()
    phone.get_by_role("button", name="Send me the code").click()
    code = Message.objects.get(kind="booking-code").context["code"]
    phone.get_by_label("Code from the e-mail").fill(code)
    phone.get_by_role("button", name="Book this visit").click()

    expect(phone.get_by_role("heading", name="Your visit is booked")).to_be_visible()
    expect(board.get_by_text("Despina Charalambous").first).to_be_visible(timeout=10_000)
    if scripts:
        assert axe(phone) == []


@pytest.mark.parametrize("far", ["America/Los_Angeles", "Pacific/Auckland"])
def test_a_browser_far_away_shows_and_books_the_centres_hours(small, new_browser, far):
    phone = new_browser(viewport=PHONE, timezone_id=far).new_page()
    phone.goto("/book/acu-60/")
    chosen = phone.locator(".slot").last
    clock = chosen.locator("b").inner_text()
    chosen.click()
    phone.get_by_role("button", name="Hold this time").click()
    expect(phone.get_by_label("First name")).to_be_visible()

    start = Visit.objects.get().session.starts_at

    assert f"{start.astimezone(ZoneInfo(small.centre.zone)):%H:%M}" == clock
    expect(phone.locator("main")).to_contain_text(clock)


@pytest.mark.parametrize("language", ["en", "el"])
def test_pages_for_patients_have_no_axe_and_never_scroll_sideways(
    language, small, new_browser, looked_over
):
    page = new_browser(
        viewport=PHONE,
        locale=language,
    ).new_page()
    for path in ("/", "/book/", "/book/acu-60/", "/book/acu-60/wait", "/accounts/login/"):
        page.goto(path)
        assert looked_over(page, SMALL, *SIZES) == [], path
    page.goto("/book/acu-60/")
    page.locator(".slot").last.click()
    page.locator("#pick button[type=submit]").click()
    page.locator("form[data-draft] button[type=submit]").click()
    expect(page.locator(".error-summary")).to_be_visible()
    assert looked_over(page) == []
