"""The demo is alive whenever it is started, and starts again without contradicting itself."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from ashi.apps.audit.actions import digest_of
from ashi.apps.audit.models import Event, Pending
from ashi.apps.bookings.actions.booking import book_visit
from ashi.apps.bookings.models import Session, Visit
from ashi.apps.bookings.openings import openings_for
from ashi.apps.centres.models import Centre, Membership, Resource, Service
from ashi.apps.demo.errors import NotTheDemoError
from ashi.apps.demo.house import House
from ashi.apps.encounters.day_board import day_rows
from ashi.apps.encounters.models import NeedleIncident, RoomStep
from ashi.apps.patients.models import Patient
from tests.integration.demo.diary_of_the_demo import faults, unfinished
from tests.integration.demo.written import snapshot

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.long]
# hours after the first start its scenes still fill the rooms
MAY_NOT_FIT = {"another bell soon after", "somebody is late"}
ZONE = ZoneInfo("Europe/Nicosia")


def local(text):
    """Return an instant from Nicosia's wall clock."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE).astimezone(UTC)


STARTS = {
    "a Sunday at three in the night": local("2026-11-29T03:00"),
    "a Wednesday morning": local("2026-11-25T10:37"),
    "minutes before midnight": local("2026-11-24T23:52"),
    "Christmas noon": local("2026-12-25T12:10"),
    "the hour that does not exist in spring": local("2026-03-29T02:58"),
    "the first of two half past threes in autumn": datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
    "the second of them": datetime(2026, 10, 25, 1, 30, tzinfo=UTC),
}


def skip_numbers(model, count):
    """Let the numbers of a table's rows begin later."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)",
            [model._meta.db_table, count + 1],
        )


def board(now):
    """Return the visits around now as the board knows them; the day before counts at night."""
    centre = Centre.objects.get()
    days = {(now + timedelta(hours=one)).astimezone(ZONE).date() for one in (-3, 0, 5)}
    return [visit for day in sorted(days) for visit in day_rows(centre, day, now).visits]


def what_is_shown(now):
    """Return what a glance at the board tells, as numbers."""
    visits = board(now)
    due = sorted((one.state.due_out - now).total_seconds() for one in visits if one.state.due_out)
    started = [one for one in visits if one.visit.session.starts_at < now - timedelta(minutes=5)]
    phases = Counter(str(one.state.phase) for one in visits)
    ahead = [one for one in visits if one.visit.session.starts_at > now]
    return {
        "a bell rings, or will within four minutes": any(-120 < one < 240 for one in due),
        "another bell soon after": any(240 <= one < 1200 for one in due),
        "every clock has its bell": all(one.bell for one in visits if one.state.needles_in),
        "somebody is here": phases["here"] > 0,
        "somebody is being treated": phases["with"] > 0,
        "some have left": phases["left"] > 2,
        "somebody is late": any(
            str(one.state.phase) == "expected" and one.visit.status == Visit.Status.BOOKED
            for one in started
        ),
        "more are to come": len(ahead) > 2,
        "needles are missed": any(one.state.unaccounted for one in visits),
        "a room is to be prepared": any(
            step.kind == RoomStep.Kind.TO_PREPARE
            for step in RoomStep.objects.order_by("resource", "-occurred_at").distinct("resource")
        ),
    }


@pytest.mark.parametrize("now", STARTS.values(), ids=STARTS)
def test_the_board_is_alive_whenever_the_demo_starts(demo, now):
    demo(now)

    shown = what_is_shown(now)
    assert {what for what, is_shown in shown.items() if not is_shown} == set()
    assert faults(now) == []
    around = Session.objects.filter(
        starts_at__lt=now + timedelta(hours=3), ends_at__gt=now - timedelta(hours=2)
    )
    assert around.count() >= 12


@pytest.mark.parametrize(
    "later",
    [timedelta(minutes=4), timedelta(hours=3), timedelta(days=1), timedelta(days=40)],
    ids=["minutes later", "hours later", "the next day", "after weeks"],
)
def test_a_further_start_closes_what_stood_open_and_is_alive_again(demo, later):
    first = local("2026-11-25T10:37")
    demo(first)
    before = set(Visit.objects.values_list("pk", flat=True))

    now = first + later
    demo(now)

    assert faults(now) == []
    assert unfinished(now - timedelta(hours=1)) == []
    missing = {what for what, is_shown in what_is_shown(now).items() if not is_shown}
    assert missing <= (MAY_NOT_FIT if later < timedelta(days=1) else set())
    assert before <= set(Visit.objects.values_list("pk", flat=True))
    opened = NeedleIncident.objects.filter(closed_at=None)
    assert [one.opened_at.date() for one in opened] == [now.date()]


def test_a_further_start_does_without_services_that_were_put_away(demo):
    first = local("2026-11-25T10:37")
    demo(first)
    away = Service.objects.filter(
        slug__in=("first-visit", "gym-class", "couple-acupuncture", "physiotherapy")
    )
    assert away.update(active=False) == 4

    now = first + timedelta(days=1)
    demo(now)

    assert faults(now) == []
    later = Session.objects.filter(starts_at__gte=now + timedelta(days=9), service__in=away)
    assert not later.exists()


def test_every_day_in_between_has_its_visits(demo):
    first = local("2026-11-25T10:37")
    demo(first)
    demo(first + timedelta(days=40))

    starts = Session.objects.values_list("starts_at", flat=True)
    days = Counter(one.astimezone(ZONE).date() for one in starts)
    open_days = [
        day
        for at in range(-14, 49)
        if (day := first.date() + timedelta(days=at)).weekday() < 5
        and not Centre.objects.get().closures.filter(
            state="confirmed", during__contains=datetime(*day.timetuple()[:3], 12, tzinfo=UTC)
        )
    ]
    assert min(days[day] for day in open_days) >= 5


def coming_wednesday():
    """Return a Wednesday's mid-morning that has yet to come: the desk cannot book in the past."""
    today = datetime.now(ZONE).date()
    day = today + timedelta(days=(2 - today.weekday()) % 7 or 7)
    return local(f"{day}T10:37")


@pytest.mark.parametrize("patients_before", [0, 977, 4885, 9770])
def test_what_a_visitor_did_is_kept_by_a_further_start(demo, patients_before):
    first = coming_wednesday()
    skip_numbers(Patient, patients_before)  # other numbers, other dice
    demo(first)
    service = Service.objects.get(slug="physiotherapy")
    house = House(Centre.objects.get(), first.date())
    patient = Patient.objects.last()
    day = first.date() + timedelta(days=1)
    week = day + timedelta(days=6)
    opening = openings_for(service=service, first=day, last=week, patient=patient)[0]
    mine = book_visit(
        by=house.desk,
        service=service,
        starts_at=opening.start,
        roles=opening.roles,
        patient=patient,
    )

    later = opening.start + timedelta(days=1)
    demo(later)

    mine.refresh_from_db()
    assert mine.status in (Visit.Status.BOOKED, Visit.Status.NO_SHOW)
    assert mine.session.starts_at == opening.start
    assert faults(later) == []


def test_the_same_moment_makes_the_same_centre(demo):
    now = local("2026-11-25T10:37")
    demo(now, reset=True)  # whatever the sequences of ids had come to
    once = snapshot()
    uuids = set(Visit.objects.values_list("uuid", flat=True))

    demo(now, reset=True)

    assert snapshot() == once
    assert set(Visit.objects.values_list("uuid", flat=True)) == uuids


def test_the_weeks_ahead_leave_times_to_book(demo):
    now = local("2026-11-25T10:37")
    demo(now)
    day = now.date() + timedelta(days=5)

    for slug in ("acupuncture-physio", "physiotherapy", "electroacupuncture", "gym-class"):
        service = Service.objects.get(slug=slug)
        assert openings_for(service=service, first=day, last=day + timedelta(days=2)), slug


def test_everybody_of_the_brief_works_there(demo):
    demo(local("2026-11-25T10:37"))

    roles = Counter(Membership.objects.values_list("role", flat=True))
    kinds = Counter(Resource.objects.exclude(kind="patient").values_list("kind", flat=True))
    assert roles == {
        "lead": 1,
        "practitioner": 3,
        "locum": 1,
        "assistant": 1,
        "student": 1,
        "desk": 1,
        "owner": 1,
        "auditor": 1,
    }
    assert kinds == {
        "room": 5,
        "couch": 2,
        "equipment": 3,
        "practitioner": 5,
        "assistant": 1,
        "student": 1,
    }


def test_every_event_has_its_digest_and_waits_for_its_seal(demo):
    demo(local("2026-11-25T10:37"))

    assert all(digest_of(one) == bytes(one.digest) for one in Event.objects.all()[:400])
    assert Pending.objects.count() == Event.objects.count()


@pytest.mark.parametrize("reset", [False, True])
def test_a_centre_of_real_people_is_left_alone(demo, reset):
    Centre.objects.create(slug="real", name="Real")

    with pytest.raises(NotTheDemoError):
        demo(local("2026-11-25T10:37"), reset=reset)

    assert Centre.objects.get().slug == "real"


def test_nothing_is_loaded_where_the_demo_is_off(demo, settings):
    settings.DEMO = False

    with pytest.raises(NotTheDemoError):
        demo(local("2026-11-25T10:37"))

    assert not Centre.objects.exists()
