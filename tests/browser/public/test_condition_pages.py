"""A page on a condition read on a phone: grounds open without a script, nothing is cut off."""

import pytest
from playwright.sync_api import expect

PHONE = {"width": 390, "height": 844}


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "el"])
def test_a_condition_is_read_down_to_its_grounds_without_a_script(
    language, theme, small, new_browser, axe
):
    page = new_browser(viewport=PHONE, color_scheme=theme, locale=language).new_page()
    said: list[str] = []
    page.on("console", lambda line: said.append(line.text))
    page.goto("/")
    page.locator(".in-short summary").first.click()
    page.locator(".in-short a").nth(1).click()
    page.wait_for_url("**/conditions/chronic-low-back-pain")
    for summary in page.locator(".grounds summary").all()[:4]:
        summary.click()

    expect(page.locator(".found").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert axe(page) == []
    page.goto("/conditions/")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert axe(page) == []
    assert said == []


@pytest.mark.parametrize("width", [390, 1440])
def test_staff_follow_a_sentence_to_what_nobody_read(width, open_as, axe):
    page = open_as("maria", "/evidence/?state=held", viewport={"width": width, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert axe(page) == []

    page.locator(".claims a").first.click()
    page.wait_for_url("**/evidence/*")

    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert axe(page) == []
