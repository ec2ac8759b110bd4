"""Move the rest of a late day in one act, and take it back."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import F
from django.utils import timezone

from ashi.apps.accounts.policy import require
from ashi.apps.accounts.roles import Permission
from ashi.apps.audit.actions import record
from ashi.apps.audit.actor import Actor
from ashi.apps.bookings.errors import OverrideReasonError, SlotTakenError
from ashi.apps.bookings.models import Visit
from ashi.apps.bookings.occupying import free, lock_resources, lock_visits, retire_expired_holds
from ashi.apps.bookings.placing import attempt
from ashi.apps.bookings.shifting import Course, Shift, shift_sessions, take_what_is_free
from ashi.apps.bookings.telling import tell
from ashi.apps.centres.models import Centre
from ashi.apps.encounters.actions.late_run_elsewhere import (
    is_news,
    put_elsewhere,
    resources_of_ways,
)
from ashi.apps.encounters.errors import (
    LateRunChangedError,
    LateRunEmptyError,
    LateRunUnknownError,
    VisitUnknownError,
)
from ashi.apps.encounters.late_run import LateAsk, LateRunPlan, RunVisit, plan_for
from ashi.apps.encounters.lateness import LateMove, LateNote, LateRun

FRESH = timedelta(minutes=15)  # chosen: what was looked at longer ago is looked at again


@dataclass(frozen=True, slots=True)
class Pressed:
    """What was pressed on a preview: its seal, whether to write, who has been told by telephone.

    Who takes what is proposed is said by the ask. With an ``override`` reason those are moved too
    who then stand over somebody without a place.
    """

    seal: str
    send: bool = True
    told: frozenset[int] = frozenset()
    override: str | None = None


def move_the_rest(*, by: Actor, ask: LateAsk, key: UUID, pressed: Pressed) -> LateRun:
    """Move what the preview showed, all or nothing; the same ``key`` again is the first answer.

    Raises
    ------
    LateRunChangedError
        The day has changed since the preview, or it is older than a quarter of an hour.
    LateRunEmptyError
        The plan moves nobody.
    LateRunUnknownError, RoomUnknownError, OverrideReasonError, NotAllowedError
    """
    require(by, Permission.DIARY_WRITE, centre_id=by.centre_id)
    override = _override(by, pressed)
    centre = Centre.objects.get(pk=by.centre_id or 0)

    def once() -> LateRun:
        if (first := _first(by, key)) is not None:
            return first
        plan = _as_seen(centre, ask, pressed)
        lock_resources(_resources(plan))
        retire_expired_holds(_resources(plan))
        visits = lock_visits([one.one.visit.pk for one in plan.visits])
        if (first := _first(by, key)) is not None:
            return first
        plan = _as_seen(centre, ask, pressed)  # what was waited for may have changed the day
        moved = [*plan.moves, *(plan.held if override else ())]
        if not moved and not plan.elsewhere:
            raise LateRunEmptyError
        run = _open(by, plan, key)
        locked = {one.pk: one for one in visits}
        chosen = [(one, locked[one.one.visit.pk]) for one in plan.elsewhere]
        for _, visit in chosen:
            free(visit.session)
        _move(by, plan, moved, run, (pressed, override))
        for one, visit in chosen:
            move = put_elsewhere(by, run, one, visit)
            send = pressed.send and not one.here and is_news(move)
            tell_and_note(by, visit.pk, send, visit.pk in pressed.told)
        record(
            by=by,
            action="late.run",
            subject=("late-run", run.pk),
            detail={
                "resource": plan.resource.pk,
                "visits": [one.one.visit.pk for one in (*moved, *plan.elsewhere)],
            },
            reason=override[1] if override else "",
        )
        return run

    try:
        return attempt(once)
    except SlotTakenError as error:
        raise LateRunChangedError from error


def _override(by: Actor, pressed: Pressed) -> tuple[int, str] | None:
    if pressed.override is None:
        return None
    require(by, Permission.DIARY_OVERRIDE, centre_id=by.centre_id)
    if not pressed.override.strip() or by.user_id is None:
        raise OverrideReasonError
    return by.user_id, pressed.override.strip()


def _first(by: Actor, key: UUID) -> LateRun | None:
    """Return what the same press did before."""
    first = LateRun.objects.filter(pk=key).first()
    if first is not None and first.centre_id != by.centre_id:
        raise LateRunUnknownError(run=str(key))
    return first


def _as_seen(centre: Centre, ask: LateAsk, pressed: Pressed) -> LateRunPlan:
    now = timezone.now()
    if not ask.at <= now <= ask.at + FRESH:
        raise LateRunChangedError
    plan = plan_for(centre, ask)
    if plan.seal != pressed.seal or len(plan.elsewhere) != len(ask.elsewhere):
        raise LateRunChangedError
    return plan


def _resources(plan: LateRunPlan) -> set[int]:
    going = {one.resource_id for course in plan.going for one in (*course.things, *course.patient)}
    return {*plan.needs, *going, *resources_of_ways(plan.elsewhere)}


def _open(by: Actor, plan: LateRunPlan, key: UUID) -> LateRun:
    return LateRun.objects.create(
        id=key,
        centre_id=plan.resource.centre_id or 0,
        resource=plan.resource,
        minutes=plan.ask.minutes,
        going=[course.session.pk for course in plan.going],
        by_id=by.user_id,
    )


def _move(
    by: Actor,
    plan: LateRunPlan,
    moved: Collection[RunVisit],
    run: LateRun,
    how: tuple[Pressed, tuple[int, str] | None],
) -> None:
    pressed, override = how
    shifts = [
        Shift(
            one.one.visit.session, one.outcome.start, beside_of(by, one.one.overrides) or override
        )
        for one in moved
    ]
    shift_and_go_on(plan.going, shifts)
    for one in moved:
        visit = one.one.visit
        version = keep_move(by, visit, one.outcome.booked, one.outcome.start, run)
        LateMove.objects.create(
            run=run,
            visit=visit,
            was=one.outcome.booked,
            to=one.outcome.start,
            version=version,
        )
        tell_and_note(by, visit.pk, pressed.send and not one.here, visit.pk in pressed.told)


def beside_of(by: Actor, reasons: Iterable[str]) -> tuple[int, str] | None:
    """Return what lets a visit go on standing over another, as somebody chose before."""
    reason = next(iter(reasons), None)
    return None if reason is None or by.user_id is None else (by.user_id, reason)


def shift_and_go_on(going: Collection[Course], shifts: list[Shift]) -> None:
    """Move, and let what goes on keep what it takes as things go, as far as that is free."""
    for course in going:
        free(course.session)
    shift_sessions(shifts)
    for course in going:
        take_what_is_free(course)


def keep_move(by: Actor, visit: Visit, was: datetime, to: datetime, run: LateRun) -> int:
    """Keep that a visit moved; return its new version."""
    Visit.objects.filter(pk=visit.pk).update(version=F("version") + 1)
    record(
        by=by,
        action="visit.move",
        subject=("visit", visit.pk),
        patient_id=visit.patient_id,
        detail={"from": was.isoformat(), "to": to.isoformat(), "late_run": str(run.pk)},
    )
    return visit.version + 1


def tell_and_note(by: Actor, visit_id: int, send: bool, called: bool) -> None:
    """Write to a moved visit's patient if wanted, and keep who has been told which way."""
    visit = Visit.objects.select_related("session__centre", "session__service", "patient").get(
        pk=visit_id
    )
    ways = [LateNote.Way.PHONE] if called else []
    if send and tell(visit, "visit-moved"):
        ways.append(LateNote.Way.EMAIL)
    for way in ways:
        LateNote.objects.get_or_create(
            visit=visit,
            about=visit.session.starts_at,
            way=way,
            defaults={"by_id": by.user_id},
        )


def note_told(*, by: Actor, run_id: UUID, visit_id: int) -> LateNote:
    """Keep that somebody has called about a move of this run.

    Raises
    ------
    LateRunUnknownError
        No such run at the actor's centre.
    VisitUnknownError
        The run did not move this visit, or it has moved again since.
    """
    require(by, Permission.DIARY_WRITE, centre_id=by.centre_id)
    if not LateRun.objects.filter(pk=run_id, centre=by.centre_id).exists():
        raise LateRunUnknownError(run=str(run_id))
    move = (
        LateMove.objects.filter(run=run_id, visit=visit_id, visit__session__starts_at=F("to"))
        .select_related("visit")
        .first()
    )
    if move is None:
        raise VisitUnknownError(visit=visit_id)
    note, made = LateNote.objects.get_or_create(
        visit=move.visit, about=move.to, way=LateNote.Way.PHONE, defaults={"by_id": by.user_id}
    )
    if made:
        record(
            by=by,
            action="visit.tell-late",
            subject=("visit", visit_id),
            patient_id=move.visit.patient_id,
            detail={"about": move.to.isoformat(), "way": str(LateNote.Way.PHONE)},
        )
    return note
