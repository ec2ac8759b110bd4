"""A page is worded, told what is wrong, mended with a claim, sent, published; patients read it."""

import pytest
from playwright.sync_api import expect

from ashi.core.knowledge.pages.reading import Told
from tests.browser.sizes import PHONE
from tests.desk.worded import OURS, desk_now, keep, published

EDITOR = "/content/condition/migraine"


def test_a_page_is_worded_mended_published_by_a_second_person_and_read(small, open_as, looked_over):
    size = {"viewport": PHONE}
    page = open_as("maria", "/content/?q=migraine", **size)
    page.get_by_role("link", name="Migraine").click()
    page.locator("#g-here > summary").click()
    place = page.locator("#p-here")
    place.get_by_label("English").fill("We listen first. It helps 9 of 10 people with migraine.")
    place.get_by_label("Greek").fill("Πρώτα ακούμε. Βοηθά πολύ κόσμο.")

    told = page.locator("#told-here-en")
    expect(told.get_by_text("“9 of 10” counts people or praises.")).to_be_visible()  # as they type
    expect(page.get_by_text("1 thing to mend")).to_be_visible()
    assert desk_now(small).working["here"].en.endswith("with migraine.")
    told.get_by_role("button", name="Choose a sentence").click()
    assert looked_over(page) == []
    page.get_by_label("Words of a sentence").fill("sham needling migraine")
    page.get_by_role("button", name="Look", exact=True).click()
    hit = page.locator("#claims li", has_text="migraine-v-sham").first
    hit.get_by_role("button", name="Put it in, in both languages").click()
    expect(page.get_by_text("nothing to mend")).to_be_visible()
    both = "[[migraine-v-sham]]"
    assert desk_now(small).working["here"] == Told(
        f"We listen first. {both}", f"Πρώτα ακούμε. {both}"
    )
    page.get_by_role("link", name="Send and publish").first.click()
    page.get_by_role("button", name="Send for publishing").click()
    expect(page.get_by_text("Sent. Somebody else who may publish")).to_be_visible()
    assert page.get_by_role("button", name="Publish").count() == 0

    second = open_as("andreas", "/content/", **size)
    second.locator(".banner").get_by_role("link", name="Migraine").click()
    expect(second.locator("ins", has_text="We listen first.")).to_be_visible()
    assert looked_over(second) == []
    second.get_by_role("button", name="Publish").click()
    expect(second.get_by_text("Published. Patients read it from now on.")).to_be_visible()

    public = open_as("maria", "/conditions/migraine?lang=el", **size)
    expect(public.get_by_role("heading", name="Στο κέντρο μας")).to_be_visible()
    expect(public.get_by_text("Πρώτα ακούμε.")).to_be_visible()
    expect(public.get_by_text("Andreas Nicolaou")).to_be_visible()
    assert looked_over(public) == []


@pytest.mark.parametrize("language", ["en", "el"])
def test_the_pages_have_no_axe_faults_and_never_scroll_sideways(
    language, small, open_as, looked_over
):
    published(small, what=OURS)
    keep(small, "owner", what=Told("It is safe. It cures [[nothing]].", "Ακούμε."), here=OURS)
    page = open_as(
        "owner",
        "/content/",
        viewport=PHONE,
        locale=language,
    )
    mend = "?at=what:en:3&q=sham#claims"
    for path in (
        "/content/",
        f"{EDITOR}{mend}",
        f"{EDITOR}/review",
        f"{EDITOR}/versions",
        f"{EDITOR}/versions/1",
        f"{EDITOR}/preview",
        "/content/home/centre",
        "/content/page/safety/review",
    ):
        page.goto(path)
        assert looked_over(page) == [], path


def test_without_a_script_words_are_kept_checked_and_published_alone(small, open_as):
    page = open_as("owner", "/content/page/safety", java_script_enabled=False)
    page.locator("#p-lead").get_by_label("English").fill("It is safe.")
    page.locator("#p-lead").get_by_label("Greek").fill("Ακούμε.")
    page.locator(".own-acts").get_by_role("button", name="Keep and check").click()
    expect(page.get_by_text("We never write “safe”.")).to_be_visible()
    page.locator("#p-lead").get_by_label("English").fill("We listen.")
    page.locator(".own-acts").get_by_role("button", name="Keep and check").click()
    expect(page.get_by_text("nothing to mend")).to_be_visible()
    page.get_by_role("link", name="Send and publish").first.click()
    page.get_by_role("button", name="Publish alone").click()

    page.goto("/about/safety")

    expect(page.get_by_text("We listen.")).to_be_visible()
    expect(page.get_by_text("Written, reviewed and published by Omiros Owner")).to_be_visible()


def test_who_writes_at_the_same_time_is_told_and_keeps_what_was_typed(small, open_as):
    page = open_as("maria", EDITOR)
    keep(small, "andreas", what=Told("Theirs.", "Δικό τους."))
    box = page.locator("#p-what").get_by_label("English")
    box.fill("Mine.")
    expect(page.get_by_text("Somebody else wrote here or published meanwhile.")).to_be_visible()
    page.locator(".own-acts").get_by_role("button", name="Keep and check").click()
    expect(page.get_by_text("Andreas Nicolaou wrote meanwhile:").first).to_be_visible()
    expect(page.get_by_text("Theirs.", exact=True)).to_be_visible()
    expect(box).to_have_value("Mine.")
    box.fill("Mine, and theirs.")
    expect(page.locator("#state").get_by_text("Maria Georgiou")).to_be_visible()

    assert desk_now(small).working["what"].en == "Mine, and theirs."


def test_what_cannot_be_kept_stays_on_the_device_until_the_page_is_opened_again(small, open_as):
    page = open_as("maria", EDITOR)
    box = page.locator("#p-what").get_by_label("English")
    page.route("**/keep", lambda route: route.abort())
    box.fill("No connection.")
    expect(page.get_by_text("Not kept: there is no connection")).to_be_visible()
    assert desk_now(small).draft is None
    page.unroute("**/keep")

    with page.expect_response("**/keep"):
        page.goto(EDITOR)

    expect(box).to_have_value("No connection.")
    assert desk_now(small).working["what"].en == "No connection."
    expect(page.locator("#state").get_by_text("Maria Georgiou")).to_be_visible()
    assert page.evaluate("Object.keys(localStorage).filter((one) => one.startsWith('own-'))") == []
