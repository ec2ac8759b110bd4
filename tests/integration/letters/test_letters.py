"""The outbox as staff see it: listed, read without secrets, sent again; every kind in samples."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ashi.apps.audit.models import Event
from ashi.apps.messages.actions import queue
from ashi.apps.messages.models import Message
from ashi.apps.messages.rendering import KINDS, SMS_KINDS
from tests.desk.centre import SmallCentre, make_centre, make_patient
from tests.desk.signing import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def small() -> SmallCentre:
    call_command("createcachetable", verbosity=0)
    return make_centre()


@pytest.fixture
def desk(small, settings) -> Client:
    settings.STAFF_NEED_SECOND_FACTOR = False
    return client_of(small.users["desk"])


def write(small, number=1, **columns) -> Message:
    """Queue a letter with a code in it."""
    row = queue(
        kind="booking-code",
        to=f"patient{number}@example.com",
        language="en",
        context={"code": "493017", "centre": "Small centre"},
        dedupe_key=f"letter:{number}:{small.centre.pk}",
        centre_id=small.centre.pk,
    )
    Message.objects.filter(pk=row.pk).update(**columns)
    row.refresh_from_db()
    return row


def test_a_letter_is_shown_without_its_code(small, desk):
    row = write(small)

    page = desk.get(f"/letters/{row.pk}").content.decode()

    assert "is your code for Small centre" in page
    assert "493017" not in page


def test_what_was_given_up_is_told_and_goes_again(small, desk):
    patient = make_patient().pk
    row = write(
        small, patient_id=patient, state="gave-up", attempts=6, last_error="SMTPDataError 550"
    )
    assert "1 letter could not be sent." in desk.get("/letters/").content.decode()

    answer = desk.post(f"/letters/{row.pk}/again", follow=True)

    row.refresh_from_db()
    assert (answer.status_code, row.state, row.attempts) == (200, "queued", 0)
    assert Event.objects.filter(action="message.again").count() == 1


@pytest.mark.parametrize("state", ["queued", "sent"])
def test_what_waits_or_went_is_not_sent_again(small, desk, state):
    row = write(small, state=state, sent_at=timezone.now() if state == "sent" else None)

    desk.post(f"/letters/{row.pk}/again")

    row.refresh_from_db()
    assert row.state == state
    assert not Event.objects.filter(action="message.again").exists()


def test_another_centre_s_letter_is_not_there(small, desk):
    row = write(make_centre("other"), 2, state="gave-up")

    assert desk.get(f"/letters/{row.pk}").status_code == 404
    assert desk.post(f"/letters/{row.pk}/again").status_code == 404
    row.refresh_from_db()
    assert row.state == "gave-up"


def test_every_kind_is_shown_in_both_languages(small, desk):
    answer = desk.get("/letters/samples")

    assert answer.status_code == 200
    shown = answer.context["kinds"]
    assert len(shown) == len(KINDS)
    for kind, (_name, letters) in zip(KINDS, shown, strict=True):
        (_, _, english, in_short), (_, _, greek, in_greek) = letters
        assert english.subject
        assert greek.subject
        assert "{{" not in english.body + greek.body
        assert bool(in_short) == bool(in_greek) == (kind in SMS_KINDS)


def test_the_list_asks_as_often_for_three_letters_as_for_one(small, desk):
    def count():
        with CaptureQueriesContext(connection) as queries:
            assert desk.get("/letters/").status_code == 200
        return len(queries)

    write(small)
    desk.get("/letters/")
    few = count()
    write(small, 2)
    write(small, 3)
    assert count() == few


def test_older_letters_follow_on_the_next_page_in_order_of_writing(small, desk):
    now = timezone.now()
    rows = [write(small, n, created_at=now - timedelta(minutes=n)) for n in range(45)]

    first = desk.get("/letters/").context
    second = desk.get(f"/letters/?before={first['older'].pk}").context

    shown = [line["row"].pk for page in (first, second) for line in page["lines"]]
    assert shown == [row.pk for row in rows]
    assert second["older"] is None


def test_the_list_names_the_patient_and_not_one_who_is_unknown(small, desk):
    patient = make_patient()
    write(small, 1, patient_id=patient.pk)
    write(small, 2)

    lines = desk.get("/letters/").context["lines"]

    assert [line["name"] for line in lines] == ["", patient.full_name]


def test_the_menu_of_whoever_may_write_the_diary_leads_to_the_letters(small, desk):
    assert 'href="/letters/"' in desk.get("/me").content.decode()
