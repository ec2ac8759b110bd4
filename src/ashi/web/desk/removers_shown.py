"""Who may be chosen to take the needles out of a visit."""

from dataclasses import dataclass
from datetime import datetime

from ashi.apps.bookings.fitness import is_able
from ashi.apps.bookings.models import Visit
from ashi.apps.bookings.offers import offer_as_filled
from ashi.apps.bookings.wishing import takes_out
from ashi.apps.centres.models import PEOPLE, Resource
from ashi.apps.encounters.one_visit import OneVisit


@dataclass(frozen=True, slots=True)
class Removers:
    """Who is to take the needles out now, and who else could be."""

    now: int
    people: tuple[Resource, ...]


def removers_for(found: OneVisit, now: datetime) -> Removers | None:
    """Return the choice; None where there is none, or the visit is over or given up."""
    session, roles = found.visit.session, found.day.roles
    is_open = found.visit.status == Visit.Status.BOOKED and session.ends_at > now
    if not is_open or session.places > 1:
        return None
    need = takes_out(offer_as_filled(session, {key: one.kind for key, one in roles.items()}))
    if need is None:
        return None
    rows = Resource.objects.filter(centre=session.centre, kind__in=PEOPLE, active=True)
    people = tuple(one for one in rows.order_by("position", "id") if is_able(one, need))
    return Removers(roles[need.key].pk, people) if len(people) > 1 else None
