"""A centre of which every address has its object, and whoever looks at it."""

from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client, override_settings

from tests.desk.centre import make_centre, speaks_for
from tests.desk.signing import client_of
from tests.integration.security.visiting import Page, pages_of
from tests.integration.web.world import World


@pytest.fixture
def world(db, settings) -> World:
    settings.STAFF_NEED_SECOND_FACTOR = False
    return _world()


@pytest.fixture
def lookers(world) -> dict[str, Client]:
    """Somebody of each kind, in a browser of their own."""
    return _lookers(world)


@pytest.fixture(scope="module")
def pages(django_db_setup, django_db_blocker) -> Iterator[list[Page]]:
    """Every page as somebody of each kind was answered it, opened once for a whole module."""
    with (
        django_db_blocker.unblock(),
        override_settings(STAFF_NEED_SECOND_FACTOR=False),
        transaction.atomic(),
    ):
        world = _world()
        made = pages_of(world, _lookers(world))
        transaction.set_rollback(True)
    return made


def _world() -> World:
    call_command("createcachetable", verbosity=0)
    return World(make_centre())


def _lookers(world: World) -> dict[str, Client]:
    staff = {name: client_of(world.small.users[name]) for name in ("owner", "maria", "desk")}
    return {**staff, "patient": client_of(speaks_for(world.visit.patient)), "public": Client()}
