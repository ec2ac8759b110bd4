"""Write the busy times of a calendar as absences of one person, room or machine.

A file that is read again changes what it changed: an occurrence that was moved is moved, one that
is gone is taken back. Visits booked in a busy time stay, and are for the desk to move.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import NamedTuple

from django.db import transaction

from ashi.apps.accounts.policy import require
from ashi.apps.accounts.roles import Permission
from ashi.apps.audit.actions import record
from ashi.apps.audit.actor import Actor
from ashi.apps.bookings.contradicted import counts_within
from ashi.apps.centres.actions import LONGEST_ABSENCE
from ashi.apps.centres.models import Absence, Resource
from ashi.apps.imports.calendars import Busy

SOURCE_LENGTH = 40


class Change(StrEnum):
    """What becomes of a busy time."""

    NEW = "new"
    SAME = "same"
    MOVED = "moved"
    GONE = "gone"
    REFUSED = "too-long"


class BusyLine(NamedTuple):
    """One busy time, what became of it, and how many sessions are booked in it."""

    start: datetime
    end: datetime
    title: str
    change: Change
    booked: int


def origin_of(source: str, busy: Busy) -> str:
    """Return by what name an occurrence is known again."""
    digest = sha256(f"{busy.uid}\n{busy.at}".encode()).hexdigest()
    return f"{source[:SOURCE_LENGTH]}:{digest}"


def write_busy(
    *,
    by: Actor,
    resource: Resource,
    source: str,
    busy: Sequence[Busy],
    window: tuple[datetime, datetime],
    titles: bool = False,
    keep: bool = True,
) -> list[BusyLine]:
    """Write busy times in one transaction; without ``keep`` nothing is written.

    Parameters
    ----------
    source
        What the calendar is called: its earlier occurrences are found by it.
    window
        Where absences of this source that the file no longer has are taken back.
    titles
        Whether what an event is called becomes the note of the absence.

    Raises
    ------
    NotAllowedError
    """
    require(by, Permission.SETTINGS_WRITE, centre_id=by.centre_id)
    with transaction.atomic():
        lines = list(_write(by, resource, source, busy, window, titles=titles))
        changed = sum(one.change not in (Change.SAME, Change.REFUSED) for one in lines)
        detail = {"source": source[:SOURCE_LENGTH], "changed": changed}
        record(by=by, action="settings.busy", subject=("resource", resource.pk), detail=detail)
        transaction.set_rollback(not keep)
    return sorted(lines)


def _write(
    by: Actor,
    resource: Resource,
    source: str,
    busy: Sequence[Busy],
    window: tuple[datetime, datetime],
    *,
    titles: bool,
) -> Iterator[BusyLine]:
    Resource.objects.select_for_update(no_key=True).get(pk=resource.pk)
    prefix = f"{source[:SOURCE_LENGTH]}:"
    mine = Absence.objects.filter(resource=resource, origin__startswith=prefix)
    known = {row.origin: row for row in mine}
    booked = counts_within(resource, [(one.start, one.end) for one in busy])
    kept = set()
    for one, sessions in zip(busy, booked, strict=True):
        origin = origin_of(source, one)
        if one.end - one.start > LONGEST_ABSENCE or origin in kept:
            yield BusyLine(one.start, one.end, one.title, Change.REFUSED, sessions)
            continue
        kept.add(origin)
        row = known.get(origin)
        change = _keep(by, resource, one, row, origin, note=one.title if titles else "")
        yield BusyLine(one.start, one.end, one.title, change, sessions)
    for origin, row in known.items():
        if origin in kept:
            continue
        start, end = row.during.lower, row.during.upper
        if start < window[1] and end > window[0]:
            yield BusyLine(start, end, row.note, Change.GONE, 0)
            row.delete()


def _keep(
    by: Actor, resource: Resource, busy: Busy, row: Absence | None, origin: str, *, note: str
) -> Change:
    if row is None:
        Absence.objects.create(
            resource=resource,
            during=(busy.start, busy.end),
            reason=Absence.Reason.OTHER,
            note=note,
            origin=origin,
            created_by_id=by.user_id,
        )
        return Change.NEW
    if (row.during.lower, row.during.upper) == (busy.start, busy.end):
        return Change.SAME
    row.during = (busy.start, busy.end)
    row.save(update_fields=["during"])
    return Change.MOVED
