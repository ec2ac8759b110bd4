"""A page on a condition read on a phone: grounds open without a script, nothing is cut off."""

import pytest
from playwright.sync_api import expect

from tests.browser.sizes import PHONE


@pytest.mark.parametrize("language", ["en", "el"])
def test_a_condition_is_read_down_to_its_grounds_without_a_script(
    language, small, new_browser, looked_over
):
    page = new_browser(viewport=PHONE, locale=language).new_page()
    said: list[str] = []
    page.on("console", lambda line: said.append(line.text))
    page.goto("/")
    page.locator(".in-short summary").first.click()
    page.locator(".in-short a").nth(1).click()
    page.wait_for_url("**/conditions/chronic-low-back-pain")
    for summary in page.locator(".grounds summary").all()[:4]:
        summary.click()

    expect(page.locator(".found").first).to_be_visible()
    assert looked_over(page) == []
    page.goto("/conditions/")
    assert looked_over(page) == []
    assert said == []


def test_staff_follow_a_sentence_to_what_nobody_read(open_as, looked_over):
    page = open_as("maria", "/evidence/?state=held", viewport=PHONE)
    assert looked_over(page) == []

    page.locator(".claims a").first.click()
    page.wait_for_url("**/evidence/*")

    assert looked_over(page) == []
