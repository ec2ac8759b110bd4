"""The pages on which patients answer, and what the staff do about questions."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from ashi.apps.outcomes.links import make_link
from ashi.apps.outcomes.models import AskingLink, NoReminders, Questionnaire, Response
from tests.desk.asked import as_file, asked, questionnaire
from tests.desk.centre import make_patient, make_visit
from tests.desk.signing import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
ALL = {"NPRS-0": "6", "DRUGS7-0": "5", "NIGHTS-0": "4", "STRESS-0": "3"}


@pytest.fixture
def asking(small, patient):
    return asked(small, patient)


@pytest.fixture
def page(asking) -> str:
    return f"/questions/{make_link(asking)}"


def test_everything_is_answered_on_one_page(page, asking):
    home = Client()
    shown = home.get(page).content.decode()
    assert "Despina" in shown
    assert "Charalambous" not in shown  # who looks over a shoulder learns no name
    done = home.post(page, ALL | {"send": "1"})

    assert done.status_code == 200
    assert "Thank you" in done.content.decode()
    assert Response.objects.filter(asking=asking, submitted_at__isnull=False).count() == 4


def test_one_question_a_page_goes_on_by_itself_and_the_last_sends(page, asking):
    home = Client()
    names = [*ALL, "flags"]
    for number, name in enumerate(names, start=1):
        answer = home.post(f"{page}/{number}", {name: ALL.get(name, [])})
        if number < len(names):
            assert answer["Location"].endswith(f"/{number + 1}")
            assert home.get(f"{page}/{number}").content.decode().count("checked") == 1
    assert answer.status_code == 200
    assert Response.objects.filter(asking=asking, score__isnull=False).count() == 4
    assert home.get(f"{page}/9").status_code == 200  # answered: it says so, whatever the number


def test_what_is_kept_for_later_is_there_again(page):
    home = Client()
    home.post(page, {"NPRS-0": "7", "keep": "1"})
    quiet = home.post(page, {"STRESS-0": "2"}, headers={"Accept": "application/json"})

    assert "kept" in quiet.json()["says"]
    form = home.get(page).context["form"]
    assert (form["NPRS-0"].initial, form["STRESS-0"].initial) == ("7", "2")


def test_sent_twice_is_refused_and_the_first_stands(page, asking):
    home = Client()
    home.post(page, ALL | {"send": "1"})
    again = home.post(page, ALL | {"NPRS-0": "0", "send": "1"})

    assert again.status_code == 409
    assert "first answers stand" in again.content.decode()
    assert Response.objects.get(asking=asking, measure="NPRS").score == 6


def test_an_answer_that_is_not_on_offer_is_named(page):
    told = Client().post(page, ALL | {"NPRS-0": "11", "send": "1"})

    assert told.status_code == 422
    assert not Response.objects.exists()


def test_an_old_link_says_so_and_another_opens_nothing(page):
    AskingLink.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    old = Client().get(page)
    assert old.status_code == 410
    assert "too old" in old.content.decode()
    assert Client().post(page, ALL | {"send": "1"}).status_code == 410
    assert not Response.objects.exists()
    assert Client().get("/questions/guessed").status_code == 404


def test_a_link_opens_its_own_set_only(small, page):
    other = asked(small, make_patient("Other", "Person"))
    Client().post(page, ALL | {"send": "1"})

    assert not Response.objects.filter(asking=other).exists()


def test_the_secret_itself_is_nowhere(page):
    token = page.rsplit("/", 1)[-1]
    digest = bytes(AskingLink.objects.get().digest)
    assert token.encode() not in digest
    assert len(digest) == 32


def test_letters_can_be_stopped_from_the_page(page, patient):
    Client().post(f"{page}/quiet")
    assert NoReminders.objects.filter(patient=patient).exists()
    assert "no more letters" in Client().get(page).content.decode()


def test_it_is_greek_for_a_greek(page):
    shown = Client().get(page, headers={"Accept-Language": "el"}).content.decode()
    assert "ο πόνος σας" in shown


def test_the_desk_sees_what_waits_and_not_what_was_said(small, asking, django_assert_num_queries):
    desk = client_of(small.users["desk"])
    desk.get("/outcomes/")
    shown = desk.get("/outcomes/").content.decode()
    assert "Charalambous" in shown
    assert "paper" not in shown  # the desk may not enter what is clinical


def test_the_list_costs_the_same_for_one_and_for_many(small, asking, count_queries):
    client = client_of(small.users["maria"])
    client.get("/outcomes/")
    one = count_queries(client, "/outcomes/")
    for number in range(4):
        patient = make_patient(family=f"N{number}")
        visit = make_visit(small, timezone.now() + timedelta(hours=2 * number + 2), patient)
        asked(small, patient, visit=visit)
    assert count_queries(client, "/outcomes/") == one


def test_whoever_hands_a_device_over_is_signed_out(small, asking):
    client = client_of(small.users["desk"])
    handed = client.post(f"/outcomes/{asking.pk}/tablet")
    assert handed["Location"].startswith("/questions/")
    assert client.get("/outcomes/").status_code == 302
    done = client.post(handed["Location"], ALL | {"send": "1"})
    assert "give the tablet back" in done.content.decode()
    assert set(Response.objects.values_list("source", flat=True)) == {"tablet"}


def test_paper_is_entered_and_corrected_by_staff(small, asking):
    client = client_of(small.users["maria"])
    day = timezone.localdate().isoformat()
    missing = client.post(f"/outcomes/{asking.pk}/paper", ALL | {"answered_on": ""})
    assert missing.status_code == 422
    kept = client.post(f"/outcomes/{asking.pk}/paper", ALL | {"answered_on": day})
    assert kept.status_code == 302
    first = Response.objects.get(measure="NPRS")
    path = f"/outcomes/response/{first.pk}/correct"
    assert client.get(path).status_code == 200
    assert client.post(path, {"NPRS-0": "3", "why": ""}).status_code == 422
    assert client.post(path, {"NPRS-0": "3", "why": "misread"}).status_code == 302
    assert client.get(path).status_code == 404
    assert Response.objects.get(corrects=first).score == 3


def test_the_settings_load_a_file_and_say_what_is_wrong_with_one(small):
    client = client_of(small.users["owner"])
    assert "needs your file" in client.get("/settings/measures").content.decode()

    def load(document):
        file = SimpleUploadedFile("form.json", as_file(document), "application/json")
        return client.post("/settings/measures/PHQ9", {"file": file, "language": "en"})

    wrong = load(questionnaire(questions=8))
    assert wrong.status_code == 422
    assert "another number of questions" in wrong.content.decode()
    assert load(questionnaire()).status_code == 302
    row = Questionnaire.objects.get()
    shown = client.get("/settings/measures/PHQ9").content.decode()
    assert "version 1" in shown
    client.post(f"/settings/questionnaires/{row.pk}/end")
    row.refresh_from_db()
    assert row.ended_at
    assert client.post("/settings/measures/NDI/thresholds", {"mcid": "x"}).status_code == 422
    assert client.get("/settings/measures/NOPE").status_code == 404
