"""What somebody on the waiting list wants, and in which order they are asked."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from ashi.apps.bookings.models import Wish
from ashi.apps.centres.models import Resource, Service

# Whom the desk marked as urgent, then who waits longest. The page of the list says so.
FAIR_ORDER = ("-urgency", "created_at", "pk")


def open_wishes(centre_id: int) -> QuerySet[Wish]:
    """Return who waits at a centre, in the order in which they are asked."""
    rows = Wish.objects.filter(centre=centre_id, state=Wish.State.OPEN)
    named = rows.select_related("patient", "service__centre", "practitioner")
    return named.order_by(*FAIR_ORDER)


def suits(wish: Wish, start: datetime) -> bool:
    """Tell whether a start is on a day and within the hours that somebody wants."""
    local = start.astimezone(ZoneInfo(wish.service.centre.zone))
    minute = local.hour * 60 + local.minute
    on_day = not wish.weekdays or local.weekday() in wish.weekdays
    soon = wish.not_before is None or local.date() >= wish.not_before
    after = wish.from_min is None or minute >= wish.from_min
    return on_day and soon and after and (wish.to_min is None or minute < wish.to_min)


def pins_for(service: Service, person: Resource | None) -> dict[str, int]:
    """Pin the chosen person to the first role of the service that only practitioners fill."""
    if person is None:
        return {}
    for role in service.roles.all():
        if role.kinds == ["practitioner"]:
            return {role.key: person.pk}
    return {}
