"""Take a move of a late day back: all who have not been touched since, and say who cannot."""

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from ashi.apps.accounts.policy import require
from ashi.apps.accounts.roles import Permission
from ashi.apps.audit.actions import record
from ashi.apps.audit.actor import Actor
from ashi.apps.bookings.errors import SlotTakenError
from ashi.apps.bookings.models import Override, Session, Visit
from ashi.apps.bookings.occupying import (
    Taking,
    lock_resources,
    lock_visits,
    retire_expired_holds,
    with_parts,
)
from ashi.apps.bookings.placing import attempt
from ashi.apps.bookings.shifting import (
    Course,
    Shift,
    live_of,
    promised_course,
    taking_of,
    who_stands_in_the_way,
)
from ashi.apps.encounters.actions.late_run_elsewhere import let_go, old_place, put_back
from ashi.apps.encounters.actions.late_runs import (
    beside_of,
    keep_move,
    shift_and_go_on,
    tell_and_note,
)
from ashi.apps.encounters.course_of_day import Phase
from ashi.apps.encounters.errors import LateRunOverError, LateRunUnknownError
from ashi.apps.encounters.facts import state_of_visit
from ashi.apps.encounters.lateness import LateMove, LateNote, LateRun


@dataclass(frozen=True, slots=True)
class PutBack:
    """What an undo did: the visits that went back, and those that could not."""

    back: tuple[Visit, ...]
    stuck: tuple[Visit, ...]


def take_back(*, by: Actor, run_id: UUID) -> PutBack:
    """Move everybody of a late run back who is as it left them and whose place is free.

    Raises
    ------
    LateRunUnknownError
        No such run at the actor's centre.
    LateRunOverError
        It was taken back before, or nobody of it can go back.
    """
    require(by, Permission.DIARY_WRITE, centre_id=by.centre_id)
    known = LateRun.objects.filter(pk=run_id, centre=by.centre_id).first()
    if known is None:
        raise LateRunUnknownError(run=str(run_id))
    try:
        return attempt(lambda: _back(by, known.pk))
    except SlotTakenError as error:
        raise LateRunOverError(run=str(run_id)) from error


def _back(by: Actor, run_id: UUID) -> PutBack:
    moves = list(LateMove.objects.filter(run=run_id, back=False).select_related("visit__session"))
    run = LateRun.objects.get(pk=run_id)
    going = list(Session.objects.filter(pk__in=run.going))
    sessions = [*(one.visit.session for one in moves), *going]
    resources = _resources(sessions) | _before(moves)
    lock_resources(resources)
    retire_expired_holds(resources)
    visits = {one.pk: one for one in lock_visits([one.visit_id for one in moves])}
    run = LateRun.objects.select_for_update(of=("self",)).get(pk=run_id)
    if run.undone_at is not None:
        raise LateRunOverError(run=str(run_id))
    able = [one for one in moves if _is_as_left(visits[one.visit_id], one)]
    able = _with_room(able, {one.pk for one in going})
    if not able:
        raise LateRunOverError(run=str(run_id))
    for one in able:
        one.visit = visits[one.visit_id]
    _put_back(by, run, able, going)
    back = {one.pk for one in able}
    return PutBack(
        tuple(visits[one.visit_id] for one in moves if one.pk in back),
        tuple(visits[one.visit_id] for one in moves if one.pk not in back),
    )


def _resources(sessions: list[Session]) -> set[int]:
    """Return what these sessions have, or would have again by their plans."""
    found = {row.resource_id for session in sessions for row in live_of(session)}
    for session in sessions:
        found |= set(session.roles.values_list("resource_id", flat=True))
    return found


def _before(moves: list[LateMove]) -> set[int]:
    """Return what visits had that were put elsewhere, with parts."""
    roles = {pk for one in moves for pk in (one.was_roles or {}).values()}
    return {part for many in with_parts(roles).values() for part in many}


def _is_as_left(visit: Visit, move: LateMove) -> bool:
    """Tell whether a visit is booked as the run left it, and nobody has begun it."""
    waits = state_of_visit(visit).phase in (Phase.EXPECTED, Phase.HERE)
    as_left = visit.version == move.version and visit.session.starts_at == move.to
    return waits and as_left and visit.status == Visit.Status.BOOKED


def _with_room(able: list[LateMove], going: set[int]) -> list[LateMove]:
    """Drop whoever finds their old place taken, until the rest fits together."""
    wanted = {one.visit.session_id: _old_place(one) for one in able}
    while True:
        leaving = {one.visit.session_id for one in able} | going
        stuck = who_stands_in_the_way(
            {one.visit.session_id: wanted[one.visit.session_id] for one in able}, leaving
        )
        if not stuck:
            return able
        able = [one for one in able if one.visit.session_id not in stuck]


def _old_place(one: LateMove) -> list[Taking]:
    if one.was_roles is not None:
        return old_place(one)
    later = one.was - one.to
    return [taking_of(row, later) for row in live_of(one.visit.session) if row.guarded]


def _put_back(by: Actor, run: LateRun, able: list[LateMove], going: list[Session]) -> None:
    reasons: dict[int, list[str]] = defaultdict(list)
    for override in Override.objects.filter(
        session__in=[one.visit.session_id for one in able], ended_at__isnull=True
    ):
        reasons[override.session_id].append(override.reason)
    courses = [_promised(session) for session in going]
    elsewhere = [one for one in able if one.was_roles is not None]
    let_go(elsewhere)
    shift_and_go_on(
        courses,
        [
            Shift(one.visit.session, one.was, beside_of(by, reasons[one.visit.session_id]))
            for one in able
            if one.was_roles is None
        ],
    )
    for one in able:
        written = LateNote.objects.filter(visit=one.visit, about=one.to, way=LateNote.Way.EMAIL)
        if one.was_roles is None:
            keep_move(by, one.visit, one.to, one.was, run)
        else:
            put_back(by, run, one)
        tell_and_note(by, one.visit_id, written.exists(), False)
    LateMove.objects.filter(pk__in=[one.pk for one in able]).update(back=True)
    run.undone_at, run.undone_by_id = timezone.now(), by.user_id
    run.save(update_fields=["undone_at", "undone_by"])
    record(
        by=by,
        action="late.undo",
        subject=("late-run", run.pk),
        detail={"visits": [one.visit_id for one in able]},
    )


def _promised(session: Session) -> Course:
    """Return what something that goes on was promised; its patient keeps it, too."""
    visit = session.visits.select_related("patient").first()
    if visit is None or visit.patient is None:
        return promised_course(session, None, None)
    return promised_course(session, visit.pk, visit.patient.resource_id)
