"""Every address says who may; what the matrix refuses is refused, for every role."""

from collections.abc import Iterator

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from ashi.apps.accounts.roles import MATRIX, Permission, Role
from ashi.apps.centres.models import Membership
from ashi.web.policy import FOR_STAFF
from tests.desk.centre import make_centre

pytestmark = pytest.mark.slow
BACKEND = "django.contrib.auth.backends.ModelBackend"
FOREIGN = ("accounts/", "i18n/")  # allauth's and Django's own views guard themselves
STAFF = [role for role in Role if role not in (Role.PUBLIC, Role.SYSTEM, Role.PATIENT)]


def addresses(
    resolver: URLResolver | None = None, before: str = ""
) -> Iterator[tuple[str, URLPattern]]:
    for one in (resolver or get_resolver()).url_patterns:
        route = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from addresses(one, route)
        else:
            yield route, one


OURS = [(route, one) for route, one in addresses() if not route.startswith(FOREIGN)]
PLAIN = [(route, one.callback.policy) for route, one in OURS if "<" not in route]


@pytest.mark.parametrize(("route", "pattern"), OURS, ids=[route or "/" for route, _ in OURS])
def test_every_address_declares_its_policy(route, pattern):
    policy = getattr(pattern.callback, "policy", None)

    assert policy in ("open", FOR_STAFF, *Permission)


def asked(client: Client, route: str) -> HttpResponse:
    """Open an address, by POST where it takes nothing else."""
    answer = client.get(f"/{route}")
    return client.post(f"/{route}") if answer.status_code == 405 else answer


def client_of(role: Role, small) -> Client:
    """Return a client signed in as somebody whose only role is this one."""
    user = small.users["student"]
    user.refresh_from_db()
    Membership.objects.filter(user=user).delete()
    Membership.objects.create(user=user, centre=small.centre, role=role, ends_on="2999-12-31")
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


@pytest.mark.parametrize("role", STAFF)
def test_a_role_opens_what_its_permissions_open_and_nothing_else(role, db):
    call_command("createcachetable", verbosity=0)
    small = make_centre()

    for route, policy in PLAIN:
        status = asked(client_of(role, small), route).status_code
        if policy in Permission.__members__.values() and policy not in MATRIX[role]:
            assert status == 404, route
        else:
            assert status < 500, route


def test_the_public_is_sent_to_sign_in_where_a_permission_is_needed(db):
    make_centre()

    for route, policy in PLAIN:
        answer = asked(Client(), route)
        if policy != "open":
            assert answer.status_code == 302, route
            assert answer["Location"].startswith("/accounts/login/"), route


def test_the_demo_is_not_there_outside_the_demo(db):
    make_centre()

    assert Client().get("/demo").status_code == 404
    assert Client().post("/demo", {"as": "owner"}).status_code == 404
    assert Client().get("/demo/mail").status_code == 404


def test_staff_without_a_second_factor_are_sent_to_set_one_up(db, settings):
    settings.STAFF_NEED_SECOND_FACTOR = True
    client = client_of(Role.DESK, make_centre())

    answer = client.get("/patients/")

    assert (answer.status_code, answer["Location"]) == (302, "/accounts/2fa/")


def test_staff_with_a_second_factor_are_let_in(db, settings):
    settings.STAFF_NEED_SECOND_FACTOR = True
    small = make_centre()
    Authenticator.objects.create(user=small.users["student"], type="totp", data={"secret": "x"})

    assert client_of(Role.DESK, small).get("/patients/").status_code == 200


def test_a_page_that_is_not_there_says_so_in_the_readers_language(db):
    make_centre()

    answer = Client().get("/nowhere", headers={"Accept-Language": "el"})

    assert answer.status_code == 404
    assert "Αυτή η σελίδα δεν υπάρχει" in answer.content.decode()


def test_a_database_that_is_away_is_told_with_when_to_come_again(db, monkeypatch):
    small = make_centre()
    client = client_of(Role.DESK, small)
    client.raise_request_exception = False

    def away(*_args, **_kwargs):
        raise OperationalError("the connection is closed")

    monkeypatch.setattr(SessionStore, "load", away)
    answer = client.get("/patients/")

    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert "What you sent just now was not kept" in answer.content.decode()


def test_a_database_that_goes_away_while_a_session_is_saved_is_told_as_that(
    db, monkeypatch, settings
):
    settings.SESSION_SAVE_EVERY_REQUEST = True
    small = make_centre()
    client = client_of(Role.DESK, small)
    client.raise_request_exception = False

    def away(*_args, **_kwargs):
        try:
            raise OperationalError("the connection is closed")
        except OperationalError:
            raise UpdateError  # noqa: B904 -- as Django's store does

    monkeypatch.setattr(SessionStore, "save", away)
    assert client.get("/patients/").status_code == 503


def test_a_page_that_broke_otherwise_says_that_nothing_saved_is_lost(db, monkeypatch):
    client = client_of(Role.DESK, make_centre())
    client.raise_request_exception = False

    def broken(*_args, **_kwargs):
        raise ZeroDivisionError

    monkeypatch.setattr(SessionStore, "load", broken)
    answer = client.get("/patients/")

    assert answer.status_code == 500
    assert "Nothing that was saved is lost" in answer.content.decode()
