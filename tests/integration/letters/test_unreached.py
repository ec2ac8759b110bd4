"""Who could not be reached is listed with the reason, and called."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ashi.apps.audit.models import Event
from ashi.apps.bookings.models import Visit
from ashi.apps.messages.actions import send_again
from ashi.apps.messages.models import Message
from ashi.apps.patients.models import Contact, ContactLink
from tests.desk.centre import make_centre, make_patient, make_visit
from tests.desk.signing import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
PAGE = "/letters/unreached"


@pytest.fixture
def small(settings):
    call_command("createcachetable", verbosity=0)
    settings.STAFF_NEED_SECOND_FACTOR = False
    return make_centre()


@pytest.fixture
def desk(small):
    return client_of(small.users["desk"])


def lost(small, given: str, *, hours: float = 24, error: str = "SMTPRecipientsRefused 550"):
    """Book a visit whose confirmation could not be sent."""
    patient = make_patient(given, "Lost")
    contact = Contact.objects.create(email=f"{given.lower()}@example.com", phone="+35799123456")
    ContactLink.objects.create(patient=patient, contact=contact)
    room = {"room": None, "therapist": None}
    visit = make_visit(
        small, timezone.now() + timedelta(hours=hours), patient, service=small.gym, **room
    )
    Message.objects.filter(visit_id=visit.pk).update(state="gave-up", last_error=error)
    return Message.objects.get(visit_id=visit.pk)


def names(client) -> list[str]:
    return [line["patient"].given_name for line in client.get(PAGE).context["lines"]]


def test_the_soonest_visit_comes_first_with_reason_and_number(small, desk):
    lost(small, "Later", hours=30)
    lost(small, "Sooner", hours=3, error="GatewayRefusedError 422")

    page = desk.get(PAGE).content.decode()

    assert names(desk) == ["Sooner", "Later"]
    assert "The mail server does not know the address" in page
    assert "The SMS gateway refused the number or the text" in page
    assert 'href="tel:+35799123456"' in page
    assert "2 letters could not be sent." in desk.get("/letters/").content.decode()


def test_told_by_phone_takes_them_off_and_is_not_sent_again(small, desk):
    row = lost(small, "Called")

    for _ in range(2):
        assert desk.post(f"/letters/{row.pk}/told", follow=True).status_code == 200

    row.refresh_from_db()
    assert (names(desk), row.told_by) == ([], small.users["desk"])
    assert Event.objects.filter(action="message.told").count() == 1
    send_again(by=small.actor("desk"), message_id=row.pk)
    row.refresh_from_db()
    assert row.state == "gave-up"


def test_what_no_longer_matters_is_not_listed(small, desk):
    over = lost(small, "Over")
    session = Visit.objects.get(pk=over.visit_id).session
    session.starts_at = timezone.now() - timedelta(minutes=1)
    session.save()
    Message.objects.create(kind="booking-code", to="x@example.com", dedupe_key="c", state="gave-up",
                           centre_id=small.centre.pk)  # fmt: skip

    assert desk.get(PAGE).context["lines"] == []


def test_what_went_or_waits_cannot_be_told_by_phone(small, desk):
    row = lost(small, "Waits")
    Message.objects.filter(pk=row.pk).update(state="queued")

    desk.post(f"/letters/{row.pk}/told")

    row.refresh_from_db()
    assert row.told_at is None


def test_another_centre_s_are_not_there(small, desk):
    row = lost(make_centre("other"), "Foreign")

    assert names(desk) == []
    assert desk.post(f"/letters/{row.pk}/told").status_code == 404


def test_three_take_as_many_queries_as_one(small, desk):
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(PAGE).status_code == 200
        return len(queries)

    lost(small, "One")
    desk.get(PAGE)
    few = count()
    lost(small, "Two", hours=30)
    lost(small, "Three", hours=40)
    assert count() == few


def test_a_text_is_shown_as_it_was_sent(small, desk):
    row = lost(small, "Texted")
    Message.objects.filter(pk=row.pk).update(channel="sms", to="+35799123456")

    page = desk.get(f"/letters/{row.pk}").content.decode()

    assert "Small centre: your visit is on" in page
    assert "•••" in page
