"""A reader on a phone goes from the list to a search, a general page, a person, without a script."""

import pytest
from playwright.sync_api import expect

from tests.browser.sizes import PHONE


@pytest.mark.parametrize("language", ["en", "el"])
def test_a_reader_searches_and_reads_on(language, small, new_browser, looked_over):
    page = new_browser(viewport=PHONE, java_script_enabled=True).new_page()
    said: list[str] = []
    page.on("console", lambda line: said.append(line.text))

    page.goto(f"/conditions/?lang={language}")
    page.fill("#id_q", "mesi")
    page.locator(".page-search button").click()
    page.wait_for_url("**/conditions/search?**")
    assert page.locator(".hits a").count() > 2
    assert looked_over(page) == []

    page.locator(".hits a").first.click()
    page.wait_for_url("**low-back-pain")
    page.locator(".colophon .near a").first.click()
    page.wait_for_url("**/about/acupuncture")
    assert looked_over(page) == []

    page.goto("/about/words")
    assert looked_over(page) == []
    page.goto("/centre")
    page.locator(".card-list a").first.click()
    page.wait_for_url("**/people/*")
    assert looked_over(page) == []
    assert said == []


def test_what_is_folded_is_printed_open(small, new_browser):
    page = new_browser(viewport=PHONE).new_page()
    page.goto("/conditions/chronic-low-back-pain")
    page.emulate_media(media="print")

    assert page.locator(".qa p").first.evaluate("one => one.getBoundingClientRect().height") > 10
    assert page.locator(".forest .chart:visible").count() > 1
    expect(page.locator(".bookbar").first).not_to_be_visible()
    expect(page.locator(".no-print").first).not_to_be_visible()
