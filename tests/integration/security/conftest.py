"""A centre of which every address has its object, and whoever looks at it."""

import pytest
from django.core.management import call_command
from django.test import Client

from tests.desk.centre import make_centre, speaks_for
from tests.desk.signing import client_of
from tests.integration.web.world import World


@pytest.fixture
def world(db, settings) -> World:
    settings.STAFF_NEED_SECOND_FACTOR = False
    call_command("createcachetable", verbosity=0)
    return World(make_centre())


@pytest.fixture
def lookers(world) -> dict[str, Client]:
    """Somebody of each kind, in a browser of their own."""
    staff = {name: client_of(world.small.users[name]) for name in ("owner", "maria", "desk")}
    return {**staff, "patient": client_of(speaks_for(world.visit.patient)), "public": Client()}
