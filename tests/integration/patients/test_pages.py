"""The patients' pages: how often they ask the database, and two people at one record."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from ashi.apps.audit.models import Event
from ashi.apps.outcomes.models import NoReminders as NoLetters
from ashi.apps.patients.actions import create_patient
from ashi.apps.patients.models import Contact, ContactLink, Patient
from ashi.apps.reminders.actions import stop_reminders
from ashi.apps.reminders.models import NoReminders
from ashi.web.public.booking import PUBLIC
from tests.desk.centre import SmallCentre, make_centre, make_visit
from tests.desk.signing import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def small(settings) -> SmallCentre:
    settings.STAFF_NEED_SECOND_FACTOR = False
    call_command("createcachetable", verbosity=0)
    return make_centre()


@pytest.fixture
def client(small) -> Client:
    return client_of(small.users["desk"])


def add(small, count: int, given: str = "Despina") -> list[Patient]:
    """Make patients who are reached by phone and come once, each after the other."""
    made = []
    for _ in range(count):
        number = Patient.objects.count()
        patient = create_patient(
            by=small.actor("desk"),
            given_name=given,
            family_name=f"Georgiou{number}",
            phone=f"+3579912{number:04}",
            birth_date=date(1970, 1, 1) + timedelta(days=number),
        )
        make_visit(small, timezone.now() + timedelta(days=2 + number), patient)
        made.append(patient)
    return made


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


@pytest.mark.parametrize("address", ["/patients/", "/patients/?q=despina", "/patients/?q=9912"])
def test_thirty_hits_ask_no_oftener_than_one(small, client, address):
    add(small, 1)
    client.get(address)
    few = queries(client, address)
    add(small, 29)

    assert queries(client, address) <= few  # fewer: what is found in plenty is not sought further


@pytest.mark.parametrize(("count", "shown", "more"), [(20, 20, False), (21, 20, True)])
def test_when_more_fit_than_are_shown_it_is_said(small, client, count, shown, more):
    add(small, count)

    page = client.get("/patients/?q=despina")

    assert (len(page.context["hits"]), page.context["more"]) == (shown, more)
    assert ("more fit" in page.content.decode()) is more


def test_visits_are_turned_like_pages_and_none_is_left_out(small, client):
    [patient] = add(small, 1)
    for day in range(1, 93):
        make_visit(small, timezone.now() - timedelta(days=day), patient, status="no-show")
    made = set(patient.visits.values_list("pk", flat=True))
    page, seen = f"/patients/{patient.pk}?why=scheduling", []
    for number in range(1, 4):
        shown = client.get(f"{page}&visits={number}")
        seen += [one.pk for one in shown.context["visits"]]
        assert f"{number} / 3" in shown.content.decode()

    assert len(seen) == len(made)
    assert set(seen) == made
    assert 'href="?visits=2&amp;why=scheduling#visits"' in client.get(page).content.decode()


def test_who_a_contact_is_stands_in_the_readers_language(small, client):
    [patient] = add(small, 1)
    patient.contact_links.update(relation="parent")
    client.cookies["django_language"] = "el"

    told = client.get(f"/patients/{patient.pk}?why=scheduling").content.decode()

    assert "Γονιός" in told
    assert "Parent" not in told


def test_a_record_with_many_visits_asks_as_often_as_one_with_one(small, client):
    [patient] = add(small, 1)
    page = f"/patients/{patient.pk}?why=scheduling"
    client.get(page)
    few = queries(client, page)
    for day in range(40, 48):
        make_visit(small, timezone.now() + timedelta(days=day), patient)

    assert queries(client, page) == few


def test_asking_whether_it_is_somebody_known_costs_the_same_for_three_as_for_one(small, client):
    def asked() -> int:
        with CaptureQueriesContext(connection) as made:
            answer = client.post("/patients/new", typed(client, given_name="Eleni"))
        assert answer.status_code == 422
        return len(made)

    for family in ("Savva", "Savvas", "Sava"):
        create_patient(
            by=small.actor("desk"), given_name="Eleni", family_name=family, phone="+35799777777"
        )
        if Patient.objects.count() == 1:
            asked()
            few = asked()

    assert asked() == few


def typed(client: Client, **changed: str) -> dict[str, str]:
    """Return the form of a new patient as a browser sends it."""
    key = client.get("/patients/new").context["form"]["key"].value()
    usual = {"family_name": "Savva", "phone": "99 777777", "language": "en"}
    return {"key": str(key), "not_left_alone": "unknown", **usual, **changed}


def test_one_who_may_be_known_is_asked_about_and_made_only_when_told(small, client):
    create_patient(
        by=small.actor("desk"), given_name="Ελένη", family_name="Σάββα", phone="+35799777777"
    )
    sent = typed(client, given_name="Eleni", desk_note="comes by bus")

    asked = client.post("/patients/new", sent)

    assert asked.status_code == 422
    assert [row.given_name for row, _ in asked.context["alike"]] == ["Ελένη"]
    assert "comes by bus" in asked.content.decode()
    assert Patient.objects.count() == 1
    assert client.post("/patients/new", sent | {"anew": "on"}).status_code == 302
    assert client.post("/patients/new", sent | {"anew": "on"}).status_code == 302
    assert Patient.objects.count() == 2


def test_who_saves_second_sees_what_the_first_stored_and_loses_nothing(small, client):
    [patient] = add(small, 1)
    page = f"/patients/{patient.pk}/edit"
    first, second = (form_of(client, page) for _ in range(2))
    assert client.post(page, first | {"desk_note": "rings twice"}).status_code == 302

    crossed = client.post(page, second | {"desk_note": "second floor"})

    shown = crossed.content.decode()
    assert crossed.status_code == 422
    assert "rings twice" in shown
    assert "second floor" in shown
    assert Patient.objects.get().desk_note == "rings twice"
    again = second | {"desk_note": "second floor", "version": str(Patient.objects.get().version)}
    assert client.post(page, again).status_code == 302
    assert Patient.objects.get().desk_note == "second floor"


def form_of(client: Client, page: str) -> dict[str, str]:
    """Return what an edit page holds."""
    context = client.get(page).context
    form = context["form"]
    values = {one.name: one.value() for one in form if one.value() not in (None, [], "")}
    return values | {"version": str(context["patient"].version)}


def test_a_record_is_put_away_found_there_and_brought_back(small, client):
    [patient] = add(small, 1)
    client.post(f"/patients/{patient.pk}/archive")
    assert [one.patient.pk for one in client.get("/patients/?q=georgiou").context["hits"]] == []
    found = client.get("/patients/?q=georgiou&archived=1").context["hits"]
    assert [one.patient.pk for one in found] == [patient.pk]

    client.post(f"/patients/{patient.pk}/archive")

    assert client.get("/patients/?q=georgiou").context["hits"]


def letters_page(patient) -> str:
    return reverse("patient-reminders", args=[patient.pk])


def test_the_desk_sees_who_wants_no_reminders_and_takes_it_back_at_their_wish(small, client):
    [patient] = add(small, 1)
    link = patient.contact_links.get()
    stop_reminders(by=PUBLIC, contact=link.contact)
    assert "no reminders of visits since" in client.get(f"/patients/{patient.pk}").content.decode()

    of = {"of": f"visits-{link.pk}", "want": "yes"}
    refused = client.post(letters_page(patient), of | {"reason": " "})
    kept = client.post(letters_page(patient), of | {"reason": "asked by phone"})

    assert (refused.status_code, kept.status_code) == (422, 302)
    assert not NoReminders.objects.exists()
    event = Event.objects.get(action="visit-reminders.again")
    assert (event.reason, event.patient_id, event.actor_id) == (
        "asked by phone",
        patient.pk,
        small.users["desk"].pk,
    )
    text = client.get(f"/patients/{patient.pk}").content.decode()
    assert "no reminders of visits since" not in text


def test_the_desk_notes_that_somebody_wants_no_letters_and_a_second_press_changes_nothing(
    small, client
):
    [patient] = add(small, 1)
    sent = {"of": "questions", "want": "no", "reason": "said so at the desk"}

    client.post(letters_page(patient), sent)
    client.post(letters_page(patient), sent)

    assert NoLetters.objects.filter(patient=patient).count() == 1
    assert Event.objects.filter(action="reminders.stop", patient_id=patient.pk).count() == 1
    assert (
        "no letters about questions since"
        in client.get(letters_page(patient).rsplit("/", 1)[0]).content.decode()
    )


@pytest.mark.parametrize("of", ["visits-999999", "other", ""])
def test_letters_of_somebody_else_are_not_changed(small, client, of):
    [patient, other] = add(small, 2)
    theirs = f"visits-{other.contact_links.get().pk}"

    for key in (of, theirs):
        sent = {"of": key, "want": "no", "reason": "no"}
        assert client.post(letters_page(patient), sent).status_code == 422
    assert not NoReminders.objects.exists()


def test_a_page_of_letters_asks_as_often_for_three_contacts_as_for_one(small, client):
    [patient] = add(small, 1)
    letters_page(patient)
    client.get(letters_page(patient))
    one = queries(client, letters_page(patient))
    for number in (1, 2):
        contact = Contact.objects.create(name=f"Speaks {number}", email=f"s{number}@example.com")
        ContactLink.objects.create(patient=patient, contact=contact, relation="parent")

    assert queries(client, letters_page(patient)) == one
