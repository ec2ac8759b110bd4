"""Somebody is behind: what it does to the rest of the day, and who is told of it."""

from datetime import timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from psycopg.types.range import Range

from ashi.apps.audit.models import Event
from ashi.apps.bookings.models import Visit
from ashi.apps.centres.models import Absence, WeeklyHours
from ashi.apps.encounters.actions.late_notes import note_late
from ashi.apps.encounters.actions.steps import record_step
from ashi.apps.encounters.day_board import day_rows
from ashi.apps.encounters.errors import LateNoteTimeError, LateNoteWayError, VisitUnknownError
from ashi.apps.encounters.lateness import LateNote
from ashi.apps.encounters.running_late import late_people
from ashi.apps.messages.models import Message
from ashi.apps.messages.rendering import render
from tests.desk.centre import make_centre, make_visit, today
from tests.desk.lateness import grain, make_late_morning, reachable

pytestmark = pytest.mark.slow


@pytest.fixture
def behind(small):
    """Maria began 35 minutes late with one visit; two more of hers follow."""
    return make_late_morning(small)


def seen(small, now):
    return [
        (
            one.person.short_name,
            one.behind_min,
            [
                (
                    visit.one.visit.patient.given_name,
                    visit.later_min,
                    visit.after.visit.patient.given_name,
                    visit.on.name,
                )
                for visit in one.visits
            ],
        )
        for one in late_people(day_rows(small.centre, today(), now), now)
    ]


def test_a_late_start_pushes_who_comes_next_and_the_room_behind_it(small, behind):
    # Maria is with Despina from -5 to +10, and Room 1 is Despina's until +55.
    assert seen(small, grain()) == [
        (
            "Maria",
            5,
            [
                ("Eleni", 5, "Despina", "Maria Georgiou"),
                ("Nikos", 35, "Despina", "Room 1"),
            ],
        )
    ]


def test_nobody_is_late_while_all_goes_as_booked(small):
    start = grain(-10)
    visit = make_visit(small, start)
    make_visit(small, start + timedelta(minutes=15), room="Room 2")
    record_step(
        by=small.actor("maria"), step_id=uuid4(), visit_id=visit.pk, kind="start", occurred_at=start
    )

    assert seen(small, grain()) == []


def test_a_patient_who_has_not_come_is_not_late_through_anybody(small):
    make_visit(small, grain(-15))

    assert seen(small, grain()) == []


def test_what_no_longer_fits_is_said(small, behind):
    third = behind[2]
    maria = small.people["maria"]
    Absence.objects.create(
        resource=maria,
        during=Range(grain(20), grain(24)),
        reason=Absence.Reason.BREAK,
    )
    first = day_rows(small.centre, today(), grain()).day.first
    closes = int((third.session.ends_at - first).total_seconds() // 60)
    WeeklyHours.objects.filter(resource=small.rooms["Room 1"]).update(closes_min=closes)

    [maria_s, *_] = [
        one
        for one in late_people(day_rows(small.centre, today(), grain()), grain())
        if one.person == maria
    ]

    assert {
        one.one.visit.patient.given_name: (one.meets, one.beyond_hours) for one in maria_s.visits
    } == {"Eleni": ("break", False), "Nikos": ("", True)}


def test_a_patient_is_told_once_in_their_language_and_it_is_kept(small, behind):
    visit = behind[1]
    visit.patient.language = "el"
    visit.patient.save()
    about = visit.session.starts_at + timedelta(minutes=10)
    by = small.actor("desk")

    for _ in range(2):
        note_late(by=by, visit_id=visit.pk, about=about, way=LateNote.Way.EMAIL)

    [message] = Message.objects.filter(kind="visit-late")
    assert (message.to, message.language, message.visit_id) == (
        "eleni@example.com",
        "el",
        visit.pk,
    )
    clock = about.astimezone(ZoneInfo(small.centre.zone))
    assert f"{clock:%H:%M}" in render("visit-late", "en", message.context).subject
    assert list(LateNote.objects.values_list("visit", "about", "way", "by")) == [
        (visit.pk, about, "email", small.users["desk"].pk)
    ]
    [event] = Event.objects.filter(action="visit.tell-late")
    assert event.detail == {"about": about.isoformat(), "way": "email"}
    assert Visit.objects.get(pk=visit.pk).session.starts_at == visit.session.starts_at


def test_the_same_hour_is_not_told_again_but_a_later_one_is(small, behind):
    visit = behind[2]
    [maria] = [
        one
        for one in late_people(day_rows(small.centre, today(), grain()), grain())
        if one.person == small.people["maria"]
    ]
    [before] = [one for one in maria.visits if one.one.visit == visit]
    note_late(by=small.actor("desk"), visit_id=visit.pk, about=before.about, way=LateNote.Way.PHONE)

    def due(now):
        return [
            one.waits_to_be_told
            for person in late_people(day_rows(small.centre, today(), now), now)
            if person.person == small.people["maria"]
            for one in person.visits
            if one.one.visit == visit
        ]

    assert (before.waits_to_be_told, due(grain())) == (True, [False])
    assert due(grain(75)) == [True]  # needles would be in for an hour by then


@pytest.mark.parametrize(
    ("minutes", "refusal"),
    [(0, LateNoteTimeError), (-5, LateNoteTimeError), (2880, LateNoteTimeError)],
)
def test_an_hour_that_is_not_later_the_same_day_is_refused(small, behind, minutes, refusal):
    visit = behind[1]

    with pytest.raises(refusal):
        note_late(
            by=small.actor("desk"),
            visit_id=visit.pk,
            about=visit.session.starts_at + timedelta(minutes=minutes),
            way=LateNote.Way.PHONE,
        )
    assert not LateNote.objects.exists()


def test_without_an_address_nothing_is_written(small, behind):
    visit = behind[2]

    with pytest.raises(LateNoteWayError):
        note_late(
            by=small.actor("desk"),
            visit_id=visit.pk,
            about=visit.session.starts_at + timedelta(minutes=10),
            way=LateNote.Way.EMAIL,
        )
    assert not LateNote.objects.exists()
    assert not Event.objects.filter(action="visit.tell-late").exists()


def test_whoever_is_here_or_of_another_centre_is_not_told(small, behind):
    visit = behind[1]
    about = visit.session.starts_at + timedelta(minutes=10)
    other = make_centre("other")

    with pytest.raises(VisitUnknownError):
        note_late(by=other.actor("desk"), visit_id=visit.pk, about=about, way=LateNote.Way.PHONE)
    record_step(by=small.actor("desk"), step_id=uuid4(), visit_id=visit.pk, kind="arrive")
    with pytest.raises(LateNoteTimeError):
        note_late(by=small.actor("desk"), visit_id=visit.pk, about=about, way=LateNote.Way.PHONE)


def test_the_desk_tells_by_one_tap_from_the_page_that_the_board_leads_to(small, behind, signed_in):
    client = signed_in("desk")
    board = client.get(reverse("board", kwargs={"day": today()}))
    page = client.get(reverse("late"))
    [maria] = [one for one, *_ in page.context["people"] if one.person == small.people["maria"]]
    sent = [f"{one.one.visit.pk},{one.about.isoformat()}" for one in maria.visits]

    answer = client.post(reverse("late-tell"), {"visit": sent[:1]}, follow=True)
    after = client.post(reverse("late-called"), {"visit": sent[1]}, follow=True)

    assert "2 to tell" in board.content.decode()
    assert "Tell eleni@example.com" in page.content.decode()
    assert "1 patient is told." in answer.content.decode()
    assert "by telephone" in after.content.decode()
    assert sorted(LateNote.objects.values_list("visit", "way")) == sorted(
        [(behind[1].pk, "email"), (behind[2].pk, "phone")]
    )


@pytest.mark.parametrize(
    "sent",
    [
        "",
        "x",
        "1",
        ",",
        "1,2026-13-45T99:00+00:00",
        "1,2026-11-25T10:00",
        "²,2026-11-25T10:00+00:00",
        "9" * 400 + ",2026-11-25T10:00+00:00",
        "999999999,2026-11-25T10:00+00:00",
        "1,\x00",
        "<b>,😀",
    ],
)
@pytest.mark.parametrize("name", ["late-tell", "late-called"])
def test_nonsense_is_answered_and_nothing_is_kept(small, signed_in, name, sent):
    answer = signed_in("desk").post(reverse(name), {"visit": sent}, follow=True)

    assert answer.status_code == 200
    assert not LateNote.objects.exists()


def test_the_page_takes_as_many_queries_for_three_as_for_one(small, signed_in):
    client = signed_in("owner")
    counts = []
    start = grain(-40)
    visit = make_visit(small, start)
    record_step(
        by=small.actor("maria"),
        step_id=uuid4(),
        visit_id=visit.pk,
        kind="start",
        occurred_at=start + timedelta(minutes=35),
    )

    for starts in ([60], [120, 180]):
        for minutes in starts:
            make_visit(
                small,
                start + timedelta(minutes=minutes),
                reachable("Eleni", f"at{minutes}@example.com"),
            )
        client.get(reverse("late"))
        with CaptureQueriesContext(connection) as queries:
            page = client.get(reverse("late"))
        counts.append((len(queries), sum(len(rows) for _, rows, _ in page.context["people"])))

    assert counts[0][0] == counts[1][0]
    assert counts[0][1] < counts[1][1]
