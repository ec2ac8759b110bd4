"""One charted needle is said anew here: what it was, when it was in, whether it broke."""

from datetime import datetime

from django.db import transaction

from ashi.apps.audit.actor import Actor
from ashi.apps.charting.actions.needling import checked_time
from ashi.apps.charting.actions.opening import locked_note, tell
from ashi.apps.charting.errors import NeedleTimeError, NeedleUnknownError, NeedlingLineError
from ashi.apps.charting.models import Needling
from ashi.apps.charting.values import columns_of
from ashi.core.knowledge.needling.reading import read_line


@transaction.atomic
def change_needle(
    *,
    by: Actor,
    visit_id: int,
    needle_id: int,
    line: str,
    times: tuple[datetime | None, datetime | None] = (None, None),
    broken: bool = False,
) -> Needling:
    """Say a charted needle anew; what is said of it now is looked at.

    Parameters
    ----------
    line : one insertion; its needle and lot are those that are said, the box stays
    times : in and out, only of a needle that is in; ``None`` leaves each as it is
    broken : it did not come out whole

    Raises
    ------
    NotAllowedError, VisitUnknownError, NoteSignedError, NeedleUnknownError
    NeedlingLineError
        The line has faults, or says more or less than one insertion.
    NeedleTimeError
    """
    read = read_line(line)
    if read.faults or len(read.insertions) != 1 or read.repeats:
        raise NeedlingLineError(faults=read.faults, line=line)
    note = locked_note(by, visit_id)
    row = note.needles.filter(pk=needle_id).first()
    if row is None:
        raise NeedleUnknownError(needle=needle_id)
    for name, value in columns_of(read.insertions[0].insertion).items():
        setattr(row, name, value)
    row.copied = []
    if row.box and row.lot != row.box.lot:
        row.box = None  # from another box than the one that stood open
    _set_times(row, times, broken=broken)
    row.save()
    tell(by, "needles.change", note, place=row.point or row.kind, broken=broken)
    return row


def _set_times(
    row: Needling, times: tuple[datetime | None, datetime | None], *, broken: bool
) -> None:
    """Set when a needle went in and came out; one that broke, or stays, is not out."""
    went_in, came_out = times
    if row.in_at is not None:
        row.in_at = checked_time(went_in) if went_in else row.in_at
        row.out_at = checked_time(came_out) if came_out and row.out_at else row.out_at
    elif broken:
        raise NeedleTimeError(reason="order")
    row.broken = broken
    if broken or row.stays_days:
        row.out_at = None
    if row.in_at and row.out_at and row.out_at < row.in_at:
        raise NeedleTimeError(reason="order")
