"""What happened in visits that are over: steps, counts, payments, in bulk."""

import random
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from ashi.apps.billing.models import Payment
from ashi.apps.bookings.models import Visit
from ashi.apps.encounters.models import Bell, Step, StepKind

BATCH = 4000
METHODS = ("card", "card", "cash", "transfer")


def finish(dice: random.Random, visits: Sequence[Visit], by_id: int) -> None:
    """Add to visits that are over whatever steps they lack up to "left", and what was paid."""
    had: dict[int, set[str]] = {}
    for visit_id, kind in Step.objects.filter(visit__in=[visit.pk for visit in visits]).values_list(
        "visit_id", "kind"
    ):
        had.setdefault(visit_id, set()).add(kind)
    counted = dict(
        Step.objects.filter(
            visit__in=[visit.pk for visit in visits], kind=StepKind.NEEDLES_IN
        ).values_list("visit_id", "needles")
    )
    steps = [
        step
        for visit in visits
        for step in _course(dice, visit, by_id, counted.get(visit.pk))
        if step.kind not in had.get(visit.pk, set())
    ]
    with transaction.atomic():
        Step.objects.bulk_create(steps, batch_size=BATCH)
        Bell.objects.filter(
            visit__in=[visit.pk for visit in visits], closed_at__isnull=True
        ).update(closed_at=max((step.occurred_at for step in steps), default=None))
        Payment.objects.bulk_create(
            [
                payment
                for visit in visits
                if StepKind.LEAVE not in had.get(visit.pk, set())
                for payment in _paid(dice, visit, by_id)
            ],
            batch_size=BATCH,
        )


def _paid(dice: random.Random, visit: Visit, by_id: int) -> Iterator[Payment]:
    if visit.price and dice.random() < 0.95:
        yield Payment(
            visit=visit,
            amount=visit.price,
            method=dice.choice(METHODS),
            payer=visit.payer,
            is_co_payment=visit.payer != "private",
            at=visit.session.ends_at,
            by_id=by_id,
        )


def _course(dice: random.Random, visit: Visit, by_id: int, counted: int | None) -> Iterable[Step]:
    """Return the steps of a whole visit, a few minutes early or late."""
    start = visit.session.starts_at
    drift = timedelta(minutes=dice.choice([0, 0, 0, 1, 2, 4, 9]))
    needles = counted if counted is not None else dice.choice([6, 8, 8, 10, 10, 12, 14])

    def step(kind: str, at: datetime, **more: Any) -> Step:
        return Step(
            visit=visit,
            kind=kind,
            occurred_at=at,
            recorded_at=at + timedelta(seconds=5),
            by_id=by_id,
            **more,
        )

    yield step(StepKind.ARRIVE, start - timedelta(minutes=dice.randrange(2, 12)))
    yield step(StepKind.START, start + drift)
    for phase in visit.session.plan:
        begin = start + drift + timedelta(minutes=phase["start_min"])
        if phase["kind"] == "rest":
            yield step(StepKind.NEEDLES_IN, begin, needles=needles)
        elif phase["kind"] == "out":
            yield step(StepKind.NEEDLES_OUT, begin + timedelta(minutes=2), needles=needles)
        elif phase["kind"] == "move" and phase["start_min"]:
            yield step(StepKind.EXERCISE, begin)
    last = [phase for phase in visit.session.plan if phase["patient"]][-1]
    end = start + drift + timedelta(minutes=last["start_min"] + last["minutes"])
    yield step(StepKind.LEAVE, end)
