"""Sets of questions are laid out for each complaint, as its visits stand, and follow them.

A course of care with times of its own gives ``core.outcomes.asking.schedule`` another list; what
is laid out here is all that the rest of the app knows of it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from ashi.apps.accounts.policy import member_of, require
from ashi.apps.accounts.roles import Permission
from ashi.apps.audit.actions import record
from ashi.apps.audit.actor import Actor
from ashi.apps.bookings.models import Visit
from ashi.apps.centres.models import Centre
from ashi.apps.outcomes.errors import NothingToAskError
from ashi.apps.outcomes.forms import can_ask
from ashi.apps.outcomes.models import Asking, CourseTimes
from ashi.apps.screening.known import complaint_of
from ashi.apps.screening.models import Complaint
from ashi.core.outcomes.asking import Due, OwnTimes, full_set, schedule, window

# Sets are laid out when they open, and a little before, so that a first visit finds its own.
AHEAD = timedelta(days=8)
# Twelve months after the first visit and the window there end a course's questions.
LOOKS_BACK = timedelta(days=420)
EXTRA_OPEN_DAYS = 5
Key = tuple[int, str, int | None]


@dataclass(slots=True)
class _Laid:
    """What changes in one round."""

    new: list[Asking] = field(default_factory=list)
    moved: list[Asking] = field(default_factory=list)


def lay_out(centre: Centre, now: datetime, patient_id: int | None = None) -> int:
    """Lay out what is due at a centre, move windows with their visits, take back what fell away.

    The number of queries does not grow with the patients. Nothing is asked of the past: a set
    whose window is over when its complaint is first seen is not laid out. Returns how many are new.
    """
    visits = _visits(centre, now, patient_id)
    stated = Complaint.objects.filter(patient__in=_whose(centre, visits))
    rows = list(stated.select_related("times").order_by("at", "pk"))
    existing = _existing(centre, rows)
    laid = _Laid()
    asks = can_ask(centre.pk)
    for complaint, until in _with_ends(rows):
        mine = [
            one for one in visits.get(complaint.patient_id, ()) if _is_for(one, complaint, until)
        ]
        due = due_of(complaint, mine, _ended(complaint, until), ZoneInfo(centre.zone), asks)
        _compare(
            laid, complaint, centre, {_key(complaint, one, mine): one for one in due}, existing
        )
    return _keep(laid, now)


def due_of(
    complaint: Complaint,
    visits: Sequence[Visit],
    ended_at: datetime | None,
    zone: ZoneInfo,
    asks: Callable[[str], bool],
) -> tuple[Due, ...]:
    """Return every set that a complaint asks for: by its plan where it has one, else by its area.

    Of visits after the plan ended nothing is asked.
    """
    times = times_of(complaint)
    own = None
    if times is not None:
        ends = [one for one in (ended_at, times.ended_at) if one is not None]
        ended_at = min(ends, default=None)
        days = [one.session.starts_at.astimezone(zone).date() for one in visits]
        first = sum(day < times.starts_on for day in days)
        own = OwnTimes(
            tuple(times.start),
            tuple(times.each),
            tuple(times.review),
            tuple(times.reviews),
            times.review_every,
            first,
        )
        visits = [one for one in visits if ended_at is None or one.session.starts_at < ended_at]
    starts = [one.session.starts_at for one in visits]
    return schedule(starts, ended_at, zone, complaint.areas, asks, own)


def times_of(complaint: Complaint) -> CourseTimes | None:
    """Return what the plan of a complaint asks; nothing where no plan does."""
    found: CourseTimes | None = getattr(complaint, "times", None)
    return found


def _visits(centre: Centre, now: datetime, patient_id: int | None) -> dict[int, list[Visit]]:
    """Return the visits that were or are booked, by patient, in order of time."""
    rows = Visit.objects.filter(
        session__centre=centre,
        status=Visit.Status.BOOKED,
        patient__isnull=False,
        session__starts_at__gte=now - LOOKS_BACK,
    ).select_related("session")
    if patient_id is not None:
        rows = rows.filter(patient=patient_id)
    found: dict[int, list[Visit]] = defaultdict(list)
    for row in rows.order_by("session__starts_at", "pk"):
        found[row.patient_id or 0].append(row)
    return found


def _whose(centre: Centre, visits: Mapping[int, list[Visit]]) -> set[int]:
    """Return who has visits, or questions that waited for one that fell away."""
    waiting = Asking.objects.filter(
        centre=centre, answered_at__isnull=True, withdrawn_at__isnull=True
    )
    return {*visits, *waiting.values_list("patient_id", flat=True)}


def _existing(centre: Centre, complaints: Iterable[Complaint]) -> dict[Key, Asking]:
    rows = Asking.objects.filter(centre=centre, complaint__in=list(complaints))
    return {
        (row.complaint_id or 0, row.moment, row.visit_id): row
        for row in rows.exclude(moment=Asking.Moment.EXTRA)
    }


def _with_ends(rows: list[Complaint]) -> list[tuple[Complaint, datetime | None]]:
    """Return each complaint with when the next one of the same patient took its place."""
    found: list[tuple[Complaint, datetime | None]] = []
    for at, row in enumerate(rows):
        later = (one.at for one in rows[at + 1 :] if one.patient_id == row.patient_id)
        found.append((row, next(later, None)))
    return found


def _is_for(visit: Visit, complaint: Complaint, until: datetime | None) -> bool:
    """Whether a visit belongs to a complaint: since it was stated, until the next one was."""
    begun = complaint.at
    if complaint.visit_id == visit.pk:
        return True
    start = visit.session.starts_at
    ended = complaint.ended_at or until
    return start >= begun and (ended is None or start < ended)


def _ended(complaint: Complaint, until: datetime | None) -> datetime | None:
    """Return when a course ended; one whose complaint was only said anew did not end."""
    return complaint.ended_at if complaint.ended_at != until else None


def _key(complaint: Complaint, due: Due, visits: list[Visit]) -> Key:
    return (complaint.pk, due.moment, None if due.visit is None else visits[due.visit].pk)


def _compare(
    laid: _Laid,
    complaint: Complaint,
    centre: Centre,
    due: Mapping[Key, Due],
    existing: Mapping[Key, Asking],
) -> None:
    """Set what should be beside what is."""
    now = timezone.now()
    for key, one in due.items():
        row = existing.get(key)
        if row is None:
            if one.opens <= now + AHEAD and one.closes > now:
                laid.new.append(_asking(complaint, centre, key, one, now))
        elif row.answered_at is None and _differs(row, one):
            row.opens_at, row.closes_at, row.withdrawn_at = one.opens, one.closes, None
            row.measures = list(one.measures)
            laid.moved.append(row)
    for key, row in existing.items():
        gone = key[0] == complaint.pk and key not in due
        if gone and row.answered_at is None and row.withdrawn_at is None:
            row.withdrawn_at = now
            laid.moved.append(row)


def _differs(row: Asking, due: Due) -> bool:
    stands = (row.opens_at, row.closes_at, tuple(row.measures))
    return stands != (due.opens, due.closes, due.measures) or row.withdrawn_at is not None


def _asking(complaint: Complaint, centre: Centre, key: Key, due: Due, now: datetime) -> Asking:
    return Asking(
        patient_id=complaint.patient_id,
        centre=centre,
        complaint=complaint,
        visit_id=key[2],
        moment=due.moment,
        measures=list(due.measures),
        opens_at=due.opens,
        closes_at=due.closes,
        asked_at=now,
    )


def _keep(laid: _Laid, now: datetime) -> int:
    if laid.moved:
        Asking.objects.bulk_update(
            laid.moved, ["opens_at", "closes_at", "withdrawn_at", "measures"]
        )
    if not laid.new:
        return 0
    return len(Asking.objects.bulk_create(laid.new, ignore_conflicts=True))


@transaction.atomic
def ask_now(*, by: Actor, patient_id: int, language: str) -> Asking:
    """Ask a patient the whole set of their complaint now, open for five days.

    Raises
    ------
    NotAllowedError
    NothingToAskError
        No complaint is stated, or nothing of its set may be asked here.
    """
    require(by, Permission.CLINICAL_WRITE, centre_id=by.centre_id)
    user_id, centre_id = member_of(by)
    complaint, asks = complaint_of(patient_id), can_ask(centre_id)
    measures = [one for one in full_set(complaint.areas if complaint else ()) if asks(one)]
    if complaint is None or not measures:
        raise NothingToAskError()
    now = timezone.now()
    zone = ZoneInfo(Centre.objects.get(pk=centre_id).zone)
    opens, closes = window(now, 0, EXTRA_OPEN_DAYS, zone)
    row = Asking.objects.create(
        patient_id=patient_id,
        centre_id=centre_id,
        complaint=complaint,
        moment=Asking.Moment.EXTRA,
        measures=measures,
        opens_at=opens,
        closes_at=closes,
        asked_by_id=user_id,
        asked_at=now,
    )
    detail = {"measures": measures}
    record(
        by=by, action="asking.add", subject=("asking", row.pk), patient_id=patient_id, detail=detail
    )
    return row


@transaction.atomic
def withdraw_asking(*, by: Actor, asking_id: int) -> Asking:
    """Take a set back that need not be answered any more; what was answered stays.

    Raises
    ------
    NotAllowedError, NothingToAskError
    """
    require(by, Permission.CLINICAL_WRITE, centre_id=by.centre_id)
    rows = Asking.objects.select_for_update()
    row = rows.filter(
        pk=asking_id, centre=by.centre_id, answered_at__isnull=True, withdrawn_at__isnull=True
    ).first()
    if row is None:
        raise NothingToAskError()
    row.withdrawn_at = timezone.now()
    row.save(update_fields=["withdrawn_at"])
    record(by=by, action="asking.withdraw", subject=("asking", row.pk), patient_id=row.patient_id)
    return row


def lay_out_everywhere() -> int:
    """Lay out what is due at every centre."""
    now = timezone.now()
    return sum(lay_out(centre, now) for centre in Centre.objects.all())
