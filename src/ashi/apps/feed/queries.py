"""What a calendar link shows: the stretches of a diary, and those that were cancelled."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Case, Q, QuerySet, When

from ashi.apps.accounts.policy import may
from ashi.apps.accounts.roles import Permission
from ashi.apps.audit.actor import Actor
from ashi.apps.bookings.models import Session, Visit
from ashi.apps.bookings.occupying import with_parts
from ashi.apps.centres.models import PEOPLE, Resource
from ashi.apps.feed.models import FeedLink
from ashi.apps.staff.actions.tablets import digest_of_token

BEFORE, AHEAD = timedelta(days=60), timedelta(days=400)
STANDS = (Visit.Status.BOOKED, Visit.Status.NO_SHOW)


@dataclass(frozen=True, slots=True)
class Entry:
    """One stretch of a diary; ``version`` grows with every change of it."""

    uid: str
    session: Session
    visit: Visit | None
    start: datetime
    end: datetime
    cancelled: bool
    version: int


def link_of(token: str) -> FeedLink | None:
    """Return the link that a token opens, with its diary; none where it was revoked."""
    rows = FeedLink.objects.select_related("centre", "resource", "patient")
    return rows.filter(digest=digest_of_token(token), revoked_at=None).first()


def links_for(by: Actor) -> QuerySet[FeedLink]:
    """Return the open links that somebody made, or whose diaries they keep; the newest first."""
    mine = Q(created_by=by.user_id)
    if may(by, Permission.DIARY_WRITE, centre_id=by.centre_id):
        mine |= Q(resource__centre=by.centre_id)
    rows = FeedLink.objects.filter(mine, revoked_at=None)
    return rows.select_related("resource", "patient", "created_by").order_by("-created_at", "-pk")


def diaries_for(by: Actor) -> QuerySet[Resource]:
    """Return whose diaries somebody may link: all that they keep, else their own."""
    rows = Resource.objects.filter(centre=by.centre_id, active=True).exclude(kind="patient")
    if not may(by, Permission.DIARY_WRITE, centre_id=by.centre_id):
        rows = rows.filter(user=by.user_id)
    return rows.order_by(Case(When(kind__in=PEOPLE, then=0), default=1), "position", "pk")


def entries_of(link: FeedLink, now: datetime) -> list[Entry]:
    """Return what a link shows around today; the number of queries does not grow with visits."""
    window = {"starts_at__gt": now - BEFORE, "starts_at__lt": now + AHEAD}
    if link.patient_id is not None:
        visits = Visit.objects.filter(
            **{f"session__{name}": value for name, value in window.items()},
            patient=link.patient_id,
            session__centre=link.centre_id,
            status__in=[*STANDS, Visit.Status.CANCELLED],
        )
        rows = visits.select_related("session__service").order_by("session__starts_at", "pk")
        return [_of_patient(one) for one in rows]
    resource = link.resource
    ids = {link.resource_id, resource.whole_id if resource else None} - {None}
    below = with_parts([link.resource_id]) if link.resource_id else {}
    ids |= {part for parts in below.values() for part in parts}
    sessions = (
        Session.objects.filter(**window, centre=link.centre_id, roles__resource__in=ids)
        .select_related("service")
        .prefetch_related("roles", "visits")
        .order_by("starts_at", "pk")
        .distinct()
    )
    return [entry for one in sessions for entry in _of_resource(one, ids, link)]


def _of_patient(visit: Visit) -> Entry:
    session = visit.session
    return Entry(
        f"{visit.uuid}@ashi",
        session,
        visit,
        session.starts_at,
        session.ends_at,
        cancelled=visit.status == Visit.Status.CANCELLED,
        version=visit.version + session.version,
    )


def _of_resource(session: Session, ids: set[int | None], link: FeedLink) -> Iterator[Entry]:
    """Yield each unbroken run of a session in which the diary's owner is needed."""
    visits: Sequence[Visit] = list(session.visits.all())
    stands = [one for one in visits if one.status in STANDS]
    gone = [one for one in visits if one.status == Visit.Status.CANCELLED]
    if not stands and not gone:
        return  # held, and never booked
    cancelled = session.cancelled_at is not None or not stands
    keys = {role.key for role in session.roles.all() if role.resource_id in ids}
    version = session.version + sum(one.version for one in visits)
    for number, (first, last) in enumerate(runs_of(session.plan, keys)):
        yield Entry(
            f"{session.pk}-{link.resource_id}-{number}@ashi",
            session,
            stands[0] if len(stands) == 1 else None,
            session.starts_at + timedelta(minutes=first),
            session.starts_at + timedelta(minutes=last),
            cancelled=cancelled,
            version=version,
        )


def runs_of(plan: Sequence[dict[str, object]], keys: set[str]) -> list[tuple[int, int]]:
    """Return from which minute to which minute of a plan any of these roles is needed.

    Parameters
    ----------
    plan
        Phases as a session keeps them: ``start_min``, ``minutes``, ``roles``.
    """
    found: list[tuple[int, int]] = []
    for phase in sorted(plan, key=lambda one: int(str(one["start_min"]))):
        roles = phase["roles"]
        if not isinstance(roles, list) or not keys & set(roles):
            continue
        start = int(str(phase["start_min"]))
        end = start + int(str(phase["minutes"]))
        if found and found[-1][1] == start:
            found[-1] = (found[-1][0], end)
        elif end > start:
            found.append((start, end))
    return found
