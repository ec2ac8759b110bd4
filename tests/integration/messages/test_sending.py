"""The outbox against a real SMTP server that the test runs."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from ashi.apps.messages.actions import queue
from ashi.apps.messages.models import Message
from ashi.apps.messages.sending import MOST_ATTEMPTS, send_due
from tests.desk.mailbox import open_box, send_to

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def box(settings):
    """Run a server on a free port of this machine and send everything to it."""
    with open_box() as running:
        send_to(running, settings)
        yield running


def a_message(key: str = "one") -> Message:
    return queue(
        kind="booking-code",
        to="somebody@example.com",
        language="en",
        context={"code": "123456", "centre": "Small centre"},
        dedupe_key=key,
    )


def due_now() -> None:
    Message.objects.update(send_after=timezone.now() - timedelta(seconds=1))


def test_a_message_goes_out_once(box):
    a_message()

    assert (send_due(), send_due()) == (1, 0)
    [letter] = box.kept
    assert "Subject: 123456 is your code for Small centre" in letter
    assert Message.objects.get().state == "sent"


def test_the_same_event_is_one_message(box):
    a_message()
    a_message()

    assert send_due() == 1


def test_two_senders_at_once_send_each_message_once(box):
    for number in range(12):
        a_message(f"m{number}")

    def send(_: int) -> int:
        try:
            return send_due()
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        sent = sum(pool.map(send, range(3)))

    assert (sent, len(box.kept)) == (12, 12)


def test_a_busy_server_is_tried_again_later(box):
    a_message()
    box.answers = ["451 busy"]

    assert send_due() == 0
    waiting = Message.objects.get()
    assert (waiting.state, waiting.attempts) == ("queued", 1)
    assert waiting.send_after > timezone.now()
    due_now()
    assert send_due() == 1


def test_a_refusal_for_good_is_given_up_at_once(box):
    a_message()
    box.answers = ["550 no such person"]

    send_due()

    assert (Message.objects.get().state, box.kept) == ("gave-up", [])


def test_a_server_that_stays_away_is_given_up_in_the_end(box, settings):
    a_message()
    settings.EMAIL_PORT = 1

    for _ in range(MOST_ATTEMPTS):
        due_now()
        send_due()

    assert Message.objects.get().state == "gave-up"


def test_what_is_rolled_back_is_never_sent(box):
    with transaction.atomic():
        a_message()
        transaction.set_rollback(True)

    assert send_due() == 0
