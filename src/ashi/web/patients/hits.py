"""What a hit of the search shows: next and last visit, what is owed, what is missing."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Max, Min, Sum
from django.utils import timezone

from ashi.apps.accounts.policy import may
from ashi.apps.accounts.roles import Permission
from ashi.apps.audit.actor import Actor
from ashi.apps.billing.models import Payment
from ashi.apps.bookings.models import Visit
from ashi.apps.patients.models import Patient


@dataclass(frozen=True, slots=True)
class Hit:
    """One line of the list; ``owed`` is None for who may not see money."""

    patient: Patient
    next_visit: datetime | None
    last_visit: datetime | None
    owed: Decimal | None
    form_missing: bool


def hits_of(by: Actor, patients: Sequence[Patient]) -> list[Hit]:
    """Return the lines for these patients: four queries, however many they are."""
    now, ids = timezone.now(), [one.pk for one in patients]
    booked = Visit.objects.filter(patient_id__in=ids, status=Visit.Status.BOOKED)
    to_come = booked.filter(session__starts_at__gt=now).values("patient_id")
    past = booked.filter(session__starts_at__lte=now).values("patient_id")
    following = dict(to_come.annotate(at=Min("session__starts_at")).values_list("patient_id", "at"))
    last = dict(past.annotate(at=Max("session__starts_at")).values_list("patient_id", "at"))
    missing = set(
        booked.filter(session__starts_at__gt=now, form_missing=True).values_list(
            "patient_id", flat=True
        )
    )
    owed = _owed(ids, now) if may(by, Permission.MONEY_READ) else None
    return [
        Hit(
            one,
            following.get(one.pk),
            last.get(one.pk),
            None if owed is None else owed.get(one.pk, Decimal(0)),
            one.pk in missing,
        )
        for one in patients
    ]


def _owed(ids: Sequence[int], now: datetime) -> dict[int, Decimal]:
    """Return price less payments of visits that are over, by patient."""
    owed: dict[int, Decimal] = defaultdict(Decimal)
    over = Visit.objects.filter(
        patient_id__in=ids, status=Visit.Status.BOOKED, session__ends_at__lt=now
    )
    for pk, price in (
        over.values("patient_id").annotate(sum=Sum("price")).values_list("patient_id", "sum")
    ):
        owed[pk] += price
    paid = Payment.objects.filter(visit__in=over).values("visit__patient_id")
    for pk, amount in paid.annotate(sum=Sum("amount")).values_list("visit__patient_id", "sum"):
        owed[pk] -= amount
    return owed
