"""A break of somebody, from the board."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from ashi.apps.accounts.policy import require
from ashi.apps.accounts.roles import Permission
from ashi.apps.audit.actions import record
from ashi.apps.audit.actor import Actor
from ashi.apps.bookings.conflicts import conflicts_of
from ashi.apps.bookings.models import Occupancy
from ashi.apps.centres.models import Absence, Resource
from ashi.apps.encounters.actions.call_lists import call_because
from ashi.apps.encounters.errors import (
    BreakLeavesNeedlesError,
    BreakMeetsVisitsError,
    BreakTimesError,
    RoomUnknownError,
)

LONGEST = timedelta(hours=24)  # chosen: what is longer is leave, and belongs to the settings


@transaction.atomic
def add_break(
    *,
    by: Actor,
    resource_id: int,
    starts_at: datetime,
    ends_at: datetime,
    note: str = "",
    reason: str = Absence.Reason.BREAK,
    confirmed: bool = False,
    override_reason: str = "",
) -> Absence:
    """Keep that a person (or room) is not there for a while; whom it hits is listed to be phoned.

    Raises
    ------
    RoomUnknownError, BreakTimesError
        Nobody such here; the end is not after the start, or the break is longer than a day.
    BreakMeetsVisitsError
        ``count`` visits are promised in it; they stay promised when ``confirmed``.
    BreakLeavesNeedlesError
        A break, which can wait, would leave too few who may take needles out. Who may override
        gives a reason; any other absence is kept, and those visits are conflicts.
    NotAllowedError
        An override by somebody who may not.
    """
    require(by, Permission.DIARY_WRITE, centre_id=by.centre_id)
    if not starts_at < ends_at <= starts_at + LONGEST:
        raise BreakTimesError(starts_at=starts_at.isoformat(), ends_at=ends_at.isoformat())
    resource = (
        Resource.objects.select_for_update(of=("self",), no_key=True)
        .select_related("centre")
        .filter(pk=resource_id, centre=by.centre_id)
        .first()
    )
    if resource is None:
        raise RoomUnknownError(resource=resource_id)
    during = DateTimeTZRange(starts_at, ends_at)
    needed = Occupancy.objects.live_within([resource], during)
    met = needed.values("session").distinct().count()
    if met and not confirmed:
        raise BreakMeetsVisitsError(count=met)
    before = _unremoved(resource, (starts_at, ends_at))
    absence = Absence.objects.create(
        resource=resource,
        during=during,
        reason=reason,
        note=note,
        created_by_id=by.user_id,
    )
    left = _unremoved(resource, (starts_at, ends_at)) - before
    if left and reason == Absence.Reason.BREAK:
        if not override_reason.strip():
            raise BreakLeavesNeedlesError(count=len(left))
        require(by, Permission.DIARY_OVERRIDE, centre_id=by.centre_id)
    record(
        by=by,
        action="absence.add",
        subject=("resource", resource.pk),
        reason=override_reason.strip() if left else "",
        detail={"from": starts_at.isoformat(), "to": ends_at.isoformat()},
    )
    call_because(by=by, cause=absence)
    return absence


def _unremoved(resource: Resource, span: tuple[datetime, datetime]) -> set[int]:
    """Return the sessions of a span in which too few may take the needles out."""
    if resource.centre is None:
        return set()
    found = conflicts_of(resource.centre, timezone.now(), span)
    return {one.session.pk for one in found if any(cause.code == "remover" for cause in one.causes)}
