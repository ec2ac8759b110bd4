"""Tell patients that their visit begins later: by e-mail, or that somebody has called."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from ashi.apps.accounts.policy import require
from ashi.apps.accounts.roles import Permission
from ashi.apps.audit.actions import record
from ashi.apps.audit.actor import Actor
from ashi.apps.bookings.models import Visit
from ashi.apps.bookings.telling import tell_late
from ashi.apps.encounters.course_of_day import Phase
from ashi.apps.encounters.errors import LateNoteTimeError, LateNoteWayError, VisitUnknownError
from ashi.apps.encounters.facts import state_of_visit
from ashi.apps.encounters.lateness import LateNote


@transaction.atomic
def note_late(*, by: Actor, visit_id: int, about: datetime, way: LateNote.Way) -> LateNote:
    """Tell one patient (by e-mail, or having called) about when their visit begins.

    The promise stays where it is. The same hour told again is the first note, and no second
    message.

    Raises
    ------
    VisitUnknownError
        No such visit at the actor's centre.
    LateNoteTimeError
        ``about`` is not later than booked on the same day, or the visit is not awaited any more.
    LateNoteWayError
        By e-mail, and nobody has an address.
    """
    require(by, Permission.DIARY_WRITE, centre_id=by.centre_id)
    visit = _locked(by, visit_id)
    _check(visit, about)
    note, made = LateNote.objects.get_or_create(
        visit=visit, about=about, way=way, defaults={"by_id": by.user_id}
    )
    if not made:
        return note
    if way == LateNote.Way.EMAIL and not tell_late(visit, about):
        raise LateNoteWayError(visit=visit_id)
    record(
        by=by,
        action="visit.tell-late",
        subject=("visit", visit.pk),
        patient_id=visit.patient_id,
        detail={"about": about.isoformat(), "way": str(way)},
    )
    return note


def _locked(by: Actor, visit_id: int) -> Visit:
    visit = (
        Visit.objects.select_for_update(of=("self",), no_key=True)
        .select_related("session__centre", "session__service", "patient")
        .filter(pk=visit_id, session__centre=by.centre_id, patient__isnull=False)
        .first()
    )
    if visit is None:
        raise VisitUnknownError(visit=visit_id)
    return visit


def _check(visit: Visit, about: datetime) -> None:
    booked = visit.session.starts_at
    zone = ZoneInfo(visit.session.centre.zone)
    same_day = booked.astimezone(zone).date() == about.astimezone(zone).date()
    awaited = visit.status == Visit.Status.BOOKED and state_of_visit(visit).phase is Phase.EXPECTED
    if not (about > booked and same_day and awaited):
        raise LateNoteTimeError(visit=visit.pk)
