"""Logs hold no names, notes, scores, addresses or secret links, whatever goes wrong.

Everything that is logged, from INFO up (in service it is from WARNING), by Ashi, Django, the guard of sign-ins, the worker and the
database's driver is written as in service, and searched for what patients and their records hold.
"""

import io
import logging
import os
import sys
import threading
from datetime import datetime, timedelta

import pytest
from django.conf import settings as in_force
from django.db import DatabaseError, connection, transaction
from django.test import Client, override_settings
from procrastinate import App, testing

from ashi.apps.messages.actions import queue
from ashi.apps.messages.models import Message
from ashi.apps.messages.sending import send_due
from ashi.apps.patients.models import Contact, ContactLink, Patient
from ashi.config.logs import QuietFormatter, quiet_hooks
from ashi.config.places import database_place
from tests.desk.breaking import PageBrokeError
from tests.integration.security.visiting import addresses_of, answers
from tests.integration.web.sent import TYPED
from tests.plugin import DATA_DIR

pytestmark = [pytest.mark.slow, pytest.mark.long]
NAME, FAMILY, NOTE = "Zefyra", "Kanarinou", "quetzalsaid"
EMAIL, PHONE, SCORE = "zefyra.kanarinou@example.com", "+35799887711", "73.1925"
SECRETS = (NAME, FAMILY, NOTE, "kanarinou", "99887711", SCORE)


@pytest.fixture
def written():
    """All that is logged, from INFO up, in the form it has in service."""
    text = io.StringIO()
    handler = logging.StreamHandler(text)
    handler.setFormatter(QuietFormatter())
    root, django = logging.getLogger(), logging.getLogger("django")
    levels = root.level, django.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    django.setLevel(logging.INFO)
    yield text
    root.removeHandler(handler)
    root.setLevel(levels[0])
    django.setLevel(levels[1])


@pytest.fixture
def named(world):
    """The world, whose patient and record hold what no log may."""
    patient = world.visit.patient
    Patient.objects.filter(pk=patient.pk).update(given_name=NAME, family_name=FAMILY)
    ContactLink.objects.filter(patient=patient).delete()
    contact = Contact.objects.create(email=EMAIL, phone=PHONE)
    ContactLink.objects.create(patient=patient, contact=contact)
    return world


def found_in(text: str) -> list[str]:
    return [one for one in SECRETS if one.lower() in text.lower()]


def test_in_service_everything_goes_through_the_quiet_form():
    configured = in_force.LOGGING

    assert configured["root"]["handlers"] == ["console"]
    assert configured["handlers"]["console"]["formatter"] == "quiet"
    assert configured["formatters"]["quiet"]["()"] == "ashi.config.logs.QuietFormatter"
    assert logging.getLogger("django").handlers == []


@pytest.mark.parametrize(("breaks", "whose"), [(False, ("maria", "public")), (True, ("maria",))])
def test_pages_and_presses_log_nothing_of_anybody(named, lookers, written, breaks, whose, capfd):
    addresses = addresses_of(named)
    sent = dict.fromkeys(TYPED, f"{NOTE} {FAMILY} {SCORE}") | {"email": EMAIL, "note": NOTE}
    asked = {"q": f"{NAME} {PHONE}", "why": "treatment"}
    also = ["tests.desk.breaking.broken"] if breaks else []

    with override_settings(MIDDLEWARE=[*in_force.MIDDLEWARE, *also]):
        for who in whose:
            clients = Client(raise_request_exception=False)
            clients.cookies = lookers[who].cookies.copy()
            for method, data in (("get", asked), ("post", sent)):
                statuses = {
                    answer.status_code
                    for _, answer in answers(addresses, clients, method, data=data)
                }
            assert breaks == (statuses == {500}), who

    told = capfd.readouterr()
    assert found_in(written.getvalue()) == []
    assert found_in(told.out + told.err) == []
    assert written.getvalue().count("\n") > 200
    assert breaks == ("tests.desk.breaking.PageBrokeError" in written.getvalue())
    if breaks:
        assert "23505 ashi_cache ashi_cache_pkey" in written.getvalue()


def test_links_that_open_something_are_not_logged(named, written):
    client = Client(raise_request_exception=False)
    addresses = addresses_of(named)
    opened = [addresses[name] for name in ("visit-manage", "home-today", "questions", "feed")]

    with override_settings(MIDDLEWARE=[*in_force.MIDDLEWARE, "tests.desk.breaking.broken"]):
        for address in opened:
            client.get(address)
            client.get(address[:-3])

    text = written.getvalue()
    assert [one for one in opened if one.split("/")[2][:12] in text] == []
    assert "500 GET visit-manage" in text


def test_guesses_at_a_sign_in_are_logged_without_the_address(named, written):
    client = Client(raise_request_exception=False)

    for _ in range(6):
        client.post("/accounts/login/", {"login": EMAIL, "password": NOTE})
    client.post("/accounts/login/code/", {"email": EMAIL})

    assert "axes" in written.getvalue()
    assert found_in(written.getvalue()) == []


def test_a_job_that_fails_and_a_letter_that_cannot_go_are_logged_without_them(
    named, written, settings
):
    app = App(connector=testing.InMemoryConnector())

    @app.task(name="tests.breaks")
    def breaks(said: str) -> None:
        raise PageBrokeError(said)

    with app.open():
        breaks.defer(said=f"{NOTE} {EMAIL}")
        app.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    letter = {"code": "123456", "centre": FAMILY}
    queue(kind="booking-code", to=EMAIL, language="en", context=letter, dedupe_key="quiet")
    send_due()

    assert "tests.breaks" in written.getvalue()
    assert "tests.desk.breaking.PageBrokeError" in written.getvalue()
    assert found_in(written.getvalue()) == []
    assert Message.objects.get(dedupe_key="quiet").last_error == "ConnectionRefusedError"


def test_what_the_database_refuses_is_in_no_log_of_its_own(named, written):
    with pytest.raises(DatabaseError) as refused, transaction.atomic(), connection.cursor() as at:
        at.execute("SELECT %s::int", [f"{NOTE} {FAMILY}"])
    logging.getLogger("some.library").error("broke", exc_info=refused.value)
    filled = f"filled in already: {NOTE}"
    logging.getLogger("some.library").error(filled)

    assert NOTE in str(refused.value)
    assert found_in(written.getvalue()) == []
    if "TEST_DATABASE_URL" not in os.environ:
        place = database_place(DATA_DIR, os.environ["TEST_DATABASE_PLACE"])
        assert found_in((place.root / "server.log").read_text(errors="replace")) == []


def test_what_nobody_caught_is_said_without_it(monkeypatch, capsys):
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    quiet_hooks()

    def breaks() -> None:
        raise PageBrokeError(NOTE)

    thread = threading.Thread(target=breaks)
    thread.start()
    thread.join()
    try:
        breaks()
    except PageBrokeError as error:
        sys.excepthook(type(error), error, error.__traceback__)

    said = capsys.readouterr().err
    assert said.count("tests.desk.breaking.PageBrokeError") == 2
    assert NOTE not in said


def test_a_line_says_when_in_utc_and_where(small, written):
    Client().get("/nowhere")

    line = written.getvalue().splitlines()[-1]
    at, level, logger, status, method, *view = line.split(" ")

    assert datetime.fromisoformat(at).utcoffset() == timedelta(0)
    assert [level, logger, status, method] == ["WARNING", "django.request", "404", "GET"]
    assert view == ["no", "view"]


def test_nothing_typed_begins_a_line_of_the_log(small, written):
    Client().get("/nowhere%0a2026-01-01T00:00:00+00:00 WARNING forged", {"q": "x\nforged"})
    logging.getLogger("ashi.tests").warning("told %s", "a\nforged line")

    assert "forged" not in written.getvalue()
    assert len(written.getvalue().splitlines()) == 2
