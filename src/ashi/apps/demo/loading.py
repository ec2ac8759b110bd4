"""Make the demo centre, or bring it to this minute."""

import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import chain
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max

from ashi.apps.bookings.actions.cancelling import mark_no_show
from ashi.apps.bookings.calendars import moment
from ashi.apps.bookings.models import Session, Visit, Wish
from ashi.apps.centres.models import Centre
from ashi.apps.demo.answers import state_for_guests, write_answers
from ashi.apps.demo.at_home import write_home_programmes
from ashi.apps.demo.centre import SLUG, ZONE, make_centre, make_holidays
from ashi.apps.demo.courses import Courses
from ashi.apps.demo.days import days_of
from ashi.apps.demo.errors import NotTheDemoError
from ashi.apps.demo.living import Stage, open_around
from ashi.apps.demo.models import Load
from ashi.apps.demo.newcomers import Newcomer, contacts_of, draw, known_of, known_patients, write
from ashi.apps.demo.past import write_past
from ashi.apps.demo.past_answers import write_past_answers
from ashi.apps.demo.planned import write_plans
from ashi.apps.demo.promises import Promise
from ashi.apps.demo.records import write_records
from ashi.apps.demo.stories import (
    close_old_incidents,
    make_rooms_ready,
    tell_new,
    tell_stored,
    unfinished,
)
from ashi.apps.demo.texts import keep_texts
from ashi.apps.demo.workbench import Progress, Workbench
from ashi.core.scheduling.axis import midnight, minute_of

SEED = 20260
BUSY, SATURDAY = 40, 13  # visits on a full day
AROUND = 16  # visits that a living board has at least, from two hours ago to three ahead
NO_SHOWS = 0.04
DAY = timedelta(days=1)
SHEET = 1500  # promises written at once
ROWS = (
    "audit_event, audit_pending, audit_seal, audit_head, accounts_user, centres_centre,"
    " centres_resource, centres_service, patients_patient, patients_contact, bookings_session,"
    " ashi_messages_message, demo_load"
)


@dataclass(frozen=True)
class Scale:
    """How much is made: of the ``patients``, ``regulars`` come; days of history and ahead.

    ``recorded``: whether courses that are over have plans, records and answers.
    """

    patients: int = 600
    regulars: int = 600
    history: timedelta = timedelta(days=730)
    ahead: timedelta = timedelta(days=42)
    recorded: bool = False
    draw: Callable[[random.Random, date, int], list[Newcomer]] = draw


DEMO = Scale(recorded=True)


def ensure_demo(now: datetime, reset: bool, progress: Progress, scale: Scale = DEMO) -> None:
    """Load two years of an invented centre if there is none, then make today's board live.

    Raises
    ------
    NotTheDemoError
        The server is not a demo, or the database holds a centre of real people.
    """
    check_is_demo()
    now = now.replace(microsecond=0)
    with transaction.atomic():
        if reset:
            progress("forgetting what was done in the demo")
            forget()
        last = Load.objects.order_by("pk").last()
        if last is None:
            _begin(now, progress, scale)
        else:
            _go_on(now, last, progress, scale)
        Load.objects.create(seed=SEED, loaded_until=now)
    if last is None:
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def check_is_demo() -> None:
    """Refuse where real people are, or might be."""
    if not settings.DEMO or Centre.objects.filter(is_demo=False).exists():
        raise NotTheDemoError


def forget() -> None:
    """Empty the tables that the demo fills, and all that hang on them."""
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {ROWS} RESTART IDENTITY CASCADE")
    Path(settings.AUDIT_HEADS_FILE).unlink(missing_ok=True)


def wanted_on(day: date, today: date, history: timedelta) -> int:
    """Return how many visits a day should have: full near today, fewer ahead and long ago."""
    if day.weekday() == 6:
        return 0
    full, ahead = SATURDAY if day.weekday() == 5 else BUSY, (day - today).days
    share = 0.8 - ahead * 0.016 if ahead > 0 else 1 + 0.45 * ahead / history.days
    return max(round(full * share), 2)


def _begin(now: datetime, progress: Progress, scale: Scale) -> None:
    """Load the history, then today and what is ahead."""
    progress("making the centre, its people, rooms and services")
    centre = make_centre(now.astimezone(ZoneInfo(ZONE)).date())
    bench = Workbench(centre, now, SEED, progress)
    newcomers = scale.draw(bench.dice, bench.today, scale.patients)
    contacts = contacts_of(newcomers)
    bench.patients = known_of(newcomers, contacts)
    regulars = bench.patients[: scale.regulars]
    courses = Courses(bench.house, regulars, minute_of(now), SEED)
    past: list[Promise] = []
    for day in days_of(bench.house, bench.today - scale.history, bench.today - timedelta(days=1)):
        past += courses.day(day, wanted_on(day.date, bench.today, scale.history))
    progress(f"{scale.history.days} days have {len(past):,} visits")
    came = _first_seen(past)
    usual = minute_of(now) - 1440
    first = [moment(came.get(one.id, usual) - 6) for one in bench.patients]
    desk, known = bench.house.desk, bench.patients
    write(bench.sheets, bench.trail, desk, newcomers, known, contacts, first)
    _store(bench, past, "letting them happen")
    _make_wishes(bench)
    bench.patients = regulars
    _live(bench, courses, bench.today, scale)
    if scale.recorded:
        progress("recording what was done and answered")
        write_past_answers(bench, write_past(bench))
        bench.sheets.write()


def _first_seen(promises: Sequence[Promise]) -> dict[int, int]:
    """Return when each patient first booked."""
    first: dict[int, int] = {}
    for promise in promises:
        for guest in promise.guests:
            known = first.get(guest.patient.id, guest.booked_at)
            first[guest.patient.id] = min(known, guest.booked_at)
    return first


def _go_on(now: datetime, last: Load, progress: Progress, scale: Scale) -> None:
    """Close what stood open, and make today and what is ahead again."""
    bench = Workbench(Centre.objects.get(slug=SLUG), now, SEED, progress, load=last.pk)
    bench.patients = known_patients()
    make_holidays(bench.house.centre, bench.today)
    since = minute_of(last.loaded_until)
    courses = Courses(bench.house, bench.patients, minute_of(now), SEED, since)
    courses.resume(_running(bench, scale.ahead))
    _mark_no_shows(bench)
    first = last.loaded_until.astimezone(bench.zone).date() + timedelta(days=1)
    _live(bench, courses, first, scale)


def _running(bench: Workbench, ahead: timedelta) -> list[tuple[int, int]]:
    """Return patients with visits in the last fortnight filled, and when they are next due."""
    latest = Visit.objects.filter(
        status=Visit.Status.BOOKED,
        session__centre=bench.house.centre,
        session__starts_at__gte=bench.now + ahead - timedelta(days=16),
    )
    rows = latest.values("patient_id").annotate(last=Max("session__starts_at"))
    known = {one.id for one in bench.patients}
    return [
        (row["patient_id"], row["last"].date().toordinal() + bench.dice.randint(2, 7))
        for row in rows.order_by("patient_id")
        if row["patient_id"] in known
    ]


def _mark_no_shows(bench: Workbench) -> None:
    """Mark a few who did not come of those whose time is over and who were never seen."""
    for one in unfinished(bench):
        over = one.visit.session.ends_at < bench.now - timedelta(hours=2)
        if over and not one.happening.facts and bench.dice.random() < NO_SHOWS:
            mark_no_show(by=bench.house.desk, visit_id=one.visit.pk, now=bench.now)


def _live(bench: Workbench, courses: Courses, first: date, scale: Scale) -> None:
    """Set the scenes, fill the days from ``first`` on, and let all go on to this minute."""
    bench.progress("bringing today to this minute")
    open_around(bench.house, bench.now)
    begun = unfinished(bench)
    tell_stored(bench, [one for one in begun if one.happening.facts])
    bench.sheets.write()
    make_rooms_ready(bench)
    close_old_incidents(bench)
    stage = Stage(bench, begun)
    stage.set()
    tell_stored(bench, [one for one in begun if not one.happening.facts])
    _store(bench, list(stage.fill(AROUND - _around(bench))), "filling the hours around now")
    _fill(bench, courses, first, scale)
    bench.sheets.write()
    write_records(bench)
    state_for_guests(bench)
    write_plans(bench)
    write_home_programmes(bench)
    bench.sheets.write()
    write_answers(bench)
    keep_texts(bench)


def _around(bench: Workbench) -> int:
    """Return how many visits stand around now."""
    return Session.objects.filter(
        centre=bench.house.centre,
        cancelled_at=None,
        starts_at__lt=bench.now + timedelta(hours=3),
        ends_at__gt=bench.now - timedelta(hours=2),
    ).count()


def _fill(bench: Workbench, courses: Courses, first: date, scale: Scale) -> None:
    """Bring every day from ``first`` to the horizon to the number of visits it should have."""
    sessions = Session.objects.filter(
        centre=bench.house.centre, starts_at__gte=moment(midnight(first, bench.zone))
    )
    had = Counter(
        start.astimezone(bench.zone).date()
        for start in sessions.values_list("starts_at", flat=True)
    )
    made: list[Promise] = []
    # A time whose patient has only now turned out not to come was theirs until it was over.
    over = days_of(bench.house, first, bench.today, retired=True)
    ahead = days_of(bench.house, max(first, bench.today + DAY), bench.today + scale.ahead)
    for day in chain(over, ahead):
        wanted = wanted_on(day.date, bench.today, scale.history) - had[day.date]
        if wanted > 0:
            made += courses.day(day, wanted)
    _store(bench, made, "booking the weeks ahead")


def _store(bench: Workbench, promises: Sequence[Promise], doing: str) -> None:
    """Write promises and what has come of them by now, in parts."""
    for at in range(0, len(promises), SHEET):
        stored = bench.shelf.store(promises[at : at + SHEET])
        tell_new(bench, stored)
        bench.sheets.write()
        if len(promises) > SHEET:
            done = min(100, 100 * (at + SHEET) // len(promises))
            bench.progress(f"{doing}: {done} of 100")


def _make_wishes(bench: Workbench) -> None:
    """Put five people on the list of those who want a time."""
    services = ("acupuncture", "physiotherapy", "acupuncture-physio", "first-visit")
    people = bench.house.people(("acupuncture", "manual-therapy"))
    Wish.objects.bulk_create(
        Wish(
            centre=bench.house.centre,
            patient_id=bench.patients[-1 - at].id,
            service=bench.house.bookables[services[at % 4], False].service,
            practitioner_id=people[at % len(people)] if at % 2 else None,
            weekdays=[at, at + 2] if at < 3 else [],
            from_min=480 + 60 * at,
            to_min=900 + 60 * at,
            created_at=bench.now - timedelta(days=at, hours=2),
            created_by_id=bench.house.desk.user_id,
        )
        for at in range(5)
    )
