"""Put who no longer fits where it was proposed, in the act that moves the rest; and back again."""

from collections.abc import Collection, Iterable

from django.db.models import F

from ashi.apps.audit.actions import record
from ashi.apps.audit.actor import Actor
from ashi.apps.bookings.actions.moving import settle, wanted_at
from ashi.apps.bookings.models import Session, SessionRole, Visit
from ashi.apps.bookings.occupying import (
    Taking,
    free,
    occupy,
    patient_takings,
    takings,
    with_parts,
)
from ashi.apps.bookings.offers import offer_of_session
from ashi.apps.bookings.placing import fill_roles, secure
from ashi.apps.centres.models import ResourceKind
from ashi.apps.encounters.errors import LateRunChangedError
from ashi.apps.encounters.late_run import RunVisit
from ashi.apps.encounters.lateness import LateMove, LateRun


def resources_of_ways(chosen: Iterable[RunVisit]) -> set[int]:
    """Return all that the proposals would take, with parts and patients."""
    found: set[int] = set()
    for one in chosen:
        if one.way is not None:
            found |= set(one.way.opening.roles.values())
        if one.one.visit.patient is not None:
            found.add(one.one.visit.patient.resource_id)
    return {part for many in with_parts(found).values() for part in many} | found


def put_elsewhere(by: Actor, run: LateRun, one: RunVisit, visit: Visit) -> LateMove:
    """Put a locked visit, which has let go of its place, where it was proposed.

    Raises
    ------
    SlotTakenError
        It is not to be had any more.
    """
    if one.way is None:
        raise LateRunChangedError
    session, opening = visit.session, one.way.opening
    was, before = session.starts_at, _filled(session)
    wanted = wanted_at(visit, opening.start, opening.roles)
    settle(visit, secure(wanted, not_session=session.pk), wanted)
    _tell_trail(by, visit, (was.isoformat(), opening.start.isoformat()), run)
    return LateMove.objects.create(
        run=run,
        visit=visit,
        was=was,
        to=opening.start,
        version=visit.version,
        was_roles=before,
    )


def is_news(move: LateMove) -> bool:
    """Tell whether the patient should know: another time, or another practitioner."""
    roles = SessionRole.objects.filter(session=move.visit.session_id)
    now = {role.key: role.resource for role in roles.select_related("resource")}
    people = {key for key, who in now.items() if who.kind == ResourceKind.PRACTITIONER}
    before = move.was_roles or {}
    return move.was != move.to or any(before.get(key) != now[key].pk for key in people)


def old_place(move: LateMove) -> list[Taking]:
    """Return what the visit took before: with who filled its roles then."""
    return [*_things(move), *_own(move)]


def let_go(moves: Collection[LateMove]) -> None:
    """Let visits go of where they were put, before anybody takes anything."""
    for one in moves:
        free(one.visit.session)


def put_back(by: Actor, run: LateRun, move: LateMove) -> None:
    """Put a locked visit, which has let go, where and with whom it was before."""
    session, visit = move.visit.session, move.visit
    length = session.ends_at - session.starts_at
    Session.objects.filter(pk=session.pk).update(
        starts_at=move.was, ends_at=move.was + length, version=F("version") + 1
    )
    fill_roles(session, move.was_roles or {})
    occupy(session, _things(move))
    occupy(session, _own(move), visit=visit)
    Visit.objects.filter(pk=visit.pk).update(version=F("version") + 1)
    _tell_trail(by, visit, (move.to.isoformat(), move.was.isoformat()), run)


def _filled(session: Session) -> dict[str, int]:
    return dict(session.roles.values_list("key", "resource_id"))


def _things(move: LateMove) -> list[Taking]:
    roles = move.was_roles or {}
    inside = with_parts(set(roles.values()))
    return takings(offer_of_session(move.visit.session), move.was, roles, inside)


def _own(move: LateMove) -> list[Taking]:
    patient = move.visit.patient
    if patient is None:
        return []
    offer = offer_of_session(move.visit.session)
    return patient_takings(offer, move.was, patient.resource_id)


def _tell_trail(by: Actor, visit: Visit, way: tuple[str, str], run: LateRun) -> None:
    record(
        by=by,
        action="visit.move",
        subject=("visit", visit.pk),
        patient_id=visit.patient_id,
        detail={"from": way[0], "to": way[1], "late_run": str(run.pk)},
    )
