"""The trail of the doors: each sign-in won or lost, forms from elsewhere, and too many of anything.

No event holds what was typed; nobody fills the disk with events.
"""

import json
import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone, translation

from ashi.apps.audit.models import Event
from ashi.apps.messages.delivering import letter_of
from ashi.apps.messages.models import Message
from ashi.apps.patients.actions import create_patient
from ashi.apps.staff.actions.switching import set_pin
from ashi.web.audit.words import ACTION_WORDS
from ashi.web.doors import MOST_AN_HOUR
from tests.desk.signing import client_of
from tests.integration.staff.conftest import Device, enrolled  # noqa: F401 -- a fixture

pytestmark = pytest.mark.slow
WORD = "under the lemon tree"
DOORS = ("sign_in.done", "sign_in.miss", "origin.refused", "limit.reached")


def told() -> list[tuple[str, str, str]]:
    """Return what the trail has of the doors: what, whose account, at which page."""
    rows = Event.objects.filter(action__in=DOORS).order_by("at")
    return [(one.action, one.subject_id, one.detail.get("at", "")) for one in rows]


@pytest.fixture
def maria(small):
    user = small.users["maria"]
    user.set_password(WORD)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    return user


def sign_in(client: Client, email: str, password: str):
    return client.post("/accounts/login/", {"login": email, "password": password})


def test_a_password_that_fits_and_one_that_does_not(maria):
    sign_in(Client(), maria.email.upper(), "not this one at all")
    sign_in(Client(), "nobody@example.org", "not this one at all")
    sign_in(Client(), maria.email, WORD)

    assert told() == [
        ("sign_in.miss", str(maria.pk), "account_login"),
        ("sign_in.miss", "", "account_login"),
        ("sign_in.done", str(maria.pk), "account_login"),
    ]
    done = Event.objects.get(action="sign_in.done")
    assert (done.actor_id, done.role) == (maria.pk, "practitioner")


def test_a_code_of_the_app_that_fits_and_one_that_does_not(maria):
    TOTP.activate(maria, generate_totp_secret())
    client = Client()
    sign_in(client, maria.email, WORD)
    assert told() == []  # half-way through the door

    client.post("/accounts/2fa/authenticate/", {"code": "000000"})

    assert told() == [("sign_in.miss", str(maria.pk), "mfa_authenticate")]


def test_a_passkey_that_nobody_here_has(small):
    Client().post("/accounts/2fa/webauthn/login/", {"credential": "{}"})

    assert told() == [("sign_in.miss", "", "mfa_login_webauthn")]


def code_in_the_letter() -> str:
    return re.match(r"\S+", letter_of(Message.objects.latest("pk")).subject).group()


@pytest.fixture
def despina(small):
    return create_patient(
        by=small.actor("desk"), given_name="Despina", email="despina@example.org", language="en"
    )


def test_a_code_by_e_mail_that_fits_and_one_that_does_not(despina):
    client = Client()
    client.post("/accounts/login/code/", {"email": "despina@example.org"})
    client.post("/accounts/login/code/confirm/", {"code": "000-000"})
    client.post("/accounts/login/code/confirm/", {"code": code_in_the_letter()})

    whose, page = told()[0][1], "account_confirm_login_code"
    assert whose
    assert told() == [("sign_in.miss", whose, page), ("sign_in.done", whose, page)]


def test_a_code_lies_in_the_session_hashed_and_is_read_with_or_without_its_dash(despina):
    client = Client()
    client.post("/accounts/login/code/", {"email": "despina@example.org"})
    code = code_in_the_letter()

    kept = json.dumps([one.get_decoded() for one in Session.objects.all()])
    assert code not in kept
    assert code.replace("-", "") not in kept
    assert '"code": ' in kept
    client.post("/accounts/login/code/confirm/", {"code": code.replace("-", "").lower()})
    assert client.get("/my").status_code == 200


def test_three_wrong_codes_end_the_try_as_before(despina):
    client = Client()
    client.post("/accounts/login/code/", {"email": "despina@example.org"})
    for _ in range(3):
        client.post("/accounts/login/code/confirm/", {"code": "000-000"})
    client.post("/accounts/login/code/confirm/", {"code": code_in_the_letter()})

    assert [what for what, _, _ in told()] == ["sign_in.miss"] * 3
    assert client.get("/my").status_code == 302


def test_an_address_is_proved_by_a_code_that_lies_hashed_too(maria):
    client = client_of(maria)
    client.post("/accounts/email/", {"email": "new@example.org", "action_add": ""})
    letter = letter_of(Message.objects.get(to="new@example.org"))
    code = re.search(r"\b[A-Z0-9]{3,4}-[A-Z0-9]{3,4}\b", f"{letter.subject}\n{letter.body}").group()

    assert code not in json.dumps([one.get_decoded() for one in Session.objects.all()])
    client.post("/accounts/confirm-email/", {"code": code})
    assert EmailAddress.objects.get(email="new@example.org").verified


def test_a_change_of_person_by_pin_has_its_own_event_alone(small, enrolled):  # noqa: F811 -- the fixture
    tablet: Device = enrolled()
    set_pin(by=small.actor("maria"), pin="2580")
    tablet.sign_in_fully(small.users["maria"])
    tablet.client.post("/tablet/lock")

    assert tablet.switch(small.users["maria"], "2580").status_code == 302

    assert Event.objects.filter(action="tablet.switch").count() == 1
    assert told() == []


def test_nothing_that_was_typed_is_in_the_trail(maria, despina):
    sign_in(Client(), maria.email, "a word too many")
    sign_in(Client(), "somebody@elsewhere.example", "a word too many")
    client = Client()
    client.post("/accounts/login/code/", {"email": "despina@example.org"})
    client.post("/accounts/login/code/confirm/", {"code": "123-456"})

    rows = Event.objects.filter(action__in=DOORS)
    everything = json.dumps([str(vars(one)) for one in rows])
    assert len(rows) == 3
    for typed in ("a word too many", "elsewhere", maria.email, "despina@", "123-456", "127.0.0.1"):
        assert typed not in everything


def forged(address: str = "192.0.2.1", user=None):
    """Send a form without proof of its origin."""
    client = Client(enforce_csrf_checks=True, REMOTE_ADDR=address)
    if user:
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client.post("/settings/closures", {"name": "x"})


def test_a_form_from_elsewhere_is_refused_and_told_once_an_hour(small, monkeypatch):
    owner = small.users["owner"]

    statuses = {forged(user=owner).status_code for _ in range(20)}

    assert statuses == {403}
    (row,) = Event.objects.filter(action="origin.refused")
    assert (row.actor_id, row.subject_id) == (owner.pk, "settings-closures")
    true = timezone.now
    later = "django.core.cache.backends.db.tz_now"
    monkeypatch.setattr(later, lambda: true() + timedelta(minutes=61))
    forged()
    assert Event.objects.filter(action="origin.refused").count() == 2


def test_sources_are_told_apart_without_their_addresses(small):
    for address in ("192.0.2.1", "192.0.2.2", "2001:db8::1", "2001:db8::2", "2001:db8:1::1"):
        forged(address)

    sources = [one.detail["source"] for one in Event.objects.filter(action="origin.refused")]
    assert len(set(sources)) == len(sources) == 4  # a household of version 6 is one


def test_from_many_places_there_are_so_many_an_hour_and_no_more(small):
    for number in range(MOST_AN_HOUR + 20):
        forged(f"192.0.2.{number}")

    assert Event.objects.filter(action="origin.refused").count() == MOST_AN_HOUR


def test_who_asks_too_often_is_told_of_once(maria):
    statuses = [sign_in(Client(), maria.email, "wrong").status_code for _ in range(8)]

    assert 429 in statuses
    (row,) = Event.objects.filter(action="limit.reached")
    assert row.subject_id == "account_login"
    assert [what for what, _, _ in told()].count("sign_in.miss") >= 5


def test_who_asks_for_too_many_codes_while_booking_is_told_of_too(small):
    page = f"/book/{small.service.slug}/wait"
    sent = {"given_name": "Maria", "email": "m@example.org", "language": "en", "terms": "on"}

    answers = [Client().post(page, sent | {"key": f"{n:032}"}) for n in range(7)]

    assert [one.status_code for one in answers] == [302] * 5 + [422] * 2
    (row,) = Event.objects.filter(action="limit.reached")
    assert row.subject_id == "wait-join"


def test_each_has_words_in_both_languages():
    for language in ("en", "el"):
        with translation.override(language):
            words = [str(ACTION_WORDS[one]) for one in DOORS]
        assert len(set(words)) == 4
    with translation.override("el"):
        assert str(ACTION_WORDS["sign_in.done"]) == "συνδέθηκε"
