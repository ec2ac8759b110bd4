"""The exercises at home of those who have a plan: given with it, done on most days, some hurt."""

import random
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from ashi.apps.accounts.roles import Role
from ashi.apps.audit.actor import Actor, Purpose, Source
from ashi.apps.demo.workbench import Workbench
from ashi.apps.plans.models import HomeProgramme, Plan
from ashi.apps.programmes.models import Item, Programme, Report
from ashi.core.knowledge.physio.programmes import Programme as Stage
from ashi.core.knowledge.physio.programmes import stage_in_week

AFTER = timedelta(minutes=8)
LONGEST = timedelta(days=42)
EVENING = time(20)
MOST_EXERCISES = 3
# Invented: the share of days on which somebody does something, by patient.
KEEN = (0.85, 0.6, 0.4, 0.7)
PARTLY, HURTS = 0.2, 0.05
WORDS = ("A little each day is enough.", "Ask us if one of them hurts.")


def write_home_programmes(bench: Workbench) -> None:
    """Give exercises to everybody with an open plan and none, and answer what has gone by."""
    plans = Plan.objects.filter(
        centre=bench.house.centre, ended_on=None, home=None, patient__programmes=None
    )
    given: set[int] = set()
    for plan in plans.order_by("pk"):
        stage = stage_in_week(plan.condition, 0)
        if stage is not None and plan.patient_id not in given:
            given.add(plan.patient_id)
            programme = _give(bench, plan, stage)
            Report.objects.bulk_create(_answers(bench, programme))


def _give(bench: Workbench, plan: Plan, stage: Stage) -> Programme:
    """Write a programme as it was given with the plan: the first stage of its condition."""
    at = max(plan.at, bench.now - LONGEST) + AFTER
    if at > bench.now:
        at = bench.now
    day, by = timezone.localdate(at, bench.zone), plan.by_id
    programme = Programme.objects.create(
        patient_id=plan.patient_id,
        centre=bench.house.centre,
        series=bench.trail.uuid(),
        first_day=day,
        words=WORDS[plan.patient_id % len(WORDS)],
        by_id=by,
        at=at,
    )
    items = stage.items[:MOST_EXERCISES]
    names = ("sets", "reps", "hold_s", "minutes", "times_per_day", "days_per_week")
    Item.objects.bulk_create(
        Item(
            programme=programme,
            place=place,
            exercise=exercise.id,
            **{name: getattr(dose, name) for name in names},
        )
        for place, (exercise, dose) in enumerate(items)
    )
    HomeProgramme.objects.create(plan=plan, series=programme.series, by_id=by, at=at)
    therapist = Actor(role=Role.PRACTITIONER, user_id=by, centre_id=programme.centre_id)
    subject, patient = ("programme", programme.pk), plan.patient_id
    detail = {"version": 1, "exercises": [exercise.id for exercise, _dose in items]}
    bench.trail.add(at, therapist, "programme.prescribe", subject, patient, detail)
    told = {"programme": programme.pk}
    bench.trail.add(at, therapist, "plan.home", ("plan", plan.pk), patient, told)
    return programme


def _answers(bench: Workbench, programme: Programme) -> Iterator[Report]:
    """Yield what was tapped each evening since, as the patient's own page would have kept it."""
    seed = f"home {bench.seed} {programme.patient_id}"
    dice = random.Random(seed)  # noqa: S311 -- dice, not keys
    by = Actor(
        role="public",
        centre_id=programme.centre_id,
        source=Source.LINK,
        purpose=Purpose.PATIENT_REQUEST,
    )
    items, keen = list(programme.items.all()), KEEN[programme.patient_id % len(KEEN)]
    day = programme.first_day + timedelta(days=1)
    while day < bench.today:
        if dice.random() < keen:
            for item in items:
                row = _report(bench, programme, item, day, dice)
                detail = {"version": programme.version, "exercise": item.exercise}
                subject = ("programme", programme.pk)
                bench.trail.add(
                    row.occurred_at, by, "programme.report", subject, programme.patient_id, detail
                )
                yield row
        day += timedelta(days=1)


def _report(
    bench: Workbench, programme: Programme, item: Item, day: date, dice: random.Random
) -> Report:
    throw, minute = dice.random(), dice.randrange(90)
    answer = "pain" if throw < HURTS else "partly" if throw < HURTS + PARTLY else "done"
    evening = datetime.combine(day, EVENING, bench.zone) + timedelta(minutes=minute)
    return Report(
        id=bench.trail.uuid(),
        programme=programme,
        patient_id=programme.patient_id,
        exercise=item.exercise,
        day=day,
        answer=answer,
        occurred_at=evening,
        recorded_at=evening,
    )
