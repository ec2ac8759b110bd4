"""Sessions with several places: a visit joins one that is planned, counted under its lock."""

from datetime import datetime

from django.db.models import Count, Q
from django.db.models.functions import Now

from ashi.apps.bookings.calendars import Opening, moment
from ashi.apps.bookings.errors import SlotTakenError
from ashi.apps.bookings.models import Session, Visit
from ashi.apps.bookings.occupying import lock_resources, retire_expired_holds
from ashi.apps.bookings.placing import LostRaceError, Wanted, is_taken
from ashi.apps.centres.models import Service
from ashi.core.scheduling.calendars import Calendar


def counted(prefix: str = "") -> Q:
    """Return the condition that a visit takes a place: booked, or held and not run out."""
    return Q(**{f"{prefix}status": Visit.Status.BOOKED}) | Q(
        **{f"{prefix}status": Visit.Status.HELD, f"{prefix}hold_expires_at__gt": Now()}
    )


def classes_with_places(
    service: Service, calendar: Calendar, earliest: datetime | None
) -> list[Opening]:
    """Return the planned sessions of a class that have a place left on the calendar's axis."""
    begin, end = (
        moment(calendar.axis.origin),
        moment(calendar.axis.origin + calendar.axis.length),
    )
    sessions = (
        Session.objects.filter(
            service=service,
            cancelled_at__isnull=True,
            starts_at__gte=max(begin, earliest) if earliest else begin,
            starts_at__lt=end,
        )
        .annotate(filled=Count("visits", filter=counted("visits__")))
        .prefetch_related("roles")
    )
    return [
        Opening(
            one.starts_at,
            one.ends_at,
            {role.key: role.resource_id for role in one.roles.all()},
            one.pk,
        )
        for one in sessions
        if one.filled < one.places
    ]


def class_to_join(service: Service, wanted: Wanted) -> Session | None:
    """Return the planned class at the wanted start, locked; None when there is none to join.

    Raises
    ------
    SlotTakenError
        It is full, or the patient is elsewhere.
    """
    if service.places == 1:
        return None
    planned = Session.objects.filter(
        service=service, starts_at=wanted.start, cancelled_at__isnull=True
    )
    known = planned.order_by("pk").first()
    if known is None:
        return None
    locked = set(
        known.occupancies.filter(live=True, visit=None).values_list("resource_id", flat=True)
    )
    if wanted.patient_resource is not None:
        locked.add(wanted.patient_resource)
    lock_resources(locked)
    retire_expired_holds(locked)
    session = planned.select_for_update().filter(pk=known.pk).first()
    if session is None:
        raise LostRaceError(start=wanted.start.isoformat())
    if session.visits.filter(counted()).count() >= session.places or is_taken(wanted.own()):
        raise SlotTakenError(start=wanted.start.isoformat())
    return session
