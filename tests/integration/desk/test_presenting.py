"""What stands in the board's columns for visits in each state."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ashi.apps.accounts.roles import MATRIX, Permission, Role
from ashi.apps.bookings.actions.holding import hold_visit
from ashi.apps.encounters.actions.steps import record_step
from ashi.apps.encounters.day_board import day_rows
from ashi.web.desk.board.presenter import present
from tests.desk.centre import make_patient, make_visit, today

pytestmark = pytest.mark.slow


def grain(minutes: int = 0):
    now = timezone.now().replace(second=0, microsecond=0)
    return now - timedelta(minutes=now.minute % 5) + timedelta(minutes=minutes)


def step(small, visit, kind, at, **more):
    return record_step(
        by=small.actor("maria"),
        step_id=uuid4(),
        visit_id=visit.pk,
        kind=kind,
        occurred_at=at,
        **more,
    )


def columns(small, view, now):
    board = present(day_rows(small.centre, today(), now), view, now)
    return {
        column.title: [
            (piece.shape, piece.for_min, piece.state, [cell.name for cell in piece.cells])
            for piece in column.pieces
        ]
        for column in board.columns
    }


def test_one_resting_visit_in_rooms_and_by_practitioner(small):
    start = grain(-30)
    visit = make_visit(small, start, make_patient("Despina", "Charalambous"))
    step(small, visit, "start", start)
    step(small, visit, "needles-in", start + timedelta(minutes=15), needles=14)
    now = start + timedelta(minutes=30)

    assert columns(small, "rooms", now) == {
        "Room 1": [
            (
                "whole",
                60,
                "resting",
                ["Intake, needling", "Needles rest", "Needles out", "Exercise", "Prepare room"],
            )
        ],
        "Room 2": [],
        "Gym": [],
    }
    people = columns(small, "practitioners", now)
    assert people["Maria"][:2] == [
        ("solo", 15, "resting", ["Intake, needling"]),
        ("away", 20, "resting", ["Needles rest"]),
    ]


def test_a_late_visit_leaves_a_ghost_where_it_was_booked(small):
    start = grain(-10)
    make_visit(small, start)
    now = start + timedelta(minutes=12)

    board = present(day_rows(small.centre, today(), now), "rooms", now)

    column = board.columns[0]
    [piece], [ghost] = column.pieces, column.ghosts
    assert (ghost.code, ghost.when, ghost.for_min) == ("booked", start, 10)
    assert piece.at - ghost.at == 10
    assert [(chip.code, chip.count) for chip in piece.chips] == [("late", 12)]


def test_what_must_be_known_of_a_visit_is_said_most_pressing_first(small):
    start = grain(60)
    patient = make_patient("Helen", "Whitfield", not_left_alone="yes")
    visit = make_visit(small, start, patient, companion="her daughter", form_missing=True)
    make_visit(
        small,
        start,
        make_patient("Twin"),
        override_reason="twins, one room",
    )

    board = present(day_rows(small.centre, today(), grain()), "rooms", grain())

    said = {
        piece.visit_id: [(chip.code, chip.text) for chip in piece.chips]
        for piece in board.columns[0].pieces
    }
    assert said.pop(visit.pk) == [("not-left-alone", "her daughter"), ("form-missing", "")]
    assert list(said.values()) == [[("override", "twins, one room")]]
    assert {piece.lanes for piece in board.columns[0].pieces} == {2}


def test_a_time_that_is_held_online_stands_on_the_board_without_a_name(small):
    by = small.actor("desk")
    hold_visit(by=by, service=small.service, starts_at=grain(60), roles={})

    board = present(day_rows(small.centre, today(), timezone.now()), "rooms", timezone.now())

    [piece] = [piece for column in board.columns for piece in column.pieces]
    assert (piece.state, piece.name, piece.movable) == ("held", "", False)
    later = timezone.now() + timedelta(minutes=11)
    board = present(day_rows(small.centre, today(), later), "rooms", later)
    assert [piece for column in board.columns for piece in column.pieces] == []


PAGES = {
    "board": (Permission.DIARY_READ, lambda visit: {"day": today()}),
    "board-fragment": (Permission.DIARY_READ, lambda visit: {"day": today()}),
    "week": (Permission.DIARY_READ, lambda visit: {"day": today()}),
    "wall": (Permission.DIARY_READ, lambda visit: {}),
    "pulse": (Permission.DIARY_READ, lambda visit: {}),
    "visit": (Permission.DIARY_READ, lambda visit: {"visit_id": visit.pk}),
    "last-look": (Permission.STEP_WRITE, lambda visit: {"day": today()}),
    "visit-new": (Permission.DIARY_WRITE, lambda visit: {}),
    "visit-move": (Permission.DIARY_WRITE, lambda visit: {"visit_id": visit.pk}),
    "break-new": (Permission.DIARY_WRITE, lambda visit: {}),
    "late": (Permission.DIARY_WRITE, lambda visit: {}),
}


@pytest.mark.parametrize("role", [role for role in Role if role not in ("public", "system")])
def test_each_page_opens_to_the_roles_of_the_matrix_and_to_no_other(small, visit, role):
    user = small.users["student"]
    user.memberships.update(role=role, ends_on=today() + timedelta(days=9))
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")

    opened = {
        name
        for name, (_, arguments) in PAGES.items()
        if client.get(reverse(name, kwargs=arguments(visit))).status_code == 200
    }

    assert opened == {name for name, (needed, _) in PAGES.items() if needed in MATRIX[role]}


def test_nobody_is_led_off_this_site_by_the_address_in_a_form(small, signed_in, visit):
    client = signed_in("desk")
    url = reverse("visit-restore", args=[visit.pk])

    for target in ("https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"):
        assert client.post(url, {"next": target})["Location"] == reverse("board-today")
    assert client.post(url, {"next": reverse("wall")})["Location"] == reverse("wall")
