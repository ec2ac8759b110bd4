"""Change many visits of a series in one act, as the preview showed, and take it back."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Protocol, TypeVar
from uuid import UUID

from django.utils import timezone

from ashi.apps.accounts.policy import require
from ashi.apps.accounts.roles import Permission
from ashi.apps.audit.actions import record
from ashi.apps.audit.actor import Actor
from ashi.apps.bookings.actions.cancelling import Also, cancel_locked, nothing_more
from ashi.apps.bookings.actions.moving import change_class, settle, wanted_at
from ashi.apps.bookings.calendars import Opening
from ashi.apps.bookings.errors import SeriesUnknownError, SlotTakenError
from ashi.apps.bookings.freed import note_freed
from ashi.apps.bookings.models import (
    ChangedVisit,
    Occupancy,
    SeriesChange,
    SeriesVisit,
    Visit,
)
from ashi.apps.bookings.occupying import (
    free,
    lock_resources,
    lock_visits,
    retire_expired_holds,
    with_parts,
)
from ashi.apps.bookings.placing import attempt, secure
from ashi.apps.bookings.telling import tell_many
from ashi.apps.encounters.course_of_day import Phase
from ashi.apps.encounters.errors import SeriesChangedError, SeriesEmptyError
from ashi.apps.encounters.facts import state_of_visit
from ashi.apps.encounters.series_change import FRESH, Act, ChangeAsk, SeriesPlan, plan_change

REASONS = ("patient", "centre", "mistake")


class Sealed(Protocol):
    """A plan that was shown: the seal changes with whatever of it was seen."""

    @property
    def seal(self) -> str:
        """Return the seal."""


SealedT = TypeVar("SealedT", bound=Sealed)


@dataclass(frozen=True, slots=True)
class Pressed:
    """What was pressed on a preview: its seal, other times by visit, why, and whether to write."""

    seal: str
    instead: Mapping[int, datetime]
    reason: str = "patient"
    send: bool = True


@dataclass(frozen=True, slots=True)
class Goal:
    """Where one visit of a series goes."""

    row: SeriesVisit
    opening: Opening


def change_series(
    *, by: Actor, ask: ChangeAsk, key: UUID, pressed: Pressed, also: Also = nothing_more
) -> SeriesChange:
    """Change what the preview showed, all or nothing; the same ``key`` again is the first answer.

    The patient gets one message about all visits that changed. ``also`` as ``cancel_visit``, for
    each visit that is cancelled.

    Raises
    ------
    NotAllowedError
    SeriesUnknownError
        No such visit at the centre, or it belongs to no series.
    SeriesChangedError
        Series or diary have changed since the preview, or it is older than a quarter of an hour.
    SeriesEmptyError
        Nothing changes.
    """
    require(by, Permission.DIARY_WRITE, centre_id=by.centre_id)

    def once() -> SeriesChange:
        if (first := first_answer(by, key)) is not None:
            return first
        plan = as_seen(ask.at, pressed.seal, partial(plan_change, by, ask))
        goals = _goals(plan, pressed)
        rows = [one.row for one in goals] if ask.act == Act.MOVE else [one.row for one in plan.able]
        if not rows:
            raise SeriesEmptyError
        visits = lock_all(rows, [one.opening for one in goals])
        if (first := first_answer(by, key)) is not None:
            return first
        as_seen(ask.at, pressed.seal, partial(plan_change, by, ask))  # it may have changed since
        change = SeriesChange.objects.create(
            id=key, series=plan.seen.series, act=ask.act, by_id=by.user_id
        )
        was = _note(change, plan, goals)
        if ask.act == Act.CANCEL:
            for one in visits.values():
                cancel_locked(by, one, pressed.reason, also)
        else:
            move_all(by, goals, visits, change)
        _keep_dues(plan.dues)
        finish(by, change, list(visits.values()), was, send=pressed.send)
        return change

    try:
        return attempt(once)
    except SlotTakenError as error:
        raise SeriesChangedError from error


def first_answer(by: Actor, key: UUID) -> SeriesChange | None:
    """Return what the same press did before."""
    first = SeriesChange.objects.filter(pk=key).select_related("series").first()
    if first is not None and first.series.centre_id != by.centre_id:
        raise SeriesUnknownError(change=str(key))
    return first


def as_seen(at: datetime, seal: str, plan: Callable[[datetime], SealedT]) -> SealedT:
    """Plan again what was previewed at ``at`` under ``seal``.

    Raises
    ------
    SeriesChangedError
        It is another plan by now, or the preview is too old.
    """
    now = timezone.now()
    if not at <= now <= at + FRESH:
        raise SeriesChangedError
    found = plan(now)
    if found.seal != seal:
        raise SeriesChangedError
    return found


def _goals(plan: SeriesPlan, pressed: Pressed) -> list[Goal]:
    """Return where each visit goes; of those that clash the ones for which a time was chosen."""
    goals = [
        Goal(one.row, one.place.opening)
        for one in plan.able
        if one.place is not None and one.place.opening is not None
    ]
    for one in plan.clashing:
        start = pressed.instead.get(one.row.visit_id)
        if start is None or one.place is None:
            continue
        near = next((each for each in one.place.near if each.start == start), None)
        if near is None:
            raise SeriesChangedError
        goals.append(Goal(one.row, near))
    return goals


def lock_all(rows: Collection[SeriesVisit], openings: Collection[Opening]) -> dict[int, Visit]:
    """Lock all that these visits have and would take, then the visits; return those by id."""
    roles = {pk for one in openings for pk in one.roles.values()}
    new = {pk for many in with_parts(roles).values() for pk in many}
    old = Occupancy.objects.filter(session__visits__repeats__in=rows, live=True)
    own = {one.visit.patient.resource_id for one in rows if one.visit.patient}
    resources = {*new, *own, *old.values_list("resource_id", flat=True)}
    lock_resources(resources)
    retire_expired_holds(resources)
    return {one.pk: one for one in lock_visits([one.visit_id for one in rows])}


def is_as_left(visit: Visit, note: ChangedVisit) -> bool:
    """Tell whether a visit is booked as the change left it, and nobody has begun it."""
    as_left = visit.version == note.version and visit.session.starts_at == note.to
    booked = visit.status == Visit.Status.BOOKED
    return as_left and booked and state_of_visit(visit).phase is Phase.EXPECTED


def move_all(
    by: Actor, goals: Sequence[Goal], visits: Mapping[int, Visit], change: SeriesChange
) -> None:
    """Put locked visits elsewhere: all let go of what they have before any takes anything."""
    alone = [one for one in goals if visits[one.row.visit_id].session.places == 1]
    before = {
        one.row.visit_id: (one.row.visit.session.starts_at, one.row.visit.session.ends_at)
        for one in goals
    }
    for one in alone:
        free(visits[one.row.visit_id].session)
    for one in sorted(goals, key=lambda one: one.opening.start):
        visit = visits[one.row.visit_id]
        wanted = wanted_at(visit, one.opening.start, one.opening.roles)
        if one in alone:
            settle(visit, secure(wanted, not_session=visit.session_id), wanted)
            note_freed(visit.session, *before[visit.pk])
        else:
            moved, _ = change_class(by, visit.pk, wanted, None)
            visit.session, visit.version = moved.session, moved.version
        record(
            by=by,
            action="visit.move",
            subject=("visit", visit.pk),
            patient_id=visit.patient_id,
            detail={
                "from": before[visit.pk][0].isoformat(),
                "to": one.opening.start.isoformat(),
                "series_change": str(change.pk),
            },
        )


def _note(change: SeriesChange, plan: SeriesPlan, goals: Sequence[Goal]) -> dict[int, datetime]:
    """Keep where each visit of the scope was; return when those began that move."""
    to = {one.row.pk: one.opening.start for one in goals}
    gone = {one.row.pk for one in plan.able} if plan.ask.act == Act.CANCEL else set()
    rows = {
        one.pk: one
        for one in (
            *(each.row for each in plan.changing),
            *plan.exceptions,
            *plan.staying,
        )
    }
    ChangedVisit.objects.bulk_create(
        ChangedVisit(
            change=change,
            visit=one.visit,
            was=one.visit.session.starts_at,
            to=to.get(pk, one.visit.session.starts_at),
            was_due=one.due_at,
            due=plan.dues.get(pk, one.due_at),
            roles={role.key: role.resource_id for role in one.visit.session.roles.all()},
            version=one.visit.version + (pk in to or pk in gone),
        )
        for pk, one in rows.items()
        if pk in to or pk in gone or plan.dues.get(pk, one.due_at) != one.due_at
    )
    return {rows[pk].visit_id: rows[pk].visit.session.starts_at for pk in to}


def _keep_dues(dues: Mapping[int, datetime]) -> None:
    rows = SeriesVisit.objects.in_bulk(list(dues))
    for pk, row in rows.items():
        row.due_at = dues[pk]
    SeriesVisit.objects.bulk_update(rows.values(), ["due_at"])


def finish(
    by: Actor,
    change: SeriesChange,
    visits: Sequence[Visit],
    was: Mapping[int, datetime],
    *,
    send: bool,
    undo: bool = False,
) -> None:
    """Write one letter about all visits, and keep that they were changed."""
    once = f"{change.pk}:back" if undo else str(change.pk)
    letters = tell_many(visits, "visits-changed", once=once, was=was) if send else 0
    SeriesChange.objects.filter(pk=change.pk).update(letters=letters)
    record(
        by=by,
        action="series.undo" if undo else f"series.{change.act}",
        subject=("series", change.series_id),
        patient_id=visits[0].patient_id,
        detail={"visits": [one.pk for one in visits], "change": str(change.pk)},
    )
