"""What giving a visit up costs: as it is offered now, and as it was agreed for one visit."""

from datetime import datetime
from zoneinfo import ZoneInfo

from ashi.apps.bookings.models import Visit
from ashi.apps.centres.models import Service
from ashi.core.billing.terms import GivenUp, Terms, fee_for, free_until, is_late

KEPT = ("notice_h", "late_cents", "no_show_cents", "deposit_cents")
PATIENT_REASONS = ("patient", "patient, online")  # of a cancellation; any other costs nothing


def offered_terms(service: Service) -> Terms:
    """Return what is said before this service is booked: its own terms, else the centre's."""
    centre = service.centre
    own = {name: getattr(service, name) for name in KEPT}
    of_centre = {name: getattr(centre, name) for name in KEPT[1:]}
    of_centre["notice_h"] = centre.cancel_limit_h
    return Terms(**{name: of_centre[name] if own[name] is None else own[name] for name in KEPT})


def kept_terms(service: Service, *, online: bool) -> dict[str, int]:
    """Return the columns by which a visit keeps them; a deposit is asked for online alone."""
    terms = offered_terms(service)
    kept = {name: getattr(terms, name) for name in KEPT}
    return kept if online else kept | {"deposit_cents": 0}


def agreed_terms(visit: Visit) -> Terms:
    """Return what was agreed for a visit; the centre's hours, and no fee, where nothing was."""
    if visit.notice_h is None:
        return Terms(visit.session.centre.cancel_limit_h)
    return Terms(visit.notice_h, visit.late_cents, visit.no_show_cents, visit.deposit_cents)


def free_until_of(visit: Visit) -> datetime:
    """Return the last moment at which the visit is changed or cancelled without cost."""
    session = visit.session
    zone = ZoneInfo(session.centre.zone)
    return free_until(session.starts_at, agreed_terms(visit).notice_h, zone)


def is_late_cancel(visit: Visit, now: datetime) -> bool:
    """Tell whether a cancellation now comes after the last free moment."""
    session = visit.session
    zone = ZoneInfo(session.centre.zone)
    return is_late(session.starts_at, agreed_terms(visit).notice_h, now, zone)


def late_online_cents(visit: Visit) -> int:
    """Return what a patient agrees to owe who cancels late by the link; 0: they phone instead."""
    return agreed_terms(visit).late_cents if visit.session.centre.late_online else 0


def fee_of(visit: Visit) -> int:
    """Return what a visit that was given up costs, in cents; 0 for any other."""
    terms = agreed_terms(visit)
    if visit.status == Visit.Status.NO_SHOW:
        return fee_for(terms, GivenUp.NO_SHOW, by_patient=True, late=True)
    if visit.status != Visit.Status.CANCELLED:
        return 0
    by_patient = visit.cancel_reason in PATIENT_REASONS
    return fee_for(terms, GivenUp.CANCELLED, by_patient=by_patient, late=visit.cancelled_late)
