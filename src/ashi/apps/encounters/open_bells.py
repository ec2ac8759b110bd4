"""What every staff page shows: bells, needles in, needles not accounted for, silent screens."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Prefetch
from django.utils import timezone

from ashi.apps.bookings.models import Session, SessionRole
from ashi.apps.centres.models import Resource
from ashi.apps.centres.models.resource import ResourceKind
from ashi.apps.encounters.actions.bells import RINGS_AGAIN_AFTER
from ashi.apps.encounters.course_of_day import rest_of
from ashi.apps.encounters.day_board import second_counts_open
from ashi.apps.encounters.facts import state_from
from ashi.apps.encounters.lapsing import from_the_future
from ashi.apps.encounters.models import (
    Bell,
    BoardPresence,
    CallBack,
    NeedleIncident,
    SecondCount,
    Step,
    StepKind,
)
from ashi.apps.encounters.whereabouts import Elsewhere, elsewhere
from ashi.apps.patients.models import ContactLink

GONE_AFTER = timedelta(seconds=70)  # chosen: a screen says it is there every 20 s


@dataclass(frozen=True, slots=True)
class OpenBell:
    """One visit with needles in; it rings from ``rings_at`` on."""

    bell: Bell
    room: Resource | None
    needles: int
    rings_at: datetime
    elsewhere: Elsewhere | None = None


@dataclass(frozen=True, slots=True)
class Pulse:
    """What the frame of a staff page says now."""

    bells: list[OpenBell]
    incidents: list[NeedleIncident]
    silent: list[BoardPresence]
    calls: list[CallBack]
    seconds: list[SecondCount]

    @property
    def needles_in(self) -> int:
        """Return how many needles are in, in all rooms."""
        return sum(one.needles for one in self.bells)

    @property
    def rooms(self) -> int:
        """Return in how many rooms needles are in."""
        return len({one.room.pk if one.room else 0 for one in self.bells})


_TAG = """
with marks as (
    select 'b' || b.id || '.' || coalesce(b.taken_by_id, 0) || '.' || coalesce(b.called_id, 0)
        || coalesce(extract(epoch from b.taken_at)::text, '') || '.' || s.version as mark
    from encounters_bell b
    join bookings_visit v on v.id = b.visit_id join bookings_session s on s.id = v.session_id
    where b.closed_at is null and s.centre_id = %(centre)s
    union all
    select 't' || t.id from encounters_step t where t.visit_id in (
        select b.visit_id from encounters_bell b where b.closed_at is null)
    union all
    select 'i' || i.id || '.' || i.counted_in || '.' || i.counted_out
    from encounters_needleincident i
    join bookings_visit v on v.id = i.visit_id join bookings_session s on s.id = v.session_id
    where i.closed_at is null and s.centre_id = %(centre)s
    union all
    select 'n' || n.id from encounters_secondcount n
    join bookings_visit v on v.id = n.visit_id join bookings_session s on s.id = v.session_id
    where n.closed_at is null and s.centre_id = %(centre)s
    union all
    select 'c' || c.id from encounters_callback c
    join bookings_visit v on v.id = c.visit_id join bookings_session s on s.id = v.session_id
    where c.closed_at is null and s.centre_id = %(centre)s
    union all
    select 'q' || id || label from encounters_boardpresence
    where centre_id = %(centre)s and not armed and last_seen > %(seen)s
)
select coalesce(md5(string_agg(mark, ',' order by mark)), ''),
    count(*) filter (where mark like 'b%%') from marks
"""


def pulse_tag(centre_id: int, now: datetime) -> str:
    """Return a digest that changes whenever the pulse does, in one query.

    While needles are in it changes every minute too: who is where does so by the clock.
    """
    with connection.cursor() as cursor:
        cursor.execute(_TAG, {"centre": centre_id, "seen": now - GONE_AFTER})
        digest, bells = cursor.fetchone()
    return f"{digest}.{int(now.timestamp()) // 60}" if bells else str(digest)


def pulse(centre_id: int, now: datetime | None = None) -> Pulse:
    """Read the open bells, the open incidents and the screens that cannot be heard."""
    bells = list(
        Bell.objects.filter(closed_at__isnull=True, visit__session__centre=centre_id)
        .select_related("visit__patient", "visit__session", "taken_by", "called")
        .order_by("due_at")
    )
    steps: dict[int, list[Step]] = defaultdict(list)
    for step in Step.objects.filter(visit__in=[bell.visit_id for bell in bells]):
        steps[step.visit_id].append(step)
    rooms = resting_rooms([bell.visit.session for bell in bells])
    moment = now or timezone.now()
    meanwhile = elsewhere([bell.visit.session for bell in bells], moment)
    states = {
        bell.pk: state_from(steps[bell.visit_id], rest_of(bell.visit.session.plan))
        for bell in bells
    }
    return Pulse(
        bells=[
            OpenBell(
                bell=bell,
                room=rooms.get(bell.visit.session_id),
                needles=states[bell.pk].needles_in,
                rings_at=rings_at(bell, steps[bell.visit_id], states[bell.pk].in_since, moment),
                elsewhere=meanwhile.get(bell.visit.session_id),
            )
            for bell in bells
        ],
        incidents=list(
            NeedleIncident.objects.filter(closed_at__isnull=True, visit__session__centre=centre_id)
            .select_related("visit__patient")
            .order_by("opened_at")
        ),
        silent=list(
            BoardPresence.objects.filter(
                centre=centre_id, armed=False, last_seen__gt=moment - GONE_AFTER
            )
            .select_related("user")
            .order_by("label", "id")
        ),
        calls=calls_of(centre_id),
        seconds=list(second_counts_open(visit__session__centre=centre_id)),
    )


def rings_at(bell: Bell, steps: list[Step], in_since: datetime | None, now: datetime) -> datetime:
    """Return when a bell rings: when needles are due, and again if who took it is slow about it.

    Needles that went in before the clock was set back rest nobody knows how long: it rings now.
    Those that went in after it, in a visit that had begun before, rest from when that was kept.
    """
    due = bell.due_at
    if in_since and from_the_future(in_since, now):
        kept = max(
            (step.recorded_at for step in steps if step.kind == StepKind.NEEDLES_IN), default=now
        )
        due = now if from_the_future(kept, now) else kept + (bell.due_at - in_since)
    if bell.taken_at is None or from_the_future(bell.taken_at, now):
        return due
    return max(due, bell.taken_at + RINGS_AGAIN_AFTER)


def calls_of(centre_id: int) -> list[CallBack]:
    """Return whom to phone now, with the contacts, the longest wait first."""
    links = ContactLink.objects.select_related("contact").order_by("-relation", "pk")
    return list(
        CallBack.objects.filter(closed_at__isnull=True, visit__session__centre=centre_id)
        .select_related("visit__patient", "visit__session")
        .prefetch_related(Prefetch("visit__patient__contact_links", queryset=links))
        .order_by("asked_at")
    )


def resting_rooms(sessions: list[Session]) -> dict[int, Resource]:
    """Return for each session the room (or couch) in which the needles rest."""
    roles = (
        SessionRole.objects.filter(
            session__in=sessions, resource__kind__in=[ResourceKind.ROOM, ResourceKind.COUCH]
        )
        .select_related("resource")
        .order_by("id")
    )
    present = {
        session.pk: {
            role for phase in session.plan if phase["kind"] == "rest" for role in phase["roles"]
        }
        for session in sessions
    }
    found: dict[int, Resource] = {}
    for role in roles:
        if role.key in present[role.session_id]:
            found[role.session_id] = role.resource
        found.setdefault(role.session_id, role.resource)
    return found
