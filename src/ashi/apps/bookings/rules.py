"""The centre's booking rules: who may book what, how soon, how far ahead."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from ashi.apps.accounts.policy import require
from ashi.apps.accounts.roles import Permission, Role
from ashi.apps.audit.actor import Actor
from ashi.apps.bookings.errors import OutsideRulesError
from ashi.apps.bookings.models import Session, Visit
from ashi.apps.bookings.terms import agreed_terms, is_late_cancel, late_online_cents
from ashi.apps.centres.models import Centre, Service
from ashi.core.scheduling.axis import midnight

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
        ``rule``: past, lead, horizon, not_online or grain.
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
    if not (_on_the_grain(start, centre) or _begins_a_class(start, service)):
        raise OutsideRulesError(rule="grain")


def _on_the_grain(start: datetime, centre: Centre) -> bool:
    """Tell whether the search looks at this start, which a page that was altered may not name."""
    day_begins = midnight(start.astimezone(ZoneInfo(centre.zone)).date(), ZoneInfo(centre.zone))
    return (start.timestamp() / 60 - day_begins) % centre.grain_min == 0


def _begins_a_class(start: datetime, service: Service) -> bool:
    planned = Session.objects.filter(service=service, starts_at=start, cancelled_at=None)
    return service.places > 1 and planned.exists()


def earliest_for(by: Actor, centre: Centre, now: datetime) -> datetime:
    """Return the first moment this actor may book."""
    return now + timedelta(minutes=centre.lead_min) if by.role in ONLINE_ROLES else now


def check_online_change(by: Actor, visit: Visit, now: datetime) -> None:
    """Patients change a visit by themselves only as long as it is free; a request at any time."""
    if _is_late_online(by, visit, now):
        raise OutsideRulesError(rule="too_late", hours=agreed_terms(visit).notice_h)


def check_online_cancel(by: Actor, visit: Visit, now: datetime, owed: int | None) -> None:
    """Patients cancel so too, and later where the centre allows it and they say what they owe.

    Parameters
    ----------
    owed : the sum in cents that was agreed to, if any was

    Raises
    ------
    OutsideRulesError
        ``rule``: too_late, or fee_not_agreed.
    """
    if not _is_late_online(by, visit, now):
        return
    cents = late_online_cents(visit) if visit.session.starts_at > now else 0
    if not cents or owed != cents:
        rule = "fee_not_agreed" if cents else "too_late"
        raise OutsideRulesError(rule=rule, hours=agreed_terms(visit).notice_h)


def _is_late_online(by: Actor, visit: Visit, now: datetime) -> bool:
    return by.role in ONLINE_ROLES and not visit.awaits_approval and is_late_cancel(visit, now)
