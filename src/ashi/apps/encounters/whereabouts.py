"""Where the practitioner of a resting patient is meanwhile, by the diary."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from ashi.apps.bookings.models import Session, SessionRole, Visit
from ashi.apps.centres.models import ROOMS, Resource, ResourceKind

LONGEST = timedelta(hours=24)  # chosen: no session lasts longer


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Somebody is with another patient: who, in which room, until when by the plan."""

    person: Resource
    room: Resource | None
    until: datetime


def elsewhere(sessions: Sequence[Session], now: datetime) -> dict[int, Elsewhere]:
    """Return, by session, where its practitioner is with somebody else at ``now``.

    A session whose practitioner is free, by the diary, is not in the answer.
    """
    therapists = _therapists(sessions)
    others: dict[int, list[SessionRole]] = defaultdict(list)
    roles = (
        SessionRole.objects.filter(
            # The centre and a first moment too: the day's index finds these, not the person's past.
            session__centre__in={one.centre_id for one in sessions},
            session__starts_at__gt=now - LONGEST,
            session__starts_at__lte=now,
            session__ends_at__gt=now,
            session__visits__status=Visit.Status.BOOKED,
            session__roles__resource__in=set(therapists.values()),
        )
        .select_related("resource", "session")
        .order_by("session_id", "id")
        .distinct()
    )
    for role in roles:
        others[role.session_id].append(role)
    found = {}
    for session_id, person_id in therapists.items():
        for other_id, filled in others.items():
            there = _with(filled, person_id, now) if other_id != session_id else None
            if there is not None:
                found[session_id] = there
    return found


def _therapists(sessions: Sequence[Session]) -> dict[int, int]:
    """Return for each session the practitioner of its first phase."""
    first = {one.pk: set(one.plan[0]["roles"]) if one.plan else set() for one in sessions}
    roles = SessionRole.objects.filter(
        session__in=list(first), resource__kind=ResourceKind.PRACTITIONER
    )
    return {
        role.session_id: role.resource_id for role in roles if role.key in first[role.session_id]
    }


def _with(filled: list[SessionRole], person_id: int, now: datetime) -> Elsewhere | None:
    """Return where a person is in one session, if the plan has them there now."""
    session = filled[0].session
    for phase in session.plan:
        starts = session.starts_at + timedelta(minutes=phase["start_min"])
        ends = starts + timedelta(minutes=phase["minutes"])
        if not starts <= now < ends:
            continue
        present = [role for role in filled if role.key in phase["roles"]]
        person = next((one.resource for one in present if one.resource_id == person_id), None)
        room = next((one.resource for one in present if one.resource.kind in ROOMS), None)
        return Elsewhere(person, room, ends) if person else None
    return None
