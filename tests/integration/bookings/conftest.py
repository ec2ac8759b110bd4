"""A small centre, an actor at its desk, and a Monday far ahead."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from ashi.apps.audit.actor import Actor
from tests.desk.centre import SmallCentre, make_centre

ZONE = ZoneInfo("Asia/Nicosia")


def at(hour: int, minute: int = 0, day: int = 6) -> datetime:
    """Return a wall-clock time of May 2030 in Nicosia (the 6th is a Monday)."""
    return datetime(2030, 5, day, hour, minute, tzinfo=ZONE)


@pytest.fixture
def small(db: None) -> SmallCentre:
    """Return the small centre."""
    return make_centre()


@pytest.fixture
def desk(small: SmallCentre) -> Actor:
    """Return the one at the desk."""
    return small.actor("desk")
