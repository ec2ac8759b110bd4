"""A sign-in gets a session of its own, ends in time, and is gone on the server when it ends."""

import time

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from ashi.apps.centres.models import Membership
from ashi.web.sessions import BY_ITSELF, LONGEST_S, SIGNED_IN, TOUCHED, UNTOUCHED_S
from tests.desk.signing import BACKEND, client_of

pytestmark = pytest.mark.slow
BY_SCRIPT = {"X-Requested-With": "fetch"}


@pytest.fixture
def maria(small) -> Client:
    return client_of(small.users["maria"])


def put_back(client: Client, **seconds: int) -> None:
    session = client.session
    for name, by in seconds.items():
        session[name] = int(time.time()) - by
    session.save()


def test_signing_in_begins_a_session_of_another_name_and_ends_the_old(small):
    client = Client()
    client.get("/book/")
    client.session.save()
    before = client.session
    before["kept"] = "x"
    before.save()
    client.cookies["sessionid"] = before.session_key

    client.force_login(small.users["maria"], backend=BACKEND)

    assert client.session.session_key != before.session_key
    assert not Session.objects.filter(session_key=before.session_key).exists()


def test_a_session_has_a_name_that_nobody_guesses(maria):
    assert len(maria.session.session_key) == 32  # of 36 signs: 165 bits


def test_signing_out_ends_it_on_the_server(maria):
    key = maria.session.session_key

    maria.post("/accounts/logout/")
    late = Client()
    late.cookies["sessionid"] = key

    assert not Session.objects.filter(session_key=key).exists()
    assert late.get("/me").status_code == 302


def test_nobody_is_signed_out_by_an_address_alone(maria):
    maria.get("/accounts/logout/")

    assert maria.get("/me").status_code == 200


def test_twelve_hours_after_the_sign_in_it_ends_however_it_was_used(maria):
    put_back(maria, **{SIGNED_IN: LONGEST_S - 60})
    assert maria.get("/me").status_code == 200

    put_back(maria, **{SIGNED_IN: LONGEST_S + 1})

    assert maria.get("/me")["Location"].startswith("/accounts/login/")
    assert Session.objects.count() == 0


def test_two_hours_untouched_end_it(maria):
    put_back(maria, **{TOUCHED: UNTOUCHED_S + 1})

    assert maria.get("/me").status_code == 302


def test_an_act_prolongs_it_and_what_a_page_asks_by_itself_does_not(maria):
    put_back(maria, **{TOUCHED: UNTOUCHED_S - 60})
    old = maria.session[TOUCHED]

    maria.get("/me", headers=BY_SCRIPT)
    maria.post("/theme", headers={BY_ITSELF: "1"})
    assert maria.session[TOUCHED] == old

    maria.post("/theme", headers=BY_SCRIPT)
    assert maria.session[TOUCHED] > old
    assert maria.session[SIGNED_IN] <= old + UNTOUCHED_S


def test_a_wall_in_sight_keeps_its_sign_in_so_that_bells_ring(maria):
    put_back(maria, **{TOUCHED: UNTOUCHED_S - 60})
    old = maria.session[TOUCHED]

    maria.get("/desk/wall/fragment", headers=BY_SCRIPT)

    assert maria.session[TOUCHED] > old


def test_an_act_within_minutes_writes_nothing(maria, django_assert_num_queries):
    maria.get("/theme")
    before = maria.session[TOUCHED]

    maria.get("/me")

    assert maria.session[TOUCHED] == before


def test_a_session_from_before_the_rule_begins_now(maria):
    session = maria.session
    del session[SIGNED_IN], session[TOUCHED]
    session.save()

    assert maria.get("/me").status_code == 200
    assert maria.session[SIGNED_IN] == maria.session[TOUCHED]


def test_a_role_that_is_taken_away_holds_from_the_next_request(small, maria):
    assert maria.get("/patients/").status_code == 200

    Membership.objects.filter(user=small.users["maria"]).update(role="desk")

    assert maria.get(f"/chart/{10**6}").status_code == 404
    assert maria.get("/texts/").status_code == 404


def test_a_new_password_ends_every_other_session(small):
    user = small.users["maria"]
    here, there = client_of(user), client_of(user)

    user.set_password("under the lemon tree")
    user.save()

    assert (here.get("/me").status_code, there.get("/me").status_code) == (302, 302)
