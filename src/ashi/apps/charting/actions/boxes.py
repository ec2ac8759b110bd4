"""A box of needles is opened, or emptied."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from ashi.apps.accounts.policy import require
from ashi.apps.accounts.roles import Permission
from ashi.apps.audit.actions import record
from ashi.apps.audit.actor import Actor
from ashi.apps.centres.models import Centre, Resource, ResourceKind
from ashi.apps.charting.actions.opening import writer
from ashi.apps.charting.errors import BoxExpiredError, BoxUnknownError, NoSuchNeedleError
from ashi.apps.charting.models import NeedleBox
from ashi.apps.patients.texts import checked_text

THINNEST, THICKEST = 0.1, 1.0
SHORTEST, LONGEST = 1.0, 150.0


@transaction.atomic
def open_box(
    *,
    by: Actor,
    needle: tuple[float, float],
    lot: str,
    expires_on: date,
    room_id: int | None = None,
    brand: str = "",
) -> NeedleBox:
    """Open a box; the one of the same needles that was open in the place is emptied by it.

    Parameters
    ----------
    needle : diameter and length, mm
    room_id : where it stands; ``None`` for the whole centre

    Raises
    ------
    NotAllowedError, TooLongError, UnwritableError
    NoSuchNeedleError, BoxExpiredError, BoxUnknownError
        There is no such room.
    """
    require(by, Permission.COUNT_WRITE, centre_id=by.centre_id)
    gauge, length = needle
    if not (THINNEST <= gauge <= THICKEST and SHORTEST <= length <= LONGEST):
        raise NoSuchNeedleError(gauge=gauge, length=length)
    if expires_on < timezone.localdate():
        raise BoxExpiredError(expires_on=expires_on)
    said = checked_text("lot", lot, 40).strip()
    rooms = Resource.objects.filter(centre=by.centre_id, kind=ResourceKind.ROOM)
    if room_id is not None and not rooms.filter(pk=room_id).exists():
        raise BoxUnknownError(room=room_id)
    Centre.objects.select_for_update(no_key=True).get(pk=by.centre_id or 0)  # one at a time
    now = timezone.now()
    place = {"centre_id": by.centre_id, "room_id": room_id}
    kind = {"gauge_mm": gauge, "length_mm": length}
    NeedleBox.objects.filter(**place, **kind, closed_at=None).update(closed_at=now)
    box = NeedleBox.objects.create(
        **place,
        **kind,
        brand=checked_text("brand", brand, 80).strip(),
        lot=said,
        expires_on=expires_on,
        opened_by_id=writer(by),
        opened_at=now,
    )
    record(by=by, action="box.open", subject=("box", box.pk), detail={"lot": said})
    return box


@transaction.atomic
def close_box(*, by: Actor, box_id: int) -> None:
    """Say that a box is empty or put away; a repeat changes nothing.

    Raises
    ------
    NotAllowedError, BoxUnknownError
    """
    require(by, Permission.COUNT_WRITE, centre_id=by.centre_id)
    row = NeedleBox.objects.select_for_update().filter(pk=box_id, centre=by.centre_id).first()
    if row is None:
        raise BoxUnknownError(box=box_id)
    if row.closed_at is None:
        row.closed_at = timezone.now()
        row.save(update_fields=["closed_at"])
        record(by=by, action="box.close", subject=("box", row.pk), detail={"lot": row.lot})
