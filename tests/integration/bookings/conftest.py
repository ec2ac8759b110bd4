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


def nicosia(slug: str = "small") -> SmallCentre:
    """Make a small centre in Nicosia whose visits end with exercise in the gym."""
    small = make_centre(slug)
    small.centre.zone = "Asia/Nicosia"
    small.centre.save()
    small.service.roles.create(key="gym", kinds=["room"], skills=["gym"], position=9)
    small.service.phases.filter(key="exercise").update(roles=["trainer", "gym"])
    small.service.refresh_from_db()
    return small


@pytest.fixture
def small(db: None) -> SmallCentre:
    """Return the small centre."""
    return nicosia()


@pytest.fixture
def desk(small: SmallCentre) -> Actor:
    """Return the one at the desk."""
    return small.actor("desk")
