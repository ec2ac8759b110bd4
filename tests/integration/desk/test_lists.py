"""The desk's other lists cost the same for one visit and for many."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from ashi.apps.bookings.models import Wish
from ashi.apps.encounters.actions.steps import record_step
from tests.desk.centre import make_patient, make_visit, today

pytestmark = pytest.mark.slow


def resting(small, minutes: int) -> None:
    """Make one visit of today with needles in, and somebody who wants a time."""
    made = make_visit(
        small, timezone.now() + timedelta(minutes=minutes), make_patient(f"At {minutes}")
    )
    record_step(
        by=small.actor("maria"), step_id=uuid4(), visit_id=made.pk, kind="needles-in", needles=5
    )
    Wish.objects.create(centre=small.centre, patient=made.patient, service=small.service)


@pytest.mark.parametrize(
    ("name", "with_day"),
    [("week", True), ("wall", False), ("last-look", True), ("pulse", False)],
)
def test_a_list_of_three_takes_as_many_queries_as_one_of_one(small, signed_in, name, with_day):
    client = signed_in("owner")
    url = reverse(name, kwargs={"day": today()} if with_day else None)
    counts = []

    for starts in ([0], [60, 120]):
        for minutes in starts:
            resting(small, minutes)
        client.get(url)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(url).status_code == 200
        counts.append(len(seen))

    assert counts[0] == counts[1]
