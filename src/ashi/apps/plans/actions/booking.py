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
from ashi.apps.bookings.actions.repeating import keep_series
from ashi.apps.bookings.errors import BookingError
from ashi.apps.bookings.models import Visit
from ashi.apps.bookings.telling import tell_many
from ashi.apps.centres.models import Service
from ashi.apps.plans.actions.owning import locked_plan, tell
from ashi.apps.plans.actions.referring import draw_on, go_private
from ashi.apps.plans.errors import CourseClashError, PlanUnknownError, SecondSignMissingError
from ashi.apps.plans.models import Plan, PlanVisit
from ashi.apps.plans.queries import waits_for_sign
from ashi.apps.plans.referrals import draw_of
from ashi.core.planning.referring import Cover

MOST = 60


@dataclass(frozen=True, slots=True)
class Times:
    """The times of a course, and who fills which role in all of them."""

    service: Service
    starts: Sequence[datetime]
    roles: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Drawing:
    """On what the visits of a course draw: one referral as far as it covers them.

    What it does not cover, and all where there is none, is private: who allowed that, and why.
    """

    referral: int | None = None
    allowed_by: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Booked:
    """The visits that are booked, and the times that were gone."""

    visits: tuple[Visit, ...]
    clashes: tuple[datetime, ...]


@transaction.atomic
def book_course(
    *,
    by: Actor,
    plan_id: int,
    key: UUID,
    times: Times,
    drawing: Drawing,
    part: bool = False,
) -> Booked:
    """Book the visits of a plan in one transaction; the same ``key`` again books nothing twice.

    They are kept as one series, and the patient is told of all by one message.

    Parameters
    ----------
    part : book those that find their place, and tell the others; else all or nothing

    Raises
    ------
    NotAllowedError, PlanUnknownError, PlanEndedError, SecondSignMissingError
    NoWordsError
        Some visit is covered by no referral and nobody said who allows it, or why.
    CourseClashError
        Some times are not to be had and ``part`` was not asked for; ``starts`` are those.
    """
    require(by, Permission.DIARY_WRITE, centre_id=by.centre_id)
    plan = locked_plan(by, plan_id)
    if waits_for_sign(plan):
        raise SecondSignMissingError()
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
    if visits:
        keep_series(by=by, key=key, centre_id=plan.centre_id, visits=visits)
        tell_many(visits, "visits-booked", once=str(key))
    _draw(by, plan, visits, drawing)
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
                letter=False,
                idempotency_key=f"{key}:{int(start.timestamp()) // 60}",
            )
    except BookingError:
        return None


def _belongs(by: Actor, plan: Plan, visit: Visit) -> None:
    """Say that a visit is the plan's, whatever other plans are open on its day."""
    said = {"plan": plan, "by_id": by.user_id, "at": timezone.now()}
    PlanVisit.objects.update_or_create(visit=visit, defaults=said)


def _draw(by: Actor, plan: Plan, visits: Sequence[Visit], drawing: Drawing) -> None:
    """Let each visit draw on the referral as far as it covers, else be private; none is left out.

    What was said of a visit before stays.
    """
    for visit in sorted(visits, key=lambda one: one.session.starts_at):
        found = draw_of(visit)
        if found.draw is not None:
            continue
        offered = {one.referral.pk: cover for one, cover in found.offered}
        if drawing.referral is not None and drawing.referral not in offered:
            raise PlanUnknownError(referral=drawing.referral)
        if offered.get(drawing.referral or 0) == Cover.COVERED:
            draw_on(by=by, visit_id=visit.pk, referral_id=drawing.referral or 0)
        else:
            who, why = drawing.allowed_by, drawing.why
            go_private(by=by, visit_id=visit.pk, allowed_by=who, why=why)
