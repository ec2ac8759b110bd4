"""A centre with one of everything, for the walks over all forms."""

import pytest
from django.core.management import call_command

from tests.desk.centre import make_centre
from tests.integration.web.world import World


@pytest.fixture
def world(db, settings) -> World:
    settings.STAFF_NEED_SECOND_FACTOR = False
    call_command("createcachetable", verbosity=0)
    small = make_centre()
    small.centre.zone = "Asia/Nicosia"  # where 03:30 is skipped in March and comes twice in October
    small.centre.save()
    return World(small)
