"""A small centre and its owner, signed in."""

import pytest
from django.core.management import call_command
from django.test import Client

from tests.desk.centre import SmallCentre, make_centre
from tests.desk.signing import client_of


@pytest.fixture
def small(db) -> SmallCentre:
    call_command("createcachetable", verbosity=0)
    return make_centre()


@pytest.fixture
def owner(small, settings) -> Client:
    settings.STAFF_NEED_SECOND_FACTOR = False
    return client_of(small.users["owner"])
