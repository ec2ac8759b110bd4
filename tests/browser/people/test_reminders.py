"""The owner sets when patients are reminded; a patient stops reminders by the link in one."""

from playwright.sync_api import expect

from ashi.apps.patients.models import ContactLink
from ashi.apps.reminders.links import stop_token
from ashi.apps.reminders.models import NoReminders
from tests.browser.sizes import PHONE
from tests.desk.centre import make_patient, speaks_for


def test_the_owner_sets_two_times_and_sees_when_they_would_go(small, open_as, axe):
    page = open_as("owner", "/settings/")
    page.get_by_role("link", name="Reminders").click()
    page.get_by_label("2 days before").check()
    page.get_by_label("3 hours before").check()
    page.get_by_role("button", name="Save").click()

    expect(page.get_by_text("Saved.")).to_be_visible()
    expect(page.get_by_label("2 days before")).to_be_checked()
    assert axe(page) == []
    small.centre.refresh_from_db()
    assert small.centre.reminders_min == [2880, 180]
    page.get_by_role("link", name="Exercise, 30 min").click()
    page.get_by_label("None").check()
    assert axe(page) == []
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("no reminders", exact=True).last).to_be_visible()


def test_they_have_no_axe_faults_and_never_scroll_sideways(small, open_as, looked_over):
    page = open_as("owner", "/settings/reminders")
    contact = speaks_for(make_patient()).contact
    own = f"/settings/services/{small.service.pk}/reminders"
    for path in (
        "/settings/reminders",
        own,
        f"/reminders/{stop_token(contact.pk)}",
        "/letters/unreached",
    ):
        page.goto(path)
        assert looked_over(page) == [], path


def test_a_patient_stops_reminders_and_wants_them_again(small, open_as, axe):
    contact = speaks_for(make_patient()).contact
    page = open_as("owner", f"/reminders/{stop_token(contact.pk)}")
    page.get_by_role("button", name="No more reminders").click()
    expect(page.get_by_text("You get no reminders.")).to_be_visible()
    assert NoReminders.objects.filter(contact=contact).exists()
    page.get_by_role("button", name="Remind me again").click()
    expect(page.get_by_role("button", name="No more reminders")).to_be_visible()
    assert not NoReminders.objects.filter(contact=contact).exists()


def test_a_parent_stops_reminders_of_one_child_then_of_both(small, open_as, looked_over):
    anna, ben = make_patient("Anna"), make_patient("Ben")
    contact = speaks_for(anna).contact
    ContactLink.objects.create(patient=ben, contact=contact, relation="parent")
    link = f"/reminders/{stop_token(contact.pk, anna.pk)}"
    page = open_as("owner", link, viewport=PHONE)
    assert looked_over(page) == []
    page.get_by_role("button", name="No more reminders for Anna").click()
    expect(page.get_by_text("You get no reminders of visits of Anna.")).to_be_visible()
    assert looked_over(page) == []
    page.get_by_role("button", name="No more reminders for anybody").click()
    expect(page.get_by_text("You get no reminders.")).to_be_visible()
    page.get_by_role("button", name="Remind me of visits of Anna again").click()
    expect(page.get_by_role("button", name="No more reminders for Anna")).to_be_visible()
    assert looked_over(page) == []
    assert [one.patient for one in NoReminders.objects.filter(contact=contact)] == [ben]
