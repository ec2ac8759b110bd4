"""Take a change of a series back: all that nobody has touched since, and say what cannot go."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from ashi.apps.accounts.policy import require
from ashi.apps.accounts.roles import Permission
from ashi.apps.audit.actor import Actor
from ashi.apps.bookings.actions.cancelling import Also, nothing_more, restore_visit
from ashi.apps.bookings.errors import BookingError, SeriesUnknownError, SlotTakenError
from ashi.apps.bookings.models import ChangedVisit, SeriesChange, SeriesVisit, Visit
from ashi.apps.bookings.placing import LostRaceError, attempt
from ashi.apps.encounters.actions.series_changes import Goal, finish, is_as_left, lock_all, move_all
from ashi.apps.encounters.actions.series_longer import shorten_again
from ashi.apps.encounters.errors import SeriesChangeOverError
from ashi.apps.encounters.series_change import Act, read_roles, settle_together, wanted_for


@dataclass(frozen=True, slots=True)
class PutBack:
    """What an undo did: how many visits went back, and how many could not."""

    back: int
    stuck: int


def take_series_back(*, by: Actor, change_id: UUID, also: Also = nothing_more) -> PutBack:
    """Put every visit of a change back that is as it left it and whose place is free; cancel what
    it added.

    ``also`` as ``restore_visit``, for each visit that was cancelled.

    Raises
    ------
    NotAllowedError
    SeriesUnknownError
        No such change at the actor's centre.
    SeriesChangeOverError
        It was taken back before, or nothing of it can go back.
    """
    require(by, Permission.DIARY_WRITE, centre_id=by.centre_id)
    known = SeriesChange.objects.filter(pk=change_id, series__centre=by.centre_id).first()
    if known is None:
        raise SeriesUnknownError(change=str(change_id))
    try:
        if known.act == Act.EXTEND:
            return attempt(lambda: PutBack(*shorten_again(by, known.pk)))
        return attempt(lambda: _back(by, known.pk, also))
    except SlotTakenError as error:
        raise SeriesChangeOverError(change=str(change_id)) from error


def _back(by: Actor, change_id: UUID, also: Also) -> PutBack:
    notes = list(ChangedVisit.objects.filter(change=change_id).order_by("was", "pk"))
    places = {
        one.visit_id: one
        for one in SeriesVisit.objects.filter(
            visit__in=[note.visit_id for note in notes]
        ).select_related("visit__patient", "visit__session__service__centre")
    }
    read_roles(places.values())
    cancels = SeriesChange.objects.get(pk=change_id).act == Act.CANCEL
    touched = [one for one in notes if cancels or one.was != one.to or _other_people(one, places)]
    goals = [] if cancels else _goals(touched, places)
    rows = [places[one.visit_id] for one in touched]
    visits = lock_all(rows, [one.opening for one in goals])
    change = SeriesChange.objects.select_for_update().get(pk=change_id)
    if change.undone_at is not None:
        raise SeriesChangeOverError(change=str(change_id))
    if any(visits[pk].version != places[pk].visit.version for pk in visits):
        raise LostRaceError(change=str(change_id))
    went = (
        _restored(by, touched, visits, also) if cancels else [visits[g.row.visit_id] for g in goals]
    )
    if not went:
        raise SeriesChangeOverError(change=str(change_id))
    if goals:
        move_all(by, goals, visits, change)
    _keep(by, change, notes, places, {one.pk for one in went})
    was = {one.visit_id: one.to for one in touched if not cancels}
    finish(by, change, went, was, send=change.letters > 0, undo=True)
    return PutBack(len(went), len(touched) - len(went))


def _other_people(note: ChangedVisit, places: dict[int, SeriesVisit]) -> bool:
    session = places[note.visit_id].visit.session
    return note.roles != {role.key: role.resource_id for role in session.roles.all()}


def _goals(notes: Sequence[ChangedVisit], places: dict[int, SeriesVisit]) -> list[Goal]:
    """Return who can go back to where they were, all together."""
    now = timezone.now()
    able = [one for one in notes if one.was > now and is_as_left(places[one.visit_id].visit, one)]
    if not able:
        return []
    wanted = [wanted_for(places[one.visit_id], one.was, [one.roles]) for one in able]
    found = settle_together(wanted, now)
    return [
        Goal(places[one.visit_id], place.opening)
        for one, place in zip(able, found, strict=True)
        if place.opening is not None
    ]


def _restored(
    by: Actor, notes: Sequence[ChangedVisit], visits: dict[int, Visit], also: Also
) -> list[Visit]:
    """Book again what was cancelled, as far as its time is free and still ahead."""
    now, found = timezone.now(), []
    for one in notes:
        visit = visits[one.visit_id]
        if visit.version != one.version or one.was <= now:
            continue
        try:
            with transaction.atomic():
                found.append(restore_visit(by=by, visit_id=visit.pk, letter=False, also=also))
        except BookingError:
            continue
    return found


def _keep(
    by: Actor,
    change: SeriesChange,
    notes: Sequence[ChangedVisit],
    places: dict[int, SeriesVisit],
    went: set[int],
) -> None:
    """Keep what went back, and when each is due again."""
    for one in notes:
        row = places[one.visit_id]
        if row.due_at == one.due:
            row.due_at = one.was_due
    SeriesVisit.objects.bulk_update(places.values(), ["due_at"])
    ChangedVisit.objects.filter(change=change, visit__in=went).update(back=True)
    change.undone_at, change.undone_by_id = timezone.now(), by.user_id
    change.save(update_fields=["undone_at", "undone_by"])
