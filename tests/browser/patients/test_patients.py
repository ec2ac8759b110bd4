"""The desk finds a patient however the name is written, asks before it makes a second record."""

import re

import pytest
from playwright.sync_api import expect

from ashi.apps.patients.actions import create_patient
from ashi.apps.patients.models import Patient


@pytest.fixture
def giorgos(small) -> Patient:
    return create_patient(
        by=small.actor("desk"),
        given_name="Γιώργος",
        family_name="Παύλου",
        phone="+35799123456",
        birth_date=None,
    )


@pytest.mark.parametrize(
    "typed", ["Γιώργος", "giorgos", "Yiorgos pav", "πaulou", "Giogros", "123456"]
)
def test_he_is_found_while_typing_in_any_writing(giorgos, open_as, typed):
    page = open_as("desk", "/patients/")
    page.get_by_role("searchbox").press_sequentially(typed)

    expect(page.locator("#found").get_by_text("Γιώργος Παύλου")).to_be_visible()


def test_enter_in_the_search_searches_and_makes_nobody(giorgos, open_as):
    page = open_as("desk", "/patients/")
    page.get_by_role("searchbox").fill("Pavlou")
    page.keyboard.press("Enter")

    expect(page.get_by_text("Γιώργος Παύλου")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/patients/(\?.*)?$"))
    expect(page.get_by_label("First name")).to_have_count(0)
    assert Patient.objects.count() == 1


def test_a_second_record_is_made_only_after_the_question(giorgos, open_as, axe):
    page = open_as("desk", "/patients/new")
    page.get_by_label("First name").fill("Giorgos")
    page.get_by_label("Last name").fill("Pavlou")
    page.get_by_label("Mobile phone").fill("99 123456")
    page.get_by_label("Note of the desk").fill("comes by bus")
    page.get_by_role("button", name="Save patient").click()
    expect(page.get_by_text("Is it one of these?")).to_be_visible()
    expect(page.get_by_label("Note of the desk")).to_have_value("comes by bus")
    assert axe(page) == []
    assert Patient.objects.count() == 1

    page.get_by_role("button", name="No, a new person: save").click()

    expect(page.get_by_text("The patient is saved.")).to_be_visible()
    assert Patient.objects.count() == 2


def test_two_who_edit_one_record_see_each_other(giorgos, open_as):
    first = open_as("desk", f"/patients/{giorgos.pk}/edit")
    second = open_as("owner", f"/patients/{giorgos.pk}/edit")
    first.get_by_label("Note of the desk").fill("rings twice")
    first.get_by_role("button", name="Save").click()
    expect(first.get_by_text("Saved.")).to_be_visible()
    second.get_by_label("Note of the desk").fill("second floor")
    second.get_by_role("button", name="Save").click()
    expect(second.get_by_text("rings twice")).to_be_visible()

    second.get_by_role("button", name="Save mine over it").click()

    expect(second.get_by_text("Saved.")).to_be_visible()
    giorgos.refresh_from_db()
    assert giorgos.desk_note == "second floor"


def test_the_pages_have_no_axe_faults_and_never_scroll_sideways(giorgos, open_as, looked_over):
    page = open_as("desk", "/patients/")
    for path in (
        "/patients/",
        "/patients/?q=giorgos",
        "/patients/?q=nobody",
        "/patients/new",
        f"/patients/{giorgos.pk}?why=scheduling",
        f"/patients/{giorgos.pk}/edit",
    ):
        page.goto(path)
        assert looked_over(page) == [], path


def test_two_records_of_one_person_are_found_merged_and_parted(giorgos, small, open_as, axe):
    create_patient(
        by=small.actor("desk"), given_name="Giorgos", family_name="Pavlou", phone="+35799123456"
    )
    page = open_as("owner", "/patients/")
    page.get_by_role("link", name="Here twice?").click()
    expect(page.get_by_text("same phone")).to_be_visible()
    assert axe(page) == []
    page.get_by_role("link", name="Side by side").click()
    page.get_by_text("Giorgos Pavlou").last.click()
    assert axe(page) == []
    page.get_by_role("button", name="Merge the two records").click()
    expect(page.get_by_text("Please fill this in.").first).to_be_visible()
    page.get_by_label("How do you know that it is one person?").fill("the same identity card")
    page.get_by_role("button", name="Merge the two records").click()
    expect(page.get_by_text("The two records are one now.")).to_be_visible()

    page.goto(f"/patients/{giorgos.pk}?why=treatment")
    expect(page.get_by_text("the same identity card")).to_be_visible()
    assert axe(page) == []
    page.get_by_role("button", name="Part them again").click()

    expect(page.get_by_text("The two records stand apart again.")).to_be_visible()
    assert not Patient.objects.filter(merged_into__isnull=False).exists()
