"""The settings of reminders, and the page by which somebody stops them."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ashi.apps.audit.models import Event
from ashi.apps.centres.actions_reminders import save_reminders, save_service_reminders
from ashi.apps.centres.errors import ReminderTimesError
from ashi.apps.centres.models import Service
from ashi.apps.patients.models import Contact, ContactLink
from ashi.apps.reminders.links import stop_token
from ashi.apps.reminders.models import NoReminders
from tests.desk.centre import make_centre, make_patient, speaks_for
from tests.desk.signing import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
PAGE = "/settings/reminders"


@pytest.fixture
def owner(small) -> Client:
    return client_of(small.users["owner"])


def seen(client: Client, page: str) -> str:
    return client.get(page).context["seen"]


def test_times_and_quiet_hours_are_kept_and_shown_by_examples(small, owner):
    typed = {"times": ["2880", "180"], "quiet_from": "19:00", "quiet_to": "08:00"}
    answer = owner.post(PAGE, typed | {"seen": seen(owner, PAGE)}, follow=True)

    small.centre.refresh_from_db()
    assert answer.status_code == 200
    assert small.centre.reminders_min == [2880, 180]
    assert (small.centre.quiet_from_min, small.centre.quiet_to_min) == (1140, 480)
    (morning, before), (_late, _more) = answer.context["examples"]
    walls = [f"{one.astimezone(morning.tzinfo):%H:%M}" for one in before]
    assert walls == ["09:30", "18:45"]  # three hours before half past nine it is quiet
    assert Event.objects.filter(action="settings.reminders").count() == 1


def test_the_reminder_is_shown_in_both_languages(small, owner):
    page = owner.get(PAGE).content.decode()

    assert "We expect you on" in page
    assert "Σας περιμένουμε" in page


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"times": ["17"]}, "times"),
        ({"times": ["x"]}, "times"),
        ({"quiet_from": "25:00"}, "quiet_from"),
        ({"quiet_to": ""}, "quiet_to"),
        ({"quiet_from": "20:00", "quiet_to": "19:30"}, "__all__"),
        ({"seen": "something else"}, "__all__"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_kept(small, owner, changed, field):
    typed = {"times": ["180"], "quiet_from": "20:00", "quiet_to": "09:00"}
    answer = owner.post(PAGE, typed | {"seen": seen(owner, PAGE)} | changed)

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    small.centre.refresh_from_db()
    assert small.centre.reminders_min == []


@pytest.mark.parametrize(
    ("way", "times", "kept"),
    [("own", ["1440"], [1440]), ("none", ["1440"], []), ("centre", [], None)],
)
def test_a_service_goes_its_own_way(small, owner, way, times, kept):
    small.service.reminders_min = [60]
    small.service.save()
    page = f"/settings/services/{small.service.pk}/reminders"

    answer = owner.post(page, {"way": way, "times": times, "seen": seen(owner, page)})

    assert answer.status_code == 302
    assert Service.objects.get(pk=small.service.pk).reminders_min == kept


def test_own_times_without_a_time_are_refused(small, owner):
    page = f"/settings/services/{small.service.pk}/reminders"
    answer = owner.post(page, {"way": "own", "seen": seen(owner, page)})

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["times"])


def test_the_service_of_another_centre_is_not_there(small, owner):
    other = make_centre("other").service.pk

    assert owner.get(f"/settings/services/{other}/reminders").status_code == 404


@pytest.mark.parametrize("minutes", [[14], [20161], [15, 30, 45, 60, 75, 90, 105]])
def test_too_near_too_far_and_too_many_are_refused(small, minutes):
    by, page = small.actor("owner"), client_of(small.users["owner"])
    with pytest.raises(ReminderTimesError):
        save_reminders(by=by, seen=seen(page, PAGE), reminders_min=minutes, quiet=(0, 0))
    service = f"/settings/services/{small.service.pk}/reminders"
    with pytest.raises(ReminderTimesError):
        save_service_reminders(
            by=by,
            service_id=small.service.pk,
            seen=seen(page, service),
            reminders_min=minutes,
        )


def test_the_link_stops_reminders_and_starts_them_again_and_a_look_changes_nothing(small):
    contact = speaks_for(make_patient()).contact
    page, phone = f"/reminders/{stop_token(contact.pk)}", Client()

    assert phone.get(page).status_code == 200
    assert not NoReminders.objects.exists()
    for _ in range(2):
        assert phone.post(page, {"want": "no"}, follow=True).context["stopped"]
    assert NoReminders.objects.get().contact == contact
    assert not phone.post(page, {"want": "yes"}, follow=True).context["stopped"]
    assert Event.objects.filter(action__startswith="visit-reminders.").count() == 2


@pytest.mark.parametrize("want", ["", "perhaps", "No"])
def test_what_is_neither_yes_nor_no_stops_nothing(small, want):
    contact = speaks_for(make_patient()).contact
    answer = Client().post(f"/reminders/{stop_token(contact.pk)}", {"want": want})

    assert answer.status_code == 422
    assert not NoReminders.objects.exists()


@pytest.mark.parametrize("token", ["1", "1:forged", "x:y"])
def test_a_link_that_nobody_here_signed_opens_nothing(small, token):
    assert Client().get(f"/reminders/{token}").status_code == 404


def test_the_page_asks_as_often_for_three_services_as_for_two(small, owner):
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert owner.get(PAGE).status_code == 200
        return len(queries)

    owner.get(PAGE)
    few = count()
    Service.objects.create(centre=small.centre, slug="more", name="More")
    assert count() == few


@pytest.fixture
def parent(small):
    """Who speaks for two children, with the letter's link about the first."""
    anna, ben = make_patient("Anna"), make_patient("Ben")
    contact = Contact.objects.create(email="parent@example.com")
    for child in (anna, ben):
        ContactLink.objects.create(patient=child, contact=contact, relation="parent")
    return contact, anna, ben, f"/reminders/{stop_token(contact.pk, anna.pk)}"


def stopped(contact) -> set:
    return set(NoReminders.objects.filter(contact=contact).values_list("patient", flat=True))


def test_who_speaks_for_two_is_asked_for_whom(parent):
    contact, anna, ben, page = parent
    shown = Client().get(page).content.decode()
    assert "No more reminders for Anna" in shown
    assert "No more reminders for anybody" in shown
    assert "Ben" not in shown  # the letter was not about him

    steps = [
        ("no-one", {anna.pk}),
        ("no-one", {anna.pk}),
        ("no", {None}),
        ("no-one", {None}),
        ("yes-one", {ben.pk}),
        ("no", {None}),
        ("yes", set()),
        ("no-one", {anna.pk}),
        ("yes-one", set()),
        ("yes-one", set()),
    ]
    for want, left in steps:
        assert Client().post(page, {"want": want}).status_code == 302
        assert stopped(contact) == left, want
    events = Event.objects.filter(action__startswith="visit-reminders.")
    assert events.count() == 7  # each change once


def test_one_press_in_the_mail_program_stops_for_whom_the_letter_is_about(parent):
    contact, anna, _ben, page = parent
    browser = Client(enforce_csrf_checks=True)
    assert browser.get(f"{page}/now").headers["Location"] == page
    assert stopped(contact) == set()
    for _ in range(2):
        answer = browser.post(f"{page}/now", {"List-Unsubscribe": "One-Click"})
        assert (answer.status_code, answer.content) == (200, b"")
    assert stopped(contact) == {anna.pk}


def test_an_older_link_names_nobody_and_stops_everybody(parent):
    contact, _anna, _ben, _page = parent
    page = f"/reminders/{stop_token(contact.pk)}"
    assert "Anna" not in Client().get(page).content.decode()
    assert Client().post(page, {"want": "no-one"}).status_code == 404
    Client().post(page, {"want": "no"})
    assert stopped(contact) == {None}


def test_the_link_about_somebody_they_no_longer_speak_for_names_nobody(parent):
    contact, anna, _ben, page = parent
    ContactLink.objects.filter(patient=anna).delete()
    assert "Anna" not in Client().get(page).content.decode()
    Client().post(page, {"want": "no"})
    assert stopped(contact) == {None}
