"""The centre's booking rules: who may book what, how soon, how far ahead."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from ashi.apps.accounts.policy import require
from ashi.apps.accounts.roles import Permission, Role
from ashi.apps.audit.actor import Actor
from ashi.apps.bookings.errors import OutsideRulesError
from ashi.apps.bookings.models import Visit
from ashi.apps.bookings.terms import agreed_terms, is_late_cancel
from ashi.apps.centres.models import Centre, Service

ONLINE_ROLES = (Role.PUBLIC, Role.PATIENT)


def check_may_book(by: Actor, centre: Centre) -> None:
    """Staff need the diary of this centre; the public and patients book by the centre's rules."""
    if by.role not in ONLINE_ROLES:
        require(by, Permission.DIARY_WRITE, centre_id=centre.pk)


def check_time(by: Actor, service: Service, start: datetime, now: datetime) -> None:
    """Refuse a start the rules do not allow to this actor.

    Raises
    ------
    OutsideRulesError
        ``rule``: past, lead, horizon or not_online.
    """
    centre = service.centre
    zone = ZoneInfo(centre.zone)
    if by.role not in ONLINE_ROLES:
        # A walk-in began minutes ago; yesterday is no longer to be booked.
        if by.role != Role.SYSTEM and start.astimezone(zone).date() < now.astimezone(zone).date():
            raise OutsideRulesError(rule="past")
        return
    if not service.bookable_online or not service.active:
        raise OutsideRulesError(rule="not_online")
    if start < now:
        raise OutsideRulesError(rule="past")
    if start < now + timedelta(minutes=centre.lead_min):
        raise OutsideRulesError(rule="lead", minutes=centre.lead_min)
    last = now.astimezone(zone).date() + timedelta(days=centre.horizon_days)
    if start.astimezone(zone).date() > last:
        raise OutsideRulesError(rule="horizon", days=centre.horizon_days)


def earliest_for(by: Actor, centre: Centre, now: datetime) -> datetime:
    """Return the first moment this actor may book."""
    return now + timedelta(minutes=centre.lead_min) if by.role in ONLINE_ROLES else now


def check_online_change(by: Actor, visit: Visit, now: datetime) -> None:
    """Patients change or cancel by themselves only as long as it is free; a request at any time."""
    if visit.awaits_approval:
        return
    if by.role in ONLINE_ROLES and is_late_cancel(visit, now):
        raise OutsideRulesError(rule="too_late", hours=agreed_terms(visit).notice_h)
