"""Online booking as a browser without scripts does it, step by step."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from ashi.apps.bookings.links import manage_token
from ashi.apps.bookings.models import Visit
from ashi.apps.messages.models import Message
from ashi.apps.patients.models import Patient
from tests.desk.centre import SmallCentre, make_centre, make_patient, make_visit
from tests.integration.bookings.diary import faults_of_the_diary

pytestmark = pytest.mark.slow
TIMES = "/book/acu-60/"
DETAILS = {
    "given_name": "Γιώργος",
    "family_name": "Παύλου",
    "email": "giorgos@example.com",
    "phone": "99123456",
    "birth_date": "14/3/1979",
    "language": "el",
    "note": "Second floor is fine",
    "terms": "on",
}


@pytest.fixture
def small(db) -> SmallCentre:
    call_command("createcachetable", verbosity=0)
    return make_centre()


def offered(client: Client) -> list[str]:
    """Return the starts that the page offers, but the first: in a moment it may be too soon."""
    parts = client.get(TIMES).context["parts"]
    return [one.start.isoformat() for _, openings in parts for one, _ in openings][1:]


def hold(client: Client, start: str, **more: str):
    """Press the button under a time."""
    return client.post(TIMES, {"start": start, "key": "a" * 32, **more})


def code_of(message: Message) -> str:
    return message.context["code"]


def book(client: Client) -> Visit:
    """Go all the way."""
    at = hold(client, offered(client)[-1])["Location"]
    sent = client.post(at, DETAILS)
    code = code_of(Message.objects.filter(kind="booking-code").latest("pk"))
    client.post(sent["Location"], {"code": code})
    return Visit.objects.select_related("session", "patient").get(status="booked")


def test_a_visit_is_held_proved_and_booked(small):
    client = Client()

    visit = book(client)

    patient = visit.patient
    assert (patient.full_name, patient.language) == ("Γιώργος Παύλου", "el")
    assert (visit.channel, visit.terms_version, visit.form_missing) == ("online", 1, True)
    assert visit.note == DETAILS["note"]
    kinds = list(Message.objects.order_by("pk").values_list("kind", "to"))
    assert kinds == [
        ("booking-code", "giorgos@example.com"),
        ("visit-booked", "giorgos@example.com"),
    ]
    assert client.get(f"/booking/{visit.uuid}/done").status_code == 200
    assert faults_of_the_diary() == []


def test_what_is_missing_is_asked_beside_the_field_and_nothing_typed_is_lost(small):
    client = Client()
    at = hold(client, offered(client)[0])["Location"]

    answer = client.post(at, DETAILS | {"email": "no address", "terms": ""})

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"email", "terms"}
    assert 'value="Γιώργος"' in answer.content.decode()
    assert answer.content.decode().count("<title>Error:") == 1
    assert not Message.objects.exists()


@pytest.mark.parametrize(
    "name", ["\x00Nul", "x" * 81, "", "   "], ids=["nul", "long", "empty", "blank"]
)
def test_a_name_that_cannot_be_kept_is_refused(small, name):
    client = Client()
    at = hold(client, offered(client)[0])["Location"]

    answer = client.post(at, DETAILS | {"given_name": name})

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["given_name"]


def test_html_emoji_and_right_to_left_names_are_kept_as_typed_and_shown_as_text(small):
    client = Client()
    at = hold(client, offered(client)[-1])["Location"]
    name = "<b>ليلى</b> 🙂"

    sent = client.post(at, DETAILS | {"given_name": name})
    client.post(sent["Location"], {"code": code_of(Message.objects.get())})

    assert Patient.objects.get().given_name == name


def test_a_wrong_code_is_refused_and_after_five_the_right_one_too(small):
    client = Client()
    at = hold(client, offered(client)[-1])["Location"]
    page = client.post(at, DETAILS)["Location"]
    right = code_of(Message.objects.get())
    wrong = "000000" if right != "000000" else "111111"

    answers = [client.post(page, {"code": wrong}).status_code for _ in range(5)]
    late = client.post(page, {"code": right})

    assert (answers, late.status_code) == ([422] * 5, 422)
    assert not Visit.objects.filter(status="booked").exists()


def test_somebody_else_cannot_open_what_this_browser_holds(small):
    client = Client()
    at = hold(client, offered(client)[0])["Location"]

    assert Client().get(at).status_code == 404
    assert Client().post(at, DETAILS).status_code == 404


@pytest.mark.parametrize(
    "start", ["", "yesterday", "2026-01-01T10:00", "2020-01-01T10:00:00+00:00"]
)
def test_a_start_that_is_no_free_time_is_refused(small, start):
    answer = hold(Client(), start)

    assert answer.status_code == 422
    assert not Visit.objects.exists()


def test_a_time_off_the_grain_at_night_or_that_has_passed_meanwhile_is_refused(small):
    good = datetime.fromisoformat(offered(Client())[-1])
    night = good.astimezone(ZoneInfo(small.centre.zone)).replace(hour=2, minute=0)
    for start in (good + timedelta(minutes=1), night, timezone.now() - timedelta(minutes=5)):
        assert hold(Client(), start.isoformat()).status_code == 422, start
    assert not Visit.objects.exists()


@pytest.mark.parametrize("lead_min", [0, 240, 3 * 1440])
def test_nothing_is_offered_in_the_past_inside_the_lead_time_or_beyond_the_horizon(small, lead_min):
    small.centre.lead_min, small.centre.horizon_days = lead_min, 5
    small.centre.save()
    client = Client()
    first = client.get(TIMES)
    days = set(re.findall(r"day=([0-9-]{10})", first.content.decode()))
    pages = [first, *(client.get(TIMES, {"day": one}) for one in sorted(days))]
    begun = timezone.now()

    starts = [one.start for page in pages for _, found in page.context["parts"] for one, _ in found]

    assert starts
    assert min(starts) >= begun + timedelta(minutes=lead_min - 1)
    assert max(starts) <= begun + timedelta(days=6)


def test_codes_are_throttled_by_address(small):
    client = Client()
    at = hold(client, offered(client)[0])["Location"]

    answers = [client.post(at, DETAILS).status_code for _ in range(6)]

    assert answers == [302] * 5 + [422]


def test_a_known_person_is_found_again_and_a_spouse_is_another(small):
    first, second = Client(), Client()
    book(first)
    starts = offered(second)
    at = second.post(TIMES, {"start": starts[-9], "key": "b" * 32})["Location"]
    sent = second.post(at, DETAILS | {"given_name": "Ελένη"})
    second.post(
        sent["Location"],
        {"code": code_of(Message.objects.filter(kind="booking-code").latest("pk"))},
    )

    names = sorted(Patient.objects.values_list("given_name", flat=True))
    assert names == ["Γιώργος", "Ελένη"]


def test_the_link_shows_changes_and_cancels_one_visit(small):
    visit = book(Client())
    token = manage_token(visit)
    anybody = Client()

    assert anybody.get(f"/visit/{token}").status_code == 200
    assert anybody.get(f"/visit/{token[:-1]}x").status_code == 404
    calendar = anybody.get(f"/visit/{token}/calendar").content.decode()
    assert f"UID:{visit.uuid}@ashi" in calendar
    late = anybody.post(f"/visit/{token}/cancel")
    if visit.session.starts_at - timezone.now() > timedelta(hours=24):
        visit.refresh_from_db()
        assert (late.status_code, visit.status) == (302, "cancelled")


def test_the_link_tells_who_finds_it_nothing_of_the_patient(small):
    """It says when and where one comes; not who, how they are reached, or what they wrote."""
    visit = book(Client())
    make_known(small, visit)
    link, anybody = f"/visit/{manage_token(visit)}", Client()

    told = [
        anybody.get(one).content.decode()
        for one in (link, f"{link}/change", f"{link}/calendar", f"{link[:-1]}x")
    ]

    assert [text for text in told[:2] if "<h1" not in text] == []
    for private in ("Παύλου", "giorgos@example.com", "99123456", "1979", "rings twice", "Maria K"):
        assert [private for text in told if private in text] == []


def make_known(small: SmallCentre, visit: Visit) -> None:
    """Let the desk know more of the patient, and another patient come the same day."""
    Patient.objects.filter(pk=visit.patient_id).update(desk_note="rings twice")
    make_visit(small, visit.session.starts_at - timedelta(hours=3), make_patient("Maria", "K"))


def test_after_the_centres_limit_the_link_says_to_phone(small):
    small.centre.cancel_limit_h = 24 * 365
    small.centre.save()
    visit = book(Client())

    answer = Client().post(f"/visit/{manage_token(visit)}/cancel")

    visit.refresh_from_db()
    assert (answer.status_code, visit.status) == (422, "booked")


def test_a_first_visit_that_is_to_be_approved_ends_as_a_request(small):
    small.service.approves_first = True
    small.service.save()
    client = Client()
    at = hold(client, offered(client)[-1])["Location"]
    sent = client.post(at, DETAILS)
    code = code_of(Message.objects.filter(kind="booking-code").latest("pk"))

    done = client.post(sent["Location"], {"code": code}, follow=True)

    visit = Visit.objects.get()
    assert visit.awaits_approval
    assert "We have your request" in done.content.decode()
    assert client.get(at)["Location"].endswith("/done")


def test_a_service_for_known_patients_tells_a_new_one_and_makes_no_record(small):
    small.service.for_new_patients = False
    small.service.save()
    client = Client()
    assert "For patients who have been here" in client.get("/book/").content.decode()
    at = hold(client, offered(client)[-1])["Location"]
    sent = client.post(at, DETAILS)
    code = code_of(Message.objects.filter(kind="booking-code").latest("pk"))

    refused = client.post(sent["Location"], {"code": code})

    assert refused.status_code == 422
    assert "New patients are booked by phone." in refused.content.decode()
    assert not Patient.objects.exists()


def test_a_hidden_service_cannot_be_booked(small):
    small.service.bookable_online = False
    small.service.save()

    assert Client().get(TIMES).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_of_many_browsers_for_one_time_one_holds_it_and_the_others_are_shown_more():
    call_command("createcachetable", verbosity=0)
    small = make_centre()
    start = offered(Client())[-1]
    maria, barrier = str(small.people["maria"].pk), Barrier(12)

    def press(number: int) -> int:
        try:
            barrier.wait(timeout=30)
            return hold(Client(), start, **{"with": maria, "key": f"{number:032d}"}).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(12) as pool:
        answers = sorted(pool.map(press, range(12)))

    assert answers == [302] + [422] * 11
    assert faults_of_the_diary() == []


def test_who_comes_second_sees_the_nearest_times_and_takes_one_of_them(small):
    start, maria = offered(Client())[-1], str(small.people["maria"].pk)
    second = Client()
    hold(Client(), start, **{"with": maria})

    answer = hold(second, start, **{"with": maria, "key": "b" * 32})
    others = [one.start.isoformat() for one, _ in answer.context["nearest"]]

    assert answer.status_code == 422
    assert start not in others
    assert others == sorted(others)
    assert len(others) == 5
    taken = hold(second, others[0], **{"with": maria, "key": answer.context["key"]})
    assert taken.status_code == 302
    assert faults_of_the_diary() == []


@pytest.mark.parametrize("server", ["Pacific/Auckland", "America/Los_Angeles"])
def test_times_are_the_centres_whatever_the_zone_of_the_server(small, settings, server):
    small.centre.zone = "Asia/Nicosia"
    small.centre.save()
    here, usual = settings.TIME_ZONE, offered(Client())
    settings.TIME_ZONE = server
    there = offered(Client())
    settings.TIME_ZONE = here

    # A moment later one may be too soon, and the next ones stand at other minutes.
    assert set(there) <= set(usual) | set(offered(Client()))
    last = datetime.fromisoformat(usual[-1]).astimezone(ZoneInfo("Asia/Nicosia"))
    settings.TIME_ZONE = server
    assert f"{last:%H:%M}" in shown_clocks(Client())


def shown_clocks(client: Client) -> list[str]:
    """Return the times that stand on the page."""
    return re.findall(r"\b\d\d:\d\d\b", client.get(TIMES).content.decode())


def test_who_comes_finds_the_way_by_a_map_that_is_told_nothing_but_the_address(small):
    small.centre.address = "12 Ledra Lane, Nicosia & around"
    small.centre.save()
    visit = book(Client())
    page = Client().get(f"/visit/{manage_token(visit)}").content.decode()
    (way,) = re.findall(r'<a [^>]*href="(https://www\.openstreetmap\.org[^"]*)"[^>]*>', page)

    assert way.endswith("?query=12%20Ledra%20Lane%2C%20Nicosia%20%26%20around")
    assert "noreferrer" in page.split(way)[0].rsplit("<a ", 1)[1]
