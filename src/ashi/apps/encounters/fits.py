"""Where one visit would fit on a day, column by column, and why not elsewhere."""

from dataclasses import dataclass
from datetime import date, datetime

from ashi.apps.audit.actor import Actor
from ashi.apps.bookings.calendars import Opening, calendar_for
from ashi.apps.bookings.models import Visit
from ashi.apps.bookings.offers import offer_of_session
from ashi.apps.bookings.openings import asked_for, explain_start, find
from ashi.apps.centres.models import PEOPLE, ROOMS, Resource
from ashi.apps.encounters.errors import VisitUnknownError
from ashi.core.scheduling.explanation import Explanation


@dataclass(frozen=True, slots=True)
class Picked:
    """A visit that was picked up in one column: which of its roles the column fills."""

    visit: Visit
    keys: tuple[str, ...]
    practitioners: dict[str, int]

    def pins(self, column: int) -> dict[str, int]:
        """Return whom to ask for when it is put down in ``column``."""
        return self.practitioners | dict.fromkeys(self.keys, column)


def pick_up(by: Actor, visit_id: int, column: int) -> Picked:
    """Return a booked visit of the actor's centre as picked up in the column of a resource.

    Raises
    ------
    VisitUnknownError
        No such booked visit here, or it does not stand in that column.
    """
    visit = (
        Visit.objects.select_related("session__centre", "session__service", "patient")
        .filter(pk=visit_id, session__centre=by.centre_id, status=Visit.Status.BOOKED)
        .first()
    )
    if visit is None:
        raise VisitUnknownError(visit=visit_id)
    filled = list(visit.session.roles.select_related("resource"))
    whole = {column, *Resource.objects.filter(whole=column).values_list("pk", flat=True)}
    keys = tuple(role.key for role in filled if role.resource_id in whole)
    if not keys:
        raise VisitUnknownError(visit=visit_id)
    practitioners = {
        role.key: role.resource_id for role in filled if role.resource.kind == "practitioner"
    }
    return Picked(visit, keys, practitioners)


def fits_by_column(
    picked: Picked, day: date, columns: list[int], earliest: datetime
) -> dict[int, list[Opening]]:
    """Return for each column's resource the openings in which the visit would stand there."""
    session = picked.visit.session
    offer = offer_of_session(session)
    asked = asked_for(
        session.centre, day, day, patient=picked.visit.patient, not_session=session.pk
    )
    calendar = calendar_for(offer, asked)
    return {
        column: find(offer, calendar, asked, picked.pins(column), earliest) for column in columns
    }


def why_not(picked: Picked, column: int, start: datetime) -> Explanation:
    """Say whether the visit fits at one start in one column, and if not, what is in the way."""
    return explain_start(
        service=picked.visit.session.service,
        start=start,
        roles=picked.pins(column),
        visit=picked.visit,
    )


def columns_like(picked: Picked) -> list[int]:
    """Return the resources of the centre among which the visit can be moved sideways."""
    kinds = {
        role.resource.kind
        for role in picked.visit.session.roles.select_related("resource")
        if role.key in picked.keys
    }
    wanted = ROOMS if kinds & ROOMS else PEOPLE
    found = Resource.objects.filter(
        centre=picked.visit.session.centre_id, kind__in=wanted, active=True, whole__isnull=True
    )
    return list(found.order_by("position", "id").values_list("pk", flat=True))
