"""The desk at every width and in both themes: no fault of axe, nothing wider than the screen."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from ashi.apps.bookings.models import Wish
from ashi.apps.encounters.actions.steps import record_step
from tests.browser.sizes import PHONE
from tests.desk.centre import make_patient, make_visit, today


@pytest.fixture
def busy(small):
    """A day with one visit in every state that is drawn."""
    now = timezone.now()
    resting = make_visit(
        small, now - timedelta(minutes=30), make_patient("Despina", "Charalambous")
    )
    missing = make_visit(
        small,
        now - timedelta(minutes=50),
        make_patient("Eleni", "Christodoulou"),
        room="Room 2",
        therapist="andreas",
    )
    here = make_visit(
        small,
        now + timedelta(minutes=40),
        make_patient("Αγγελική", "Ηλία", not_left_alone="yes"),
        companion="her son",
        form_missing=True,
    )
    make_visit(
        small, now - timedelta(minutes=9), None, room=None, therapist=None, service=small.gym
    )
    Wish.objects.create(
        centre=small.centre, patient=make_patient("Marios", "Constantinou"), service=small.service
    )
    for visit, kind, ago, needles in (
        (resting, "needles-in", 25, 14),
        (missing, "needles-in", 40, 12),
        (missing, "needles-out", 15, 11),
        (here, "arrive", 5, None),
    ):
        record_step(
            by=small.actor("maria"),
            step_id=uuid4(),
            visit_id=visit.pk,
            kind=kind,
            needles=needles,
            occurred_at=now - timedelta(minutes=ago),
        )
    return resting


def pages(small, visit):
    day = today()
    return [
        f"/desk/board/{day}?view=rooms",
        f"/desk/board/{day}?view=practitioners",
        f"/desk/board/{day + timedelta(days=1)}",
        f"/desk/visits/{visit.pk}",
        f"/desk/visits/{visit.pk}/move",
        f"/desk/visits/new?service={small.service.pk}",
        "/desk/wall",
        f"/desk/week/{day}",
        f"/desk/week/{day}?of={small.people['maria'].pk}",
        f"/desk/week/{day}?of={small.rooms['Room 1'].pk}",
        "/desk/late",
        f"/desk/last-look/{day}",
        "/desk/breaks/new",
    ]


@pytest.mark.long
def test_no_page_of_the_desk_has_a_fault_of_axe_or_scrolls_sideways(
    small, open_as, looked_over, busy
):
    page = open_as(
        "owner",
        "/desk/board",
        viewport=PHONE,
        reduced_motion="reduce",
    )
    faults = []

    for path in pages(small, busy):
        page.goto(path)
        page.locator("main").wait_for()
        faults += [f"{path} {fault}" for fault in looked_over(page)]

    assert faults == []


def test_the_board_speaks_greek(small, open_as, busy):
    page = open_as("desk", "/desk/board", locale="el")

    words = page.locator("main").inner_text()

    assert "Νέα επίσκεψη" in words
    assert "δεν μετρήθηκαν έξω" in words
    assert "New visit" not in words
