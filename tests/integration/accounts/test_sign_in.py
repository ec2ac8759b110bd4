"""Signing in: letters through the outbox, codes for patients, guesses that lock."""

import re

import pytest
from allauth.account.models import EmailAddress
from axes.models import AccessAttempt
from django.core.management import call_command
from django.db import transaction
from django.test import Client

from ashi.apps.accounts.models import User
from ashi.apps.messages.delivering import letter_of
from ashi.apps.messages.models import Message
from ashi.apps.messages.sending import send_due
from ashi.apps.patients.actions import create_patient
from ashi.apps.patients.actions_signing_in import account_for
from tests.desk.centre import make_centre

pytestmark = pytest.mark.slow
WORD = "under the lemon tree"


@pytest.fixture
def small(db):
    call_command("createcachetable", verbosity=0)
    return make_centre()


@pytest.fixture
def patient(small):
    return create_patient(
        by=small.actor("desk"),
        given_name="Despina",
        family_name="Charalambous",
        email="Despina@example.org",
        language="el",
    )


def with_password(user: User) -> User:
    user.set_password(WORD)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    return user


def ask_for_code(client: Client, email: str, language: str = "en"):
    return client.post(
        "/accounts/login/code/", {"email": email}, headers={"Accept-Language": language}
    )


def test_a_patient_known_by_e_mail_signs_in_with_a_code_from_the_outbox(small, patient):
    client = Client()

    ask_for_code(client, "despina@example.org")
    message = Message.objects.get()
    code = re.match(r"\S+", letter_of(message).subject).group()
    client.post("/accounts/login/code/confirm/", {"code": code})

    assert (message.kind, message.to, message.state) == (
        "account",
        "despina@example.org",
        "queued",
    )
    assert client.get("/my").status_code == 200
    assert client.get("/patients/").status_code == 404


def test_a_letter_of_sign_in_is_sent_once_by_the_worker(small, patient, mailoutbox):
    ask_for_code(Client(), "despina@example.org")
    assert mailoutbox == []

    assert (send_due(), send_due()) == (1, 0)

    assert [one.to for one in mailoutbox] == [["despina@example.org"]]


def test_a_letter_is_in_the_language_of_who_asks(small, patient):
    ask_for_code(Client(), "despina@example.org", "el")

    assert "είναι ο κωδικός" in letter_of(Message.objects.get()).subject


def test_who_is_not_known_gets_the_same_answer_and_no_account(small, patient):
    known = ask_for_code(Client(), "despina@example.org")
    unknown = ask_for_code(Client(), "nobody@example.org")

    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert not User.objects.filter(email="nobody@example.org").exists()
    assert "No account here" in letter_of(Message.objects.get(to="nobody@example.org")).body


def test_an_address_that_two_contacts_share_opens_nothing_by_itself(small, patient):
    create_patient(
        by=small.actor("desk"), given_name="Nikos", email="despina@example.org", language="en"
    )

    assert account_for("despina@example.org") is None


def test_an_account_is_made_once(small, patient):
    made = account_for(" Despina@Example.org ")

    assert account_for("despina@example.org") is None
    assert list(User.objects.filter(email__iexact="despina@example.org")) == [made]
    assert (made.language, made.has_usable_password()) == ("el", False)


def test_a_letter_is_of_its_transaction(small, patient):
    with transaction.atomic():
        ask_for_code(Client(), "despina@example.org")
        transaction.set_rollback(True)

    assert not Message.objects.exists()


def test_a_new_password_is_asked_for_and_set_by_the_link_in_the_outbox(small):
    user = with_password(small.users["maria"])

    Client().post("/accounts/password/reset/", {"email": user.email})
    link = re.search(r"http://testserver(/\S+)", letter_of(Message.objects.get()).body).group(1)
    client = Client()
    form = client.get(link, follow=True)
    new = {"password1": "beside the old well", "password2": "beside the old well"}
    client.post(form.redirect_chain[-1][0], new)

    user.refresh_from_db()
    assert user.check_password("beside the old well")


def test_nobody_signs_up_by_themself(small):
    sent = {"email": "x@example.org", "password1": WORD}

    Client().post("/accounts/signup/", sent)

    assert not User.objects.filter(email="x@example.org").exists()


def test_five_wrong_passwords_lock_the_person_at_that_address_and_nobody_else(small):
    maria, desk = with_password(small.users["maria"]), with_password(small.users["desk"])

    def tried(user: User, word: str, address: str = "10.0.0.1") -> int:
        client = Client(REMOTE_ADDR=address)
        client.post("/accounts/login/", {"login": user.email, "password": word})
        return client.get("/me").status_code

    guesses = [tried(maria, f"guess {number}") for number in range(5)]

    assert guesses == [302] * 5
    assert tried(maria, WORD) == 302  # the right one is refused too
    assert tried(desk, WORD) == 200  # a colleague behind the same address is not
    attempt = AccessAttempt.objects.get()
    assert (attempt.username, attempt.failures_since_start) == (maria.email, 5)
