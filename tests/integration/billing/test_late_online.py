"""A visit given up late by the patient's own link: read, ticked, owed once, and told."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ashi.apps.audit.models import Event
from ashi.apps.billing.absences import Agreed, cancel_late_online, restore_visit
from ashi.apps.billing.ledger import standing_of
from ashi.apps.billing.models import FeeAgreement, LedgerEntry
from ashi.apps.bookings.errors import OutsideRulesError
from ashi.apps.bookings.links import manage_token
from ashi.apps.bookings.models import FreedTime, Visit
from ashi.apps.centres.models import Centre
from ashi.apps.messages.models import Message
from ashi.apps.messages.rendering import render, render_sms
from ashi.apps.patients.models import Contact, ContactLink
from ashi.web.public.booking import PUBLIC
from tests.desk.centre import make_centre, make_patient, make_visit
from tests.desk.owing import soon, terms
from tests.desk.waiting import offering

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def small(db):
    return make_centre()


@pytest.fixture
def costs(small):
    call_command("createcachetable", verbosity=0)
    terms(small)
    Centre.objects.update(terms="Old words.", terms_el="Παλιά λόγια.", terms_version=4)
    small.centre.refresh_from_db()
    return offering(small)


def link(visit: Visit, name: str = "visit-manage") -> str:
    return reverse(name, args=[manage_token(visit)])


def ticked(visit: Visit, **more) -> dict:
    return {"version": visit.version, "owed": "on", **more}


def reached(language: str = "en"):
    """Return a patient to whom letters go."""
    patient = make_patient("Zoe", "Late", language=language)
    contact = Contact.objects.create(email="zoe@example.com")
    ContactLink.objects.create(patient=patient, contact=contact)
    return patient


def test_the_sum_and_the_rule_are_read_ticked_and_kept_with_the_fee(costs, client):
    visit = make_visit(costs, soon(), reached())

    page = client.get(link(visit)).content.decode()
    answer = client.post(link(visit, "visit-give-up"), ticked(visit))

    assert "Cancelling now costs €20" in page
    assert "I cancel all the same, and I owe €20" in page
    visit.refresh_from_db()
    assert (answer.status_code, visit.status, visit.cancelled_late) == (302, "cancelled", True)
    kept = FeeAgreement.objects.select_related("entry").get()
    assert (kept.entry.visit_id, kept.entry.cents, kept.entry.cause) == (visit.pk, 2000, "late")
    assert kept.words.endswith("I cancel all the same, and I owe €20.")
    assert all(part in page for part in kept.words[:-1].split(". "))  # as it was read
    assert (kept.centre_terms, kept.terms_version, kept.language) == ("Old words.", 4, "en")
    assert "This visit is cancelled" in client.get(link(visit)).content.decode()


def test_the_freed_time_is_noted_and_the_letter_says_what_is_owed(costs, client):
    visit = make_visit(costs, soon(), reached())

    client.post(link(visit, "visit-give-up"), ticked(visit))

    assert FreedTime.objects.filter(starts_at=visit.session.starts_at).count() == 1
    letter = Message.objects.get(kind="visit-cancelled")
    english, greek = (render(letter.kind, one, letter.context).body for one in ("en", "el"))
    assert "€20 is owed" in english
    assert "οφείλονται 20\xa0€" in greek
    assert "Fee for the late cancellation: €20." in render_sms(letter.kind, "en", letter.context)


def test_a_letter_of_a_free_cancellation_names_no_fee(costs, client):
    visit = make_visit(costs, soon(60), reached())

    client.post(link(visit, "visit-give-up"))

    letter = Message.objects.get(kind="visit-cancelled")
    assert "owed" not in render(letter.kind, "en", letter.context).body
    assert not LedgerEntry.objects.exists()


def test_without_the_tick_nothing_happens_and_the_page_says_why(costs, client):
    visit = make_visit(costs, soon())

    answer = client.post(link(visit, "visit-give-up"), {"version": visit.version})

    visit.refresh_from_db()
    assert (answer.status_code, visit.status) == (422, "booked")
    assert "Tick this to cancel" in answer.content.decode()
    assert "<title>Error:" in answer.content.decode()


def test_sent_twice_it_makes_one_fee_and_gives_the_first_answer(costs, client):
    visit = make_visit(costs, soon())

    answers = [client.post(link(visit, "visit-give-up"), ticked(visit)) for _ in range(2)]

    assert [one.status_code for one in answers] == [302, 302]
    assert LedgerEntry.objects.count() == FeeAgreement.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_pressed_by_many_at_once_it_makes_one_fee():
    call_command("createcachetable", verbosity=0)
    small = make_centre()
    terms(small)
    visit, barrier = make_visit(small, soon()), Barrier(6)

    def press(_number: int) -> int:
        try:
            barrier.wait(timeout=30)
            return Client().post(link(visit, "visit-give-up"), ticked(visit)).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        answers = set(pool.map(press, range(6)))

    assert 302 in answers
    assert answers <= {302, 422}
    assert LedgerEntry.objects.count() == FeeAgreement.objects.count() == 1


@pytest.mark.parametrize(
    ("version", "status"), [("", 422), ("0", 422), ("99", 422), ("x", 422), (str(10**30), 422)]
)
def test_what_was_not_as_it_was_shown_is_refused(costs, client, version, status):
    visit = make_visit(costs, soon())

    answer = client.post(link(visit, "visit-give-up"), ticked(visit, version=version))

    assert (answer.status_code, "Look at it again" in answer.content.decode()) == (status, True)
    assert not LedgerEntry.objects.exists()


def test_where_the_centre_wants_a_call_or_nothing_is_owed_one_phones(costs, client):
    for change in ({"late_online": False}, {"late_online": True, "late_cents": 0}):
        Centre.objects.update(**change)
        costs.service.refresh_from_db()
        visit = make_visit(costs, soon(), service=costs.service)

        page = client.get(link(visit)).content.decode()
        answer = client.post(link(visit, "visit-give-up"), ticked(visit))

        visit.refresh_from_db()
        assert (answer.status_code, visit.status) == (422, "booked")
        assert "It is too late to change it here. Please phone us." in page
        Visit.objects.filter(pk=visit.pk).update(status="no-show")
        visit.session.occupancies.update(live=False)


def test_moving_it_late_leads_back_to_what_can_be_done(costs, client):
    visit = make_visit(costs, soon())

    for answer in (
        client.get(link(visit, "visit-change")),
        client.post(link(visit, "visit-change")),
    ):
        assert answer["Location"] == link(visit)


def test_once_it_has_begun_it_is_not_cancelled_by_the_link(costs, client):
    visit = make_visit(costs, soon(-0.2))

    answer = client.post(link(visit, "visit-give-up"), ticked(visit))

    visit.refresh_from_db()
    assert (answer.status_code, visit.status) == (422, "booked")


@pytest.mark.parametrize("cents", [0, 1999, 2001])
def test_only_the_sum_that_was_agreed_when_it_was_booked_counts(costs, cents):
    visit = make_visit(costs, soon())
    said = {"visit_id": visit.pk, "reason": "patient, online", "version": visit.version}

    with pytest.raises(OutsideRulesError, match="outside_rules"):
        cancel_late_online(by=PUBLIC, **said, agreed=Agreed(cents, "…", "en"))

    assert not Event.objects.filter(action="ledger.fee").exists()


def test_free_after_all_it_costs_nothing(costs):
    """The desk has moved the free time meanwhile: nothing is owed by whoever agreed to it."""
    visit = make_visit(costs, soon(60))
    said = {"visit_id": visit.pk, "reason": "patient, online", "version": visit.version}

    cancel_late_online(by=PUBLIC, **said, agreed=Agreed(2000, "…", "en"))

    assert not LedgerEntry.objects.exists()


def test_the_desk_reads_what_was_ticked_and_takes_it_back_with_the_fee(costs, client, signed_in):
    visit = make_visit(costs, soon(), reached("el"))
    client.cookies["django_language"] = "el"
    client.post(link(visit, "visit-give-up"), ticked(visit))
    desk = signed_in("desk")

    page = desk.get(reverse("visit", args=[visit.pk])).content.decode()
    restored = restore_visit(by=costs.actor("desk"), visit_id=visit.pk)

    assert "Ticked by the patient online:" in page
    assert "Ακυρώνω παρ" in page
    assert FeeAgreement.objects.get().centre_terms == "Παλιά λόγια."
    assert standing_of(restored).open == 0
    with pytest.raises(DatabaseError, match="stays as it was written"), transaction.atomic():
        FeeAgreement.objects.update(words="…")


def test_the_setting_is_kept_and_is_on_by_default(costs, signed_in):
    owner, page = signed_in("owner"), reverse("settings-terms")
    assert Centre.objects.get().late_online
    shown = owner.get(page)
    sent = {"seen": shown.context["seen"], "cancel_limit_h": "24", "late_cents": "20"}

    owner.post(page, sent)

    assert not Centre.objects.get().late_online
    assert Event.objects.filter(
        action="settings.terms", at__gt=timezone.now() - timedelta(minutes=1)
    )
