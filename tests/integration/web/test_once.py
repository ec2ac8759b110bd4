"""The same form a second time: what it did stands, what was answered is answered again."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from psycopg.errors import DeadlockDetected

from ashi.apps.accounts.actions import KEPT_FOR, forget_answers
from ashi.apps.accounts.models import Answered
from ashi.apps.accounts.tasks import forget_old_answers
from ashi.apps.centres.models import Closure
from ashi.apps.documents.models import Document
from ashi.apps.feed.models import FeedLink
from ashi.apps.messages.models import Message
from ashi.web.once import once
from tests.desk.centre import make_centre, make_visit
from tests.desk.files import photograph
from tests.desk.signing import client_of
from tests.integration.bookings.test_races import together
from tests.integration.web.forms_shown import forms_of
from tests.integration.web.sent import WHO

pytestmark = pytest.mark.slow
CLOSURES = "/settings/closures"
CLOSED = {"name": "Painting", "name_el": "", "start": "2027-06-01T10:00", "end": "2027-06-01T11:00"}


def proof(client: Client, page: str = CLOSURES) -> dict[str, str]:
    """Return what a form of this page proves its origin with, as the page is shown now."""
    shown = forms_of(client.get(page).content.decode(), page)
    return {"csrfmiddlewaretoken": shown[0].controls["csrfmiddlewaretoken"].value}


@pytest.fixture
def owner(small) -> Client:
    return client_of(small.users["owner"])


@pytest.mark.parametrize("lost", [True, False], ids=["answer lost", "pressed twice"])
def test_the_second_time_nothing_is_written_and_the_answer_is_the_first_with_a_word(owner, lost):
    form = CLOSED | proof(owner)
    first = owner.post(CLOSURES, form)
    told = [str(one) for one in get_messages(first.wsgi_request)]
    if lost:
        owner.cookies.pop("messages")

    second = owner.post(CLOSURES, form)

    assert (second.status_code, second["Location"]) == (302, first["Location"])
    assert Closure.objects.count() == 1
    assert [str(one) for one in get_messages(second.wsgi_request)] == [
        *told,
        "This was sent twice and counts once.",
    ]


def test_who_is_shown_the_form_anew_may_do_the_same_again(owner):
    owner.post(CLOSURES, CLOSED | proof(owner))

    owner.post(CLOSURES, CLOSED | proof(owner))

    assert Closure.objects.count() == 2


def test_another_person_is_not_told_what_the_first_was(owner, small):
    form = CLOSED | proof(owner)
    owner.post(CLOSURES, form)

    answer = client_of(small.users["student"]).post(CLOSURES, form)

    assert answer.status_code == 404


def test_what_was_refused_is_looked_at_again(owner):
    form = CLOSED | proof(owner)
    wrong = form | {"end": "2027-05-01T10:00"}

    assert [owner.post(CLOSURES, wrong).status_code for _ in range(2)] == [422, 422]
    assert not Answered.objects.exists()
    assert owner.post(CLOSURES, form).status_code == 302


def test_what_a_script_sends_is_its_own_affair(owner):
    form, by_script = CLOSED | proof(owner), {"headers": {"Sec-Fetch-Mode": "cors"}}

    for _ in range(2):
        owner.post(CLOSURES, form, **by_script)

    assert Closure.objects.count() == 2
    assert not Answered.objects.exists()


def test_another_file_in_the_same_form_is_another_form(owner, small):
    patient = make_visit(small, timezone.now() + timedelta(days=1)).patient
    page = f"/documents/{patient.pk}/add"
    form = proof(owner, page) | {"title": "Letter", "kind": "letter", "dated": "2026-05-01"}
    files = [photograph(), photograph(), photograph(size=(80, 40))]

    for file in files:
        sent = SimpleUploadedFile("letter.jpg", file, content_type="image/jpeg")
        assert owner.post(page, form | {"file": sent}).status_code == 302

    assert Document.objects.count() == 2


def test_a_link_that_is_shown_once_is_shown_to_who_sends_the_same_and_lies_nowhere(owner, small):
    whose = small.people["maria"].pk
    form = proof(owner, "/feeds/")

    pages = [owner.post(f"/feeds/{whose}/make", form).content for _ in range(2)]

    assert pages[0] == pages[1]
    assert FeedLink.objects.count() == 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT a::text, convert_from(answer, 'latin1') FROM accounts_answered a")
        kept = "".join(cursor.fetchone())
    assert "feed" not in kept
    assert form["csrfmiddlewaretoken"] not in kept


def test_a_browser_that_never_heard_of_its_session_is_given_it_again(small, settings):
    page = f"/book/{small.service.slug}/wait"
    first = Client()
    form = WHO | proof(first, page) | {"key": uuid4().hex}
    browser = Client()

    browser.post(page, form)
    browser.cookies.pop(settings.SESSION_COOKIE_NAME)  # the answer was lost
    answer = browser.post(page, form, follow=True)

    assert (answer.status_code, answer.request["PATH_INFO"]) == (200, "/book/wait/code")
    assert Message.objects.count() == 1


def test_a_cookie_of_the_answer_comes_with_it_again(owner):
    form = {"name": "Tablet A"} | proof(owner, "/team/tablets/enrol")

    answers = [owner.post("/team/tablets/enrol", form) for _ in range(2)]

    given = [{name: one.OutputString() for name, one in a.cookies.items()} for a in answers]
    kept = given[0].keys() - {"messages", "sessionid", "csrftoken"}
    assert kept
    assert {name: given[1][name] for name in kept} == {name: given[0][name] for name in kept}


def test_after_a_day_it_is_forgotten(owner):
    owner.post(CLOSURES, CLOSED | proof(owner))
    now = timezone.now()

    assert forget_answers(now=now + KEPT_FOR - timedelta(minutes=1)) == 0
    forget_old_answers(timestamp=0)
    assert Answered.objects.count() == 1
    assert forget_answers(now=now + KEPT_FOR + timedelta(minutes=1)) == 1


def test_what_breaks_on_the_way_is_not_there_at_all(owner, rf):
    request = owner.post(CLOSURES, CLOSED | proof(owner)).wsgi_request
    Answered.objects.all().delete()

    def breaks(_request) -> HttpResponse:
        Closure.objects.all().delete()
        raise RuntimeError

    with pytest.raises(RuntimeError):
        once(breaks, request)

    assert Closure.objects.count() == 1
    assert not Answered.objects.exists()


def test_who_stood_in_anothers_way_begins_again(owner):
    request = owner.post(CLOSURES, CLOSED | proof(owner)).wsgi_request
    Answered.objects.all().delete()
    tries = []

    def gives_way(_request) -> HttpResponse:
        tries.append(1)
        if len(tries) < 3:
            raise OperationalError from DeadlockDetected()
        return HttpResponse("done")

    assert once(gives_way, request).content == b"done"
    assert len(tries) == 3


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_once_are_one(settings):
    settings.STAFF_NEED_SECOND_FACTOR = False
    owner = client_of(make_centre().users["owner"])
    form = CLOSED | proof(owner)

    def press(_number: int) -> tuple[int, str]:
        other = Client()
        other.cookies = owner.cookies
        answer = other.post(CLOSURES, form)
        return answer.status_code, answer["Location"]

    assert len(set(together(6, press))) == 1
    assert Closure.objects.count() == 1
