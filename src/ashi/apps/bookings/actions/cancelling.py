"""Cancel a visit, mark that nobody came, and take either back."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.utils import timezone

from ashi.apps.audit.actions import record
from ashi.apps.audit.actor import Actor
from ashi.apps.bookings.errors import (
    SlotTakenError,
    VisitChangedError,
    VisitNotOpenError,
)
from ashi.apps.bookings.freed import note_freed
from ashi.apps.bookings.models import LIVE, Session, Visit
from ashi.apps.bookings.occupying import (
    free,
    lock_resources,
    lock_visits,
    occupy,
    patient_takings,
    retire_expired_holds,
    takings,
    with_parts,
)
from ashi.apps.bookings.offers import offer_of_session
from ashi.apps.bookings.openings import asked_for, nearest_for_visit
from ashi.apps.bookings.placing import Wanted, attempt, is_taken, rests_secured
from ashi.apps.bookings.rules import check_may_book, check_online_change, is_late_cancel
from ashi.apps.bookings.telling import tell


def cancel_visit(*, by: Actor, visit_id: int, reason: str, version: int | None = None) -> Visit:
    """Cancel a held or booked visit and free everything it took.

    Raises
    ------
    VisitNotOpenError, VisitChangedError, OutsideRulesError
        The last when a patient cancels by themselves after the centre's limit.
    """
    return _give_up(
        by, visit_id, version, "visit.cancel", lambda visit: _cancel(by, visit, reason), LIVE
    )


def _cancel(by: Actor, visit: Visit, reason: str) -> None:
    now = timezone.now()
    check_online_change(by, visit, now)
    visit.status, visit.cancelled_at = Visit.Status.CANCELLED, now
    visit.cancelled_by_id, visit.cancel_reason = by.user_id, reason[:24]
    visit.cancelled_late = is_late_cancel(visit, now)


def cancel_locked(by: Actor, visit: Visit, reason: str) -> None:
    """Cancel a booked visit whose resources and row the caller has locked, without a letter."""
    _let_go(by, visit, "visit.cancel", lambda one: _cancel(by, one, reason))


def mark_no_show(*, by: Actor, visit_id: int, version: int | None = None) -> Visit:
    """Record that the patient did not come; the rest of the time is free again.

    Raises
    ------
    VisitNotOpenError, VisitChangedError
    """

    def change(visit: Visit) -> None:
        visit.status = Visit.Status.NO_SHOW

    return _give_up(by, visit_id, version, "visit.no_show", change, (Visit.Status.BOOKED,))


def _give_up(
    by: Actor,
    visit_id: int,
    version: int | None,
    action: str,
    change: Callable[[Visit], None],
    allowed: tuple[str, ...],
) -> Visit:
    """Change the status under the locks and free what is no longer needed."""

    def once() -> Visit:
        session = Session.objects.select_related("centre").get(visits=visit_id)
        check_may_book(by, session.centre)
        lock_resources(session.occupancies.filter(live=True).values_list("resource_id", flat=True))
        [visit] = lock_visits([visit_id])
        if version is not None and visit.version != version:
            raise VisitChangedError(version=visit.version)
        if visit.status not in allowed:
            raise VisitNotOpenError(status=visit.status)
        _let_go(by, visit, action, change)
        if visit.status == Visit.Status.CANCELLED:
            tell(visit, "visit-cancelled")
        return visit

    return attempt(once)


def _let_go(by: Actor, visit: Visit, action: str, change: Callable[[Visit], None]) -> None:
    was_booked = visit.status == Visit.Status.BOOKED
    change(visit)
    visit.version += 1
    visit.save()
    free(visit.session, visit)
    if not visit.session.visits.filter(status__in=LIVE).exists():
        free(visit.session)
        Session.objects.filter(pk=visit.session_id).update(cancelled_at=timezone.now())
    record(
        by=by,
        action=action,
        subject=("visit", visit.pk),
        patient_id=visit.patient_id,
    )
    if was_booked:
        note_freed(visit.session, visit.session.starts_at, visit.session.ends_at)


def restore_visit(*, by: Actor, visit_id: int, letter: bool = True) -> Visit:
    """Take a cancellation back, if the time is still free; with a letter about it or without.

    Raises
    ------
    SlotTakenError
        Somebody has it meanwhile; ``nearest`` has other times.
    VisitNotOpenError
    """
    return _take_back(by, visit_id, Visit.Status.CANCELLED, "visit.restore", letter)


def unmark_no_show(*, by: Actor, visit_id: int) -> Visit:
    """Take a no-show back: the patient came after all. Raises as ``restore_visit``."""
    return _take_back(by, visit_id, Visit.Status.NO_SHOW, "visit.came_after_all")


def _take_back(by: Actor, visit_id: int, status: str, action: str, letter: bool = True) -> Visit:
    known = Visit.objects.select_related(
        "session", "session__centre", "session__service", "patient"
    ).get(pk=visit_id)
    check_may_book(by, known.session.centre)

    def once() -> Visit:
        session = known.session
        filled = dict(session.roles.values_list("key", "resource_id"))
        inside = with_parts(set(filled.values()))
        offer = offer_of_session(session)
        things = takings(offer, session.starts_at, filled, inside)
        own = (
            patient_takings(offer, session.starts_at, known.patient.resource_id)
            if known.patient
            else []
        )
        locked = {one.resource_id for one in (*things, *own)}
        lock_resources(locked)
        retire_expired_holds(locked)
        [visit] = lock_visits([visit_id])
        if visit.status != status:
            raise VisitNotOpenError(status=visit.status)
        running = visit.session.cancelled_at is None
        full = running and visit.session.visits.filter(status__in=LIVE).count() >= session.places
        if full or is_taken(own) or (not running and is_taken(things)):
            raise SlotTakenError(start=session.starts_at.isoformat())
        if not running and not _may_rest_again(known):
            raise SlotTakenError(start=session.starts_at.isoformat())
        if not running:
            Session.objects.filter(pk=session.pk).update(cancelled_at=None)
            occupy(session, things)
        occupy(session, own, visit=visit)
        visit.status, visit.cancelled_at, visit.cancelled_by = (
            Visit.Status.BOOKED,
            None,
            None,
        )
        visit.cancel_reason, visit.cancelled_late, visit.hold_expires_at = (
            "",
            False,
            None,
        )
        visit.version += 1
        visit.save()
        record(
            by=by,
            action=action,
            subject=("visit", visit.pk),
            patient_id=visit.patient_id,
        )
        if letter:
            tell(visit, "visit-booked")
        return visit

    try:
        return attempt(once)
    except SlotTakenError as error:
        raise SlotTakenError(
            nearest=nearest_for_visit(known, known.session.starts_at, earliest=None)
        ) from error


def _may_rest_again(visit: Visit) -> bool:
    """Tell whether somebody may take the needles out of a visit that comes back."""
    session = visit.session
    day = session.starts_at.astimezone(ZoneInfo(session.centre.zone)).date()
    asked = asked_for(session.centre, day, day, patient=visit.patient, not_session=session.pk)
    roles = dict(session.roles.values_list("key", "resource"))
    return rests_secured(Wanted(offer_of_session(session), asked, session.starts_at), roles)
