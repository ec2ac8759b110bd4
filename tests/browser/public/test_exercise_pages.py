"""Somebody looks for an exercise on a telephone and reads how it is done, without a script."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.sizes import PHONE


def test_an_exercise_is_found_and_read_without_a_script(small, new_browser, looked_over):
    page = new_browser(viewport=PHONE, locale="en").new_page()
    page.goto("/exercises/")
    page.get_by_label("Find an exercise").fill("bridge")
    page.get_by_role("button", name="Find exercises").click()
    assert looked_over(page) == []
    page.get_by_role("link", name=re.compile("^Bridge")).click()

    expect(page.get_by_role("img", name="Bridge, picture 1 of 2")).to_be_visible()
    assert looked_over(page) == []
    page.get_by_role("link", name="Single-leg bridge").click()
    expect(page.get_by_role("heading", name="When to stop")).to_be_visible()


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/exercises/EH07?lang=en", "Tendon glides, picture 2 of 5: Hook"),
        ("/exercises/TM02?lang=el", "Ελεγχόμενο άνοιγμα στόματος, εικόνα 2 από 2: Η γνάθος"),
    ],
)
def test_a_hand_and_a_mouth_are_seen_from_near_and_told_in_words(
    path, told, small, new_browser, looked_over
):
    page = new_browser(viewport=PHONE).new_page()
    page.goto(path)

    picture = page.get_by_role("img", name=told)
    expect(picture).to_be_visible()
    assert picture.bounding_box()["width"] > 120
    assert looked_over(page) == []
