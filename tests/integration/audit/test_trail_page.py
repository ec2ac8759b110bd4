"""The trail as a page and a file: filters, pages, words, and that reading it is itself told."""

import csv
import io
import re
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ashi.apps.accounts.roles import Role
from ashi.apps.audit.actions import record
from ashi.apps.audit.actor import SYSTEM, Actor, Purpose
from ashi.apps.audit.models import Event
from ashi.apps.audit.queries import A_PAGE, Wanted, events_of, page_of
from ashi.apps.audit.sealing import seal_once
from ashi.apps.patients.actions import create_patient
from ashi.web.audit.words import ACTION_WORDS
from ashi.web.spreadsheets import as_text
from tests.desk.centre import make_centre, make_patient, noon_zone

pytestmark = pytest.mark.slow
SOURCES = Path(__file__).resolve().parents[3] / "src" / "ashi"
NOON = datetime(2030, 5, 6, 12, tzinfo=ZoneInfo(noon_zone()))  # of the centre's day


@pytest.fixture
def small(db):
    return make_centre()


@pytest.fixture
def reader(small):
    client = Client()
    client.force_login(small.users["owner"], backend="django.contrib.auth.backends.ModelBackend")
    return client


def told(small, *, name="desk", at=NOON, action="patient.read", **more) -> Event:
    return record(by=small.actor(name), action=action, subject=("patient", 1), at=at, **more)


def known(small, given: str):
    """Make a patient who is found by name."""
    return create_patient(
        by=small.actor("desk"), given_name=given, family_name=uuid4().hex, email="a@example.org"
    )


def shown(answer) -> list[str]:
    return [line.event_id for line in answer.context["lines"]]


def ids(*events: Event) -> list[str]:
    return [str(one.pk) for one in events]


def test_the_newest_comes_first_with_names_that_the_events_do_not_hold(small, reader):
    patient = make_patient("Despina", "Charalambous")
    told(small, at=NOON, patient_id=patient.pk)
    told(small, at=NOON + timedelta(hours=1), name="maria", patient_id=patient.pk)

    lines = reader.get("/trail/").context["lines"]

    assert [(one.person, one.role, one.action, one.patient) for one in lines[:2]] == [
        ("Maria Georgiou", "Practitioner", "opened a record", "Despina Charalambous"),
        ("Elena Desk", "Front desk", "opened a record", "Despina Charalambous"),
    ]


def test_each_filter_shows_what_it_says_and_nothing_else(small, reader):
    patient, other = known(small, "Despina"), known(small, "Nikos")
    read = told(small, patient_id=patient.pk, purpose=Purpose.SCHEDULING)
    moved = told(
        small, name="maria", action="visit.move", patient_id=other.pk, purpose=Purpose.TREATMENT
    )
    refused = told(
        small, action="access.refused", at=NOON + timedelta(days=2), purpose=Purpose.PAYMENT
    )
    asked = {
        f"person={small.users['maria'].pk}": [moved],
        f"patient={patient.pk}&first=2030-05-06": [read],
        "who=Despina&first=2030-05-06": [read],
        "action=visit.move": [moved],
        "purpose=scheduling": [read],
        "first=2030-05-08": [refused],
        "last=2030-05-07&first=2030-05-06&person=": sorted(
            (read, moved), key=lambda one: one.pk, reverse=True
        ),
        "refused=on&first=2030-05-01": [refused],
    }

    found = {query: shown(reader.get(f"/trail/?{query}")) for query in asked}

    assert found == {query: ids(*events) for query, events in asked.items()}


def test_a_name_that_fits_several_asks_who_is_meant(small, reader):
    first, second = known(small, "Maria"), known(small, "Maria")

    answer = reader.get("/trail/?who=Maria")

    assert {one.pk for one in answer.context["meant"]} == {first.pk, second.pk}


def test_pages_follow_each_other_without_a_gap_even_at_one_instant(small):
    events = [told(small) for _ in range(7)]
    seen, mark = [], None

    for _ in range(4):
        page = page_of(small.centre.pk, Wanted(), mark, size=2)
        seen += page.events
        mark = page.after

    assert mark is None
    assert ids(*seen) == ids(*sorted(events, key=lambda one: one.pk, reverse=True))


def test_the_link_to_the_next_page_goes_on_where_this_one_ends(small, reader):
    for number in range(A_PAGE + 3):
        told(small, at=NOON + timedelta(minutes=number))

    first = reader.get("/trail/?action=patient.read")
    link = re.search(r'href="(\?[^"]*at=[^"]*)"', first.content.decode()).group(1)
    second = reader.get("/trail/" + link.replace("&amp;", "&"))

    assert (len(shown(first)), len(shown(second))) == (A_PAGE, 3)
    assert set(shown(first)).isdisjoint(shown(second))


def test_a_page_takes_as_many_queries_for_many_events_as_for_one(small, reader):
    counts = []

    for number in (1, 40):
        for turn in range(number):
            told(small, name=("desk", "maria")[turn % 2], patient_id=make_patient().pk)
        reader.get("/trail/")
        with CaptureQueriesContext(connection) as seen:
            reader.get("/trail/")
        counts.append(len(seen))

    assert counts[0] == counts[1]


def test_another_centres_events_are_not_shown_and_the_organisations_are(small, reader):
    other = make_centre("other")
    told(other)
    own, of_all = told(small), record(by=SYSTEM, action="visit.book", subject=("visit", 1), at=NOON)

    assert set(shown(reader.get("/trail/?last=2030-05-06&first=2030-05-06"))) == set(
        ids(own, of_all)
    )


def test_reading_and_exporting_the_trail_are_told_by_it(small, reader):
    patient = make_patient()

    reader.get(f"/trail/?patient={patient.pk}&refused=on")
    b"".join(reader.post("/trail/file", {"action": "visit.move"}).streaming_content)

    events = Event.objects.order_by("at").values_list("action", "patient_id", "detail")
    assert list(events) == [
        ("audit.read", patient.pk, {"patient_id": patient.pk, "refused": True}),
        ("audit.export", None, {"action": "visit.move"}),
    ]


def test_the_file_holds_all_that_the_filters_show_in_the_readers_zone(small, reader):
    patient = make_patient("Despina", "Charalambous")
    event = told(small, patient_id=patient.pk, reason="=1+1", detail={"n": 3})
    told(small, action="visit.move")

    answer = reader.post("/trail/file", {"action": "patient.read"})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")

    heads, *rows = list(csv.reader(io.StringIO(text)))
    assert [dict(zip(heads, row, strict=True)) for row in rows] == [
        {
            "Event": str(event.pk),
            "When": rows[0][1],
            "Person": "Elena Desk",
            "Person's number": str(small.users["desk"].pk),
            "Role": "Front desk",
            "What was done": "opened a record",
            "Code": "patient.read",
            "About": "patient 1",
            "Patient": "Despina Charalambous",
            "Patient's number": str(patient.pk),
            "Why": "Running the centre",
            "Reason given": "'=1+1",
            "Through": "staff pages",
            "Tablet's number": "",
            "Detail": "n: 3",
        }
    ]
    assert datetime.fromisoformat(rows[0][1]) == NOON


@pytest.mark.parametrize("typed", ["=1", "+1", "-1", "@x", "\t=1", "\r=1"])
def test_what_a_spreadsheet_would_reckon_stays_text(typed):
    assert as_text(typed) == f"'{typed}"


def test_the_page_says_how_far_the_chain_is_sealed(small, reader, settings, tmp_path):
    settings.AUDIT_KEY_FILE = tmp_path / "key"
    settings.AUDIT_HEADS_FILE = tmp_path / "heads"
    told(small)
    seal_once()
    told(small)

    chain = reader.get("/trail/").context["chain"]

    assert (chain.sealed, chain.signed, chain.waiting) == (1, True, 2)  # this reading waits too


@pytest.mark.parametrize(
    "query",
    [
        "person=abc",
        "patient=99999999999999999999",
        "action=nothing",
        "purpose=%00",
        "first=2030-02-30",
        "first=2030-05-02&last=2030-05-01",
        "who=a%00b",
        "who=" + "x" * 200,
    ],
)
def test_what_cannot_be_looked_for_is_said_beside_the_field(reader, query):
    assert reader.get(f"/trail/?{query}").status_code == 422


@pytest.mark.parametrize("mark", ["at=x&event=y", "at=2030-01-01T00:00:00%2B00:00&event=1"])
def test_a_mark_that_is_none_is_not_there(reader, mark):
    assert reader.get(f"/trail/?{mark}").status_code == 404


def test_every_action_that_is_recorded_has_words():
    code = "\n".join(file.read_text() for file in SOURCES.glob("**/*.py"))
    recorded = set(re.findall(r'action="([a-z]+\.[a-z_-]+)"', code))

    assert recorded - set(ACTION_WORDS) == set()


def test_a_rare_kind_is_found_by_an_index(small):
    by = Actor(role=Role.DESK, user_id=small.users["desk"].pk, centre_id=small.centre.pk)
    record(by=by, action="access.refused", subject=("url", "x"))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")

    for wanted in (Wanted(refused=True), Wanted(patient_id=1), Wanted(actor_id=1), Wanted()):
        assert "Index" in events_of(by.centre_id, wanted)[:50].explain()
