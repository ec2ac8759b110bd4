"""Make a series longer, as the preview showed; and take that back."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from django.utils import timezone

from ashi.apps.accounts.policy import require
from ashi.apps.accounts.roles import Permission
from ashi.apps.audit.actions import record
from ashi.apps.audit.actor import Actor
from ashi.apps.bookings.actions.booking import book_visit
from ashi.apps.bookings.actions.cancelling import cancel_locked
from ashi.apps.bookings.actions.repeating import Take, keep_visits
from ashi.apps.bookings.calendars import Opening
from ashi.apps.bookings.errors import SlotTakenError
from ashi.apps.bookings.models import ChangedVisit, SeriesChange, SeriesVisit, Visit
from ashi.apps.bookings.occupying import lock_resources, with_parts
from ashi.apps.bookings.placing import LostRaceError, attempt
from ashi.apps.bookings.telling import tell_many
from ashi.apps.encounters.actions.series_changes import (
    as_seen,
    finish,
    first_answer,
    is_as_left,
    lock_all,
)
from ashi.apps.encounters.errors import (
    SeriesChangedError,
    SeriesChangeOverError,
    SeriesEmptyError,
)
from ashi.apps.encounters.series_change import Act
from ashi.apps.encounters.series_longer import LongerAsk, LongerPlan, plan_longer


@dataclass(frozen=True, slots=True)
class PressedLonger:
    """What was pressed on a preview: its seal, the visits that were chosen, whether to write."""

    seal: str
    takes: Sequence[Take]
    send: bool = True


def lengthen_series(
    *, by: Actor, ask: LongerAsk, key: UUID, pressed: PressedLonger
) -> SeriesChange:
    """Book what was chosen of the preview, all or nothing; the same ``key`` is the first answer.

    The patient gets one message about all visits that were added.

    Raises
    ------
    NotAllowedError
    SeriesUnknownError
        No such series at the centre, or it has no rule.
    SeriesChangedError
        Series or diary have changed since the preview, it is older than a quarter of an hour, or
        a time was chosen that it did not offer.
    SeriesEmptyError
        Nothing was chosen.
    """
    require(by, Permission.DIARY_WRITE, centre_id=by.centre_id)

    def once() -> SeriesChange:
        if (first := first_answer(by, key)) is not None:
            return first
        plan = as_seen(ask.at, pressed.seal, partial(plan_longer, by, ask))
        chosen = _chosen(plan, pressed.takes)
        if not chosen:
            raise SeriesEmptyError
        _lock(plan, [opening for _, opening in chosen])
        if (first := first_answer(by, key)) is not None:
            return first
        as_seen(ask.at, pressed.seal, partial(plan_longer, by, ask))  # it may have changed since
        change = SeriesChange.objects.create(
            id=key, series=plan.seen.series, act=Act.EXTEND, by_id=by.user_id
        )
        visits = [_book(by, plan, opening) for _, opening in chosen]
        _keep(change, chosen, visits)
        letters = tell_many(visits, "visits-booked", once=str(key)) if pressed.send else 0
        SeriesChange.objects.filter(pk=change.pk).update(letters=letters)
        record(
            by=by,
            action="series.extend",
            subject=("series", change.series_id),
            patient_id=plan.last.visit.patient_id,
            detail={"visits": [one.pk for one in visits], "change": str(change.pk)},
        )
        return change

    try:
        return attempt(once)
    except SlotTakenError as error:
        raise SeriesChangedError from error


def _chosen(plan: LongerPlan, takes: Sequence[Take]) -> list[tuple[Take, Opening]]:
    """Return what was chosen with its place; each visit once, at a time that was offered."""
    offered = {
        (one.due, opening.start): opening
        for one in plan.added
        for opening in ((one.opening,) if one.opening else one.near)
    }
    dues, starts = {one.due for one in takes}, {one.start for one in takes}
    twice = len(dues) < len(takes) or len(starts) < len(takes)
    if twice or any((one.due, one.start) not in offered for one in takes):
        raise SeriesChangedError
    ordered = sorted(takes, key=lambda one: one.start)
    return [(one, offered[one.due, one.start]) for one in ordered]


def _lock(plan: LongerPlan, openings: Sequence[Opening]) -> None:
    """Lock all that is to be taken in one order, so that two acts never wait in a circle."""
    roles = {pk for one in openings for pk in one.roles.values()}
    inside = {pk for many in with_parts(roles).values() for pk in many}
    patient = plan.last.visit.patient
    lock_resources({*inside, *((patient.resource_id,) if patient else ())})


def _book(by: Actor, plan: LongerPlan, opening: Opening) -> Visit:
    last = plan.last.visit
    if last.patient is None:
        raise SeriesChangedError
    try:
        return book_visit(
            by=by,
            service=last.session.service,
            starts_at=opening.start,
            patient=last.patient,
            roles=opening.roles,
            companion=last.companion,
            letter=False,
        )
    except SlotTakenError as error:
        raise LostRaceError(start=opening.start.isoformat()) from error


def _keep(
    change: SeriesChange, chosen: Sequence[tuple[Take, Opening]], visits: Sequence[Visit]
) -> None:
    dues = [take.due for take, _ in chosen]
    keep_visits(change.series, list(zip(visits, dues, strict=True)))
    ChangedVisit.objects.bulk_create(
        ChangedVisit(
            change=change,
            visit=visit,
            was=take.start,
            to=take.start,
            was_due=take.due,
            due=take.due,
            roles=opening.roles,
            version=visit.version,
        )
        for visit, (take, opening) in zip(visits, chosen, strict=True)
    )


def shorten_again(by: Actor, change_id: UUID) -> tuple[int, int]:
    """Cancel what an act added and nobody has touched since; return how many, and how many stay.

    It costs the patient nothing. Runs within the caller's transaction.

    Raises
    ------
    SeriesChangeOverError
        It was taken back before, or nothing of it can go.
    """
    notes = list(ChangedVisit.objects.filter(change=change_id).order_by("to", "pk"))
    rows = SeriesVisit.objects.filter(visit__in=[one.visit_id for one in notes])
    visits = lock_all(list(rows.select_related("visit__patient")), [])
    change = SeriesChange.objects.select_for_update().get(pk=change_id)
    if change.undone_at is not None:
        raise SeriesChangeOverError(change=str(change_id))
    now = timezone.now()
    able = [one for one in notes if one.to > now and is_as_left(visits[one.visit_id], one)]
    if not able:
        raise SeriesChangeOverError(change=str(change_id))
    gone = [visits[one.visit_id] for one in able]
    for one in gone:
        cancel_locked(by, one, "mistake")
    ChangedVisit.objects.filter(change=change, visit__in=gone).update(back=True)
    change.undone_at, change.undone_by_id = now, by.user_id
    change.save(update_fields=["undone_at", "undone_by"])
    finish(by, change, gone, {}, send=change.letters > 0, undo=True)
    return len(gone), len(notes) - len(gone)
