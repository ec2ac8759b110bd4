"""Phone whom an absence hits: the list, who phones whom, and what came of each try.

One call reaches a patient about everything: whoever takes one visit of a patient takes all that
is open of theirs at the centre, so nobody is rung twice. What is taken and not answered for some
minutes is free again.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from ashi.apps.accounts.policy import member_of, require
from ashi.apps.accounts.roles import Permission
from ashi.apps.audit.actions import record
from ashi.apps.audit.actor import Actor
from ashi.apps.bookings.contradicted import visits_hit
from ashi.apps.bookings.models import Visit
from ashi.apps.centres.models import Absence, Closure
from ashi.apps.encounters.call_lists import LAPSES_AFTER, still_hit
from ashi.apps.encounters.calling import CallList, CallTry, ListedCall
from ashi.apps.encounters.errors import CallClaimedError, CallOutcomeError, CallOverError
from ashi.apps.encounters.lapsing import is_held
from ashi.apps.encounters.models import Step, StepKind

OF_THE_PATIENT = (
    ListedCall.Outcome.TOLD,
    ListedCall.Outcome.NO_ANSWER,
    ListedCall.Outcome.LEFT_WORD,
)
ENDS = (ListedCall.Outcome.TOLD, ListedCall.Outcome.MOVED, ListedCall.Outcome.CANCELLED)


@transaction.atomic
def call_because(*, by: Actor, cause: Absence | Closure) -> CallList | None:
    """List whom an absence or a closure hits from now on; again for the same, what is new joins.

    Returns None where nobody is hit and nobody was.

    Raises
    ------
    NotAllowedError
    """
    require(by, Permission.DIARY_WRITE, centre_id=by.centre_id)
    _user, centre_id = member_of(by)
    absence = cause if isinstance(cause, Absence) else None
    closure = cause if isinstance(cause, Closure) else None
    known = CallList.objects.select_for_update().filter(absence=absence, closure=closure).first()
    hit = _hit(centre_id, absence, cause, timezone.now())
    if known is None and not hit:
        return None
    row = known or CallList.objects.create(
        centre_id=centre_id,
        resource=absence.resource if absence else None,
        during=cause.during,
        reason=absence.reason if absence else "closed",
        absence=absence,
        closure=closure,
        made_by_id=by.user_id,
    )
    ListedCall.objects.bulk_create(
        (ListedCall(call_list=row, visit=one, starts_at=one.session.starts_at) for one in hit),
        ignore_conflicts=True,
    )
    record(by=by, action="call_list.make", subject=("call_list", row.pk))
    return row


def _hit(
    centre_id: int, absence: Absence | None, cause: Absence | Closure, now: datetime
) -> list[Visit]:
    """Return whose visits lie in the cause and who is not in the house yet."""
    first, last = _bounds(cause)
    if last <= now:
        return []
    found = visits_hit(
        centre_id, absence.resource_id if absence else None, max(first, now), last
    ).select_related("session")
    begun = Step.objects.filter(
        visit__in=[one.pk for one in found], kind__in=(StepKind.ARRIVE, StepKind.START)
    )
    here = set(begun.values_list("visit_id", flat=True))
    return [one for one in found if one.pk not in here]


def _bounds(cause: Absence | Closure) -> tuple[datetime, datetime]:
    """Return first and last moment; a row just written holds a tuple, a row read a range."""
    if isinstance(cause.during, tuple):
        return cause.during
    return cause.during.lower, cause.during.upper


@transaction.atomic
def claim_call(*, by: Actor, call_id: int) -> list[ListedCall]:
    """Say that the actor phones this patient now; returns all calls that are theirs by it.

    Raises
    ------
    NotAllowedError
    CallClaimedError
        Somebody else does, since less than ``LAPSES_AFTER``.
    CallOverError
    """
    calls = _locked_free(by, call_id)
    _claim(by, calls)
    record(
        by=by,
        action="call_list.take",
        subject=("visit", calls[0].visit_id),
        patient_id=calls[0].visit.patient_id,
    )
    return calls


@transaction.atomic
def release_call(*, by: Actor, call_id: int) -> None:
    """Put a patient back for anybody to phone; what somebody else took stays theirs.

    Raises
    ------
    NotAllowedError, CallClaimedError, CallOverError
    """
    calls = _locked_free(by, call_id)
    ListedCall.objects.filter(pk__in=[one.pk for one in calls]).update(
        claimed_by=None, claimed_at=None
    )


@transaction.atomic
def note_call(*, by: Actor, call_id: int, outcome: str, try_id: UUID) -> CallTry:
    """Keep what came of phoning; the same ``try_id`` again returns the first answer.

    Told, no answer and left word are of the patient and so of all their open calls; moved and
    cancelled are of one visit.

    Raises
    ------
    NotAllowedError, CallClaimedError, CallOverError
    CallOutcomeError
        No such outcome, or the visit was not moved or cancelled since it was listed.
    """
    require(by, Permission.DIARY_WRITE, centre_id=by.centre_id)
    kept = CallTry.objects.filter(pk=try_id, calls__call_list__centre=by.centre_id).first()
    if kept is not None:
        return kept
    calls = _locked_free(by, call_id)
    if outcome not in OF_THE_PATIENT:
        calls = [one for one in calls if one.visit_id == _visit_of(calls, call_id)]
        _check(calls[0], outcome)
    now = timezone.now()
    done = CallTry.objects.create(id=try_id, outcome=outcome, by_id=by.user_id, at=now)
    done.calls.set(calls)
    ListedCall.objects.filter(pk__in=[one.pk for one in calls]).update(
        outcome=outcome,
        claimed_by=None,
        claimed_at=None,
        closed_at=now if outcome in ENDS else None,
    )
    for visit in {one.visit_id: one.visit for one in calls}.values():
        record(
            by=by,
            action="call_list.try",
            subject=("visit", visit.pk),
            patient_id=visit.patient_id,
            detail={"outcome": outcome},
        )
    return done


@transaction.atomic
def reopen_call(*, by: Actor, call_id: int) -> ListedCall:
    """Say that a patient does not know after all; a second press changes nothing.

    Raises
    ------
    NotAllowedError
    CallOverError
        No such call here.
    """
    require(by, Permission.DIARY_WRITE, centre_id=by.centre_id)
    call = (
        ListedCall.objects.select_for_update(of=("self",))
        .select_related("visit")
        .filter(pk=call_id, call_list__centre=by.centre_id)
        .first()
    )
    if call is None:
        raise CallOverError(call=call_id)
    if call.closed_at is not None:
        call.closed_at, call.outcome = None, ""
        call.save(update_fields=["closed_at", "outcome"])
        record(
            by=by,
            action="call_list.reopen",
            subject=("visit", call.visit_id),
            patient_id=call.visit.patient_id,
        )
    return call


def _locked_free(by: Actor, call_id: int) -> list[ListedCall]:
    """Lock all open calls of a call's patient, in id order; refuse where somebody phones them."""
    require(by, Permission.DIARY_WRITE, centre_id=by.centre_id)
    patient = ListedCall.objects.filter(pk=call_id, call_list__centre=by.centre_id).values(
        "visit__patient"
    )
    calls = list(
        ListedCall.objects.select_for_update(of=("self",))
        .select_related("visit__session", "claimed_by", "call_list")
        .filter(closed_at=None, call_list__centre=by.centre_id, visit__patient__in=patient)
        .order_by("pk")
    )
    if call_id not in {one.pk for one in calls}:
        raise CallOverError(call=call_id)
    now = timezone.now()
    for one in calls:
        if is_held(one.claimed_at, now, LAPSES_AFTER) and one.claimed_by_id != by.user_id:
            raise CallClaimedError(name=str(one.claimed_by))
    return calls


def _claim(by: Actor, calls: list[ListedCall]) -> None:
    ListedCall.objects.filter(pk__in=[one.pk for one in calls]).update(
        claimed_by=by.user_id, claimed_at=timezone.now()
    )


def _visit_of(calls: list[ListedCall], call_id: int) -> int:
    return next(one.visit_id for one in calls if one.pk == call_id)


def _check(call: ListedCall, outcome: str) -> None:
    """Refuse an outcome that the diary does not bear out."""
    cancelled = call.visit.status == Visit.Status.CANCELLED
    moved = call.visit.status == Visit.Status.BOOKED and call.visit_id not in still_hit(
        call.call_list
    )
    if not {"moved": moved, "cancelled": cancelled}.get(outcome, False):
        raise CallOutcomeError(outcome=outcome)
