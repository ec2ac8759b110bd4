"""Record what happened in a visit. A fact is kept; what does not fit is asked about first."""

from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from ashi.apps.accounts.policy import require
from ashi.apps.accounts.roles import Permission
from ashi.apps.audit.actions import record
from ashi.apps.audit.actor import Actor
from ashi.apps.bookings.models import Visit
from ashi.apps.encounters.actions.settling import settle, turn_rooms
from ashi.apps.encounters.course_of_day import Kind, Phase, VisitState, question_about
from ashi.apps.encounters.errors import (
    StepAsksError,
    StepCountError,
    StepIdTakenError,
    StepNotFoundError,
    StepTimeError,
    VisitUnknownError,
)
from ashi.apps.encounters.facts import state_of_visit
from ashi.apps.encounters.models import RoomStep, Step, StepSource

MOST_NEEDLES = 300  # chosen: beyond any treatment, so a slip of the finger
MOST_MINUTES = 120  # chosen
CLOCKS_APART = timedelta(minutes=2)  # chosen: a tablet's clock may run ahead by this much
LONG_AGO = timedelta(days=7)  # chosen: what is older belongs into the record, not the day
COUNTED = {Kind.NEEDLES_IN, Kind.NEEDLES_OUT}
CLINICAL = COUNTED | {Kind.CHECK, Kind.MORE_TIME}


def locked_visit(by: Actor, visit_id: int) -> Visit:
    """Lock one visit of the actor's centre.

    Raises
    ------
    VisitUnknownError
        No such visit, or another centre's.
    """
    visit = (
        Visit.objects.select_for_update(of=("self",), no_key=True)
        .select_related("session__centre")
        .filter(pk=visit_id)
        .first()
    )
    if visit is None or (by.role != "system" and visit.session.centre_id != by.centre_id):
        raise VisitUnknownError(visit=visit_id)
    return visit


def record_step(
    *,
    by: Actor,
    step_id: UUID,
    visit_id: int,
    kind: str,
    occurred_at: datetime | None = None,
    needles: int | None = None,
    minutes: int | None = None,
    visit_version: int | None = None,
    emergency: bool = False,
    confirmed: bool = False,
    note: str = "",
    source: str = StepSource.LIVE,
    claimed_at: datetime | None = None,
) -> Step:
    """Keep one step; the same ``step_id`` again returns the step kept the first time.

    ``confirmed`` answers the question that a StepAsksError put; ``emergency`` answers all.

    Raises
    ------
    NotAllowedError, VisitUnknownError, StepIdTakenError
        Who may not; no such visit here; the id stands for another visit's step.
    StepCountError, StepTimeError, StepAsksError
        A count or time out of range; a step that does not fit (``question``, ``state``).
    """
    what = Kind(kind)
    _may(by, what, emergency)
    now = timezone.now()
    try:
        with transaction.atomic():
            visit = locked_visit(by, visit_id)
            kept = Step.objects.filter(pk=step_id).first()
            if kept is not None:
                return _same(kept, visit_id)
            at = _time(occurred_at, now) if occurred_at else _after_all(visit, now)
            _counts(what, needles, minutes)
            if not (emergency or confirmed):
                _ask(visit, state_of_visit(visit), what, now)
            step = Step.objects.create(
                id=step_id,
                visit=visit,
                kind=what,
                occurred_at=at,
                by_id=by.user_id,
                needles=needles if what in COUNTED else None,
                minutes=minutes if what is Kind.MORE_TIME else None,
                visit_version=visit_version or visit.version,
                note=note,
                source=source,
                claimed_at=claimed_at,
            )
            _conclude(by, visit, step, max(at, now), emergency=emergency)
            return step
    except IntegrityError as error:  # another visit took the id in the same moment
        raise StepIdTakenError(step=str(step_id)) from error


@transaction.atomic
def undo_step(
    *, by: Actor, step_id: UUID, visit_id: int, undoes: UUID | None = None, note: str = ""
) -> Step:
    """Take back a step (the latest when ``undoes`` is None) by a further step.

    Raises
    ------
    StepNotFoundError
        Nothing to take back, or it was taken back already.
    """
    require(by, Permission.STEP_WRITE)
    visit = locked_visit(by, visit_id)
    kept = Step.objects.filter(pk=step_id).first()
    if kept is not None:
        return _same(kept, visit_id)
    before = state_of_visit(visit)
    wanted = undoes or before.last
    target = Step.objects.filter(pk=wanted, visit=visit).first() if wanted else None
    if target is None or target.kind == Kind.UNDO or hasattr(target, "undone_by"):
        raise StepNotFoundError(step=str(undoes))
    _may(by, Kind(target.kind), emergency=False)
    now = timezone.now()
    step = Step.objects.create(
        id=step_id,
        visit=visit,
        kind=Kind.UNDO,
        undoes=target,
        occurred_at=now,
        by_id=by.user_id,
        visit_version=visit.version,
        note=note,
    )
    _conclude(by, visit, step, now, emergency=False)
    return step


def _may(by: Actor, kind: Kind, emergency: bool) -> None:
    require(by, Permission.STEP_WRITE, centre_id=by.centre_id)
    if kind in CLINICAL and not emergency:
        require(by, Permission.COUNT_WRITE, centre_id=by.centre_id)


def _same(kept: Step, visit_id: int) -> Step:
    if kept.visit_id != visit_id:
        raise StepIdTakenError(step=str(kept.pk))
    return kept


def _after_all(visit: Visit, now: datetime) -> datetime:
    """Return now, but never before what is recorded already.

    Where the clock was set back meanwhile, needles would else come out before they went in.
    """
    last = Step.objects.filter(visit=visit).aggregate(last=Max("occurred_at"))["last"]
    return now if last is None or last < now else last + timedelta(microseconds=1)


def _time(occurred_at: datetime, now: datetime) -> datetime:
    if occurred_at > now + CLOCKS_APART or occurred_at < now - LONG_AGO:
        raise StepTimeError(occurred_at=occurred_at.isoformat(), future=occurred_at > now)
    return min(occurred_at, now)


def _counts(kind: Kind, needles: int | None, minutes: int | None) -> None:
    least = 1 if kind is Kind.NEEDLES_IN else 0
    if kind in COUNTED and (needles is None or not least <= needles <= MOST_NEEDLES):
        raise StepCountError(field="needles", least=least, most=MOST_NEEDLES)
    if kind is Kind.MORE_TIME and (minutes is None or not 1 <= minutes <= MOST_MINUTES):
        raise StepCountError(field="minutes", least=1, most=MOST_MINUTES)


def is_of_another_day(visit: Visit, now: datetime) -> bool:
    """Tell whether the visit's day has not come at its centre: likely the wrong visit is open."""
    zone = ZoneInfo(visit.session.centre.zone)
    return visit.session.starts_at.astimezone(zone).date() > now.astimezone(zone).date()


def _ask(visit: Visit, state: VisitState, kind: Kind, now: datetime) -> None:
    question: str | None = question_about(state, kind)
    if question is None and state.phase is Phase.EXPECTED:
        if visit.status != Visit.Status.BOOKED:
            question = "not-booked"
        elif is_of_another_day(visit, now):
            question = "another-day"
    if question is not None:
        raise StepAsksError(
            question=question,
            kind=str(kind),
            needles_in=state.needles_in,
            since=state.since,
            status=visit.status,
            starts_at=visit.session.starts_at,
        )


def _conclude(by: Actor, visit: Visit, step: Step, now: datetime, *, emergency: bool) -> None:
    """Settle what follows from a new step, and write the event."""
    state = state_of_visit(visit)
    settle(by=by, visit=visit, state=state, now=now, emergency=emergency)
    if step.kind == Kind.LEAVE:
        turn_rooms(by=by, visit=visit, kind=RoomStep.Kind.TO_PREPARE, at=step.occurred_at)
    if step.undoes is not None and step.undoes.kind == Kind.LEAVE:
        turn_rooms(by=by, visit=visit, kind=RoomStep.Kind.READY, at=now)
    record(
        by=by,
        action=f"step.{step.kind}",
        subject=("visit", visit.pk),
        patient_id=visit.patient_id,
        detail={
            "step": str(step.pk),
            "needles": step.needles,
            "minutes": step.minutes,
            "undoes": str(step.undoes_id) if step.undoes_id else None,
            "emergency": emergency,
            **({"source": step.source} if step.source != StepSource.LIVE else {}),
        },
    )
