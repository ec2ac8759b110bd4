"""Visits that repeat, at the small centre of the tests."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from ashi.apps.bookings.actions.repeating import Take, book_series
from ashi.apps.bookings.models import Series, SeriesChange
from ashi.apps.bookings.repeating import SeriesAsk, dues_of
from ashi.apps.encounters.actions.series_changes import Pressed, change_series
from ashi.apps.encounters.series_change import ChangeAsk, Scope, plan_change
from ashi.apps.patients.models import Patient
from ashi.core.scheduling.repeating import Repeat, Turn
from tests.desk.centre import SmallCentre, make_patient, today


def asking(
    small: SmallCentre, patient: Patient, count: int, *, first: date | None = None, **rule
) -> SeriesAsk:
    """Return what repeats: on the weekday of the first day, at ten, with Maria in Room 1."""
    first = first or today() + timedelta(days=2)
    usual = {"days": frozenset({first.weekday()}), "minute": 600, "count": count}
    roles = {"therapist": small.people["maria"].pk, "room": small.rooms["Room 1"].pk}
    return SeriesAsk(small.service, patient, Repeat(first, **(usual | rule)), roles)


def weekly(small: SmallCentre, patient: Patient, count: int, **rule) -> Series:
    """Book a series as ``asking`` says, each visit when it is due."""
    ask = asking(small, patient, count, **rule)
    takes = [Take(due, due) for due in dues_of(ask)]
    return book_series(by=small.actor("desk"), key=uuid4(), ask=ask, takes=takes)


def some_series(small: SmallCentre) -> Series:
    """Return a series of the centre: the one that is there, else three visits of somebody."""
    there = Series.objects.filter(centre=small.centre).first()
    return there or weekly(small, make_patient(), 3, first=today() + timedelta(days=24))


def asking_change(visit_id: int, act: str = "move", **more) -> ChangeAsk:
    """Return a change of all that follow a visit, two hours later, as looked at now."""
    now = timezone.now().replace(second=0, microsecond=0)
    later = {day: Turn(day, 720) for day in range(7)}
    usual = {"scope": Scope.FOLLOWING, "turns": later, "at": now}
    return ChangeAsk(visit_id=visit_id, act=act, **(usual | more))


def press(small: SmallCentre, ask: ChangeAsk, *, who="desk", **more) -> SeriesChange:
    """Change a series as its preview says."""
    seal = plan_change(small.actor(who), ask, timezone.now()).seal
    return press_sealed(small, ask, seal, who=who, **more)


def press_sealed(
    small: SmallCentre, ask: ChangeAsk, seal: str, *, key=None, who="desk", **more
) -> SeriesChange:
    """Change a series as a preview with this seal said."""
    pressed = Pressed(seal, **({"instead": {}} | more))
    return change_series(by=small.actor(who), ask=ask, key=key or uuid4(), pressed=pressed)


def some_change(small: SmallCentre) -> SeriesChange:
    """Return a change of the centre's series."""
    there = SeriesChange.objects.filter(series__centre=small.centre).first()
    first = some_series(small).visits.order_by("due_at").first()
    return there or press(small, asking_change(first.visit_id))


# What addresses name of them, by the argument; ``world`` has the small centre.
SERIES: dict[str, Callable[[Any], Any]] = {
    "series_id": lambda world: some_series(world.small).pk,
    "repeated_id": lambda world: some_series(world.small).visits.order_by("due_at")[0].visit_id,
    "series_change_id": lambda world: some_change(world.small).pk,
}
