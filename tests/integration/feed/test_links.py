"""A calendar program follows a diary: what it reads is what another library reads back."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
import recurring_ical_events
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ashi.apps.accounts.errors import NotAllowedError
from ashi.apps.audit.models import Event
from ashi.apps.bookings.actions.cancelling import cancel_visit
from ashi.apps.bookings.actions.moving import move_visit
from ashi.apps.feed.actions import MOST, link_diary, revoke_link
from ashi.apps.feed.errors import FeedsTooManyError, FeedUnknownError
from ashi.apps.feed.models import FeedLink
from ashi.apps.feed.queries import runs_of
from tests.desk.centre import make_patient, make_visit, speaks_for
from tests.desk.signing import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def noon():
    return timezone.now().replace(hour=9, minute=0, second=0, microsecond=0) + timedelta(days=3)


def made(small, name="maria", who="owner"):
    things = small.people | small.rooms
    return link_diary(by=small.actor(who), resource_id=things[name].pk, language="en")


def read(token: str, **headers):
    answer = Client().get(f"/feed/{token}.ics", **headers)
    assert answer.status_code == 200
    return answer, list(icalendar.Calendar.from_ical(answer.content).walk("VEVENT"))


def spans(events):
    return sorted((one["DTSTART"].dt, one["DTEND"].dt) for one in events)


def test_a_practitioner_is_free_while_the_needles_rest_and_the_room_is_not(small, noon):
    visit = make_visit(small, noon)
    start, end = visit.session.starts_at, visit.session.ends_at
    _answer, hers = read(made(small)[1])
    _answer, room = read(made(small, "Room 1")[1])

    assert hers
    assert sum((b - a for a, b in spans(hers)), timedelta()) < end - start
    assert spans(room) == [(start, end)]


def test_names_of_patients_never_leave(small, noon):
    patient = make_patient()
    make_visit(small, noon, patient)
    answer, events = read(made(small)[1])

    assert events
    for word in (patient.given_name, patient.family_name):
        assert word.encode() not in answer.content


def test_a_cancelled_visit_is_told_as_cancelled_and_a_moved_one_keeps_its_name(small, noon):
    visit = make_visit(small, noon, room="Room 1")
    other = make_visit(small, noon + timedelta(hours=2), room="Room 2")
    _row, token = made(small)
    before = {one["UID"]: one for one in read(token)[1]}
    cancel_visit(by=small.actor("desk"), visit_id=visit.pk, reason="patient-ill")
    move_visit(by=small.actor("desk"), visit_id=other.pk, starts_at=noon + timedelta(days=1))
    after = {one["UID"]: one for one in read(token)[1]}

    assert set(after) == set(before)
    assert {str(one["STATUS"]) for one in after.values()} == {"CANCELLED", "CONFIRMED"}
    for uid, one in after.items():
        assert one["SEQUENCE"] > before[uid]["SEQUENCE"]
        moved = one["DTSTART"].dt != before[uid]["DTSTART"].dt
        assert moved == (str(one["STATUS"]) == "CONFIRMED")


@pytest.mark.parametrize("day", [datetime(2027, 3, 27, 9), datetime(2027, 10, 30, 9)])
def test_another_library_reads_the_hour_on_the_wall_over_a_clock_change(small, day, monkeypatch):
    zone = ZoneInfo("Asia/Nicosia")
    small.centre.zone = zone.key
    small.centre.save()
    starts = [(day + timedelta(days=one)).replace(tzinfo=zone) for one in range(3)]
    for one in starts:
        make_visit(small, one, make_patient())
    monkeypatch.setattr(timezone, "now", lambda: starts[0].astimezone(UTC))
    answer, _events = read(made(small, "Room 1")[1])
    calendar = icalendar.Calendar.from_ical(answer.content)
    found = recurring_ical_events.of(calendar).between(starts[0], starts[2] + timedelta(days=1))

    local = sorted(one["DTSTART"].dt.astimezone(zone) for one in found)
    assert [one.hour for one in local] == [9, 9, 9]
    assert len({one.utcoffset() for one in local}) == 2


def test_what_has_not_changed_is_not_sent_again_and_a_day_is_one_event(small, noon):
    make_visit(small, noon)
    _row, token = made(small)
    first, _events = read(token)
    again = Client().get(f"/feed/{token}.ics", HTTP_IF_NONE_MATCH=first["ETag"])

    assert again.status_code == 304
    assert Event.objects.filter(action="feed.read").count() == 1
    make_visit(small, noon + timedelta(days=1))
    assert read(token, HTTP_IF_NONE_MATCH=first["ETag"])[0]["ETag"] != first["ETag"]


def test_many_visits_cost_no_more_queries(small, noon):
    _row, token = made(small)
    make_visit(small, noon)
    read(token)

    def count():
        with CaptureQueriesContext(connection) as queries:
            read(token)
        return len(queries)

    few = count()
    for one in range(1, 9):
        make_visit(small, noon + timedelta(days=one), make_patient())
    assert count() == few


def test_a_revoked_link_and_a_guessed_one_open_nothing(small):
    row, token = made(small)
    assert FeedLink.objects.get().digest != token.encode()
    revoke_link(by=small.actor("owner"), link_id=row.pk)
    revoke_link(by=small.actor("owner"), link_id=row.pk)

    assert Client().get(f"/feed/{token}.ics").status_code == 404
    assert Client().get("/feed/guessed.ics").status_code == 404
    assert Event.objects.filter(action="feed.revoke").count() == 1


def test_a_student_links_their_own_diary_and_nobody_elses(small):
    with pytest.raises((FeedUnknownError, NotAllowedError)):
        made(small, who="student")


def test_open_links_of_one_diary_are_counted(small):
    for _number in range(MOST):
        made(small)
    with pytest.raises(FeedsTooManyError):
        made(small)
    page = client_of(small.users["owner"]).post(f"/feeds/{small.people['maria'].pk}/make")
    assert page.status_code == 422
    assert "revoke one" in page.content.decode()


def test_the_page_shows_a_new_address_once(small):
    owner = client_of(small.users["owner"])
    made_page = owner.post(f"/feeds/{small.people['maria'].pk}/make")
    address = made_page.context["made"]

    assert address.endswith(".ics")
    assert made_page["Cache-Control"] == "no-store"
    assert address not in owner.get("/feeds/").content.decode()
    assert owner.post(f"/feeds/{FeedLink.objects.get().pk}/revoke").status_code == 302


def test_a_patient_follows_their_own_visits(small, noon):
    patient = make_patient()
    client = client_of(speaks_for(patient))
    make_visit(small, noon, patient)
    address = client.post(f"/my/feeds/{patient.pk}/make").context["made"]
    token = address.rsplit("/", 1)[1].removesuffix(".ics")
    _answer, (event,) = read(token)

    assert event["DTSTART"].dt == noon
    assert "/visit/" in str(event["URL"])
    other = make_patient()
    assert client.post(f"/my/feeds/{other.pk}/make").status_code == 404
    assert "never read yet" not in client.get("/my/feeds").content.decode()


@pytest.mark.parametrize(
    ("keys", "runs"),
    [
        ({"therapist"}, [(0, 15), (35, 40)]),
        ({"room"}, [(0, 45)]),
        ({"assistant"}, []),
        ({"therapist", "room"}, [(0, 45)]),
    ],
)
def test_phases_that_touch_are_one_run(keys, runs):
    plan = [
        {"start_min": 0, "minutes": 15, "roles": ["therapist", "room"]},
        {"start_min": 15, "minutes": 20, "roles": ["room"]},
        {"start_min": 35, "minutes": 5, "roles": ["therapist", "room"]},
        {"start_min": 40, "minutes": 5, "roles": ["room"]},
    ]
    assert runs_of(plan, keys) == runs
