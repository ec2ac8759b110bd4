"""One visit with everything its page says."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import get_language

from ashi.apps.accounts.models import User
from ashi.apps.audit.actor import Actor
from ashi.apps.bookings.models import Override, SessionRole, Visit
from ashi.apps.centres.models import Membership
from ashi.apps.centres.queries import memberships_on
from ashi.apps.encounters.calling import ListedCall
from ashi.apps.encounters.course_of_day import VisitState, rest_of
from ashi.apps.encounters.day_board import DayVisit, second_counts_open
from ashi.apps.encounters.errors import VisitUnknownError
from ashi.apps.encounters.facts import plan_of, state_from
from ashi.apps.encounters.models import Bell, NeedleIncident, SecondCount, Step

SAME_DAY = timedelta(hours=12)  # chosen: what comes later is no neighbour


@dataclass(frozen=True, slots=True)
class OneVisit:
    """A visit, its day's facts, its steps newest first, and what follows it in its room."""

    visit: Visit
    day: DayVisit
    steps: list[Step]
    following: Visit | None
    minutes_to_spare: int | None


def one_visit(by: Actor, visit_id: int) -> OneVisit:
    """Read one visit of the actor's centre.

    Raises
    ------
    VisitUnknownError
        No such visit, or another centre's.
    """
    visit = (
        Visit.objects.select_related("session__service", "session__centre", "patient")
        .filter(pk=visit_id, session__centre=by.centre_id)
        .first()
    )
    if visit is None:
        raise VisitUnknownError(visit=visit_id)
    steps = list(
        Step.objects.filter(visit=visit).select_related("by", "undoes").order_by("-recorded_at")
    )
    overrides = Override.objects.filter(session=visit.session_id, ended_at__isnull=True)
    roles = SessionRole.objects.filter(session=visit.session_id).select_related("resource")
    greek = (get_language() or "").startswith("el")
    day = DayVisit(
        visit=visit,
        plan=plan_of(visit.session, greek=greek),
        roles={role.key: role.resource for role in roles},
        state=state_from(steps, rest_of(visit.session.plan)),
        bell=Bell.objects.filter(visit=visit, closed_at__isnull=True)
        .select_related("taken_by")
        .first(),
        incident=NeedleIncident.objects.filter(visit=visit, closed_at__isnull=True).first(),
        second=second_counts_open(visit=visit).first(),
        overrides=list(
            overrides.exclude(against=None)
            .order_by("reason")
            .values_list("reason", flat=True)
            .distinct()
        ),
        alone=overrides.filter(against=None).values_list("reason", flat=True).first() or "",
        call=ListedCall.objects.filter(visit=visit, closed_at=None).first(),
    )
    following = _following(day)
    return OneVisit(visit, day, steps, following, _spare(day, following))


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody's place in a class, and where their visit stands."""

    visit: Visit
    state: VisitState


def visits_of_class(by: Actor, session_id: int) -> list[Member]:
    """Return the booked places of one session of the actor's centre, by name."""
    visits = list(
        Visit.objects.filter(
            session=session_id,
            session__centre=by.centre_id,
            status__in=[Visit.Status.BOOKED, Visit.Status.NO_SHOW],
        )
        .select_related("session__service", "patient")
        .order_by("patient__given_name", "id")
    )
    steps: dict[int, list[Step]] = defaultdict(list)
    for step in Step.objects.filter(visit__in=visits):
        steps[step.visit_id].append(step)
    return [Member(one, state_from(steps[one.pk], rest_of(one.session.plan))) for one in visits]


def _following(day: DayVisit) -> Visit | None:
    """Return the next visit promised in the room where the needles rest, on the same day."""
    resting = {role for phase in day.plan if phase.kind == "rest" for role in phase.roles}
    rooms = [one.pk for key, one in day.roles.items() if key in resting]
    session = day.visit.session
    return (
        Visit.objects.filter(
            session__roles__resource__in=rooms,
            session__starts_at__gte=session.ends_at,
            session__starts_at__lt=session.ends_at + SAME_DAY,
            status=Visit.Status.BOOKED,
        )
        .select_related("patient", "session")
        .order_by("session__starts_at")
        .first()
    )


def _spare(day: DayVisit, following: Visit | None) -> int | None:
    """Return by how many minutes the rest may grow before the next visit in the room waits."""
    if following is None or day.state.due_out is None:
        return None
    kinds = [phase.kind for phase in day.plan]
    after = day.plan[kinds.index("rest") + 1 :] if "rest" in kinds else []
    remaining = timedelta(minutes=sum(phase.minutes for phase in after))
    ends = max(day.state.due_out, timezone.now()) + remaining
    return int((following.session.starts_at - ends).total_seconds() // 60)


def counted_again(visit_id: int) -> SecondCount | None:
    """Return the last second count of a visit's needles, where it differs from the first."""
    rows = SecondCount.objects.filter(visit=visit_id, counted__isnull=False)
    last = rows.select_related("by", "first_by").order_by("-closed_at", "-pk").first()
    return last if last is not None and last.counted != last.counted_out else None


def second_counts_of(visit_id: int) -> tuple[SecondCount, ...]:
    """Return what was counted a second time, or why nobody did; and what still waits."""
    rows = SecondCount.objects.filter(visit=visit_id).select_related("by", "first_by")
    said = rows.exclude(counted__isnull=True, why="", closed_at__isnull=False)
    return tuple(said.order_by("asked_at", "pk"))


def staff_of(centre_id: int | None) -> list[User]:
    """Return the people who work at a centre today, by name."""
    members = Membership.objects.filter(memberships_on(timezone.localdate()), centre=centre_id)
    return list(User.objects.filter(memberships__in=members).distinct().order_by("full_name"))
