"""What the database names as suspect holds every conflict: same result as the look at each visit."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from django.db.models import Q
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ashi.apps.bookings.conflicts import conflicts_of, judged
from ashi.apps.bookings.models import Occupancy, Override, Session, SessionRole, Visit
from ashi.apps.bookings.narrowing import suspects
from ashi.apps.bookings.offers import offer_of, plan_of
from ashi.apps.centres.models import (
    Absence,
    Closure,
    ExtraOpening,
    Permit,
    Resource,
    ServicePhase,
    ServiceRole,
    WeeklyHours,
)
from tests.desk.centre import make_centre, make_patient

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
ZONE = ZoneInfo("Europe/Nicosia")
NOW = datetime(2026, 10, 23, 9, 2, tzinfo=ZONE)  # the clocks go back on the 25th
FILLERS = ("therapist", "remover", "trainer", "room")


@pytest.fixture(scope="module")
def diary(django_db_setup, django_db_blocker):
    """A centre open by day whose visits need not be free of one another: that is not the point."""
    with django_db_blocker.unblock(), transaction.atomic():
        small = make_centre()
        small.centre.zone = str(ZONE)
        small.centre.save()
        WeeklyHours.objects.update(opens_min=8 * 60, closes_min=18 * 60)
        small.patient = make_patient()
        yield small
        transaction.set_rollback(True)


def local(day: int, minute: int) -> datetime:
    midnight = datetime.combine(date(2026, 10, 23) + timedelta(days=day), time(), ZONE)
    return midnight + timedelta(minutes=minute)  # by the clock on the wall


def book(small, day, minute, people, room, channel, status):
    """Write a visit down as the diary keeps it, wherever it lies; unguarded, so that all may."""
    start, service = local(day, minute), small.service
    plan = plan_of(offer_of(service))
    session = Session.objects.create(
        centre=small.centre,
        service=service,
        starts_at=start,
        ends_at=start + timedelta(minutes=60),
        plan=plan,
    )
    held = {"hold_expires_at": local(300, 0)} if status == "held" else {}
    Visit.objects.create(
        session=session, patient=small.patient, status=status, channel=channel, **held
    )
    filled = dict(zip(FILLERS, (*people, room), strict=True))
    for key, resource in filled.items():
        SessionRole.objects.create(session=session, key=key, resource=resource)
        for phase in plan:
            if key in phase["roles"]:
                begins = start + timedelta(minutes=phase["start_min"])
                Occupancy.objects.create(
                    session=session,
                    resource=resource,
                    during=(begins, begins + timedelta(minutes=phase["minutes"])),
                    guarded=False,
                )
    return session


def spoil(small, what, name, day, minute):  # noqa: C901 -- a list of what may change
    """Change one thing of the centre under the visits that are there."""
    who = {**small.people, **small.rooms}[name]
    span = (local(day, minute), local(day, minute + 45))
    weekday = local(day, minute).weekday()
    match what:
        case "absence":
            Absence.objects.create(resource=who, during=span, reason="ill")
        case "closure":
            Closure.objects.create(centre=small.centre, during=span, name="-", state="confirmed")
        case "proposed":
            Closure.objects.create(centre=small.centre, during=span, name="-", state="proposed")
        case "away":
            Resource.objects.filter(pk=who.pk).update(active=False)
        case "part":
            Resource.objects.filter(pk=small.rooms["Room 1"].pk).update(whole=small.rooms["Room 2"])
        case "hours":
            WeeklyHours.objects.filter(resource=who, weekday=weekday).delete()
            WeeklyHours.objects.create(
                resource=who, weekday=weekday, opens_min=480, closes_min=max(minute, 481)
            )
        case "lunch":
            WeeklyHours.objects.filter(resource=who, weekday=weekday).delete()
            for opens, closes in ((8, 13), (13, 18)):
                WeeklyHours.objects.create(
                    resource=who, weekday=weekday, opens_min=opens * 60, closes_min=closes * 60
                )
        case "ends":
            who.hours.update(valid_to=local(day, 0).date())
        case "night":
            who.hours.filter(weekday=weekday).update(opens_min=480, closes_min=480 + 1440)
        case "extra":
            opened = (local(day, 0), local(day, 8 * 60))
            ExtraOpening.objects.create(resource=who, during=opened)
        case "skill":
            Resource.objects.filter(pk=who.pk).update(skills=["needle-removal"])
        case "permit":
            Permit.objects.filter(resource=who, act="needling").delete()
        case "expires":
            Permit.objects.filter(resource=who).update(insurance_expires=local(day, 0).date())
        case "acts":
            ServiceRole.objects.filter(service=small.service, key="therapist").update(
                acts=["needling"]
            )
        case "only":
            ServiceRole.objects.filter(service=small.service, key="room").update(only=[who.pk])
        case "role":
            ServiceRole.objects.filter(service=small.service, key="remover").update(key="nurse")
        case "phase":
            ServicePhase.objects.filter(service=small.service, key="rest").update(minutes=15)
        case "name":
            ServicePhase.objects.filter(service=small.service, key="rest").update(name="Lying")
        case "resting":
            small.centre.most_resting = 1 + minute % 2
        case "needled":
            small.centre.most_needled = 1 + minute % 2


WHATS = [
    "absence",
    "closure",
    "proposed",
    "away",
    "part",
    "hours",
    "lunch",
    "ends",
    "night",
    "extra",
    "skill",
    "permit",
    "expires",
    "acts",
    "only",
    "role",
    "phase",
    "name",
    "resting",
    "needled",
]
people = st.sampled_from(("maria", "andreas", "sofia"))
minutes = st.integers(46, 120).map(lambda n: n * 10)
visits = st.tuples(
    st.integers(0, 4),
    minutes,
    st.tuples(people, people, people),
    st.sampled_from(("Room 1", "Room 2")),
    st.sampled_from(("desk", "desk", "import")),
    st.sampled_from(("booked", "booked", "booked", "held")),
    st.booleans(),
)
changes = st.tuples(
    st.sampled_from(WHATS),
    st.sampled_from(("maria", "andreas", "sofia", "Room 1", "Room 2")),
    st.integers(0, 4),
    minutes,
)
night = st.tuples(
    st.integers(1, 2),
    st.sampled_from((0, 60, 120, 170, 180, 240, 1400)),
    st.tuples(people, people, people),
    st.just("Room 1"),
    st.just("desk"),
    st.just("booked"),
    st.just(False),
)


@pytest.mark.parametrize("what", WHATS)
@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    booked=st.lists(st.one_of(visits, visits, night), min_size=1, max_size=7),
    hit=st.integers(0, 3),
    changed=st.lists(changes, max_size=2),
)
def test_no_conflict_is_missed(diary, what, booked, hit, changed):
    """The first visit is hit by one change, in what it needs and when; others come on top."""
    day, minute, who, room = booked[0][:4]
    changed = [(what, (*who, room)[hit], day, minute), *changed]
    with transaction.atomic():
        for day, minute, who, room, channel, status, alone in booked:
            filled = [diary.people[name] for name in who]
            made = book(diary, day, minute, filled, diary.rooms[room], channel, status)
            if alone:
                occupancy = made.occupancies.first()
                user = diary.users["andreas"]
                Override.objects.create(session=made, occupancy=occupancy, by=user, reason="-")
        for one in changed:
            spoil(diary, *one)
        whole = judged(diary.centre, Q(starts_at__gt=NOW), NOW)
        narrow = conflicts_of(diary.centre, NOW)
        assert [(one.session.pk, one.mark) for one in narrow] == [
            (one.session.pk, one.mark) for one in whole
        ]
        transaction.set_rollback(True)
        diary.centre.most_resting = diary.centre.most_needled = None


def test_what_stands_is_not_looked_at(diary):
    with transaction.atomic():
        names = ("maria", "sofia", "andreas")
        for day in range(30):
            if day == 2:  # a clock is changed: looked at
                continue
            filled = [diary.people[name] for name in names]
            book(diary, day, 600, filled, diary.rooms["Room 1"], "desk", "booked")
        assert suspects(diary.centre, NOW) == set()
        Absence.objects.create(
            resource=diary.people["maria"], during=(local(5, 0), local(6, 0)), reason="ill"
        )
        assert len(suspects(diary.centre, NOW)) == 1
        # While the exercise lasts no needles rest: nothing but the closure names that visit.
        Closure.objects.create(
            centre=diary.centre,
            during=(local(7, 10 * 60 + 42), local(7, 10 * 60 + 50)),
            name="Painting",
            state="confirmed",
        )
        assert len(suspects(diary.centre, NOW)) == 2
        transaction.set_rollback(True)
