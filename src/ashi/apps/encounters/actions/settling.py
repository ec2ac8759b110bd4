"""After every step: the bell, the incident and the room are made to agree with the facts."""

from datetime import datetime
from uuid import uuid4

from django.db.models import QuerySet

from ashi.apps.audit.actions import record
from ashi.apps.audit.actor import Actor
from ashi.apps.bookings.models import SessionRole, Visit
from ashi.apps.centres.models import Centre
from ashi.apps.centres.models.resource import ResourceKind
from ashi.apps.encounters.course_of_day import VisitState
from ashi.apps.encounters.models import (
    Bell,
    NeedleIncident,
    RoomStep,
    SecondCount,
    Step,
    StepKind,
)

COUNTS_AGREE = "counts-agree"  # the resolution of an incident that a further count has closed


def settle(*, by: Actor, visit: Visit, state: VisitState, now: datetime, emergency: bool) -> None:
    """Make bell, second count and incident of a locked visit agree with its state."""
    _settle_bell(visit, state, now)
    _settle_second(visit, state, now, emergency)
    _settle_incident(by, visit, state, now, emergency)


def _settle_bell(visit: Visit, state: VisitState, now: datetime) -> None:
    bell = Bell.objects.filter(visit=visit, closed_at__isnull=True).first()
    if bell and bell.due_at == state.due_out:
        return
    if bell:
        bell.closed_at = now
        bell.save(update_fields=["closed_at"])
    if state.due_out:
        Bell.objects.create(visit=visit, due_at=state.due_out)


def _settle_second(visit: Visit, state: VisitState, now: datetime, emergency: bool) -> None:
    """Ask for a second count of what was counted out; one of another first count is over."""
    current = current_seconds(visit, state)
    stale = SecondCount.objects.filter(visit=visit, closed_at__isnull=True).exclude(pk__in=current)
    stale.update(closed_at=now)
    if state.out_at is None or not state.counted_in or current.exists():
        return
    if not Centre.objects.filter(pk=visit.session.centre_id, counts_twice=True).exists():
        return
    outs = Step.objects.filter(visit=visit, kind=StepKind.NEEDLES_OUT, undone_by__isnull=True)
    SecondCount.objects.create(
        visit=visit,
        counted_in=state.counted_in,
        counted_out=state.counted_out,
        first_by_id=outs.order_by("-occurred_at").values_list("by", flat=True).first(),
        asked_at=now,
        emergency=emergency,
    )


def current_seconds(visit: Visit, state: VisitState) -> QuerySet[SecondCount]:
    """Return the second counts, waiting or made, of the first count that stands."""
    rows = SecondCount.objects.filter(visit=visit)
    if state.out_at is None:
        return rows.none()
    return rows.filter(
        counted_in=state.counted_in,
        counted_out=state.counted_out,
        asked_at__gte=state.out_at,
    ).exclude(counted__isnull=True, why="", closed_at__isnull=False)


def differs_again(visit: Visit, state: VisitState) -> bool:
    """Tell whether somebody counted these needles a second time, and otherwise."""
    rows = current_seconds(visit, state).filter(counted__isnull=False)
    last = rows.order_by("-closed_at", "-pk").first()
    return last is not None and last.counted != last.counted_out


def _settle_incident(
    by: Actor, visit: Visit, state: VisitState, now: datetime, emergency: bool
) -> None:
    incident = NeedleIncident.objects.filter(visit=visit, closed_at__isnull=True).first()
    if not state.unaccounted:
        if incident and not differs_again(visit, state):
            close_agreeing(by, incident, now)
        return
    if incident is None:
        if _dealt_with(visit, state):
            return
        incident = NeedleIncident(visit=visit, opened_at=now, opened_by_id=by.user_id)
    opened = incident.pk is None
    incident.counted_in, incident.counted_out = state.counted_in, state.counted_out
    incident.emergency = incident.emergency or emergency
    incident.save()
    if opened:
        tell_incident(by, "incident.open", incident)


def _dealt_with(visit: Visit, state: VisitState) -> bool:
    """Tell whether somebody has already answered for exactly these counts."""
    return NeedleIncident.objects.filter(
        visit=visit, counted_in=state.counted_in, counted_out=state.counted_out
    ).exists()


def close_agreeing(by: Actor, incident: NeedleIncident, now: datetime) -> None:
    """Close an incident because a further count agrees."""
    incident.closed_at, incident.closed_by_id = now, by.user_id
    incident.resolution = COUNTS_AGREE
    incident.save(update_fields=["closed_at", "closed_by", "resolution"])
    tell_incident(by, "incident.close", incident)


def tell_incident(by: Actor, action: str, incident: NeedleIncident) -> None:
    """Write an incident's event into the trail."""
    record(
        by=by,
        action=action,
        subject=("needle-incident", incident.pk),
        patient_id=incident.visit.patient_id,
        detail={
            "visit": incident.visit_id,
            "in": incident.counted_in,
            "out": incident.counted_out,
            "emergency": incident.emergency,
        },
    )


def turn_rooms(*, by: Actor, visit: Visit, kind: RoomStep.Kind, at: datetime) -> None:
    """Say of the rooms and couches of a visit that they are to be prepared, or ready."""
    roles = SessionRole.objects.filter(
        session=visit.session_id, resource__kind__in=[ResourceKind.ROOM, ResourceKind.COUCH]
    )
    rooms = set(roles.values_list("resource_id", flat=True))
    RoomStep.objects.bulk_create(
        RoomStep(
            id=uuid4(), resource_id=room, visit=visit, kind=kind, occurred_at=at, by_id=by.user_id
        )
        for room in sorted(rooms)
    )
