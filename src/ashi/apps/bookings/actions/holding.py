"""Hold a time for a few minutes, confirm it, let it go."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db.models.functions import Now
from django.utils import timezone

from ashi.apps.audit.actions import record
from ashi.apps.audit.actor import Actor
from ashi.apps.bookings.actions.booking import place_visit
from ashi.apps.bookings.errors import (
    HoldExpiredError,
    SlotTakenError,
    VisitNotOpenError,
)
from ashi.apps.bookings.first_visits import first_visit_online, hold_until
from ashi.apps.bookings.models import LIVE, Session, Visit
from ashi.apps.bookings.occupying import (
    expire_sessions,
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
from ashi.apps.bookings.openings import nearest_openings
from ashi.apps.bookings.placing import attempt, is_taken
from ashi.apps.bookings.rules import check_may_book, earliest_for
from ashi.apps.bookings.telling import tell_standing
from ashi.apps.centres.models import Service
from ashi.apps.patients.models import Patient

CLOCKS_APART = timedelta(minutes=1)


def hold_visit(
    *,
    by: Actor,
    service: Service,
    starts_at: datetime,
    roles: Mapping[str, int] | None = None,
    patient: Patient | None = None,
    channel: str = Visit.Channel.ONLINE,
    idempotency_key: str | None = None,
) -> Visit:
    """Keep a time for ``centre.hold_min`` minutes, for a patient who need not be known yet.

    Raises
    ------
    SlotTakenError, OutsideRulesError, UnknownRoleError
    """
    return place_visit(
        by=by,
        service=service,
        starts_at=starts_at,
        patient=patient,
        roles=roles or {},
        idempotency_key=idempotency_key,
        columns={"status": Visit.Status.HELD, "channel": channel},
        expires_at=timezone.now() + timedelta(minutes=service.centre.hold_min),
    )


def confirm_visit(
    *,
    by: Actor,
    visit_id: int,
    patient: Patient,
    terms_version: int | None = None,
    **details: Any,
) -> Visit:
    """Turn a hold into a booking; one that has run out still succeeds if the time is free.

    A first visit that is held online becomes a request where its service asks for approval.

    Raises
    ------
    HoldExpiredError
        The time went to somebody else meanwhile; ``nearest`` has others.
    SlotTakenError
        The patient is elsewhere then.
    VisitNotOpenError
        Cancelled, or booked already or asked for by somebody else.
    OutsideRulesError
        ``rule`` new: this service, or this centre, takes no first visits online.
    """
    session = Session.objects.select_related("service", "centre").get(visits=visit_id)
    check_may_book(by, session.centre)
    try:
        return attempt(lambda: _confirm(by, visit_id, patient, terms_version, details))
    except SlotTakenError as error:
        refusal = SlotTakenError if error.fields.get("patient") else HoldExpiredError
        raise refusal(
            nearest=nearest_openings(
                session.service,
                session.starts_at,
                patient=patient,
                earliest=earliest_for(by, session.centre, timezone.now()),
            )
        ) from error


def _confirm(
    by: Actor,
    visit_id: int,
    patient: Patient,
    terms_version: int | None,
    details: Mapping[str, Any],
) -> Visit:
    session = Session.objects.select_related("service", "centre").get(visits=visit_id)
    filled = dict(session.roles.values_list("key", "resource_id"))
    inside = with_parts(set(filled.values()))
    locked = {part for many in inside.values() for part in many} | {patient.resource_id}
    lock_resources(locked)
    [visit] = lock_visits([visit_id])
    if visit.patient_id == patient.pk and (
        visit.status == Visit.Status.BOOKED or visit.awaits_approval
    ):
        return visit
    if visit.status not in (Visit.Status.HELD, Visit.Status.EXPIRED) or visit.asked_at:
        raise VisitNotOpenError(status=visit.status)
    for name, value in details.items():
        setattr(visit, name, value)
    columns = first_visit_online(by, visit, patient, timezone.now())
    still_held = visit.status == Visit.Status.HELD
    if not still_held:
        retire_expired_holds(locked)
        _take_again(visit, filled, inside)
    offer = offer_of_session(visit.session)
    own = patient_takings(offer, visit.session.starts_at, patient.resource_id)
    if is_taken(own, not_session=visit.session_id):
        raise SlotTakenError(patient=patient.pk)
    for name, value in columns.items():
        setattr(visit, name, value)
    visit.patient = patient
    visit.status = Visit.Status.HELD if visit.asked_at else Visit.Status.BOOKED
    hold_until(visit, visit.hold_expires_at)
    if not visit.occupancies.filter(live=True, resource_id=patient.resource_id).exists():
        occupy(visit.session, own, visit=visit, expires_at=visit.hold_expires_at)
    visit.terms_version = terms_version
    visit.terms_accepted_at = timezone.now() if terms_version is not None else None
    visit.version += 1
    visit.save()
    record(
        by=by,
        action="visit.ask" if visit.asked_at else "visit.confirm",
        subject=("visit", visit.pk),
        patient_id=patient.pk,
    )
    tell_standing(visit)
    return visit


def _take_again(
    visit: Visit, filled: Mapping[str, int], inside: Mapping[int, tuple[int, ...]]
) -> None:
    """Take once more what an expired hold had, if all of it is free."""
    session = visit.session
    things = takings(offer_of_session(session), session.starts_at, filled, inside)
    if session.places > 1 and session.cancelled_at is None:
        if session.visits.filter(status__in=LIVE).count() >= session.places:
            raise SlotTakenError(start=session.starts_at.isoformat())
        return
    if is_taken(things):
        raise SlotTakenError(start=session.starts_at.isoformat())
    Session.objects.filter(pk=session.pk).update(cancelled_at=None)
    occupy(session, things)


def release_hold(*, by: Actor, visit_id: int) -> None:
    """Let a held time go before it runs out; nothing happens if it is no longer held."""

    def once() -> None:
        session = Session.objects.get(visits=visit_id)
        lock_resources(session.occupancies.filter(live=True).values_list("resource_id", flat=True))
        [visit] = lock_visits([visit_id])
        if visit.status != Visit.Status.HELD or visit.asked_at:
            return
        Visit.objects.filter(pk=visit.pk).update(status=Visit.Status.EXPIRED)
        free(session, visit)
        if not session.visits.filter(status__in=LIVE).exists():
            free(session)
            Session.objects.filter(pk=session.pk).update(cancelled_at=Now())
        record(by=by, action="visit.release", subject=("visit", visit.pk))

    attempt(once)


def retire_expired(*, by: Actor) -> int:
    """Mark all holds that have run out, in small transactions; the worker calls this.

    One that ends later than any hold made now was made before the clock was set back: it ends when
    one made now would, so that its time is not kept from others for an hour more.
    """
    _shorten_holds()
    stale = list(
        Session.objects.filter(visits__status=Visit.Status.HELD, visits__hold_expires_at__lte=Now())
        .values_list("pk", flat=True)
        .distinct()[:500]
    )
    ended = 0
    for session_id in sorted(stale):
        ended += attempt(lambda: _retire_one(by, session_id))  # noqa: B023 -- run at once
    return ended


def _shorten_holds() -> None:
    now = timezone.now()
    held = Visit.objects.filter(
        status=Visit.Status.HELD, asked_at=None, patient=None, hold_expires_at__gt=now
    ).values_list("pk", "hold_expires_at", "session__centre__hold_min")
    for pk, ends, minutes in held.order_by("pk"):
        last = now + timedelta(minutes=minutes)
        if ends and ends > last + CLOCKS_APART:
            attempt(lambda: _end_hold_at(pk, last))  # noqa: B023 -- run at once


def _end_hold_at(visit_id: int, end: datetime) -> None:
    session = Session.objects.get(visits=visit_id)
    lock_resources(session.occupancies.filter(live=True).values_list("resource_id", flat=True))
    [visit] = lock_visits([visit_id])
    if visit.status == Visit.Status.HELD and visit.patient_id is None:
        Visit.objects.filter(pk=visit_id).update(hold_expires_at=end)
        hold_until(visit, end)


def _retire_one(by: Actor, session_id: int) -> int:
    session = Session.objects.get(pk=session_id)
    lock_resources(session.occupancies.filter(live=True).values_list("resource_id", flat=True))
    ended = expire_sessions([session_id])
    if ended:
        record(by=by, action="visit.hold_expired", subject=("session", session_id))
    return ended
