"""After every step: the bell, the incident and the room are made to agree with the facts."""

from datetime import datetime
from uuid import uuid4

from ashi.apps.audit.actions import record
from ashi.apps.audit.actor import Actor
from ashi.apps.bookings.models import SessionRole, Visit
from ashi.apps.centres.models.resource import ResourceKind
from ashi.apps.encounters.course_of_day import VisitState
from ashi.apps.encounters.models import Bell, NeedleIncident, RoomStep

COUNTS_AGREE = "counts-agree"  # the resolution of an incident that a further count has closed


def settle(*, by: Actor, visit: Visit, state: VisitState, now: datetime, emergency: bool) -> None:
    """Make bell and incident of a locked visit agree with its state."""
    _settle_bell(visit, state, now)
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


def _settle_incident(
    by: Actor, visit: Visit, state: VisitState, now: datetime, emergency: bool
) -> None:
    incident = NeedleIncident.objects.filter(visit=visit, closed_at__isnull=True).first()
    if not state.unaccounted:
        if incident:
            _close_agreeing(by, incident, now)
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
        _tell(by, "incident.open", incident)


def _dealt_with(visit: Visit, state: VisitState) -> bool:
    """Tell whether somebody has already answered for exactly these counts."""
    return NeedleIncident.objects.filter(
        visit=visit, counted_in=state.counted_in, counted_out=state.counted_out
    ).exists()


def _close_agreeing(by: Actor, incident: NeedleIncident, now: datetime) -> None:
    incident.closed_at, incident.closed_by_id = now, by.user_id
    incident.resolution = COUNTS_AGREE
    incident.save(update_fields=["closed_at", "closed_by", "resolution"])
    _tell(by, "incident.close", incident)


def _tell(by: Actor, action: str, incident: NeedleIncident) -> None:
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
