"""Visits that repeat, at the small centre of the tests."""

from datetime import date, timedelta
from uuid import uuid4

from ashi.apps.bookings.actions.repeating import Take, book_series
from ashi.apps.bookings.models import Series
from ashi.apps.bookings.repeating import SeriesAsk, dues_of
from ashi.apps.patients.models import Patient
from ashi.core.scheduling.repeating import Repeat
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
    return there or weekly(small, make_patient(), 3)
