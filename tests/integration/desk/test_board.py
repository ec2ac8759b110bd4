"""The board: what it shows, that it stays cheap, and that nothing on it changes unseen."""

import re
from datetime import timedelta
from itertools import pairwise
from threading import Event as Signal
from threading import Thread
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from ashi.apps.audit.models import Event
from ashi.apps.billing.actions import take_payment
from ashi.apps.bookings.actions.cancelling import cancel_visit, mark_no_show
from ashi.apps.bookings.actions.moving import move_visit
from ashi.apps.bookings.models import Wish
from ashi.apps.centres.models import Closure
from ashi.apps.encounters.actions.bells import call_to_bell, take_bell
from ashi.apps.encounters.actions.breaks import add_break
from ashi.apps.encounters.actions.rooms import mark_ready
from ashi.apps.encounters.actions.steps import record_step, undo_step
from ashi.apps.encounters.day_board import day_of
from ashi.apps.encounters.day_tag import day_tag
from ashi.apps.encounters.models import Bell, RoomStep, Step
from ashi.web.desk.board_page import DRAWN
from tests.desk.centre import make_centre, make_patient, make_visit, today

pytestmark = pytest.mark.slow


def fragment_url():
    return reverse("board-fragment", kwargs={"day": today()})


def step(small, visit, kind, by="maria", **more):
    return record_step(by=small.actor(by), step_id=uuid4(), visit_id=visit.pk, kind=kind, **more)


def queries_of(client, url):
    client.get(url)
    DRAWN.clear()
    with CaptureQueriesContext(connection) as seen:
        assert client.get(url).status_code == 200
    return len(seen)


@pytest.mark.parametrize("view", ["rooms", "practitioners"])
def test_a_board_of_thirty_visits_takes_as_many_queries_as_one_of_three(small, signed_in, view):
    client = signed_in("owner")
    url = f"{fragment_url()}?view={view}"
    start = day_of(small.centre, today()).first + timedelta(hours=1)
    counts = []
    for wanted in (1, 3, 30):
        for number in range(wanted if not counts else wanted - counts[-1][0]):
            place = (counts[-1][0] if counts else 0) + number
            room, therapist = [("Room 1", "maria"), ("Room 2", "andreas")][place % 2]
            made = make_visit(
                small, start + timedelta(minutes=60 * (place // 2)), room=room, therapist=therapist
            )
            step(small, made, "arrive")
            step(small, made, "needles-in", needles=3, confirmed=True)
        counts.append((wanted, queries_of(client, url)))

    assert len({queries for _, queries in counts}) == 1, counts


def test_the_fragment_is_304_until_something_changes_and_a_304_is_no_read(small, signed_in, visit):
    client = signed_in("desk")
    first = client.get(fragment_url())
    events = Event.objects.count()

    second = client.get(fragment_url(), headers={"if-none-match": first["ETag"]})

    assert (first.status_code, second.status_code, second.content) == (200, 304, b"")
    assert Event.objects.count() == events
    step(small, visit, "arrive")
    assert client.get(fragment_url(), headers={"if-none-match": first["ETag"]}).status_code == 200


def test_one_event_for_a_person_day_and_sign_in(small, signed_in, visit):
    client = signed_in("desk")
    url = reverse("board", kwargs={"day": today()})

    for _ in range(3):
        client.get(url)
        client.get(fragment_url())
    signed_in("desk").get(url)

    assert Event.objects.filter(action="board.read").count() == 2


def changes(small, visit):
    """Yield every kind of change of a day, by name, each to be done on top of the last."""
    desk, maria = small.actor("desk"), small.actor("maria")
    yield "arrive", lambda: step(small, visit, "arrive")
    yield "needles in", lambda: step(small, visit, "needles-in", needles=5)
    yield (
        "bell called",
        lambda: call_to_bell(
            by=desk, bell_id=Bell.objects.get().pk, user_id=small.users["sofia"].pk
        ),
    )
    yield "bell taken", lambda: take_bell(by=maria, bell_id=Bell.objects.get().pk)
    yield "short count", lambda: step(small, visit, "needles-out", needles=4)
    yield "undo", lambda: undo_step(by=maria, step_id=uuid4(), visit_id=visit.pk)
    yield "left", lambda: step(small, visit, "leave", emergency=True)
    yield (
        "room ready",
        lambda: mark_ready(by=desk, resource_id=small.rooms["Room 1"].pk, step_id=uuid4()),
    )
    yield (
        "paid",
        lambda: take_payment(
            by=desk, payment_id=uuid4(), visit_id=visit.pk, amount=55, method="cash"
        ),
    )
    yield (
        "booked",
        lambda: make_visit(
            small, timezone.now() - timedelta(minutes=20), room="Room 2", therapist="andreas"
        ),
    )
    booked = visit.__class__.objects.order_by("-pk").first
    yield (
        "moved",
        lambda: move_visit(
            by=desk,
            visit_id=booked().pk,
            starts_at=booked().session.starts_at + timedelta(minutes=5),
        ),
    )
    yield "no show", lambda: mark_no_show(by=desk, visit_id=booked().pk)
    yield (
        "booked again",
        lambda: make_visit(
            small, timezone.now() + timedelta(minutes=10), room="Room 2", therapist="andreas"
        ),
    )
    yield "cancelled", lambda: cancel_visit(by=desk, visit_id=booked().pk, reason="patient")
    yield (
        "break",
        lambda: add_break(
            by=desk,
            resource_id=small.people["sofia"].pk,
            starts_at=timezone.now(),
            ends_at=timezone.now() + timedelta(minutes=15),
            confirmed=True,
        ),
    )
    yield (
        "wish",
        lambda: Wish.objects.create(
            centre=small.centre, patient=make_patient("Marios"), service=small.service
        ),
    )


def test_every_kind_of_change_changes_the_tag(small, visit):
    day = day_of(small.centre, today())
    now = timezone.now()
    seen = [("start", day_tag(small.centre.pk, day, now))]

    for name, change in changes(small, visit):
        change()
        seen.append((name, day_tag(small.centre.pk, day, now)))

    unseen = [two[0] for one, two in pairwise(seen) if one[1] == two[1]]
    assert unseen == []
    assert len({tag for _, tag in seen}) == len(seen)


def test_a_change_in_another_centre_changes_nothing_here(small, visit):
    other = make_centre("other")
    day = day_of(small.centre, today())
    now = timezone.now()
    before = day_tag(small.centre.pk, day, now)

    make_visit(other, timezone.now())

    assert day_tag(small.centre.pk, day, now) == before


@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_commits_late_is_seen():
    small = make_centre()
    visit = make_visit(small, timezone.now())
    other = make_visit(small, timezone.now(), room="Room 2", therapist="andreas")
    day = day_of(small.centre, today())
    now = timezone.now()
    written, may_commit = Signal(), Signal()

    def slow():
        with transaction.atomic():
            step(small, visit, "arrive")
            written.set()
            may_commit.wait(10)
        connection.close()

    thread = Thread(target=slow)
    thread.start()
    written.wait(10)
    step(small, other, "arrive")  # later than the slow one, and committed before it
    between = day_tag(small.centre.pk, day, now)
    may_commit.set()
    thread.join()

    assert Step.objects.count() == 2
    assert day_tag(small.centre.pk, day, now) != between


def test_who_is_here_stands_apart_from_who_wants_a_time(small, signed_in):
    here = make_visit(small, timezone.now() + timedelta(minutes=15), make_patient("Nikos", "Savva"))
    Wish.objects.create(
        centre=small.centre, patient=make_patient("Marios", "Constantinou"), service=small.service
    )
    step(small, here, "arrive")

    board = signed_in("desk").get(fragment_url())

    assert [one.name for one in board.context["board"].here] == ["Nikos Savva"]
    assert [str(one.patient) for one in board.context["wishes"]] == ["Marios Constantinou"]


def test_money_is_shown_only_to_those_who_may_see_it(small, signed_in, visit):
    step(small, visit, "leave")

    assert signed_in("desk").get(fragment_url()).context["board"].totals.unpaid == 55
    assert signed_in("sofia").get(fragment_url()).context["board"].totals.unpaid is None


def test_a_board_drawn_for_another_holds_each_readers_own_token_and_key(small, visit):
    """Two desks ask for the same board: the second is not drawn, and may press what it holds."""
    make_plain = re.compile(r"[0-9a-zA-Z-]{36,}")
    readers = [Client(enforce_csrf_checks=True, SERVER_NAME="localhost") for _ in range(2)]
    for reader in readers:
        reader.force_login(small.users["desk"])
    step(small, visit, "leave")  # a room waits to be made ready
    first, second = (reader.get(fragment_url()).content.decode() for reader in readers)

    assert make_plain.sub("", first) == make_plain.sub("", second)
    tokens = [
        set(re.findall(r'csrfmiddlewaretoken" value="([^"]+)"', one)) for one in (first, second)
    ]
    assert tokens[0]
    assert tokens[1]
    assert not tokens[0] & tokens[1]
    ready = [
        re.findall(r'action="(/desk/rooms/[^"]+/ready/[^"]+)"', one) for one in (first, second)
    ]
    assert ready[0]
    assert ready[0] != ready[1]
    for page in (first, second):
        assert "the-token-of" not in page
        assert "00000000-0000" not in page
    press = {"csrfmiddlewaretoken": tokens[1].pop(), "next": "/desk/board"}
    assert readers[1].post(ready[1][0], press).status_code == 302
    assert RoomStep.objects.filter(kind="ready").count() == 1


def test_who_may_see_less_is_never_shown_what_was_drawn_for_another(small, signed_in, visit):
    step(small, visit, "leave")

    assert "not paid" in signed_in("desk").get(fragment_url()).content.decode()
    assert "not paid" not in signed_in("sofia").get(fragment_url()).content.decode()


def test_a_student_sees_the_board_and_the_public_does_not(small, signed_in, client):
    assert signed_in("student").get(fragment_url()).status_code == 200
    assert client.get(fragment_url()).status_code == 302


def test_an_empty_day_and_a_closed_day_say_so(small, signed_in):
    tomorrow = today() + timedelta(days=1)
    url = reverse("board", kwargs={"day": tomorrow})
    client = signed_in("desk")
    assert b"No visits on" in client.get(url).content
    span = day_of(small.centre, tomorrow)
    Closure.objects.create(
        centre=small.centre, during=(span.first, span.last), name="Name day", state="confirmed"
    )

    assert b"Closed: Name day" in client.get(url).content


def test_the_wall_says_first_name_and_initial_and_no_more(small, signed_in):
    made = make_visit(small, timezone.now(), make_patient("Despina", "Charalambous"))
    step(small, made, "start")
    step(small, made, "needles-in", needles=9)

    page = signed_in("sofia").get(reverse("wall")).content.decode()

    assert "Despina C." in page
    assert "Charalambous" not in page
    assert "Acupuncture" not in page


def test_a_class_is_one_card_that_says_how_many_places_are_taken(small, signed_in):
    small.gym.places = 6
    small.gym.save()
    now = timezone.now()
    members = [
        make_visit(small, now, make_patient(name), room=None, therapist=None, service=small.gym)
        for name in ("Anna", "Nikos", "Tom")
    ]
    step(small, members[1], "arrive")

    client = signed_in("sofia")
    columns = client.get(fragment_url()).context["board"].columns

    [card] = [piece for column in columns for piece in column.pieces]
    assert (card.name, card.taken, card.places) == ("Exercise, 30 min", 3, 6)
    page = client.get(reverse("class", args=[card.class_id]))
    assert [str(one.visit.patient.given_name) for one in page.context["members"]] == [
        "Anna",
        "Nikos",
        "Tom",
    ]
    stranger = signed_in("sofia", make_centre("other"))
    assert stranger.get(reverse("class", args=[card.class_id])).status_code == 404


def test_a_session_brought_in_without_phases_is_drawn_all_the_same(small, signed_in, visit):
    visit.session.plan = []
    visit.session.save()

    board = signed_in("desk").get(fragment_url()).context["board"]

    assert [piece.for_min for column in board.columns for piece in column.pieces] == [60]
