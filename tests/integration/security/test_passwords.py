"""What may be a password, and what it takes to change one."""

from datetime import timedelta

import pytest
from allauth.account import app_settings as account_settings
from allauth.account.models import EmailAddress
from allauth.mfa import app_settings as mfa_settings
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from ashi.apps.messages.models import Message
from ashi.web.public.codes import LIFE, is_right, send_code
from tests.desk.signing import BACKEND

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
GOOD = "under the lemon tree"


def refused(password: str, user=None) -> set[str]:
    try:
        validate_password(password, user)
    except ValidationError as error:
        return {one.code for one in error.error_list}
    return set()


@pytest.mark.parametrize(
    "password",
    [
        GOOD,
        "x7Kq!z9Rw#tL",
        "κάτω από τη λεμονιά",
        "aquitebunchofsmalls",
        "q w" * 40,
        "🦴" * 6 + GOOD,
    ],
)
def test_length_is_asked_for_and_no_kind_of_sign(small, password):
    assert refused(password) == set()


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("lemon tree", "password_too_short"),
        ("christopher1", "password_too_common"),
        ("Acupuncture2026!", "own_words"),
        ("Nicosia-Physio-1", "own_words"),
        ("SmallCentre2026", "own_words"),
        ("Βελονισμός2026", "own_words"),
        ("μικρό κέντρο 77", "own_words"),
        ("123456789012345", "own_words"),
        ("AshiAshiAshi!!", "own_words"),
    ],
)
def test_what_anybody_would_try_is_refused(small, password, why):
    assert why in refused(password)


def test_ones_own_name_is_no_password(small):
    user = small.users["maria"]

    assert "password_too_similar" in refused("maria@small.example", user)


@pytest.fixture
def maria(small):
    user = small.users["maria"]
    user.set_password(GOOD)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def change(client: Client, old: str, new: str):
    sent = {"oldpassword": old, "password1": new, "password2": new}
    return client.post("/accounts/password/change/", sent)


def test_a_change_asks_for_the_old_one_and_keeps_the_new_as_typed(small, maria):
    new = "  Kept, with Spaces and ΤΟΝΟΣ  " + "x" * 60

    assert change(maria, "not this one", GOOD + "!").status_code == 200
    small.users["maria"].refresh_from_db()
    assert small.users["maria"].check_password(GOOD)

    assert change(maria, GOOD, new).status_code == 302
    small.users["maria"].refresh_from_db()
    kept = small.users["maria"]
    assert kept.check_password(new)
    assert not kept.check_password(new.lower())
    assert not kept.check_password(new[:64])
    assert kept.password.startswith("argon2$argon2id$")


def test_the_field_hides_what_is_typed_and_lets_a_keeper_of_passwords_fill_it(maria):
    page = maria.get("/accounts/password/change/").content.decode()

    assert page.count('type="password"') == 3
    assert 'autocomplete="current-password"' in page
    assert 'autocomplete="new-password"' in page
    assert "onpaste" not in page


def test_nobody_has_an_account_that_comes_with_the_program(small):
    users = type(small.users["maria"])

    assert not users.objects.filter(is_superuser=True).exists()
    assert not users.objects.filter(email__startswith="admin").exists()


def with_code_app(user) -> str:
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret


def test_a_code_of_the_app_works_once(small, maria):
    user = small.users["maria"]
    now = format_hotp_value(
        hotp_value(with_code_app(user), next(iter(yield_hotp_counters_from_time())))
    )

    for works in (True, False):
        client = Client()
        client.post("/accounts/login/", {"login": user.email, "password": GOOD})
        client.post("/accounts/2fa/authenticate/", {"code": now})
        assert (client.get("/me").status_code == 200) == works


def test_a_password_alone_does_not_sign_in_who_has_a_second_factor(small, maria):
    user = small.users["maria"]
    with_code_app(user)
    client = Client()

    client.post("/accounts/login/", {"login": user.email, "password": GOOD})

    assert client.get("/me").status_code == 302


@pytest.mark.parametrize("page", ["totp/activate/", "recovery-codes/generate/", "webauthn/add/"])
def test_a_second_factor_is_changed_only_after_a_fresh_sign_in(maria, page):
    answer = maria.get(f"/accounts/2fa/{page}")

    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/reauthenticate/")


def test_a_code_ends_after_ten_minutes(small):
    kept = send_code(email="a@example.com", language="en", centre="here")
    code = Message.objects.get().context["code"]
    late = {**kept, "ends": (timezone.now() - timedelta(seconds=1)).isoformat()}

    assert is_right(dict(kept), code)
    assert not is_right(late, code)
    assert timedelta(minutes=10) >= LIFE
    assert account_settings.LOGIN_BY_CODE_TIMEOUT <= 600
    assert mfa_settings.TOTP_PERIOD == 30
