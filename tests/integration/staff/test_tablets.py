"""A shared tablet: PINs, their throttle and lock, and that each act carries who did it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from ashi.apps.audit.models import Event
from ashi.apps.centres.models import Membership
from ashi.apps.staff.actions.switching import change_person, check_pin, set_pin
from ashi.apps.staff.actions.tablets import digest_of_token, enrol_tablet, revoke_tablet
from ashi.apps.staff.errors import (
    NeedsFullSignInError,
    PinFormError,
    PinLockedError,
    PinTooEasyError,
    PinWaitError,
    PinWrongError,
    TabletNameTakenError,
)
from ashi.apps.staff.models import FullSignIn, Pin, Tablet
from ashi.core.kernel.errors import AshiError
from ashi.web.staff.attaching import COOKIE
from tests.desk.centre import make_centre

pytestmark = pytest.mark.slow
MARIA, SOFIA = "2580", "739106"


@pytest.fixture
def tablet(small, enrolled):
    """A tablet on which Maria and Sofia have signed in fully today; Sofia last."""
    device = enrolled()
    for name, pin in (("maria", MARIA), ("sofia", SOFIA)):
        set_pin(by=small.actor(name), pin=pin)
        device.sign_in_fully(small.users[name])
    return device


def who(device) -> str:
    """Return whose page the tablet shows."""
    page = device.client.get("/me")
    return page.context["user"].full_name if page.status_code == 200 else ""


def no_wait() -> None:
    Pin.objects.update(wait_until=timezone.now() - timedelta(seconds=1))


def test_the_person_changes_and_the_page_stays(small, tablet):
    answer = tablet.switch(small.users["maria"], MARIA, next="/patients/?q=a")

    assert (answer.status_code, answer["Location"]) == (302, "/patients/?q=a")
    assert who(tablet) == "Maria Georgiou"


def test_what_is_done_after_the_change_is_told_of_who_did_it_and_where(small, tablet):
    tablet.client.get("/patients/nobody")
    tablet.client.get("/desk/week/2030-01-01")
    tablet.switch(small.users["maria"], MARIA)
    tablet.client.get("/desk/week/2030-01-08")

    read = Event.objects.filter(action="week.read").order_by("at")
    assert list(read.values_list("actor_id", "device_id")) == [
        (small.users["sofia"].pk, tablet.row.pk),
        (small.users["maria"].pk, tablet.row.pk),
    ]


def test_the_first_sign_in_of_the_day_on_a_tablet_is_a_full_one(small, enrolled, tablet):
    another = enrolled("Room 1")

    assert another.switch(small.users["maria"], MARIA).status_code == 422
    FullSignIn.objects.update(day=timezone.localdate() - timedelta(days=2))
    with pytest.raises(NeedsFullSignInError):
        change_person(tablet=tablet.row, user_id=small.users["maria"].pk, pin=MARIA)


def test_a_change_by_pin_is_no_full_sign_in(small, tablet):
    FullSignIn.objects.filter(user=small.users["sofia"]).delete()

    tablet.switch(small.users["maria"], MARIA)
    tablet.client.get("/me")

    assert list(FullSignIn.objects.values_list("user", flat=True)) == [small.users["maria"].pk]


def test_each_miss_makes_the_next_try_wait_and_five_lock(small, tablet):
    maria, seen = small.users["maria"].pk, []

    for _ in range(6):
        for _ in range(2):
            try:
                change_person(tablet=tablet.row, user_id=maria, pin="0000")
            except AshiError as error:
                seen.append(type(error))
        no_wait()

    waits = [PinWrongError, PinWaitError] * 4
    assert seen == [*waits, PinLockedError, PinLockedError, PinLockedError, PinLockedError]
    with pytest.raises(PinLockedError):
        change_person(tablet=tablet.row, user_id=maria, pin=MARIA)
    misses = Event.objects.filter(action__startswith="pin.").exclude(action="pin.set")
    assert list(misses.order_by("at").values_list("action", flat=True)) == [
        *["pin.miss"] * 4,
        "pin.lock",
    ]


def test_a_wait_that_a_clock_set_back_made_an_hour_long_is_over(small, tablet):
    ends = timezone.now() + timedelta(hours=1, seconds=2)
    Pin.objects.filter(user=small.users["maria"]).update(misses=2, wait_until=ends)

    assert tablet.switch(small.users["maria"], MARIA).status_code == 302


def test_a_full_sign_in_opens_a_locked_pin_again(small, tablet):
    Pin.objects.filter(user=small.users["maria"]).update(misses=5, locked_at=timezone.now())

    tablet.sign_in_fully(small.users["maria"])
    tablet.client.post("/tablet/lock")

    assert tablet.switch(small.users["maria"], MARIA).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_guesses_at_once_are_counted_one_by_one(small, tablet):
    def guess(pin: int) -> type:
        try:
            change_person(tablet=tablet.row, user_id=small.users["maria"].pk, pin=f"{pin:04d}")
        except AshiError as error:
            return type(error)
        finally:
            connection.close()
        return str

    with ThreadPoolExecutor(8) as pool:
        seen = list(pool.map(guess, range(16)))

    assert sorted(one.__name__ for one in seen) == [
        *["PinWaitError"] * 15,
        "PinWrongError",
    ]


def test_whose_work_here_has_ended_takes_nothing_over(small, tablet):
    Membership.objects.filter(user=small.users["maria"]).update(
        ends_on=timezone.localdate() - timedelta(days=1)
    )

    assert tablet.switch(small.users["maria"], MARIA).status_code == 422


def test_somebody_of_another_centre_is_no_person_of_this_tablet(small, tablet):
    other = make_centre("other")
    set_pin(by=other.actor("maria"), pin=MARIA)

    tablet.sign_in_fully(other.users["maria"])

    assert not FullSignIn.objects.filter(user=other.users["maria"]).exists()
    assert tablet.switch(other.users["maria"], MARIA).status_code == 422


def test_a_pin_alone_opens_no_team_no_trail_and_no_new_pin(small, tablet):
    set_pin(by=small.actor("owner"), pin="48151")
    tablet.sign_in_fully(small.users["owner"])
    assert tablet.client.get("/team").status_code == 200
    tablet.client.post("/tablet/lock")
    tablet.switch(small.users["owner"], "48151")

    answers = [tablet.client.get(path) for path in ("/team", "/trail/", "/me/pin")]

    assert [(one.status_code, one["Location"].split("?")[0]) for one in answers] == [
        (302, "/tablet")
    ] * 3
    assert tablet.client.get("/patients/").status_code == 200


def test_a_locked_tablet_shows_the_wall_to_nobody_and_keeps_the_address(small, tablet):
    answer = tablet.client.post("/tablet/lock", {"next": "/patients/"})
    page = tablet.client.get(answer["Location"])

    assert answer["Location"] == "/tablet?next=%2Fpatients%2F"
    assert (page.status_code, page.context["next"]) == (200, "/patients/")
    assert [one.full_name for one in page.context["people"]] == [
        "Maria Georgiou",
        "Sofia Kyriakidou",
    ]
    assert tablet.client.get("/tablet/wall").status_code == 200
    assert tablet.client.get("/desk/board").status_code == 302
    read = Event.objects.filter(action="wall.read").values_list("actor_id", "device_id")
    assert list(read) == [(None, tablet.row.pk)]


@pytest.mark.parametrize("away", ["https://evil.example/", "//evil.example", "javascript:x"])
def test_the_address_kept_is_never_elsewhere(small, tablet, away):
    answer = tablet.switch(small.users["maria"], MARIA, next=away)

    assert answer["Location"] == "/"


def test_without_an_enrolled_device_there_is_no_such_page(small, signed_in):
    for client in (Client(), signed_in("owner")):
        client.cookies[COOKIE] = "made up"
        assert client.get("/tablet").status_code == 404
        assert client.get("/tablet/wall").status_code == 404
        assert client.post("/tablet/lock").status_code == 404


def test_a_tablet_that_is_ended_signs_out_whoever_is_on_it(small, tablet):
    assert who(tablet) == "Sofia Kyriakidou"

    revoke_tablet(by=small.actor("owner"), tablet_id=tablet.row.pk)

    assert who(tablet) == ""
    assert tablet.client.get("/tablet").status_code == 404


def test_a_session_of_a_tablet_is_worth_nothing_without_its_cookie(tablet):
    del tablet.client.cookies[COOKIE]

    assert who(tablet) == ""


def test_the_owner_enrols_the_device_in_hand_and_the_token_is_only_in_its_cookie(small, signed_in):
    client = signed_in("owner")

    answer = client.post("/team/tablets/enrol", {"name": "Αίθουσα 2"})

    cookie = answer.cookies[COOKIE]
    row = Tablet.objects.get()
    assert bytes(row.digest) == digest_of_token(cookie.value)
    assert (cookie["httponly"], cookie["samesite"], len(cookie.value)) == (True, "Lax", 43)
    assert client.get("/team").context["tablet"] == row
    assert Tablet.objects.get().last_seen_at is not None


def test_two_tablets_of_one_name_are_refused_until_one_is_ended(small, enrolled):
    first = enrolled("Room 2")

    with pytest.raises(TabletNameTakenError):
        enrol_tablet(by=small.actor("owner"), name="Room 2")
    revoke_tablet(by=small.actor("owner"), tablet_id=first.row.pk)

    assert enrolled("Room 2").row.pk != first.row.pk


@pytest.mark.parametrize("pin", ["", "123", "1234567", "12a4", "١٢٣٤", "²²²²", "12 45"])
def test_what_is_no_pin_is_refused(pin):
    with pytest.raises(PinFormError):
        check_pin(pin)


@pytest.mark.parametrize("pin", ["0000", "111111", "1234", "4321", "7890", "890123", "0987"])
def test_what_anybody_would_try_first_is_refused(pin):
    with pytest.raises(PinTooEasyError):
        check_pin(pin)


def test_a_pin_is_kept_as_passwords_are(small):
    set_pin(by=small.actor("maria"), pin=MARIA)

    assert Pin.objects.get().digest.startswith("argon2$")


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"person": "x", "pin": "1"},
        {"person": "99999999999999999999", "pin": "2580"},
        {"person": "1", "pin": "9" * 10_000},
        {"person": "1", "pin": "\x00"},
    ],
)
def test_a_tap_that_says_nothing_is_answered_on_the_page(tablet, sent):
    assert tablet.client.post("/tablet", sent).status_code == 422


def test_an_answer_that_comes_late_signs_out_nobody_who_came_meanwhile(small, tablet):
    asked_before = tablet.client.cookies["sessionid"].value
    tablet.client.post("/tablet/lock")
    tablet.switch(small.users["maria"], MARIA)

    late = Client()
    late.cookies[COOKIE] = tablet.client.cookies[COOKIE].value
    late.cookies["sessionid"] = asked_before
    answer = late.get("/desk/pulse", headers={"X-Requested-With": "fetch"})

    assert answer.status_code == 302
    assert "sessionid" not in answer.cookies


def test_a_locked_tablet_keeps_no_session(tablet):
    locked = Client()
    locked.cookies[COOKIE] = tablet.client.cookies[COOKIE].value

    assert locked.get("/tablet").status_code == 200
    assert "sessionid" not in locked.cookies
