"""Book the visits of a plan in one go: all of them, or those that find their place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from ashi.apps.accounts.policy import require
from ashi.apps.accounts.roles import Permission
from ashi.apps.audit.actor import Actor
from ashi.apps.bookings.actions.booking import book_visit
from ashi.apps.bookings.errors import BookingError
from ashi.apps.bookings.models import Visit
from ashi.apps.centres.models import Service
from ashi.apps.plans.actions.owning import locked_plan, tell
from ashi.apps.plans.errors import CourseClashError, PlanUnknownError
from ashi.apps.plans.models import Plan, PlanVisit

MOST = 60


@dataclass(frozen=True, slots=True)
class Times:
    """The times of a course, and who fills which role in all of them."""

    service: Service
    starts: Sequence[datetime]
    roles: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Booked:
    """The visits that are booked, and the times that were gone."""

    visits: tuple[Visit, ...]
    clashes: tuple[datetime, ...]


@transaction.atomic
def book_course(*, by: Actor, plan_id: int, key: UUID, times: Times, part: bool = False) -> Booked:
    """Book the visits of a plan in one transaction; the same ``key`` again books nothing twice.

    Parameters
    ----------
    part : book those that find their place, and tell the others; else all or nothing

    Raises
    ------
    NotAllowedError, PlanUnknownError, PlanEndedError
    CourseClashError
        Some times are not to be had and ``part`` was not asked for; ``starts`` are those.
    """
    require(by, Permission.DIARY_WRITE, centre_id=by.centre_id)
    plan = locked_plan(by, plan_id)
    starts = sorted(set(times.starts))
    if not 1 <= len(starts) <= MOST or times.service.centre_id != plan.centre_id:
        raise PlanUnknownError(starts=len(starts))
    visits, clashes = [], []
    for start in starts:
        visit = _book(by, plan, key, times, start)
        if visit is None:
            clashes.append(start)
        else:
            visits.append(visit)
            _belongs(by, plan, visit)
    if clashes and not part:
        raise CourseClashError(starts=clashes)
    tell(by, "plan.book", plan, visits=len(visits), clashes=len(clashes))
    return Booked(tuple(visits), tuple(clashes))


def _book(by: Actor, plan: Plan, key: UUID, times: Times, start: datetime) -> Visit | None:
    """Book one visit; nothing where its time is not to be had."""
    try:
        with transaction.atomic():
            return book_visit(
                by=by,
                service=times.service,
                starts_at=start,
                patient=plan.patient,
                roles=times.roles,
                idempotency_key=f"{key}:{int(start.timestamp()) // 60}",
            )
    except BookingError:
        return None


def _belongs(by: Actor, plan: Plan, visit: Visit) -> None:
    """Say that a visit is the plan's, whatever other plans are open on its day."""
    said = {"plan": plan, "by_id": by.user_id, "at": timezone.now()}
    PlanVisit.objects.update_or_create(visit=visit, defaults=said)
