"""The small centre, for tests whose people sign in without a second factor."""

import pytest
from django.core.management import call_command

from tests.desk.centre import SmallCentre, make_centre


@pytest.fixture
def small(db, settings) -> SmallCentre:
    settings.STAFF_NEED_SECOND_FACTOR = False
    call_command("createcachetable", verbosity=0)
    return make_centre()
