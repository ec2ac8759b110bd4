"""What is loaded in bulk is, row for row, what the actions write."""

import random
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from ashi.apps.billing.models import Payment
from ashi.apps.bookings.calendars import moment
from ashi.apps.demo.centre import make_centre
from ashi.apps.demo.courses import Courses
from ashi.apps.demo.days import days_of
from ashi.apps.demo.happening import acts_of
from ashi.apps.demo.newcomers import contacts_of, draw, known_of, write
from ashi.apps.demo.offered import SERVICES
from ashi.apps.demo.stories import course_of, new_happening
from ashi.apps.demo.workbench import Workbench
from ashi.core.scheduling.axis import minute_of
from tests.integration.demo.by_hand import ByHand, since
from tests.integration.demo.written import snapshot

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.long]
NOW = datetime(2026, 4, 1, 9, 2, tzinfo=UTC)  # a Wednesday; the clocks changed on the Sunday before
DAYS = timedelta(days=5)
A_DAY, SEED = 18, 82


@pytest.fixture
def clock(monkeypatch):
    """Return a function that sets what time it is."""

    def set_to(when):
        monkeypatch.setattr(timezone, "now", lambda: when)

    return set_to


def a_week(bench):
    """Decide a week's promises: two working days before today, and three from it on."""
    courses = Courses(bench.house, bench.patients, minute_of(NOW), SEED)
    promises = []
    for day in days_of(bench.house, bench.today - DAYS, bench.today + DAYS):
        if day.date.weekday() != 6:
            promises += courses.day(day, A_DAY)
    return promises


def what_happens(bench, stored):
    """Return the acts of each visit up to now; every fourth set of needles is miscounted."""
    happened, sets = [], 0
    for one in stored:
        visit, start = new_happening(bench.house, one), moment(one.promise.start)
        course = course_of(bench, visit, start, one.promise.what.plan)
        if one.promise.what.needles and one.guest.stands:
            if sets % 4 == 0:
                course = replace(course, miscounted=True, leaves_open=sets % 8 == 0)
            sets += 1
        acts = acts_of(random.Random(visit.uuid.int), course) if one.guest.stands else []
        happened.append((visit, [act for act in acts if act.at <= NOW]))
    return happened


def only(loaded, acted):
    """Return a few rows that one way wrote and the other did not."""
    return {
        "only loaded": list((Counter(loaded) - Counter(acted)).elements())[:3],
        "only by hand": list((Counter(acted) - Counter(loaded)).elements())[:3],
    }


def test_a_week_loaded_in_bulk_is_the_week_acted_out(clock):
    bench = Workbench(make_centre(NOW.date()), NOW, SEED, print)
    newcomers = draw(random.Random(SEED), bench.today, 60)
    contacts = contacts_of(newcomers)
    bench.patients = known_of(newcomers, contacts)
    promises = a_week(bench)
    heard = since(promises)
    came = [heard.get(one.id, NOW - timedelta(days=9)) for one in bench.patients]

    with transaction.atomic():
        desk = bench.house.desk
        write(bench.sheets, bench.trail, desk, newcomers, bench.patients, contacts, came)
        stored = bench.shelf.store(promises)
        happened = what_happens(bench, stored)
        for visit, acts in happened:
            bench.recorder.record(visit, acts)
        bench.sheets.write()
        loaded = snapshot()
        paid = dict(Payment.objects.values_list("visit_id", "method"))
        transaction.set_rollback(True)

    methods = {id(one.guest): paid.get(one.id, "") for one in stored}
    acts = iter(happened)
    script = [(one, [next(acts)[1] for _ in one.guests]) for one in promises]
    by_hand = ByHand(bench.house, clock, methods)
    by_hand.greet(newcomers, came)
    by_hand.act_out(script, {one.id: at for at, one in enumerate(bench.patients)})
    acted = snapshot()

    assert {label for label, rows in acted.items() if not rows} == {"bookings.Override"}
    differing = {label for label in acted if loaded[label] != acted[label]}
    assert {label: only(loaded[label], acted[label]) for label in differing} == {}


def test_the_week_has_everything_that_the_demo_can_write():
    bench = Workbench(make_centre(NOW.date()), NOW, SEED, print)
    newcomers = draw(random.Random(SEED), bench.today, 60)
    bench.patients = known_of(newcomers, contacts_of(newcomers))
    promises = a_week(bench)
    guests = [guest for promise in promises for guest in promise.guests]

    assert {str(guest.status) for guest in guests} == {"booked", "cancelled", "no-show"}
    assert {guest.online for guest in guests} == {True, False}
    assert {guest.walk_in for guest in guests} == {True, False}
    assert {guest.form_missing for guest in guests} == {True, False}
    assert {one.what.service.slug for one in promises} == {one.slug for one in SERVICES}
    assert any(one.what.not_alone for one in promises)
    assert any(guest.patient.wishes for guest in guests)
