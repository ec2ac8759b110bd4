"""Book the visits of a series: exactly those that were chosen, or none."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from ashi.apps.accounts.policy import require
from ashi.apps.accounts.roles import Permission
from ashi.apps.audit.actions import record
from ashi.apps.audit.actor import Actor
from ashi.apps.bookings.actions.booking import book_visit
from ashi.apps.bookings.errors import SeriesClashError, SeriesUnknownError, SlotTakenError
from ashi.apps.bookings.models import Series, SeriesVisit, Visit
from ashi.apps.bookings.occupying import lock_resources, with_parts
from ashi.apps.bookings.openings import offer_for
from ashi.apps.bookings.placing import LostRaceError, attempt
from ashi.apps.bookings.repeating import (
    Occurrence,
    PlaceWanted,
    SeriesAsk,
    dues_of,
    find_places,
)
from ashi.apps.bookings.telling import tell_many


@dataclass(frozen=True, slots=True)
class Take:
    """One visit of a series that is to be booked: when it is due, and when it begins."""

    due: datetime
    start: datetime


def book_series(
    *, by: Actor, key: UUID, ask: SeriesAsk, takes: Sequence[Take], note: str = ""
) -> Series:
    """Book the chosen visits of a series, all or none; the same ``key`` again books nothing twice.

    What of the series is not among ``takes`` was left out by whoever chose. The patient is told
    of all visits by one message.

    Raises
    ------
    NotAllowedError
    SeriesUnknownError
        Nothing was chosen, or something that is not due by the rule, or twice.
    SeriesClashError
        Some times are not to be had; ``starts`` are when those are due.
    """
    require(by, Permission.DIARY_WRITE, centre_id=ask.service.centre_id)
    chosen = sorted(takes, key=lambda one: one.start)
    _check(ask, chosen)

    def once() -> Series:
        if (first := _first(ask, key)) is not None:
            return first
        # Made first: whoever presses the same twice waits here, and then finds the first answer.
        series = _open(by, key, ask.service.centre_id, ask.repeat.every_weeks)
        places = _places(ask, chosen)
        _lock(ask, places)
        visits = [
            _book(by, ask, take, place, note) for take, place in zip(chosen, places, strict=True)
        ]
        dues = [one.due for one in chosen]
        keep_visits(series, list(zip(visits, dues, strict=True)))
        record(
            by=by,
            action="series.book",
            subject=("series", series.pk),
            patient_id=ask.patient.pk,
            detail={"visits": [one.pk for one in visits]},
        )
        tell_many(visits, "visits-booked", once=str(key))
        return series

    try:
        return attempt(once)
    except SlotTakenError as error:
        raise SeriesClashError(starts=tuple(one.due for one in chosen)) from error


def keep_series(*, by: Actor, key: UUID, centre_id: int, visits: Sequence[Visit]) -> Series:
    """Keep that visits were booked together without a rule: each is due when it begins."""
    series = Series.objects.filter(pk=key).first() or _open(by, key, centre_id, None)
    keep_visits(series, [(one, one.session.starts_at) for one in visits])
    return series


def keep_visits(series: Series, visits: Sequence[tuple[Visit, datetime]]) -> None:
    """Keep that visits belong to a series, and when each is due; what is kept stays."""
    SeriesVisit.objects.bulk_create(
        [SeriesVisit(series=series, visit=visit, due_at=due) for visit, due in visits],
        ignore_conflicts=True,
    )


def _open(by: Actor, key: UUID, centre_id: int, every_weeks: int | None) -> Series:
    return Series.objects.create(
        id=key, centre_id=centre_id, every_weeks=every_weeks, created_by_id=by.user_id
    )


def _check(ask: SeriesAsk, chosen: Sequence[Take]) -> None:
    dues, starts = [one.due for one in chosen], [one.start for one in chosen]
    known = set(dues_of(ask))
    twice = len(set(dues)) < len(dues) or len(set(starts)) < len(starts)
    if not chosen or twice or not set(dues) <= known:
        raise SeriesUnknownError(starts=len(chosen))


def _first(ask: SeriesAsk, key: UUID) -> Series | None:
    """Return what the same press booked before."""
    first = Series.objects.filter(pk=key).first()
    if first is None:
        return None
    own = first.visits.filter(visit__patient=ask.patient).exists()
    if first.centre_id != ask.service.centre_id or not own:
        raise SeriesUnknownError(series=str(key))
    return first


def _places(ask: SeriesAsk, chosen: Sequence[Take]) -> list[Occurrence]:
    """Return the place of each visit, as things stand."""
    offer = offer_for(ask.service, ask.patient, ask.companion)
    wanted = [
        PlaceWanted(offer, ask.patient, one.start, [ask.roles], ask.service) for one in chosen
    ]
    found = find_places(wanted, timezone.now())
    clashes = [take.due for take, one in zip(chosen, found, strict=True) if one.opening is None]
    if clashes:
        raise SeriesClashError(starts=tuple(clashes))
    return found


def _lock(ask: SeriesAsk, places: Sequence[Occurrence]) -> None:
    """Lock all that is to be taken in one order, so that two series never wait in a circle."""
    roles = {pk for one in places if one.opening for pk in one.opening.roles.values()}
    inside = {pk for many in with_parts(roles).values() for pk in many}
    lock_resources({*inside, ask.patient.resource_id})


def _book(by: Actor, ask: SeriesAsk, take: Take, place: Occurrence, note: str) -> Visit:
    try:
        return book_visit(
            by=by,
            service=ask.service,
            starts_at=take.start,
            patient=ask.patient,
            roles=place.opening.roles if place.opening else ask.roles,
            companion=ask.companion,
            note=note,
            letter=False,
        )
    except SlotTakenError as error:
        raise LostRaceError(start=take.start.isoformat()) from error
