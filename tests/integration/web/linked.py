"""Links by which whoever has them opens one thing, by the name they have in an address."""

from collections.abc import Callable
from typing import Any

from ashi.apps.outcomes.links import make_link
from ashi.apps.programmes.links import home_token
from ashi.apps.reminders.links import stop_token
from tests.desk.centre import speaks_for

LINKS: dict[str, Callable[[Any], str]] = {
    "asked_token": lambda world: make_link(world.asking),
    "home_token": lambda world: home_token(world.programme),
    "reminders_token": lambda world: stop_token(speaks_for(world.visit.patient).contact.pk),
}
