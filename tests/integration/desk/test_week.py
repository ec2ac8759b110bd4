"""The week of one person, of one room and of everybody, drawn like the day board."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from psycopg.types.range import Range

from ashi.apps.bookings.models import Session, Visit
from ashi.apps.centres.models import Absence, Centre, Closure, WeeklyHours
from ashi.apps.encounters.actions.steps import record_step
from ashi.apps.encounters.week import week_rows
from ashi.web.desk.board.week_presenter import present_week
from tests.desk.centre import make_patient, make_visit, today

pytestmark = pytest.mark.slow

SPRING = date(2027, 3, 28)  # the clocks of Nicosia go forward
MONDAY = SPRING - timedelta(days=6)


def week_of(small, name, monday, now=None):
    chosen = small.people.get(name) or small.rooms.get(name)
    now = now or timezone.now()
    rows = week_rows(small.centre, monday, chosen, now)
    by_person = chosen is not None and chosen.kind != "room"
    return present_week(rows, small.centre.zone, now, by_person=by_person)


def pieces(week):
    return {
        day.date: [
            (one.shape, one.at, one.for_min, [cell.kind for cell in one.cells])
            for one in day.pieces
        ]
        for day in week.days
        if day.pieces
    }


@pytest.fixture
def nicosia(small):
    """Put the centre into the zone whose clocks change, open from eight to four."""
    Centre.objects.update(zone="Europe/Nicosia")
    small.centre.refresh_from_db()
    WeeklyHours.objects.update(opens_min=480, closes_min=960)
    with timezone.override("Europe/Nicosia"):
        yield small


def book(small, *starts):
    """Book acupuncture with Maria in Room 1, far ahead."""
    tomorrow = timezone.localtime().replace(hour=8, minute=0) + timedelta(days=1)
    for number, start in enumerate(starts):
        made = make_visit(small, tomorrow + timedelta(hours=2 * number))
        Session.objects.filter(pk=made.session_id).update(
            starts_at=start, ends_at=start + timedelta(minutes=60)
        )


def test_nine_is_nine_on_the_day_on_which_the_clocks_change(nicosia):
    book(
        nicosia,
        datetime(2027, 3, 27, 7, 0, tzinfo=UTC),  # 09:00 in winter
        datetime(2027, 3, 28, 6, 0, tzinfo=UTC),  # 09:00 in summer
    )

    week = week_of(nicosia, "maria", MONDAY)

    an_hour_after_eight = [
        ("solo", 60, 15, ["with"]),
        ("away", 75, 20, ["rest"]),
    ]
    assert {day: found[:2] for day, found in pieces(week).items()} == {
        date(2027, 3, 27): an_hour_after_eight,
        date(2027, 3, 28): an_hour_after_eight,
    }
    assert (week.hours[0][1].hour, week.hours[-1][1].hour) == (8, 16)


def test_a_room_shows_one_card_with_every_phase(nicosia):
    book(nicosia, datetime(2027, 3, 28, 6, 0, tzinfo=UTC))

    assert pieces(week_of(nicosia, "Room 1", MONDAY)) == {
        SPRING: [("whole", 60, 60, ["with", "rest", "out", "move", "turn"])]
    }
    assert pieces(week_of(nicosia, "Room 2", MONDAY)) == {}


def test_everybody_is_a_list_with_each_visits_phases(nicosia):
    book(nicosia, datetime(2027, 3, 28, 6, 0, tzinfo=UTC))

    listed = week_of(nicosia, "everybody", MONDAY).days[6].listed

    assert [[(cell.kind, cell.for_min) for cell in one.cells] for one in listed] == [
        [("with", 15), ("rest", 20), ("out", 5), ("move", 15), ("turn", 5)]
    ]


def test_an_absence_over_two_nights_and_a_closed_day_are_shown(nicosia):
    Absence.objects.create(
        resource=nicosia.people["maria"],
        during=Range(datetime(2027, 3, 24, 10, tzinfo=UTC), datetime(2027, 3, 26, 8, tzinfo=UTC)),
        reason=Absence.Reason.LEAVE,
    )
    Closure.objects.create(
        centre=nicosia.centre,
        during=Range(datetime(2027, 3, 24, 22, tzinfo=UTC), datetime(2027, 3, 25, 22, tzinfo=UTC)),
        name="Greek Independence Day",
        state=Closure.State.CONFIRMED,
    )

    week = week_of(nicosia, "maria", MONDAY)

    assert [[(one.at, one.for_min) for one in day.ghosts] for day in week.days] == [
        [],
        [],
        [(240, 720)],  # from noon
        [(0, 960)],  # the whole day
        [(0, 120)],  # until ten
        [],
        [],
    ]
    assert [day.closed_by for day in week.days][3] == "Greek Independence Day"


def test_a_late_visit_stands_where_it_happens_and_a_held_time_is_seen(small):
    now = timezone.now().replace(minute=0, second=0, microsecond=0)
    late = make_visit(small, now)
    held = make_visit(small, now + timedelta(minutes=90))
    Visit.objects.filter(pk=held.pk).update(
        status="held", hold_expires_at=now + timedelta(hours=3), patient=None
    )
    record_step(by=small.actor("maria"), step_id=uuid4(), visit_id=late.pk, kind="arrive")
    at = now + timedelta(minutes=10)

    monday = today() - timedelta(days=today().weekday())
    with timezone.override(small.centre.zone):
        week = week_of(small, "Room 1", monday, at)
        day = week.days[today().weekday()]

    begun = [(one.starts - now, one.state) for one in day.pieces]
    assert begun == [(timedelta(minutes=10), "here"), (timedelta(minutes=90), "held")]


def test_whoever_treats_finds_their_own_week_first(small, signed_in):
    make_visit(small, timezone.now(), make_patient("Despina", "Charalambous"))
    address = reverse("week", kwargs={"day": today()})

    own = signed_in("maria").get(address)
    desk = signed_in("desk").get(address)

    assert own.context["chosen"] == small.people["maria"]
    assert b'data-view="week"' in own.content
    assert desk.context["chosen"] is None
    assert "Despina Charalambous" in desk.content.decode()


@pytest.mark.parametrize("of", ["0", "x", "99999999999999999999999", "\x00", "<b>"])
def test_an_unknown_resource_is_the_whole_centre(small, signed_in, of):
    answer = signed_in("desk").get(reverse("week", kwargs={"day": today()}), {"of": of})

    assert (answer.status_code, answer.context["chosen"]) == (200, None)


def test_three_visits_of_one_person_take_as_many_queries_as_one(small, signed_in):
    client = signed_in("owner")
    url = reverse("week", kwargs={"day": today()}) + f"?of={small.people['maria'].pk}"
    counts = []

    for starts in ([0], [60, 120]):
        for minutes in starts:
            make_visit(small, timezone.now() + timedelta(minutes=minutes))
        client.get(url)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(url).status_code == 200
        counts.append(len(seen))

    assert counts[0] == counts[1]
