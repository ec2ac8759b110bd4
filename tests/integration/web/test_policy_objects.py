"""Every address with arguments, for every role, on own objects and on those of others.

The addresses are read from the URL configuration, the objects from ``world.py``.
"""

import re
from collections.abc import Callable, Iterator
from copy import deepcopy

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.urls import reverse

from ashi.apps.accounts.roles import MATRIX, Permission, Role
from ashi.apps.centres.models import Membership
from ashi.web.policy import FOR_STAFF
from tests.desk.centre import make_centre
from tests.desk.merged import TWICE
from tests.integration.web.shared import SHARED
from tests.integration.web.stored import writes
from tests.integration.web.test_policy import BACKEND, OURS, STAFF
from tests.integration.web.world import MAKERS, World

pytestmark = [pytest.mark.slow, pytest.mark.long]
ARGUMENT = re.compile(r"<(?:\w+:)?(\w+)>")
NAMED = [
    (route, pattern.name, ARGUMENT.findall(route), pattern.callback.policy)
    for route, pattern in OURS
    if "<" in route
]
REFUSED = (403, 404)
# A form sent without its words is refused for that first; the board answers who comes late to a
# bell, a wish or a room by going back to it with a sentence.
REFUSALS = {(way, one) for way in ("get", "post") for one in (*REFUSED, 405, 422)} | {("post", 302)}
SHOWN = (200, 204, 302, 304, 405, 409, 422)
# Addresses that have their object, and answer "not found" for a reason other than the role.
NOT_THIS_ONE = {
    "feed-make": "a diary that this role does not keep",
    "feed-revoke": "a link that somebody else made",
    "own-feed-make": "somebody whom this patient does not speak for",
    "own-feed-revoke": "a link that somebody else made",
    "own-progress": "somebody whom this patient does not speak for",
    "own-send": "somebody whom this patient does not speak for",
    "own-answer": "questions to somebody else",
    "record-close": "a record that somebody else opened",
    "settings-permits": "a room needs no papers",
    "wait-done": "a link of another kind",
    "wait-leave": "a link of another kind",
}
HOLDER_S = {"visit"}  # held by one browser, whoever is signed in there


@pytest.fixture
def world(db) -> World:
    call_command("createcachetable", verbosity=0)
    return World(make_centre())


@pytest.fixture
def elsewhere(db) -> World:
    return World(make_centre("elsewhere"))


def signed_in(world: World, role: Role) -> Client:
    """Return a client of somebody whose only role is this one; a patient has none."""
    user = world.small.users["student"]
    Membership.objects.filter(user=user).delete()
    if role != Role.PATIENT:
        Membership.objects.create(
            user=user, centre=world.small.centre, role=role, ends_on="2999-12-31"
        )
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def statuses(
    client: Client, name: str, arguments: dict, stands: Callable[[], bool] = lambda: True
) -> Iterator[tuple[str, int]]:
    """Yield what an address answers to each method; what it wrote is taken back.

    ``stands`` tells whether all is still as it was where nothing may be changed by it.
    """
    address = reverse(name, kwargs=arguments)
    signed_in_as = deepcopy(client.cookies)  # one address signs out whoever presses it
    for method in ("get", "post"):
        with transaction.atomic():
            written = writes()
            yield method, getattr(client, method)(address).status_code
            client.cookies = deepcopy(signed_in_as)
            assert writes() == written or stands(), name
            transaction.set_rollback(True)


def is_number(value: object) -> bool:
    return isinstance(value, int)


def may(role: Role, policy: str) -> bool:
    if policy == FOR_STAFF:
        return role in STAFF
    return policy == "open" or policy in MATRIX[role]


def test_every_argument_of_an_address_has_an_object_to_try():
    unknown = {name for _, _, names, _ in NAMED for name in names} - set(MAKERS)

    assert unknown == set()


@pytest.mark.parametrize("role", [*STAFF, Role.PATIENT])
def test_what_the_matrix_refuses_is_refused_and_the_rest_is_answered(world, role):
    arguments = {name: world.arguments(names) for _, name, names, _ in NAMED}
    client, wrong = signed_in(world, role), []

    for _, name, names, policy in NAMED:
        for method, status in statuses(client, name, arguments[name]):
            if not may(role, policy) or HOLDER_S & set(names):
                fits = status in (*REFUSED, 405)
            else:
                fits = status in SHOWN or (status == 404 and name in NOT_THIS_ONE)
            if not fits:
                wrong.append((name, method, status))

    assert wrong == []


@pytest.mark.parametrize("role", [*STAFF, Role.PATIENT])
def test_an_object_of_another_centre_is_as_good_as_none(world, elsewhere, role):
    """Nothing is shown, nothing is changed, and the answer is that for a number nobody has."""
    theirs = {
        name: elsewhere.arguments(names)
        for _, name, names, _ in NAMED
        if set(names) - SHARED - set(TWICE)
    }
    client, wrong, before = signed_in(world, role), [], elsewhere.state()

    for name, arguments in theirs.items():
        none = arguments | {one: 10**12 for one, value in arguments.items() if is_number(value)}
        found = list(statuses(client, name, arguments, lambda: elsewhere.state() == before))
        if found != list(statuses(client, name, none)) or not dict(found).items() <= REFUSALS:
            wrong.append((name, found))

    assert wrong == []


def test_nobody_signed_in_is_sent_to_sign_in_and_told_nothing(world):
    arguments = {name: world.arguments(names) for _, name, names, _ in NAMED}
    client, wrong = Client(), []

    for _, name, names, policy in NAMED:
        for method, status in statuses(client, name, arguments[name]):
            open_page = policy == "open" and not HOLDER_S & set(names)
            if not open_page and status not in (302, *REFUSED, 405):
                wrong.append((name, method, status))

    assert wrong == []


@pytest.mark.parametrize("role", [Role.OWNER, Role.AUDITOR, Role.DESK])
def test_a_number_that_no_row_can_have_is_not_found(world, role):
    client, wrong = signed_in(world, role), []

    for _, name, names, _ in NAMED:
        numbers = {one for one in names if is_number(MAKERS[one](world))}
        if numbers:
            arguments = world.arguments(names) | dict.fromkeys(numbers, 10**20)
            wrong += [
                (name, method, status)
                for method, status in statuses(client, name, arguments)
                if (method, status) not in REFUSALS
            ]

    assert wrong == []


def test_the_permissions_are_those_of_the_matrix():
    used = {policy for _, _, _, policy in NAMED if policy not in ("open", FOR_STAFF)}

    assert used <= set(Permission)
