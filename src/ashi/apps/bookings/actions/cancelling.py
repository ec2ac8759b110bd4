"""Cancel a visit, mark that nobody came, and take either back."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

from ashi.apps.audit.actions import record
from ashi.apps.audit.actor import Actor
from ashi.apps.bookings.errors import (
    SlotTakenError,
    VisitAheadError,
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
from ashi.apps.bookings.rules import check_may_book, check_online_cancel
from ashi.apps.bookings.telling import tell
from ashi.apps.bookings.terms import fee_of, is_late_cancel

Also = Callable[[Visit], None]


def nothing_more(visit: Visit) -> None:
    """Do nothing besides."""


def cancel_visit(
    *,
    by: Actor,
    visit_id: int,
    reason: str,
    version: int | None = None,
    owed: int | None = None,
    also: Also = nothing_more,
) -> Visit:
    """Cancel a held or booked visit and free everything it took.

    ``owed`` is the fee, in cents, that a patient agreed to who cancels late by the link. ``also``
    is done to the locked visit in the same transaction: what is due is written by it
    (``billing``), so pages call the acts of that package.

    Raises
    ------
    VisitNotOpenError, VisitChangedError, OutsideRulesError
        The last when a patient cancels by themselves after the centre's limit, unless ``owed``
        is what it costs and the centre allows it.
    """
    way = _Way("visit.cancel", lambda visit: _cancel(by, visit, reason, owed), LIVE, also)
    return _give_up(by, visit_id, version, way)


def _cancel(by: Actor, visit: Visit, reason: str, owed: int | None = None) -> None:
    now = timezone.now()
    check_online_cancel(by, visit, now, owed)
    visit.status, visit.cancelled_at = Visit.Status.CANCELLED, now
    visit.cancelled_by_id, visit.cancel_reason = by.user_id, reason[:24]
    visit.cancelled_late = is_late_cancel(visit, now)


def cancel_locked(by: Actor, visit: Visit, reason: str, also: Also = nothing_more) -> None:
    """Cancel a booked visit whose resources and row the caller has locked, without a letter."""
    _let_go(by, visit, _Way("visit.cancel", lambda one: _cancel(by, one, reason), LIVE, also))


def mark_no_show(
    *,
    by: Actor,
    visit_id: int,
    version: int | None = None,
    also: Also = nothing_more,
    now: datetime | None = None,
) -> Visit:
    """Record that the patient did not come; the rest of the time is free again.

    ``also`` as ``cancel_visit``; ``now`` is this moment, unless the demo makes another.

    Raises
    ------
    VisitNotOpenError, VisitChangedError, VisitAheadError
    """

    def change(visit: Visit) -> None:
        if visit.session.starts_at > (now or timezone.now()):
            raise VisitAheadError(starts_at=visit.session.starts_at.isoformat())
        visit.status = Visit.Status.NO_SHOW

    way = _Way("visit.no_show", change, (Visit.Status.BOOKED,), also)
    return _give_up(by, visit_id, version, way)


@dataclass(frozen=True, slots=True)
class _Way:
    """How a visit is given up: the act's name, what changes, from which states, and besides."""

    action: str
    change: Callable[[Visit], None]
    allowed: tuple[str, ...]
    also: Also


@dataclass(frozen=True, slots=True)
class _WayBack:
    """How that is taken back: the act's name, the state it was in, besides, and with a letter."""

    action: str
    before: str
    also: Also
    letter: bool = True


def _give_up(by: Actor, visit_id: int, version: int | None, way: _Way) -> Visit:
    """Change the status under the locks and free what is no longer needed."""

    def once() -> Visit:
        session = Session.objects.select_related("centre").get(visits=visit_id)
        check_may_book(by, session.centre)
        lock_resources(session.occupancies.filter(live=True).values_list("resource_id", flat=True))
        [visit] = lock_visits([visit_id])
        if version is not None and visit.version != version:
            raise VisitChangedError(version=visit.version)
        if visit.status not in way.allowed:
            raise VisitNotOpenError(status=visit.status)
        was_booked = visit.status == Visit.Status.BOOKED
        _let_go(by, visit, way)
        if visit.status == Visit.Status.CANCELLED:
            fee = fee_of(visit) if was_booked else 0
            tell(visit, "visit-cancelled", {"fee_cents": fee} if fee else {})
        return visit

    return attempt(once)


def _let_go(by: Actor, visit: Visit, way: _Way) -> None:
    was_booked = visit.status == Visit.Status.BOOKED
    way.change(visit)
    visit.version += 1
    visit.save()
    free(visit.session, visit)
    if not visit.session.visits.filter(status__in=LIVE).exists():
        free(visit.session)
        Session.objects.filter(pk=visit.session_id).update(cancelled_at=timezone.now())
    record(
        by=by,
        action=way.action,
        subject=("visit", visit.pk),
        patient_id=visit.patient_id,
    )
    if was_booked:
        way.also(visit)
        note_freed(visit.session, visit.session.starts_at, visit.session.ends_at)


def restore_visit(
    *, by: Actor, visit_id: int, letter: bool = True, also: Also = nothing_more
) -> Visit:
    """Take a cancellation back, if the time is still free; ``also`` as ``cancel_visit``.

    Raises
    ------
    SlotTakenError
        Somebody has it meanwhile; ``nearest`` has other times.
    VisitNotOpenError
    """
    way = _WayBack("visit.restore", Visit.Status.CANCELLED, also, letter)
    return _take_back(by, visit_id, way)


def unmark_no_show(*, by: Actor, visit_id: int, also: Also = nothing_more) -> Visit:
    """Take a no-show back: the patient came after all. Raises as ``restore_visit``."""
    way = _WayBack("visit.came_after_all", Visit.Status.NO_SHOW, also)
    return _take_back(by, visit_id, way)


def _take_back(by: Actor, visit_id: int, way: _WayBack) -> Visit:
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
        if visit.status != way.before:
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
            action=way.action,
            subject=("visit", visit.pk),
            patient_id=visit.patient_id,
        )
        way.also(visit)
        if way.letter:
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
