"""When patients are reminded of visits is written here: the centre's times, a service's own."""

from collections.abc import Collection

from django.db import transaction

from ashi.apps.audit.actions import record
from ashi.apps.audit.actor import Actor
from ashi.apps.centres.actions import seen_of
from ashi.apps.centres.errors import (
    ReminderTimesError,
    SettingChangedError,
)
from ashi.apps.centres.models import Centre, Service
from ashi.apps.centres.owning import locked_centre, locked_own
from ashi.core.scheduling.errors import BadValueError
from ashi.core.scheduling.reminders import Quiet

REMINDERS = ("reminders_min", "quiet_from_min", "quiet_to_min")
OWN = ("reminders_min",)
LEAST_MIN, MOST_MIN = 15, 20160  # chosen: a quarter of an hour, two weeks
MOST = 6  # reminders of one visit


@transaction.atomic
def save_reminders(
    *, by: Actor, seen: str, reminders_min: Collection[int], quiet: tuple[int, int]
) -> Centre:
    """Write how many minutes before a visit its patient is reminded, and the quiet hours.

    Raises
    ------
    NotAllowedError, SettingUnknownError, SettingChangedError, ReminderTimesError
    """
    centre = locked_centre(by)
    if seen_of(centre, REMINDERS) != seen:
        raise SettingChangedError
    try:
        Quiet(*quiet)
    except BadValueError as error:
        raise ReminderTimesError(reason="quiet") from error
    centre.reminders_min = _checked(reminders_min)
    centre.quiet_from_min, centre.quiet_to_min = quiet
    centre.save(update_fields=REMINDERS)
    record(by=by, action="settings.reminders", subject=("centre", centre.pk))
    return centre


@transaction.atomic
def save_service_reminders(
    *, by: Actor, service_id: int, seen: str, reminders_min: Collection[int] | None
) -> Service:
    """Write a service's own reminders; none is none, None is as the centre has it.

    Raises
    ------
    NotAllowedError, SettingUnknownError, SettingChangedError, ReminderTimesError
    """
    row = locked_own(by, Service.objects.all(), service_id)
    if seen_of(row, OWN) != seen:
        raise SettingChangedError
    row.reminders_min = None if reminders_min is None else _checked(reminders_min)
    row.save(update_fields=OWN)
    record(by=by, action="settings.service_reminders", subject=("service", row.pk))
    return row


def _checked(minutes: Collection[int]) -> list[int]:
    """Return them without repeats, the longest before the visit first."""
    found = sorted(set(minutes), reverse=True)
    if len(found) > MOST or not all(LEAST_MIN <= one <= MOST_MIN for one in found):
        raise ReminderTimesError(reason="times")
    return found
