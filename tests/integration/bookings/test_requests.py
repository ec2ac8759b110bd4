"""First visits booked online: who may, what waits for an answer, what lapses, what lacks forms."""

from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from ashi.apps.accounts.errors import NotAllowedError
from ashi.apps.accounts.roles import Role
from ashi.apps.audit.actor import SYSTEM, Actor, Source
from ashi.apps.audit.models import Event
from ashi.apps.billing.absences import cancel_visit
from ashi.apps.billing.models import LedgerEntry
from ashi.apps.bookings.actions.holding import (
    confirm_visit,
    hold_visit,
    release_hold,
    retire_expired,
)
from ashi.apps.bookings.actions.requesting import (
    approve_visit,
    decline_visit,
    forms_came,
    keep_without_forms,
    tell_forms_missing,
)
from ashi.apps.bookings.errors import (
    HoldExpiredError,
    OutsideRulesError,
    SlotTakenError,
    VisitNotOpenError,
)
from ashi.apps.bookings.links import manage_token
from ashi.apps.bookings.models import Occupancy, Visit
from ashi.apps.bookings.requests import count_waiting, requests_of, without_forms
from ashi.apps.centres.models import Service
from ashi.apps.messages.models import Message
from ashi.apps.patients.models import Contact, ContactLink
from tests.desk.centre import make_patient, make_visit
from tests.desk.signing import client_of
from tests.integration.bookings.conftest import at, nicosia
from tests.integration.bookings.diary import faults_of_the_diary
from tests.integration.bookings.test_races import together

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
PUBLIC = Actor(role=Role.PUBLIC, source=Source.PUBLIC)


def rules(small, **columns):
    """Let the service be booked years ahead, by these rules."""
    small.centre.horizon_days = 9000
    small.centre.save()
    Service.objects.filter(pk=small.service.pk).update(**columns)
    small.service.refresh_from_db()
    return small


@pytest.fixture
def asks(small):
    return rules(small, approves_first=True)


def newcomer(name: str = "Nefeli", language: str = "el"):
    patient = make_patient(name, "Neou", language=language)
    contact = Contact.objects.create(email=f"{name.lower()}@example.com", name=name)
    ContactLink.objects.create(patient=patient, contact=contact, gets_messages=True)
    return patient


def asked_for(small, start=None, patient=None) -> Visit:
    """Return a first visit that was held and asked for."""
    held = hold_visit(by=PUBLIC, service=small.service, starts_at=start or at(10))
    who = patient or newcomer()
    return confirm_visit(by=PUBLIC, visit_id=held.pk, patient=who, form_missing=True)


def run_out(visit: Visit) -> None:
    past = timezone.now() - timedelta(seconds=1)
    Visit.objects.filter(pk=visit.pk).update(hold_expires_at=past)
    Occupancy.objects.filter(session=visit.session, expires_at__isnull=False).update(
        expires_at=past
    )


def kinds() -> list[str]:
    return list(Message.objects.order_by("pk").values_list("kind", flat=True))


def test_a_first_visit_is_a_request_that_keeps_its_time_until_a_day_before(asks):
    visit = asked_for(asks)

    assert (visit.status, visit.awaits_approval, visit.hold_expires_at) == (
        "held",
        True,
        at(10, day=5),
    )
    assert set(Occupancy.objects.filter(live=True).values_list("expires_at", flat=True)) == {
        at(10, day=5)
    }
    assert kinds() == ["visit-asked"]
    assert [one.pk for one in requests_of(asks.centre, timezone.now())] == [visit.pk]
    roles = dict(visit.session.roles.values_list("key", "resource_id"))
    with pytest.raises(SlotTakenError):
        hold_visit(by=PUBLIC, service=asks.service, starts_at=at(10), roles=roles)
    assert faults_of_the_diary() == []


def test_the_same_confirmation_twice_is_one_request_and_nobody_else_gets_it(asks):
    patient = newcomer()
    visit = asked_for(asks, patient=patient)

    again = confirm_visit(by=PUBLIC, visit_id=visit.pk, patient=patient)
    release_hold(by=PUBLIC, visit_id=visit.pk)
    with pytest.raises(VisitNotOpenError):
        confirm_visit(by=PUBLIC, visit_id=visit.pk, patient=newcomer("Other"))

    again.refresh_from_db()
    assert (again.awaits_approval, kinds()) == (True, ["visit-asked"])


def test_the_desk_books_it_and_the_time_is_kept_for_good(asks):
    visit = asked_for(asks)

    booked = approve_visit(by=asks.actor("desk"), visit_id=visit.pk)

    assert (booked.status, booked.hold_expires_at) == ("booked", None)
    assert not Occupancy.objects.filter(live=True, expires_at__isnull=False).exists()
    assert kinds() == ["visit-asked", "visit-booked"]
    assert Event.objects.filter(action="visit.approve").count() == 1
    assert count_waiting(asks.centre, timezone.now()) == 0
    with pytest.raises(VisitNotOpenError):
        decline_visit(by=asks.actor("desk"), visit_id=visit.pk, reason="full")
    assert faults_of_the_diary() == []


def test_it_is_declined_with_a_reason_in_the_patients_language_and_the_time_is_free(asks):
    visit = asked_for(asks)

    decline_visit(by=asks.actor("desk"), visit_id=visit.pk, reason="elsewhere", words="Dr A")

    visit.refresh_from_db()
    told = Message.objects.get(kind="visit-declined")
    assert (visit.status, visit.cancel_reason) == ("cancelled", "declined:elsewhere")
    assert (told.language, told.context["words"]) == ("el", "Dr A")
    assert not Occupancy.objects.filter(live=True).exists()
    assert not LedgerEntry.objects.exists()


def test_what_nobody_answers_lapses_and_is_told_once(asks):
    visit = asked_for(asks)
    run_out(visit)

    assert (retire_expired(by=SYSTEM), retire_expired(by=SYSTEM)) == (1, 0)

    visit.refresh_from_db()
    assert (visit.status, kinds()) == ("expired", ["visit-asked", "visit-lapsed"])
    assert not Occupancy.objects.filter(live=True).exists()
    for act in (
        lambda: approve_visit(by=asks.actor("desk"), visit_id=visit.pk),
        lambda: confirm_visit(by=PUBLIC, visit_id=visit.pk, patient=visit.patient),
    ):
        with pytest.raises(VisitNotOpenError):
            act()


def test_another_booking_that_takes_a_lapsed_time_has_it_told_too(asks):
    visit = asked_for(asks)
    roles = dict(visit.session.roles.values_list("key", "resource_id"))
    run_out(visit)

    second = hold_visit(by=PUBLIC, service=asks.service, starts_at=at(10), roles=roles)

    visit.refresh_from_db()
    assert (visit.status, second.status, kinds()[-1]) == ("expired", "held", "visit-lapsed")


def test_the_patient_withdraws_a_request_at_any_time_and_owes_nothing(asks):
    asks.centre.late_cents, asks.centre.cancel_limit_h = 2000, 336
    asks.centre.save()
    asks.service.refresh_from_db()
    visit = asked_for(asks)

    cancel_visit(by=PUBLIC, visit_id=visit.pk, reason="patient, online")

    visit.refresh_from_db()
    assert (visit.status, LedgerEntry.objects.count()) == ("cancelled", 0)


def test_who_has_been_here_books_at_once_and_gives_no_deposit(asks):
    asks.centre.deposit_cents = 1500
    asks.centre.save()
    asks.service.refresh_from_db()
    known, imported = newcomer("Known"), newcomer("Imported")
    make_visit(asks, at(14), known, room=None, therapist=None)  # by the desk: somebody met them
    imported.external_ref = "old-17"
    imported.save()

    visits = [asked_for(asks, at(8, day=7 + day), who) for day, who in enumerate((known, imported))]

    assert [(one.status, one.deposit_cents) for one in visits] == [("booked", 0)] * 2
    assert asked_for(asks, at(8, day=10)).deposit_cents == 1500


def test_an_earlier_online_booking_alone_does_not_make_one_known(small):
    rules(small)
    patient = newcomer()
    asked_for(small, at(10), patient)
    rules(small, approves_first=True)

    assert asked_for(small, at(10, day=8), patient).awaits_approval


@pytest.mark.parametrize(("service", "centre"), [(False, True), (True, False)])
def test_a_service_for_known_patients_refuses_others_and_nothing_is_kept(small, service, centre):
    rules(small, for_new_patients=service)
    small.centre.takes_new_online = centre
    small.centre.save()

    with pytest.raises(OutsideRulesError) as refused:
        asked_for(small)

    assert refused.value.fields["rule"] == "new"
    assert list(Visit.objects.values_list("status", "patient")) == [("held", None)]


def test_forms_first_is_confirmed_once_they_came(small):
    rules(small, forms_first=True, forms_h=48)
    visit = asked_for(small)
    assert (visit.status, visit.forms_due_at, kinds()) == ("booked", at(10, day=4), ["visit-forms"])

    forms_came(by=PUBLIC, visit=visit)
    forms_came(by=PUBLIC, visit=visit)

    visit.refresh_from_db()
    assert (visit.form_missing, visit.forms_due_at) == (False, None)
    assert kinds() == ["visit-forms", "visit-booked"]


def test_forms_that_lack_are_told_once_listed_and_nothing_is_dropped(small):
    rules(small, forms_first=True)
    visit = asked_for(small)
    assert count_waiting(small.centre, timezone.now()) == 0
    Visit.objects.filter(pk=visit.pk).update(forms_due_at=timezone.now() - timedelta(minutes=1))
    now = timezone.now()

    assert (tell_forms_missing(now=now), tell_forms_missing(now=now)) == (1, 0)

    assert (count_waiting(small.centre, now), without_forms(small.centre, now)) == (1, [visit])
    assert kinds() == ["visit-forms", "forms-missing"]
    with pytest.raises(NotAllowedError):
        keep_without_forms(by=small.actor("sofia"), visit_id=visit.pk)
    keep_without_forms(by=small.actor("desk"), visit_id=visit.pk)
    visit.refresh_from_db()
    assert (visit.status, visit.forms_due_at, kinds()[-1]) == ("booked", None, "visit-booked")


def test_an_approved_request_waits_for_forms_that_have_not_come(small):
    rules(small, approves_first=True, forms_first=True)
    visit = asked_for(small)

    booked = approve_visit(by=small.actor("desk"), visit_id=visit.pk)

    assert (booked.forms_due_at, kinds()[-1]) == (at(10, day=5), "visit-forms")


def test_answers_that_came_with_the_request_are_not_asked_for_again(small):
    rules(small, approves_first=True, forms_first=True)
    visit = asked_for(small)
    forms_came(by=PUBLIC, visit=visit)

    booked = approve_visit(by=small.actor("desk"), visit_id=visit.pk)

    assert (booked.forms_due_at, kinds()[-1]) == (None, "visit-booked")


def test_another_centre_answers_nothing(asks):
    visit, other = asked_for(asks), nicosia("other")

    with pytest.raises(NotAllowedError):
        approve_visit(by=other.actor("desk"), visit_id=visit.pk)


@pytest.fixture
def desk_client(asks, settings):
    settings.STAFF_NEED_SECOND_FACTOR = False
    return client_of(asks.users["desk"])


def test_the_desk_does_it_on_the_page(asks, desk_client):
    first, second = asked_for(asks), asked_for(asks, at(10, day=8), newcomer("Second"))
    page = desk_client.get(reverse("requests")).content.decode()
    count = desk_client.get(reverse("request-count")).content.decode()
    wrong = desk_client.post(reverse("request-decline", args=[first.pk]), {"reason": "no"})
    desk_client.post(reverse("request-decline", args=[first.pk]), {"reason": "full"})
    desk_client.post(reverse("request-approve", args=[second.pk]))

    assert ("Nefeli Neou" in page, "2 requests wait" in count) == (True, True)
    assert wrong.status_code == 422
    assert list(Visit.objects.order_by("pk").values_list("status", flat=True)) == [
        "cancelled",
        "booked",
    ]


def test_the_page_takes_as_many_queries_for_three_as_for_one(asks, desk_client):
    counts = []
    for days in ((8,), (9, 10)):
        for day in days:
            asked_for(asks, at(10, day=day), newcomer(f"N{day}"))
        desk_client.get(reverse("requests"))
        with CaptureQueriesContext(connection) as queries:
            desk_client.get(reverse("requests"))
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_the_patient_reads_what_stands_in_both_languages(asks, client):
    visit = asked_for(asks)
    link = reverse("visit-manage", args=[manage_token(visit)])

    english = client.get(link).content.decode()
    note = client.get(reverse("book")).content.decode()
    decline_visit(by=asks.actor("desk"), visit_id=visit.pk, reason="phone")
    client.cookies["django_language"] = "el"
    greek = client.get(link).content.decode()

    assert "we answer until Sunday 5 May, 10:00 at the latest" in english
    assert "Withdraw this request" in english
    assert "A first visit is a request" in note
    assert "Θα θέλαμε πρώτα να μιλήσουμε μαζί σας." in greek


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_", range(4))
def test_of_an_answer_and_the_clock_one_counts(round_):
    small = rules(nicosia(), approves_first=True)
    visit, desk = asked_for(small), small.actor("desk")
    run_out(visit)

    acts = [
        lambda: approve_visit(by=desk, visit_id=visit.pk),
        lambda: retire_expired(by=SYSTEM),
        lambda: decline_visit(by=desk, visit_id=visit.pk, reason="full"),
        lambda: approve_visit(by=desk, visit_id=visit.pk),
    ]
    together(4, lambda number: acts[(number + round_) % 4]())

    visit.refresh_from_db()
    told = {"booked": "visit-booked", "expired": "visit-lapsed", "cancelled": "visit-declined"}
    assert kinds() == ["visit-asked", told[visit.status]]
    assert Occupancy.objects.filter(live=True).exists() == (visit.status == "booked")
    assert faults_of_the_diary() == []


@pytest.mark.django_db(transaction=True)
def test_of_two_who_want_one_time_one_has_it():
    small = rules(nicosia(), approves_first=True)
    roles = {"therapist": small.people["maria"].pk, "room": small.rooms["Room 1"].pk}
    held = []
    for _ in range(6):  # each ran out before the next came
        held.append(hold_visit(by=PUBLIC, service=small.service, starts_at=at(10), roles=roles))
        run_out(held[-1])
    patients = [newcomer(f"P{number}") for number in range(6)]

    answers = together(
        6, lambda n: confirm_visit(by=PUBLIC, visit_id=held[n].pk, patient=patients[n])
    )

    assert Counter(type(one) for one in answers) == {Visit: 1, HoldExpiredError: 5}
    [winner] = [one for one in answers if isinstance(one, Visit)]
    approve_visit(by=small.actor("desk"), visit_id=winner.pk)
    assert Visit.objects.filter(status="booked").count() == 1
    assert faults_of_the_diary() == []


@pytest.mark.django_db(transaction=True)
def test_cancelled_twice_at_once_costs_once():
    small = nicosia()
    small.centre.late_cents, small.centre.cancel_limit_h = 2000, 336
    small.centre.save()
    small.service.refresh_from_db()
    visit = make_visit(small, timezone.now() + timedelta(hours=30))

    answers = together(
        6,
        lambda _n: cancel_visit(by=small.actor("desk"), visit_id=visit.pk, reason="patient"),
    )

    assert Counter(type(one) for one in answers) == {Visit: 1, VisitNotOpenError: 5}
    assert list(LedgerEntry.objects.values_list("cents", flat=True)) == [2000]
