"""The clock is set back an hour: what is counted for a while, what comes round, what runs out.

Nobody is shut out for the hour, nothing runs out early, no letter goes twice, no tick is lost.
"""

import os
import signal
import time
from datetime import timedelta
from threading import Event

import pytest
from allauth.core.internal.ratelimit import consume
from axes.models import AccessAttempt
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.periodic import PeriodicDeferrer

from ashi.apps.accounts.actions import begin_counts_anew
from ashi.apps.audit.actor import SYSTEM
from ashi.apps.bookings.actions.holding import confirm_visit, hold_visit, retire_expired
from ashi.apps.bookings.actions.requesting import tell_forms_missing
from ashi.apps.bookings.models import Occupancy, Visit
from ashi.apps.messages.models import Message
from ashi.apps.outcomes.links import make_link, opened_by
from ashi.apps.reminders.reminding import remind_due
from ashi.apps.waiting.models import WishOffer
from ashi.apps.waiting.offering import accept_offer
from ashi.apps.waiting.passing_on import pass_on
from ashi.cli.processes import clock
from ashi.web.public.booking import PUBLIC
from ashi.web.public.codes import SENT_AN_HOUR, is_right, may_send, send_code
from tests.desk.asked import asked
from tests.desk.centre import make_patient, make_visit
from tests.desk.waiting import a_while_later, freed, lapsed, offering, waits
from tests.integration.house.test_clock_set_back import HOUR, opening_of
from tests.integration.reminders.test_reminding import booked, reachable

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
SWEEP = ("messages.sweep", "")
INSERTED = """
SELECT procrastinate_defer_periodic_job_v2(
    'messages', NULL, NULL, 'messages.sweep', 0, '', %s, '{}'::jsonb)
"""


pytestmark.append(pytest.mark.usefixtures("small"))  # and with it the table of counts


def test_who_asked_for_all_their_codes_may_ask_again_once_it_is_noticed(jump):
    for _ in range(SENT_AN_HOUR):
        assert may_send("despina@example.com", "192.0.2.1")
    jump(-HOUR)
    assert not may_send("despina@example.com", "192.0.2.1")  # the count would end in two hours

    begin_counts_anew(now=timezone.now())

    assert may_send("despina@example.com", "192.0.2.1")


def test_who_signed_in_wrongly_too_often_waits_a_quarter_of_an_hour_and_no_more(client):
    guess = {"login": "despina@example.com", "password": "wrong"}
    statuses = [client.post("/accounts/login/", guess).status_code for _ in range(5)]
    assert statuses[-1] == 429
    AccessAttempt.objects.update(attempt_time=timezone.now() + HOUR)  # by the clock of before

    begin_counts_anew(now=timezone.now())

    assert AccessAttempt.objects.get().attempt_time <= timezone.now()
    assert client.post("/accounts/login/", guess).status_code == 429
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))
    assert client.post("/accounts/login/", guess).status_code == 200


def test_the_librarys_own_limits_begin_anew_too(rf):
    request = rf.post("/")

    def taken() -> bool:
        limit = {"app": "account", "action": "try", "config": {"try": "1/h/ip"}}
        return consume(request, **limit) is not None

    assert [taken(), taken()] == [True, False]

    begin_counts_anew(now=timezone.now())

    assert taken()


def test_a_code_is_right_for_its_ten_minutes_at_least(jump):
    kept = send_code(email="despina@example.com", language="en", centre="here")
    jump(-HOUR)

    assert is_right(kept, Message.objects.get().context["code"])


def test_a_link_with_questions_opens_after_it(small, jump):
    token = make_link(asked(small, make_visit(small, timezone.now()).patient))
    jump(-HOUR)

    assert opened_by(token).asking.centre == small.centre


def test_a_hold_keeps_its_time_no_longer_than_one_made_now(small):
    """Made before it, so that it ends an hour and ten minutes from now."""
    held = hold_visit(by=PUBLIC, service=small.service, starts_at=opening_of(small))
    long = timezone.now() + HOUR + timedelta(minutes=small.centre.hold_min)
    Visit.objects.update(hold_expires_at=long)
    Occupancy.objects.update(expires_at=long)

    assert retire_expired(by=SYSTEM) == 0

    held.refresh_from_db()
    latest = timezone.now() + timedelta(minutes=small.centre.hold_min)
    assert latest - timedelta(minutes=1) < held.hold_expires_at <= latest
    ends = set(held.session.occupancies.values_list("expires_at", flat=True))
    assert ends == {held.hold_expires_at}
    assert confirm_visit(by=PUBLIC, visit_id=held.pk, patient=make_patient()).status == "booked"


def test_a_hold_of_now_is_let_alone(small):
    held = hold_visit(by=PUBLIC, service=small.service, starts_at=opening_of(small))

    retire_expired(by=SYSTEM)

    ends = held.hold_expires_at
    held.refresh_from_db()
    assert held.hold_expires_at == ends


def test_an_offer_stands_its_time_is_told_once_and_goes_to_one(small, jump):
    offering(small)
    for number in range(2):
        waits(small, f"P{number}", days=20 - number)
    freed(small)
    assert a_while_later() == 1
    offer, letters = WishOffer.objects.get(), Message.objects.count()
    jump(-HOUR)

    assert [pass_on(), a_while_later()] == [0, 0]

    assert (WishOffer.objects.get().state, Message.objects.count()) == ("open", letters)
    assert accept_offer(by=PUBLIC, offer_id=offer.pk).status == "booked"


def test_one_that_is_over_goes_to_the_next_and_is_told_once(small, jump):
    offering(small)
    for number in range(2):
        waits(small, f"P{number}", days=20 - number)
    freed(small)
    a_while_later()
    jump(-HOUR)
    lapsed(WishOffer.objects.get())

    assert [pass_on(), pass_on()] == [1, 0]

    assert list(WishOffer.objects.order_by("pk").values_list("state", flat=True)) == [
        "lapsed",
        "open",
    ]


def test_what_came_free_just_before_it_is_offered_at_once_and_not_in_an_hour(small, jump):
    waits(offering(small), "P0", days=20)
    freed(small)
    assert pass_on() == 0  # somebody may think better of it

    jump(-HOUR)

    assert pass_on() == 1


def test_a_reminder_that_went_does_not_go_again(small, jump):
    small.centre.reminders_min = [2880, 180]
    small.centre.save()
    booked(small, reachable("Despina"), hours=47)
    assert remind_due() == 1
    letters = Message.objects.count()
    jump(-HOUR)

    assert remind_due() == 0
    tell_forms_missing(now=timezone.now())

    assert Message.objects.count() == letters


def due(deferrer: PeriodicDeferrer, at: float) -> list[int]:
    """Return the moments for which the sweep of letters is due."""
    return [
        when
        for task, when in deferrer.get_previous_tasks(at=at)
        if (task.task.name, task.periodic_id) == SWEEP
    ]


def test_the_ticks_of_a_worker_that_begins_anew_come_at_once(db):
    """The one that goes on would be silent for an hour: that is why it ends."""
    registry, now = app.periodic_registry, 1_700_000_000.0
    goes_on = PeriodicDeferrer(registry=registry)
    assert due(goes_on, now) != []
    assert due(goes_on, now + 60 - HOUR.total_seconds()) == []

    [tick] = due(PeriodicDeferrer(registry=registry), now - HOUR.total_seconds())

    assert now - HOUR.total_seconds() - 60 < tick <= now - HOUR.total_seconds()
    with connection.cursor() as cursor:
        jobs = []
        for moment in (now, tick, tick):  # the one before it, the one of now, and that once more
            cursor.execute(INSERTED, [int(moment)])
            jobs.append(cursor.fetchone()[0] is not None)
    assert jobs == [True, True, False]


class Clocks:
    """A wall clock and a steady one, of which five seconds go by at each look."""

    def __init__(self, monkeypatch, *steps: float) -> None:
        self.wall, self.steady, self.steps = 1_000_000.0, 50.0, list(steps)
        monkeypatch.setattr(time, "time", lambda: self.wall)
        monkeypatch.setattr(time, "monotonic", lambda: self.steady)

    def wait(self, seconds: float) -> bool:
        if not self.steps:
            return True
        self.steady += seconds
        self.wall += seconds + self.steps.pop(0)
        return False


@pytest.mark.parametrize(
    ("steps", "noticed"),
    [((0, 0, -3600), True), ((0, -61, 0), True), ((0, -1, -59, 3600, 0), False), ((), False)],
)
def test_it_is_noticed_by_the_steady_clock(monkeypatch, steps, noticed):
    assert clock.goes_back(Clocks(monkeypatch, *steps).wait) is noticed


def test_the_worker_ends_by_itself_and_the_counts_begin_anew(monkeypatch):
    ended = []
    monkeypatch.setattr(os, "kill", lambda pid, how: ended.append((pid == os.getpid(), how)))
    monkeypatch.setattr(clock, "close_old_connections", lambda: None)
    for _ in range(SENT_AN_HOUR):
        may_send("despina@example.com", "192.0.2.1")
    clocks = Clocks(monkeypatch, 0, -3600)
    stop = Event()
    monkeypatch.setattr(stop, "wait", clocks.wait)

    clock.watch(stop)

    assert ended == [(True, signal.SIGTERM)]
    monkeypatch.undo()
    assert may_send("despina@example.com", "192.0.2.1")


def test_set_back_while_nothing_ran_is_noticed_by_the_last_tick(monkeypatch):
    assert not clock.tick_is_ahead()
    with connection.cursor() as cursor:
        cursor.execute(INSERTED, [int(time.time() + 3600)])

    assert clock.tick_is_ahead()
