"""The list of what was booked twice on purpose: who, when, what, why; by period; as a file."""

import csv
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ashi.apps.audit.models import Event
from ashi.apps.bookings.actions.booking import book_visit
from ashi.apps.bookings.actions.cancelling import cancel_visit
from ashi.apps.bookings.models import Override
from tests.desk.centre import make_centre, make_patient, make_visit, today
from tests.desk.lateness import grain

pytestmark = pytest.mark.slow


def over(small, at, reason, given="Nikos"):
    """Book somebody over what stands in the gym at a minute from now."""
    return book_visit(
        by=small.actor("desk"),
        service=small.gym,
        starts_at=grain(at),
        patient=make_patient(given, "Ioannou"),
        roles={"room": small.rooms["Gym"].pk},
        override_reason=reason,
    )


@pytest.fixture
def twice(small):
    make_visit(small, grain(60), service=small.gym, room="Gym", therapist=None)
    return over(small, 75, "came from far away")


def test_each_act_says_who_when_what_and_why(small, twice, signed_in):
    page = signed_in("owner").get(reverse("overrides"))

    [row] = page.context["rows"]
    assert (row.session, row.by, row.reason, row.over) == (
        twice.session,
        small.users["desk"],
        "came from far away",
        None,
    )
    assert [(one.resource.name, one.during.lower, one.during.upper) for one in row.rows] == [
        ("Gym", grain(75), grain(90))
    ]
    body = page.content.decode()
    assert ("came from far away" in body, "Elena Desk" in body, "stands" in body) == (True,) * 3
    assert Event.objects.filter(action="overrides.read").count() == 1


def test_what_has_ended_is_said_to_be_over(small, twice, signed_in):
    cancel_visit(by=small.actor("desk"), visit_id=twice.pk, reason="patient")

    [row] = signed_in("desk").get(reverse("overrides")).context["rows"]

    assert row.over is not None


def test_a_period_holds_both_its_days_and_nothing_else(small, twice, signed_in):
    client, day = signed_in("desk"), today()
    yesterday = day - timedelta(days=1)

    def count(first, last):
        page = client.get(reverse("overrides"), {"first": str(first), "last": str(last)})
        return len(page.context["rows"])

    assert (count(day, day), count(yesterday, yesterday)) == (1, 0)


@pytest.mark.parametrize(
    "sent",
    [
        {"first": "soon"},
        {"last": "2026-02-30"},
        {"first": "\x00"},
        {"first": "0001-01-01", "last": "0001-01-02"},
        {"first": "9999-12-01", "last": "9999-12-31"},
        {"first": "2026-05-02", "last": "2026-05-01"},
        {"first": "2020-01-01", "last": "2026-01-01"},
    ],
)
@pytest.mark.parametrize("name", ["overrides", "overrides-file"])
def test_a_period_that_cannot_be_is_refused(small, twice, signed_in, name, sent):
    answer = signed_in("owner").get(reverse(name), sent)

    assert answer.status_code == 422
    assert answer.context["rows"] == []


def test_the_file_has_the_same_and_runs_no_formula(small, signed_in):
    make_visit(small, grain(60), service=small.gym, room="Gym", therapist=None)
    over(small, 75, "=1+1")

    answer = signed_in("owner").get(reverse("overrides-file"))

    [heads, row] = list(csv.reader(answer.content.decode("utf-8-sig").splitlines()))
    assert heads == ["Made", "By", "Visit", "Booked twice", "Reason", "Ended", "Left in conflict"]
    assert (row[1], row[4], row[5]) == ("Elena Desk", "'=1+1", "")
    assert row[3].startswith("Gym ")
    assert Event.objects.filter(action="overrides.export").count() == 1


def test_who_may_not_override_sees_no_list_and_the_desk_takes_no_file(small, twice, signed_in):
    assert signed_in("maria").get(reverse("overrides")).status_code == 404
    assert signed_in("desk").get(reverse("overrides-file")).status_code == 404


def test_another_centre_sees_nothing_of_it(small, twice, signed_in):
    other = make_centre("other")

    assert signed_in("owner", other).get(reverse("overrides")).context["rows"] == []
    assert Override.objects.exists()


def test_the_list_takes_as_many_queries_for_three_as_for_one(small, twice, signed_in):
    client = signed_in("desk")
    counts = []
    for starts in ((), (76, 77)):
        for at in starts:
            over(small, at, f"reason {at}")
        client.get(reverse("overrides"))
        with CaptureQueriesContext(connection) as queries:
            page = client.get(reverse("overrides"))
        counts.append((len(queries), len(page.context["rows"])))

    assert counts[0][0] == counts[1][0]
    assert [rows for _, rows in counts] == [1, 3]


def test_it_reads_in_greek(small, twice, signed_in):
    page = signed_in("desk").get(reverse("overrides"), headers={"Accept-Language": "el"})

    assert "Σκόπιμες διπλές κρατήσεις" in page.content.decode()
