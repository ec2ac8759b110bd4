"""Make the demo centre, or bring it to this minute."""

import random
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection
from django.db.models import Max

from ashi.apps.accounts.models import User
from ashi.apps.bookings.models import Session, Visit, Wish
from ashi.apps.centres.models import Centre, Service
from ashi.apps.demo.centre import SLUG, make_centre, make_holidays
from ashi.apps.demo.days import House
from ashi.apps.demo.errors import NotTheDemoError
from ashi.apps.demo.filling import Filler, days_between
from ashi.apps.demo.happening import finish
from ashi.apps.demo.living import Scenes, bring_to_life, seat_scenes
from ashi.apps.demo.patients import make_patients
from ashi.apps.demo.storing import Seated, store
from ashi.apps.encounters.models import Step, StepKind
from ashi.apps.patients.models import Patient

SEED = 20260
HISTORY = timedelta(days=730)
AHEAD = timedelta(days=42)
CHUNK = 1500
DAY = timedelta(days=1)
TODAY = 0.5  # how full today is beside its scenes
ROWS = (
    "audit_event, audit_pending, audit_seal, audit_head, accounts_user, centres_centre,"
    " centres_resource, centres_service, patients_patient, patients_contact, bookings_session,"
    " ashi_messages_message"
)
Progress = Callable[[str], None]


def ensure_demo(now: datetime, reset: bool, progress: Progress) -> None:
    """Load two years of an invented centre if there is none, then make today's board live.

    Raises
    ------
    NotTheDemoError
        The server is not a demo, or the database holds a centre of real people.
    """
    if not settings.DEMO or Centre.objects.filter(is_demo=False).exists():
        raise NotTheDemoError
    if reset:
        progress("forgetting what was done in the demo")
        with connection.cursor() as cursor:
            cursor.execute(f"TRUNCATE {ROWS} CASCADE")
        Path(settings.AUDIT_HEADS_FILE).unlink(missing_ok=True)
    centre = Centre.objects.filter(slug=SLUG).first()
    today = now.astimezone(ZoneInfo(centre.zone if centre else "Europe/Nicosia")).date()
    if centre is None:
        progress("making the centre, its people and 600 patients")
        centre = make_centre(today)
        make_patients(random.Random(SEED), today)  # noqa: S311 -- dice
        _make_wishes(centre)
    make_holidays(centre, today)
    filler = Filler(House(centre), list(Patient.objects.order_by("pk")), SEED)
    desk, lead = (User.objects.get(email=f"{role}@demo.example").pk for role in ("desk", "lead"))
    first = _first_empty_day(filler, today)
    _fill(filler, first, today - DAY, today, desk, progress)
    progress("bringing today to this minute")
    scenes = seat_scenes(filler, now, desk)
    if first <= today:  # what is seated now comes before what the dice say
        store(filler.house, filler.fill(today, TODAY, past=False, stored=True), desk)
    _fill(filler, max(first, today + DAY), today + AHEAD, today, desk, progress)
    _finish_past(filler, scenes, now, lead, progress)
    bring_to_life(filler, scenes, now, desk, lead)


def _first_empty_day(filler: Filler, today: date) -> date:
    """Return the first local day that nobody has filled yet."""
    filled = Session.objects.filter(centre=filler.house.centre).aggregate(last=Max("starts_at"))
    if filled["last"] is None:
        return today - HISTORY
    return filled["last"].astimezone(filler.house.zone).date() + DAY


def _fill(
    filler: Filler, first: date, last: date, today: date, desk: int, progress: Progress
) -> None:
    """Fill days, full in the past and thinner the further they lie ahead."""
    waiting: list[Seated] = []
    total = max((last - first).days + 1, 1)
    for day in days_between(first, last):
        ahead = (day - today).days
        density = 0.6 if ahead < 0 else max(0.5 - ahead / 100, 0.1)
        waiting += filler.fill(day, density, past=ahead < 0)
        if len(waiting) >= CHUNK:
            progress(f"filling the diary: {100 * ((day - first).days + 1) // total} of 100")
            store(filler.house, waiting, desk)
            waiting = []
    if waiting:
        store(filler.house, waiting, desk)


def _finish_past(
    filler: Filler, scenes: Scenes, now: datetime, by: int, progress: Progress
) -> None:
    """Let every visit that is over have happened."""
    dice = random.Random(SEED)  # noqa: S311 -- dice
    over = (
        Visit.objects.filter(
            session__centre=filler.house.centre,
            status=Visit.Status.BOOKED,
            session__ends_at__lte=now,
        )
        .exclude(pk__in=Step.objects.filter(kind=StepKind.LEAVE).values("visit_id"))
        .exclude(pk__in=[visit.pk for visit, _ in scenes])
        .order_by("pk")
    )
    ids = list(over.values_list("pk", flat=True))
    for at in range(0, len(ids), CHUNK):
        progress(f"letting visits happen: {100 * at // len(ids)} of 100")
        visits = Visit.objects.filter(pk__in=ids[at : at + CHUNK]).select_related("session")
        finish(dice, list(visits), by)


def _make_wishes(centre: Centre) -> None:
    """Put four people on the list of those who want a time."""
    services = list(Service.objects.filter(centre=centre, places=1).order_by("position"))
    Wish.objects.bulk_create(
        Wish(
            centre=centre,
            patient=patient,
            service=services[1 + at % 4],
            weekdays=[at, at + 2],
            from_min=480 + 60 * at,
            to_min=900 + 60 * at,
        )
        for at, patient in enumerate(Patient.objects.order_by("pk")[40:44])
    )
