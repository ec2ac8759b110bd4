"""Text messages by a real HTTP gateway that the test runs: taken, refused, silent, cut off."""

import json
from dataclasses import replace
from datetime import timedelta
from smtplib import (
    SMTPAuthenticationError,
    SMTPRecipientsRefused,
    SMTPSenderRefused,
    SMTPServerDisconnected,
)
from urllib.parse import parse_qs

import pytest
from django.utils import timezone

from ashi.apps.bookings.telling import way_to
from ashi.apps.messages import texting
from ashi.apps.messages.actions import queue
from ashi.apps.messages.delivering import is_outage, is_permanent
from ashi.apps.messages.models import Message
from ashi.apps.messages.rendering import KINDS, SMS_KINDS
from ashi.apps.messages.sending import MOST_ATTEMPTS, send_due
from ashi.apps.messages.texting import GatewayRefusedError, InnerAddressError, send_text
from ashi.apps.patients.models import Contact
from ashi.config.texting import Gateway
from tests.desk.gateway import KILL, STALL, open_gateway
from tests.desk.mailbox import open_box, send_to

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
AT = "2030-05-06T10:00:00+03:00"


@pytest.fixture
def gateway(settings, monkeypatch):
    monkeypatch.setattr(texting, "TIMEOUT_S", 0.5)
    with open_gateway() as heard:
        settings.SMS_GATEWAY = Gateway(
            url=f"http://localhost:{heard.port}/send",
            body='{"to": "{to}", "text": "{text}"}',
            header=("Authorization", "Bearer s3cret"),
            inner=True,
        )
        yield heard


def a_text(key: str = "one", centre: str = "Small centre", **more) -> Message:
    return queue(
        kind="visit-cancelled",
        channel="sms",
        to="+35799123456",
        language="en",
        context={"starts_at": AT, "zone": "Asia/Nicosia", "centre": centre, "phone": "22000012"},
        dedupe_key=key,
        **more,
    )


def a_letter() -> Message:
    return queue(
        kind="booking-code",
        to="somebody@example.com",
        language="en",
        context={"code": "123456", "centre": "Small centre"},
        dedupe_key="letter",
    )


def due_now() -> None:
    Message.objects.update(send_after=timezone.now() - timedelta(seconds=1))


def state() -> tuple[str, int]:
    row = Message.objects.get()
    return row.state, row.attempts


def test_a_text_goes_out_once_with_its_secret_and_a_key_of_its_own(gateway):
    row = a_text()

    assert (send_due(), send_due()) == (1, 0)
    [kept] = gateway.kept
    assert (kept["method"], kept["path"]) == ("POST", "/send")
    assert kept["authorization"] == "Bearer s3cret"
    assert kept["idempotency-key"].startswith(f"message-{row.pk}@")
    assert kept["content-type"].startswith("application/json")
    assert json.loads(kept["body"]) == {
        "to": "+35799123456",
        "text": "Small centre: your visit on Monday 6 May at 10:00 is cancelled. 22000012",
    }


@pytest.mark.parametrize("name", ['Quote " and \\', "{to}{text}", "a&b=c", "Κέντρο\tΆσι"])
def test_whatever_a_text_holds_stays_one_value(gateway, settings, name):
    a_text(centre=name)
    send_due()
    settings.SMS_GATEWAY = replace(settings.SMS_GATEWAY, body="number={to}&message={text}")
    a_text("two", centre=name)
    send_due()

    as_json, as_form = gateway.kept
    text = json.loads(as_json["body"])["text"]
    assert text.startswith(f"{name}: your visit")
    assert parse_qs(as_form["body"]) == {"number": ["+35799123456"], "message": [text]}
    assert "urlencoded" in as_form["content-type"]


def test_a_gateway_may_take_all_in_its_address(gateway, settings):
    url = f"http://localhost:{gateway.port}/get?n={{to}}&t={{text}}"
    settings.SMS_GATEWAY = Gateway(url=url, method="GET", inner=True)
    a_text()
    send_due()

    [kept] = gateway.kept
    assert (kept["method"], kept["body"]) == ("GET", "")
    asked = parse_qs(kept["path"].partition("?")[2])
    assert asked["n"] == ["+35799123456"]
    assert asked["t"][0].endswith("is cancelled. 22000012")


@pytest.mark.parametrize("answer", [500, 503, 429, 401, KILL, STALL])
def test_what_may_pass_is_tried_again_later(gateway, answer):
    a_text()
    gateway.answers = [answer]

    assert send_due() == 0
    assert state() == ("queued", 1)
    assert Message.objects.get().send_after > timezone.now()
    due_now()
    assert send_due() == 1
    assert len(gateway.kept) == 1


@pytest.mark.parametrize("answer", [400, 404, 422, 302])
def test_what_will_not_pass_is_given_up_at_once_and_no_redirect_is_followed(gateway, answer):
    a_text()
    gateway.answers = [answer]

    send_due()

    assert state() == ("gave-up", 1)
    assert Message.objects.get().last_error == f"GatewayRefusedError {answer}"
    assert gateway.tries == 1


def test_a_gateway_that_stays_away_is_given_up_in_the_end(settings):
    settings.SMS_GATEWAY = Gateway(url="http://localhost:1/{to}/{text}", inner=True)
    a_text()

    waits = []
    for _ in range(MOST_ATTEMPTS):
        due_now()
        send_due()
        waits.append(Message.objects.get().send_after - timezone.now())

    assert state() == ("gave-up", MOST_ATTEMPTS)
    minutes = [round(one.total_seconds() / 60) for one in waits[:-1]]
    assert minutes == [2**n for n in range(MOST_ATTEMPTS - 1)]


def test_the_last_try_comes_before_it_is_too_late(gateway):
    a_text(send_before=timezone.now() + timedelta(minutes=10))
    Message.objects.update(attempts=4)
    gateway.answers = [500]

    send_due()

    left = Message.objects.get().send_after - timezone.now()
    assert timedelta(minutes=7) < left < timedelta(minutes=8.5)


def test_while_the_gateway_is_away_letters_go_and_no_other_text_loses_a_try(gateway, settings):
    gateway.answers = [KILL]
    for number in range(3):
        a_text(f"text {number}")
    a_letter()
    with open_box() as box:
        send_to(box, settings)
        assert send_due() == 1

    assert len(box.kept) == 1
    texts = Message.objects.filter(channel="sms").order_by("pk")
    assert list(texts.values_list("attempts", flat=True)) == [1, 0, 0]


@pytest.mark.parametrize(
    "host", ["localhost", "127.0.0.1", "[::1]", "10.0.0.8", "169.254.169.254", "[::ffff:10.0.0.8]"]
)
def test_an_inner_address_is_never_connected_to_unless_allowed(host):
    gateway = Gateway(url=f"https://{host}:4433/{{to}}/{{text}}")

    with pytest.raises(InnerAddressError):
        send_text(gateway, to="+35799123456", text="x", key="k")


@pytest.mark.parametrize(
    ("error", "permanent", "outage"),
    [
        (SMTPAuthenticationError(535, b"who are you"), False, True),
        (SMTPSenderRefused(553, b"not you", "desk@example.com"), False, True),
        (SMTPRecipientsRefused({"a@example.com": (550, b"nobody")}), True, False),
        (SMTPRecipientsRefused({"a@example.com": (452, b"full")}), False, False),
        (SMTPServerDisconnected("gone"), False, True),
        (ConnectionRefusedError(), False, True),
        (GatewayRefusedError(503), False, False),
    ],
)
def test_what_a_failure_says_of_the_message_and_of_the_way(error, permanent, outage):
    assert (is_permanent(error), is_outage(error)) == (permanent, outage)


@pytest.mark.parametrize(
    ("email", "phone", "kind", "expected"),
    [
        ("a@example.com", "+35799123456", "visit-moved", ("email", "a@example.com")),
        ("", "+35799123456", "visit-moved", ("sms", "+35799123456")),
        ("", "+35722123456", "visit-moved", None),  # no mobile phone
        ("", "+35799123456", "home-programme", None),  # no words so short
        ("", "+35799123456", "visit-reminder", ("sms", "+35799123456")),
    ],
)
def test_a_letter_comes_first_and_a_text_where_there_is_no_address(
    gateway, settings, email, phone, kind, expected
):
    contact = Contact.objects.create(email=email, phone=phone)

    assert way_to(contact, kind) == expected
    settings.SMS_GATEWAY = None
    assert way_to(contact, kind) == (expected if email else None)


def test_every_kind_that_may_be_a_text_is_a_kind():
    assert set(SMS_KINDS) <= set(KINDS)
