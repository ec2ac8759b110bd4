"""Say what became of needles that were not counted out."""

from django.db import transaction
from django.utils import timezone

from ashi.apps.accounts.policy import require
from ashi.apps.accounts.roles import Permission
from ashi.apps.audit.actions import record
from ashi.apps.audit.actor import Actor
from ashi.apps.encounters.errors import IncidentClosedError, IncidentNeedsError
from ashi.apps.encounters.models import NeedleIncident


def _locked(by: Actor, incident_id: int) -> NeedleIncident:
    incident = (
        NeedleIncident.objects.select_for_update(of=("self",), no_key=True)
        .select_related("visit")
        .filter(pk=incident_id, visit__session__centre=by.centre_id)
        .first()
    )
    if incident is None or incident.closed_at is not None:
        raise IncidentClosedError(incident=incident_id)
    return incident


@transaction.atomic
def note_incident(
    *,
    by: Actor,
    incident_id: int,
    last_seen: str = "",
    found_where: str = "",
    patient_called: str = "unknown",
) -> NeedleIncident:
    """Keep what is known so far; the incident stays open.

    Raises
    ------
    IncidentClosedError
        No such open incident at the actor's centre.
    """
    require(by, Permission.STEP_WRITE, centre_id=by.centre_id)
    incident = _locked(by, incident_id)
    incident.last_seen, incident.found_where = last_seen.strip(), found_where.strip()
    incident.patient_called = patient_called
    incident.save(update_fields=["last_seen", "found_where", "patient_called"])
    _tell(by, "incident.note", incident)
    return incident


@transaction.atomic
def close_incident(
    *, by: Actor, incident_id: int, resolution: str, accounted_by: int | None = None
) -> NeedleIncident:
    """Close an incident with a reason and the person who answers for it.

    Raises
    ------
    IncidentNeedsError
        ``missing`` is "resolution": a needle is not forgotten without a word.
    IncidentClosedError
        No such open incident at the actor's centre.
    """
    require(by, Permission.STEP_WRITE, centre_id=by.centre_id)
    if not resolution.strip():
        raise IncidentNeedsError(missing="resolution")
    incident = _locked(by, incident_id)
    incident.resolution = resolution.strip()
    incident.closed_at, incident.closed_by_id = timezone.now(), by.user_id
    incident.accounted_by_id = accounted_by or by.user_id
    incident.save(update_fields=["resolution", "closed_at", "closed_by", "accounted_by"])
    _tell(by, "incident.close", incident)
    return incident


def _tell(by: Actor, action: str, incident: NeedleIncident) -> None:
    record(
        by=by,
        action=action,
        subject=("needle-incident", incident.pk),
        patient_id=incident.visit.patient_id,
        detail={"visit": incident.visit_id, "accounted_by": incident.accounted_by_id},
    )
