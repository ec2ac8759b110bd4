"""Two workers, as processes of their own: one reminder for each visit and contact."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from urllib.parse import quote

import pytest
from django.db import connection
from django.utils import timezone

from ashi.apps.bookings.models import Visit
from ashi.apps.messages.models import Message
from ashi.apps.patients.models import Contact, ContactLink
from ashi.apps.reminders.models import Reminder
from ashi.apps.reminders.reminding import remind_due
from ashi.apps.reminders.tasks import remind
from tests.desk.centre import make_centre, make_patient, make_visit
from tests.desk.mailbox import open_box

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
VISITS = 6
ONE_SHOT = ("manage", "procrastinate", "worker", "--one-shot", "--queues", "diary,messages")


def make_visits() -> None:
    small = make_centre()
    small.centre.reminders_min = [2880]
    small.centre.save()
    for number in range(VISITS):
        patient = make_patient(f"P{number}", "Reminded")
        contact = Contact.objects.create(email=f"p{number}@example.com")
        ContactLink.objects.create(patient=patient, contact=contact)
        make_visit(small, timezone.now() + timedelta(hours=30 + 2 * number), patient)
    long_ago = timezone.now() - timedelta(days=30)
    Visit.objects.update(created_at=long_ago)
    Message.objects.all().delete()


def test_two_that_look_at_once_remind_each_visit_once():
    make_visits()
    barrier = Barrier(2)

    def look(_: int) -> int:
        try:
            barrier.wait(timeout=30)
            return remind_due()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        queued = sum(pool.map(look, range(2)))

    assert queued == Message.objects.count() == Reminder.objects.count() == VISITS


def test_two_workers_remind_and_send_each_once():
    make_visits()
    for number in range(4):
        remind.configure(queueing_lock=f"look-{number}").defer(timestamp=0)
    database = connection.settings_dict
    user, host = quote(database["USER"]), quote(database["HOST"], safe="")
    secret = f":{quote(database['PASSWORD'])}" if database["PASSWORD"] else ""
    url = f"postgresql://{user}{secret}@/{database['NAME']}?host={host}&port={database['PORT']}"
    with open_box() as box:
        environment = os.environ | {
            "DATABASE_URL": url,
            "ASHI_EMAIL_URL": f"smtp://127.0.0.1:{box.port}?tls=no",
            "DJANGO_SETTINGS_MODULE": "ashi.config.settings",
        }
        workers = [
            subprocess.Popen([sys.executable, "-m", "ashi.cli.main", *ONE_SHOT], env=environment)
            for _ in range(2)
        ]
        assert [one.wait(timeout=120) for one in workers] == [0, 0]

    assert len(box.kept) == VISITS
    assert set(Message.objects.values_list("state", flat=True)) == {"sent"}
    assert Reminder.objects.count() == VISITS
