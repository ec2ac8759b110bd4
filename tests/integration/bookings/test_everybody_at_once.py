"""Online, the desk's form, the board and a series press for one time at the same moment."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from ashi.apps.bookings.actions.repeating import Take, book_series
from ashi.apps.bookings.errors import SeriesClashError
from ashi.apps.bookings.models import Occupancy
from ashi.apps.bookings.repeating import dues_of
from tests.desk.centre import make_centre, make_patient, make_visit, today
from tests.desk.repeating import asking
from tests.desk.signing import client_of
from tests.integration.bookings.diary import faults_of_the_diary
from tests.integration.bookings.test_races import together

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
EACH = 4


def test_of_browsers_the_desk_the_board_and_a_series_one_has_the_time_and_each_is_answered():
    call_command("createcachetable", verbosity=0)
    small = make_centre()
    maria, room = small.people["maria"], small.rooms["Room 1"]
    ask = asking(small, make_patient("S", "Series"), 2)
    start = dues_of(ask)[0]
    desk = client_of(small.users["desk"])
    others = [
        make_visit(small, start + timedelta(hours=2 + number), make_patient(f"M{number}", "Moved"))
        for number in range(EACH)
    ]
    patients = [make_patient(f"P{number}", "Desk") for number in range(EACH)]

    def online(number: int) -> bool:
        sent = {"start": start.isoformat(), "with": str(maria.pk), "key": f"{number:032d}"}
        return answered(Client().post("/book/acu-60/", sent), 302, 422)

    def form(number: int) -> bool:
        sent = {
            "key": str(uuid4()),
            "service": small.service.pk,
            "day": today(start).isoformat(),
            "at": start.isoformat(),
            "person": maria.pk,
            "patient": patients[number].pk,
        }
        return answered(desk.post(reverse("visit-new"), sent), 302, 422)

    def board(number: int) -> bool:
        sent = {
            "at": start.isoformat(),
            "column": room.pk,
            "to": room.pk,
            "version": others[number].version,
        }
        return answered(desk.post(reverse("visit-place", args=[others[number].pk]), sent), 200, 409)

    def series(number: int) -> bool:
        takes = [Take(due, due) for due in dues_of(ask)]
        try:
            book_series(by=small.actor("desk"), key=uuid4(), ask=ask, takes=takes)
        except SeriesClashError:
            return False
        return True

    ways = [online, form, board, series]
    answers = together(4 * EACH, lambda number: ways[number % 4](number // 4))

    assert all(isinstance(one, bool) for one in answers), answers
    assert sum(answers) == 1
    at_that_time = Occupancy.objects.filter(resource=maria.pk, live=True, during__startswith=start)
    assert at_that_time.count() == 1
    assert faults_of_the_diary() == []


def answered(answer, done: int, refused: int) -> bool:
    """Return whether it was done; it is answered in one of two ways."""
    assert answer.status_code in (done, refused), answer.content[:500]
    return answer.status_code == done
