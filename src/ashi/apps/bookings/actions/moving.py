"""Move a visit: the old place is let go and the new one taken, in one step or not at all."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

from ashi.apps.audit.actions import record
from ashi.apps.audit.actor import Actor
from ashi.apps.bookings.actions.booking import override_of
from ashi.apps.bookings.classes import class_to_join
from ashi.apps.bookings.errors import (
    SlotTakenError,
    VisitChangedError,
    VisitNotOpenError,
)
from ashi.apps.bookings.freed import note_freed
from ashi.apps.bookings.models import LIVE, Session, Visit
from ashi.apps.bookings.occupying import allow_rest, free, lock_visits, occupy
from ashi.apps.bookings.offers import offer_of_session, plan_of
from ashi.apps.bookings.openings import asked_for, nearest_for_visit, offer_for
from ashi.apps.bookings.placing import (
    LostRaceError,
    Place,
    Wanted,
    attempt,
    fill_roles,
    open_session,
    secure,
)
from ashi.apps.bookings.rules import (
    check_may_book,
    check_online_change,
    check_time,
    earliest_for,
)
from ashi.apps.bookings.telling import tell
from ashi.apps.centres.models import ResourceKind


def move_visit(
    *,
    by: Actor,
    visit_id: int,
    starts_at: datetime,
    roles: Mapping[str, int] | None = None,
    version: int | None = None,
    override_reason: str | None = None,
    as_now: bool = False,
) -> Visit:
    """Move a booked visit to another start, person or room.

    With ``as_now`` it gets the phases that its service has now, and ``roles`` must name whom it
    keeps; else it keeps those that were promised. Roles not given keep whom they have as far as
    possible; a practitioner is never changed unless the role is given.

    Raises
    ------
    SlotTakenError
        Not free; ``nearest`` has the nearest other times for this visit.
    VisitChangedError
        ``version`` is not the one stored.
    VisitNotOpenError, OutsideRulesError, UnknownRoleError
    """
    visit = Visit.objects.select_related(
        "session", "session__centre", "session__service", "patient"
    ).get(pk=visit_id)
    now = timezone.now()
    check_may_book(by, visit.session.centre)
    check_online_change(by, visit, now)
    check_time(by, visit.session.service, starts_at, now)
    override = override_of(by, visit.session.service, override_reason)
    refused: SlotTakenError | None = None
    for pins in [roles or {}] if as_now else _pins(visit, roles or {}):
        wanted = wanted_at(visit, starts_at, pins, override, as_now)
        try:
            return attempt(lambda: _move(by, visit_id, wanted, version))  # noqa: B023 -- run at once
        except SlotTakenError as error:
            refused = error
    raise SlotTakenError(
        nearest=nearest_for_visit(
            visit, starts_at, earliest=earliest_for(by, visit.session.centre, now)
        )
    ) from refused


def _pins(visit: Visit, given: Mapping[str, int]) -> list[dict[str, int]]:
    """Return what to pin, most faithful first: everybody, then only the practitioners."""
    filled = visit.session.roles.select_related("resource")
    everybody = {role.key: role.resource_id for role in filled}
    people = {
        role.key: role.resource_id
        for role in filled
        if role.resource.kind == ResourceKind.PRACTITIONER
    }
    choices = [{**everybody, **given}]
    if {**people, **given} != choices[0]:
        choices.append({**people, **given})
    return choices


def wanted_at(
    visit: Visit,
    start: datetime,
    pins: Mapping[str, int],
    override: tuple[int, str] | None = None,
    as_now: bool = False,
) -> Wanted:
    """Return the place that a visit wants at a start, its own session counted as gone."""
    session = visit.session
    offer = (
        offer_for(session.service, visit.patient, visit.companion)
        if as_now
        else offer_of_session(session)
    )
    day = start.astimezone(ZoneInfo(session.centre.zone)).date()
    # A class goes on without the one who moves, so it still counts as taken.
    alone = session.pk if session.places == 1 else None
    return Wanted(
        offer,
        asked_for(session.centre, day, day, patient=visit.patient, not_session=alone),
        start,
        pins,
        override,
    )


def _move(by: Actor, visit_id: int, wanted: Wanted, version: int | None) -> Visit:
    before = Session.objects.select_related("service", "centre").get(visits=visit_id)
    old = set(before.occupancies.filter(live=True).values_list("resource_id", flat=True))
    if before.places > 1:
        visit, was = change_class(by, visit_id, wanted, version)
        _tell_trail(by, visit, was, wanted)
        return visit
    place = secure(wanted, also=old, not_session=before.pk)
    visit = locked_booked(visit_id, version)
    if visit.session_id != before.pk or visit.session.version != before.version:
        raise LostRaceError(start=wanted.start.isoformat())
    session = visit.session
    was, was_end = session.starts_at, session.ends_at
    free(session)
    settle(visit, place, wanted)
    note_freed(session, was, was_end)
    _tell_trail(by, visit, was, wanted)
    return visit


def settle(visit: Visit, place: Place, wanted: Wanted) -> None:
    """Take the new place for a locked visit's own session, which has let go of the old one."""
    session = visit.session
    session.starts_at, session.ends_at = wanted.start, wanted.end
    session.plan = plan_of(wanted.offer)
    session.version += 1
    session.save()
    fill_roles(session, place.roles)
    occupy(visit.session, place.things, override=wanted.override)
    occupy(visit.session, place.patient, visit=visit, override=wanted.override)
    if not place.rests:
        allow_rest(visit.session, wanted.override)
    visit.version += 1
    visit.save(update_fields=["version"])


def change_class(
    by: Actor, visit_id: int, wanted: Wanted, version: int | None
) -> tuple[Visit, datetime]:
    """Leave one class and join (or open) another; return also when the visit was."""
    known = Visit.objects.select_related("session__service").get(pk=visit_id)
    target = class_to_join(known.session.service, wanted)
    place = None if target else secure(wanted)
    visit = locked_booked(visit_id, version)
    left, was = visit.session, visit.session.starts_at
    free(left, visit)
    if target is None:
        target = open_session(wanted, left.service, by.user_id)
    visit.session = target
    visit.version += 1
    visit.save(update_fields=["session", "version"])
    if place is not None:
        fill_roles(target, place.roles)
        occupy(target, place.things, override=wanted.override)
    occupy(target, wanted.own(), visit=visit)
    if not left.visits.filter(status__in=LIVE).exists():
        free(left)
        Session.objects.filter(pk=left.pk).update(cancelled_at=timezone.now())
    note_freed(left, left.starts_at, left.ends_at)
    return visit, was


def locked_booked(visit_id: int, version: int | None) -> Visit:
    """Lock a booked visit, as it was seen.

    Raises
    ------
    VisitChangedError, VisitNotOpenError
    """
    [visit] = lock_visits([visit_id])
    if version is not None and visit.version != version:
        raise VisitChangedError(version=visit.version)
    if visit.status != Visit.Status.BOOKED:
        raise VisitNotOpenError(status=visit.status)
    return visit


def _tell_trail(by: Actor, visit: Visit, was: datetime, wanted: Wanted) -> None:
    record(
        by=by,
        action="visit.move",
        subject=("visit", visit.pk),
        patient_id=visit.patient_id,
        reason=wanted.override[1] if wanted.override else "",
        detail={"from": was.isoformat(), "to": wanted.start.isoformat()},
    )
    tell(visit, "visit-moved")
