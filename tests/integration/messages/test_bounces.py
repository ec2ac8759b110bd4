"""A letter that comes back later is listed for the desk; nothing else that arrives does anything."""

import os
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ashi.apps.audit.models import Event
from ashi.apps.messages.actions import queue, send_again
from ashi.apps.messages.bounces import Bounced, keep_bounce, read_report
from ashi.apps.messages.models import Message
from ashi.apps.messages.sending import send_due
from tests.desk.centre import make_centre, make_patient
from tests.desk.mailbox import open_box, send_to
from tests.integration.house.serving import SOURCE
from tests.integration.messages.reports import report

pytestmark = pytest.mark.slow
TO = "somebody@example.com"


@pytest.fixture
def small(transactional_db):
    return make_centre()


@pytest.fixture
def sent(small, settings) -> Message:
    """A letter that a real server has taken."""
    with open_box() as box:
        send_to(box, settings)
        letter = queue(
            kind="wish-kept",
            to=TO,
            language="en",
            context={"centre": "Small centre", "service": "Gym", "name": "Eleni"},
            dedupe_key="one",
            patient_id=make_patient().pk,
            centre_id=small.centre.pk,
        )
        assert send_due() == 1
    letter.refresh_from_db()
    return letter


@pytest.mark.parametrize("kind", ["message/rfc822", "text/rfc822-headers"])
def test_a_letter_that_came_back_is_given_up_once_and_listed(sent, small, kind):
    found = read_report(report(f"message-{sent.pk}", TO, kind=kind))

    assert found == [Bounced(sent.pk, TO, "5.1.1")]
    assert [keep_bounce(found[0]), keep_bounce(found[0])] == [True, False]

    sent.refresh_from_db()
    assert (sent.state, sent.last_error, sent.is_unreached) == ("gave-up", "Bounced 5.1.1", True)
    event = Event.objects.get(action="message.bounced")
    assert (event.centre_id, event.subject_id) == (small.centre.pk, str(sent.pk))
    assert TO not in str(event.detail)


def test_what_came_back_is_not_sent_again_since_its_links_are_gone(sent, small):
    keep_bounce(Bounced(sent.pk, TO, "5.1.1"))

    send_again(by=small.actor("desk"), message_id=sent.pk)

    sent.refresh_from_db()
    assert (sent.state, sent.may_go_again) == ("gave-up", False)


def test_the_address_it_went_to_counts_where_a_server_sent_it_on(sent):
    raw = report(f"message-{sent.pk}", TO, final="box@elsewhere.example", status="5.2.2")

    assert [keep_bounce(one) for one in read_report(raw)] == [True]


@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed", "expanded"])
def test_what_is_only_late_or_has_arrived_changes_nothing(sent, action):
    assert read_report(report(f"message-{sent.pk}", TO, action=action)) == []


@pytest.mark.parametrize(
    ("letter", "to"),
    [("message-{pk}", "another@example.com"), ("message-999999999", TO), ("order-{pk}", TO)],
)
def test_a_forged_report_changes_nothing(sent, letter, to):
    raw = report(letter.format(pk=sent.pk), to)

    assert not any(keep_bounce(one) for one in read_report(raw))
    sent.refresh_from_db()
    assert sent.state == "sent"


@given(st.binary(max_size=400), st.integers(0, 1200), st.integers(0, 40))
def test_whatever_arrives_is_read_without_falling_over(noise, at, length):
    raw = report("message-1", TO)

    for one in (noise, raw[:at] + noise + raw[at + length :]):
        assert all(isinstance(each, Bounced) for each in read_report(one))


def piped(url: str, raw: bytes) -> subprocess.CompletedProcess[bytes]:
    """Run the command as a mail server does."""
    kept = {
        name: os.environ[name] for name in ("PATH", "HOME", "ASHI_DATA_DIR") if name in os.environ
    }
    return subprocess.run(
        [sys.executable, "-m", "ashi.cli.main", "bounce"],
        input=raw,
        env=kept | {"PYTHONPATH": SOURCE, "DATABASE_URL": url, "ASHI_DEMO": "1"},
        capture_output=True,
        check=False,
    )


def test_the_mail_server_pipes_a_report_in_and_comes_again_when_nothing_answers(sent, settings):
    place = settings.DATABASES["default"]
    url = f"postgresql://{place['USER']}@/{place['NAME']}?host={place['HOST']}"
    raw = report(f"message-{sent.pk}", TO)

    away = piped("postgresql://nobody@127.0.0.1:1/nothing", raw)
    assert (away.returncode, b"not kept" in away.stderr) == (75, True), away.stderr
    done = piped(url, raw)
    assert (done.returncode, b"1 letter came back" in done.stderr) == (0, True), done.stderr
    assert piped(url, b"Subject: I am away until Monday\n\nHello").returncode == 0

    sent.refresh_from_db()
    assert sent.state == "gave-up"
