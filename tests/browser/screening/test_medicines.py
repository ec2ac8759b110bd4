"""Medicines: found by their first letters on a phone and in the room, and typed all the same."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

from ashi.apps.bookings.links import manage_token
from ashi.apps.screening.models import Intake, MedicineList
from tests.browser.sizes import PHONE, TABLET
from tests.desk.centre import make_patient, make_visit


def test_on_a_phone_a_name_is_found_in_greek_letters_and_put_on_a_line(small, open_as, axe):
    visit = make_visit(small, timezone.now() + timedelta(days=1), make_patient())
    page = open_as("desk", f"/visit/{manage_token(visit)}/intake/story", viewport=PHONE)
    box = page.get_by_label("Medicines you take")
    box.fill("my blue pill")
    find = page.get_by_label("Find a medicine by its first letters")
    find.fill("βαρφ")
    page.get_by_role("button", name="warfarin").click()
    expect(box).to_have_value("my blue pill\nwarfarin")
    find.fill("apix")
    expect(page.get_by_role("button", name="apixaban")).to_be_visible()
    assert axe(page) == []
    find.press("Enter")
    expect(box).to_have_value("my blue pill\nwarfarin\napixaban")
    find.fill("zzzz")
    expect(page.get_by_text("No such name here")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_label("What brings you?").fill("Back pain")
    page.get_by_role("button", name="Keep it and go on").click()
    expect(page.get_by_role("group", name="What does it feel like?")).to_be_visible()
    kept = Intake.objects.get().medicines
    assert kept.splitlines() == ["my blue pill", "warfarin", "apixaban"]


def test_in_the_room_a_list_is_kept_and_says_what_to_ask(small, open_as, looked_over):
    visit = make_visit(small, timezone.now() - timedelta(minutes=5), make_patient())
    page = open_as(
        "maria",
        f"/chart/{visit.pk}",
        viewport=TABLET,
    )
    page.get_by_text("Write down medicines").click()
    page.get_by_label("Find a medicine by its first letters").fill("warf")
    page.get_by_role("button", name="warfarin").click()
    page.get_by_role("button", name="Keep the medicines").click()

    expect(page.get_by_text("warfarin (Anticoagulant)")).to_be_visible()
    expect(page.get_by_text("not asked: please ask")).to_be_visible()
    assert looked_over(page) == []
    assert MedicineList.objects.get().text == "warfarin"


def test_without_a_script_the_text_is_typed_and_kept(small, open_as):
    visit = make_visit(small, timezone.now() + timedelta(days=1), make_patient())
    link = f"/visit/{manage_token(visit)}/intake/story"
    page = open_as("desk", link, java_script_enabled=False)
    expect(page.get_by_label("Find a medicine by its first letters")).to_be_hidden()
    page.get_by_label("What brings you?").fill("Back pain")
    page.get_by_label("Medicines you take").fill("warfarin")
    page.get_by_role("button", name="Keep it and go on").click()

    assert Intake.objects.get().medicines == "warfarin"
