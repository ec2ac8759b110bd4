"""First visits booked online: who is new, and what the service asks of them.

New is whom nobody here has met: no visit of theirs has taken place, none was booked by the desk,
and their record did not come from another system.
"""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q

from ashi.apps.audit.actor import Actor
from ashi.apps.bookings.errors import OutsideRulesError
from ashi.apps.bookings.models import Occupancy, Visit
from ashi.apps.bookings.rules import ONLINE_ROLES
from ashi.apps.patients.models import Patient
from ashi.core.billing.terms import lapses_at


def is_new(patient: Patient, now: datetime) -> bool:
    """Tell whether nobody here has met this patient yet."""
    if patient.external_ref:
        return False
    met = Q(status=Visit.Status.BOOKED, session__starts_at__lte=now) | Q(
        status=Visit.Status.BOOKED
    ) & ~Q(channel=Visit.Channel.ONLINE)
    return not Visit.objects.filter(met, patient=patient).exists()


def first_visit_online(by: Actor, visit: Visit, patient: Patient, now: datetime) -> dict[str, Any]:
    """Return the columns that a confirmation by this patient gives the visit.

    Who is known, and whoever books for somebody else, is asked for nothing; a time that the
    centre itself offered (``channel`` desk) is not to be approved once more.

    Raises
    ------
    OutsideRulesError
        ``rule`` new.
    """
    booked: dict[str, Any] = {"hold_expires_at": None}
    if by.role not in ONLINE_ROLES or visit.channel != Visit.Channel.ONLINE:
        return booked
    if not is_new(patient, now):
        return booked | {"deposit_cents": 0}
    service = visit.session.service
    if not service.for_new_patients or not visit.session.centre.takes_new_online:
        raise OutsideRulesError(rule="new")
    if service.approves_first:
        return {"asked_at": now, "hold_expires_at": _before(visit, now, service.answer_h)}
    return booked | {"forms_due_at": forms_due(visit, now)}


def forms_due(visit: Visit, now: datetime) -> datetime | None:
    """Return by when the answers from home must have come; None where nothing waits for them."""
    service = visit.session.service
    if not service.forms_first or not visit.form_missing:
        return None
    return _before(visit, now, service.forms_h)


def _before(visit: Visit, now: datetime, hours: int) -> datetime:
    session = visit.session
    return lapses_at(now, session.starts_at, hours, ZoneInfo(session.centre.zone))


def hold_until(visit: Visit, end: datetime | None) -> None:
    """Let what a visit took be held until then, or for good (None); a class is never held."""
    rows = Occupancy.objects.filter(session=visit.session_id, live=True)
    if end is not None and visit.session.places > 1:
        rows = rows.filter(visit=visit)
    rows.update(expires_at=end)
