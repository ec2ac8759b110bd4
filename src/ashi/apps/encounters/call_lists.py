"""Reads: the call lists of a centre, and one list patient by patient, in the order of time."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max, Prefetch, Q, QuerySet

from ashi.apps.accounts.models import User
from ashi.apps.bookings.contradicted import visits_hit
from ashi.apps.bookings.models import Visit
from ashi.apps.encounters.calling import CallList, CallTry, ListedCall
from ashi.apps.encounters.lapsing import is_held
from ashi.apps.encounters.models import Step, StepKind
from ashi.apps.patients.models import Patient
from ashi.apps.patients.queries import phones_of

LAPSES_AFTER = timedelta(minutes=5)  # chosen: longer than a call about a time takes
KEPT_DAYS = 30  # chosen: lists of that long ago are still shown


@dataclass(frozen=True, slots=True)
class CalledVisit:
    """One visit on the list: ``standing`` is stands, moved, cancelled, here, or past."""

    call: ListedCall
    standing: str

    @property
    def waits(self) -> bool:
        """Tell whether the patient still has to be told."""
        return self.call.closed_at is None and self.standing != "here"


@dataclass(frozen=True, slots=True)
class CallRow:
    """One patient: the visits hit, how to reach them, who phones now, and every try so far."""

    patient: Patient
    visits: tuple[CalledVisit, ...]
    phones: tuple[tuple[str, str], ...]
    claimed_by: User | None
    tries: tuple[CallTry, ...]

    @property
    def waits(self) -> tuple[CalledVisit, ...]:
        """Return the visits that the patient does not know of yet."""
        return tuple(one for one in self.visits if one.waits)

    @property
    def call_id(self) -> int:
        """Return the call by which the whole patient is taken: the first that is open."""
        return (self.waits or self.visits)[0].call.pk


def lists_of(centre_id: int, now: datetime) -> QuerySet[CallList]:
    """Return a centre's lists, the latest first, with ``total`` and ``open`` calls."""
    waits = Q(calls__closed_at=None) & ~Q(
        calls__visit__steps__kind=StepKind.ARRIVE, calls__visit__steps__undone_by=None
    )
    since = now - timedelta(days=KEPT_DAYS)
    return (
        CallList.objects.filter(centre=centre_id, during__endswith__gt=since)
        .select_related("resource", "closure")
        .annotate(
            total=Count("calls", distinct=True),
            open=Count("calls", filter=waits, distinct=True),
            last=Max("calls__starts_at"),
        )
        .order_by("-made_at")
    )


def waiting_calls(centre_id: int, now: datetime) -> QuerySet[ListedCall]:
    """Return the open calls about visits that are still to come."""
    return ListedCall.objects.filter(
        closed_at=None,
        call_list__centre=centre_id,
        visit__session__starts_at__gte=now,
        visit__status__in=(Visit.Status.BOOKED, Visit.Status.CANCELLED),
    )


def still_hit(row: CallList) -> set[int]:
    """Return the visits that stand against the list's cause now."""
    found = visits_hit(row.centre_id, row.resource_id, row.during.lower, row.during.upper)
    return set(found.values_list("pk", flat=True))


def rows_of(row: CallList, now: datetime) -> list[CallRow]:
    """Return a list patient by patient, by the first visit; each is there, done or not."""
    tries = CallTry.objects.select_related("by").order_by("at")
    calls = (
        row.calls.select_related("visit__session__service", "visit__patient", "claimed_by")
        .prefetch_related(Prefetch("tries", queryset=tries))
        .order_by("starts_at", "pk")
    )
    by_patient: dict[int, list[ListedCall]] = defaultdict(list)
    for call in calls:
        by_patient[call.visit.patient_id or 0].append(call)
    hit, here = still_hit(row), _here([call.visit_id for call in calls])
    phones = phones_of(by_patient)
    return [
        _row(
            tuple(CalledVisit(one, _standing(one, hit, here, now)) for one in many),
            tuple(phones.get(patient_id, ())),
            now,
        )
        for patient_id, many in by_patient.items()
    ]


def _row(
    visits: tuple[CalledVisit, ...], phones: tuple[tuple[str, str], ...], now: datetime
) -> CallRow:
    taken = [one.call for one in visits if is_held(one.call.claimed_at, now, LAPSES_AFTER)]
    tries = {one.pk: one for visit in visits for one in visit.call.tries.all()}
    patient = visits[0].call.visit.patient
    assert patient is not None  # a booked visit has one: the database sees to it
    return CallRow(
        patient,
        visits,
        phones,
        taken[0].claimed_by if taken else None,
        tuple(sorted(tries.values(), key=lambda one: one.at)),
    )


def _here(visit_ids: list[int]) -> set[int]:
    arrived = Step.objects.filter(visit__in=visit_ids, kind=StepKind.ARRIVE, undone_by=None)
    return set(arrived.values_list("visit_id", flat=True))


def _standing(call: ListedCall, hit: set[int], here: set[int], now: datetime) -> str:
    """Return where a visit stands: what happened goes before what was promised."""
    status = call.visit.status
    told = {
        "here": call.visit_id in here,
        "cancelled": status == Visit.Status.CANCELLED,
        "moved": status == Visit.Status.BOOKED and call.visit_id not in hit,
        "past": call.visit.session.starts_at < now,
    }
    return next((word for word, so in told.items() if so), "stands")
