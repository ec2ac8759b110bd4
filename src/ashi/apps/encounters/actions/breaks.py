"""A break of somebody, from the board."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from ashi.apps.accounts.policy import require
from ashi.apps.accounts.roles import Permission
from ashi.apps.audit.actions import record
from ashi.apps.audit.actor import Actor
from ashi.apps.bookings.models import Occupancy
from ashi.apps.centres.models import Absence, Resource
from ashi.apps.encounters.actions.call_lists import call_because
from ashi.apps.encounters.errors import BreakMeetsVisitsError, BreakTimesError, RoomUnknownError

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
) -> Absence:
    """Keep that a person (or room) is not there for a while; whom it hits is listed to be phoned.

    Raises
    ------
    RoomUnknownError, BreakTimesError
        Nobody such here; the end is not after the start, or the break is longer than a day.
    BreakMeetsVisitsError
        ``count`` visits are promised in it; they stay promised when ``confirmed``.
    """
    require(by, Permission.DIARY_WRITE, centre_id=by.centre_id)
    if not starts_at < ends_at <= starts_at + LONGEST:
        raise BreakTimesError(starts_at=starts_at.isoformat(), ends_at=ends_at.isoformat())
    resource = (
        Resource.objects.select_for_update(no_key=True)
        .filter(pk=resource_id, centre=by.centre_id)
        .first()
    )
    if resource is None:
        raise RoomUnknownError(resource=resource_id)
    during = DateTimeTZRange(starts_at, ends_at)
    met = Occupancy.objects.filter(resource=resource, live=True, during__overlap=during).count()
    if met and not confirmed:
        raise BreakMeetsVisitsError(count=met)
    absence = Absence.objects.create(
        resource=resource,
        during=during,
        reason=reason,
        note=note,
        created_by_id=by.user_id,
    )
    record(
        by=by,
        action="absence.add",
        subject=("resource", resource.pk),
        detail={"from": starts_at.isoformat(), "to": ends_at.isoformat()},
    )
    call_because(by=by, cause=absence)
    return absence
