"""Promise a patient a visit."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from ashi.apps.accounts.policy import require
from ashi.apps.accounts.roles import Permission
from ashi.apps.audit.actions import record
from ashi.apps.audit.actor import Actor
from ashi.apps.bookings.classes import class_to_join
from ashi.apps.bookings.errors import OverrideReasonError, SlotTakenError
from ashi.apps.bookings.models import LIVE, Session, Visit
from ashi.apps.bookings.occupying import allow_rest, occupy
from ashi.apps.bookings.openings import asked_for, nearest_openings, offer_for
from ashi.apps.bookings.placing import Wanted, attempt, fill_roles, open_session, secure
from ashi.apps.bookings.rules import ONLINE_ROLES, check_may_book, check_time, earliest_for
from ashi.apps.bookings.telling import tell
from ashi.apps.bookings.terms import kept_terms
from ashi.apps.centres.models import Service
from ashi.apps.patients.models import Patient


def book_visit(
    *,
    by: Actor,
    service: Service,
    starts_at: datetime,
    patient: Patient,
    roles: Mapping[str, int] | None = None,
    channel: str = Visit.Channel.DESK,
    note: str = "",
    companion: str = "",
    idempotency_key: str | None = None,
    override_reason: str | None = None,
    letter: bool = True,
    **details: Any,
) -> Visit:
    """Promise ``patient`` a visit; roles not given are filled by whoever is free.

    ``details`` are further columns of the visit (price, payer, external_ref, terms_version…).
    The same ``idempotency_key`` for the same visit returns the first answer. Without ``letter``
    whoever books many tells the patient of all of them at once.

    Raises
    ------
    SlotTakenError
        Not free; ``nearest`` has the nearest other times.
    OutsideRulesError, UnknownRoleError, OverrideReasonError, NotAllowedError
    """
    return place_visit(
        by=by,
        service=service,
        starts_at=starts_at,
        patient=patient,
        roles=roles or {},
        idempotency_key=idempotency_key,
        override=override_of(by, service, override_reason),
        companion=companion,
        letter=letter,
        columns={
            "status": Visit.Status.BOOKED,
            "channel": channel,
            "note": note,
            **details,
        },
    )


def override_of(by: Actor, service: Service, reason: str | None) -> tuple[int, str] | None:
    """Return (who, why) of an override, or None when none is asked for."""
    if reason is None:
        return None
    require(by, Permission.DIARY_OVERRIDE, centre_id=service.centre_id)
    if not reason.strip() or by.user_id is None:
        raise OverrideReasonError
    return by.user_id, reason.strip()


def place_visit(
    *,
    by: Actor,
    service: Service,
    starts_at: datetime,
    patient: Patient | None,
    roles: Mapping[str, int],
    idempotency_key: str | None,
    columns: Mapping[str, Any],
    override: tuple[int, str] | None = None,
    companion: str = "",
    expires_at: datetime | None = None,
    letter: bool = True,
) -> Visit:
    """Find a place and write session, visit, occupancies and event, or nothing at all."""
    now = timezone.now()
    check_may_book(by, service.centre)
    check_time(by, service, starts_at, now)
    day = starts_at.astimezone(ZoneInfo(service.centre.zone)).date()
    wanted = Wanted(
        offer_for(service, patient, companion),
        asked_for(service.centre, day, day, patient=patient),
        starts_at,
        roles,
        override,
    )
    visit = Visit(
        patient=patient,
        companion=companion,
        idempotency_key=idempotency_key,
        created_by_id=by.user_id,
        hold_expires_at=expires_at,
        **{
            "price": service.price,
            "payer": service.payer,
            **_terms(by, service, columns),
            **columns,
        },
    )

    def once() -> Visit:
        if (first := first_answer(visit, service, starts_at)) is not None:
            return first
        if (session := class_to_join(service, wanted)) is not None:
            occupy(
                session,
                wanted.own(),
                visit=_save(visit, session),
                expires_at=expires_at,
            )
        else:
            _open_session(by, service, wanted, visit, expires_at)
        record(
            by=by,
            action="visit.hold" if expires_at else "visit.book",
            subject=("visit", visit.pk),
            patient_id=visit.patient_id,
            reason=override[1] if override else "",
            detail={"session": visit.session_id, "service": service.pk},
        )
        if letter and visit.status == Visit.Status.BOOKED:
            tell(visit, "visit-booked")
        return visit

    try:
        return attempt(once)
    except SlotTakenError as error:
        if (first := first_answer(visit, service, starts_at)) is not None:
            return first
        raise SlotTakenError(
            nearest=nearest_openings(
                service,
                starts_at,
                roles=roles,
                patient=patient,
                earliest=earliest_for(by, service.centre, now),
            )
        ) from error


def _terms(by: Actor, service: Service, columns: Mapping[str, Any]) -> dict[str, int]:
    """Return the terms that are kept with a visit; none with what another diary promised."""
    if columns.get("channel") == Visit.Channel.IMPORT:
        return {}
    return kept_terms(service, online=by.role in ONLINE_ROLES)


def first_answer(visit: Visit, service: Service, start: datetime) -> Visit | None:
    """Return the visit that the same form booked before, if this is a repeat of it."""
    if not visit.idempotency_key:
        return None
    known = (
        Visit.objects.filter(idempotency_key=visit.idempotency_key)
        .select_related("session")
        .first()
    )
    if known is None:
        return None
    same = (
        known.session.service_id == service.pk
        and known.session.starts_at == start
        and known.patient_id == visit.patient_id
        and known.status in LIVE
    )
    if not same:
        visit.idempotency_key = None  # another wish under a used key must not be refused
    return known if same else None


def _save(visit: Visit, session: Session) -> Visit:
    visit.pk = None
    visit.session = session
    visit.save(force_insert=True)
    return visit


def _open_session(
    by: Actor,
    service: Service,
    wanted: Wanted,
    visit: Visit,
    expires_at: datetime | None,
) -> None:
    place = secure(wanted)
    session = open_session(wanted, service, by.user_id)
    fill_roles(session, place.roles)
    _save(visit, session)
    # A class outlives the hold that opened it: it ends with its last visit, not by the clock.
    things_end = expires_at if service.places == 1 else None
    occupy(session, place.things, expires_at=things_end, override=wanted.override)
    occupy(
        session,
        place.patient,
        visit=visit,
        expires_at=expires_at,
        override=wanted.override,
    )
    if not place.rests:
        allow_rest(session, wanted.override)
