"""Keep a step that was taken while there was no connection: once, as its author's, as late."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from ashi.apps.accounts.models import User
from ashi.apps.accounts.policy import require
from ashi.apps.accounts.roles import Permission
from ashi.apps.audit.actor import Actor
from ashi.apps.bookings.models import Visit
from ashi.apps.encounters.actions.steps import LONG_AGO, locked_visit, record_step
from ashi.apps.encounters.course_of_day import Question, StepFact, rest_of, state_of
from ashi.apps.encounters.errors import (
    StepAsksError,
    StepAuthorError,
    StepClashesError,
    StepIdTakenError,
    StepTimeError,
)
from ashi.apps.encounters.facts import fact_of
from ashi.apps.encounters.models import Step, StepSource
from ashi.apps.encounters.taken_later import (
    Clash,
    Press,
    clash_of,
    kept_at,
    other_of_kind,
)

TOLERATED_S = 120  # chosen: two clocks that differ by less are not spoken of


@transaction.atomic
def keep_press(*, by: Actor, press: Press, confirmed: bool = False) -> Step:
    """Keep a press as a step; the same press again returns the step kept the first time.

    ``confirmed`` answers a clash or a question whose two versions somebody has seen.

    Raises
    ------
    StepAuthorError
        Somebody else than its author sends it.
    StepClashesError, StepAsksError
        Others did the same, the visit was changed, or it does not fit what was known then.
    NotAllowedError, VisitUnknownError, StepIdTakenError, StepCountError, StepTimeError
        As ``record_step``; a press of more than a week ago is one of no day any more.
    """
    require(by, Permission.STEP_WRITE, centre_id=by.centre_id)
    if press.author_id != by.user_id:
        author = User.objects.filter(pk=press.author_id).first()
        raise StepAuthorError(name=str(author or ""))
    visit = locked_visit(by, press.visit_id)
    kept = _kept(press.step_id, press.visit_id)
    if kept is not None:
        return kept
    now = timezone.now()
    if press.pressed_at < now - LONG_AGO:
        raise StepTimeError(occurred_at=press.pressed_at.isoformat(), future=False)
    at = kept_at(press.pressed_at, visit.session.starts_at, now)
    if not (confirmed or press.emergency):
        _refuse_clash(visit, press, at)
    off = abs((press.pressed_at - at).total_seconds()) > TOLERATED_S
    return record_step(
        by=by,
        step_id=press.step_id,
        visit_id=press.visit_id,
        kind=press.kind,
        occurred_at=at,
        needles=press.needles,
        minutes=press.minutes,
        visit_version=press.visit_version,
        emergency=press.emergency,
        confirmed=True,  # it was asked of the time of the press, above
        source=StepSource.OFFLINE,
        claimed_at=press.pressed_at if off else None,
    )


def _kept(step_id: UUID, visit_id: int) -> Step | None:
    kept = Step.objects.filter(pk=step_id).first()
    if kept is not None and kept.visit_id != visit_id:
        raise StepIdTakenError(step=str(step_id))
    return kept


def _refuse_clash(visit: Visit, press: Press, at: datetime) -> None:
    rows = list(Step.objects.filter(visit=visit).select_related("by"))
    facts = [fact_of(row) for row in rows]
    rest = rest_of(visit.session.plan)
    found = clash_of(facts, press, at, visit.version, rest)
    if isinstance(found, Clash):
        raise StepClashesError(clash=found, **_other(visit, rows, facts, press))
    state = state_of([one for one in facts if one.occurred_at <= at], rest)
    not_booked = visit.status != Visit.Status.BOOKED and state.arrived_at is None
    question: Question | str | None = found or ("not-booked" if not_booked else None)
    if question is not None:
        raise StepAsksError(
            question=str(question),
            kind=str(press.kind),
            needles_in=state.needles_in,
            since=state.since,
            status=visit.status,
        )


def _other(
    visit: Visit, rows: list[Step], facts: list[StepFact], press: Press
) -> dict[str, object]:
    """Return the version that stands here: the others' step, and the visit as it is."""
    other = other_of_kind(facts, press.seen, press.kind)
    row = next((one for one in rows if other is not None and one.pk == other.id), None)
    return {
        "kind": str(press.kind),
        "at": row.occurred_at if row else None,
        "by": str(row.by or "") if row else "",
        "needles": row.needles if row else None,
        "starts_at": visit.session.starts_at,
        "status": visit.status,
    }
