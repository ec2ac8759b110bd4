"""A home programme is given, changed and ended here; what a patient answers is added."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from ashi.apps.accounts.errors import NotAllowedError
from ashi.apps.accounts.policy import require
from ashi.apps.accounts.roles import Permission
from ashi.apps.audit.actions import record
from ashi.apps.audit.actor import Actor
from ashi.apps.patients.models import Patient
from ashi.apps.patients.queries import patients_for
from ashi.apps.patients.texts import checked_text
from ashi.apps.programmes.errors import (
    DayOutsideError,
    DaysTurnedError,
    DoseOutsideError,
    ExerciseTwiceError,
    ExerciseUnknownError,
    ProgrammeChangedError,
    ProgrammeEmptyError,
    ProgrammeUnknownError,
    TooManyExercisesError,
)
from ashi.apps.programmes.models import Item, Programme, Report
from ashi.core.knowledge.physio.exercises import Dose, all_exercises

MOST = 20
LONGEST_WORDS = 500
LATEST_DAYS = 14  # how long an answer may wait in a telephone
LIMITS = {
    "sets": (0, 20),
    "reps": (0, 500),
    "hold_s": (0, 3600),
    "minutes": (0, 240),
    "times_per_day": (1, 20),
    "days_per_week": (1, 7),
}


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done at home: exercises in their order, from when until when, and words."""

    items: tuple[tuple[str, Dose], ...]
    first_day: date
    last_day: date | None = None
    words: str = ""


@transaction.atomic
def prescribe(*, by: Actor, patient_id: int, plan: Plan, seen: int | None = None) -> Programme:
    """Keep a plan as the version that holds from now on.

    Parameters
    ----------
    seen : id of the version that was on the screen; None where there was none

    Raises
    ------
    NotAllowedError, ProgrammeUnknownError, ProgrammeEmptyError, TooManyExercisesError
    ExerciseUnknownError, ExerciseTwiceError, DoseOutsideError, DaysTurnedError, TooLongError
    ProgrammeChangedError
    """
    writer, centre = _writer(by, patient_id)
    words = checked_text("words", plan.words, LONGEST_WORDS)
    check(plan)
    before, now = _live(patient_id), timezone.now()
    if (before.pk if before else None) != seen:
        raise ProgrammeChangedError(programme=seen)
    made = Programme(patient_id=patient_id, centre_id=centre, by_id=writer, at=now)
    if before is not None:
        made.series, made.version = before.series, before.version + 1
        before.replaced_at = now
        before.save(update_fields=["replaced_at"])
    made.first_day, made.last_day, made.words = plan.first_day, plan.last_day, words
    made.save()
    Item.objects.bulk_create(
        Item(programme=made, place=place, exercise=exercise, **_columns(dose))
        for place, (exercise, dose) in enumerate(plan.items)
    )
    _tell(by, "programme.prescribe", made, exercises=[one for one, _ in plan.items])
    return made


@transaction.atomic
def end_programme(*, by: Actor, patient_id: int) -> None:
    """End the programme that holds now; it stays readable.

    Raises
    ------
    NotAllowedError, ProgrammeUnknownError
    """
    _writer(by, patient_id)
    live = _live(patient_id)
    if live is None:
        raise ProgrammeUnknownError(patient=patient_id)
    live.replaced_at = timezone.now()
    live.save(update_fields=["replaced_at"])
    _tell(by, "programme.end", live)


@dataclass(frozen=True, slots=True)
class Told:
    """One answer, as it was tapped."""

    id: UUID
    exercise: str
    day: date
    answer: str
    at: datetime | None = None


@transaction.atomic
def keep_report(*, by: Actor, programme: Programme, told: Told) -> Report:
    """Keep what a patient answered; the same answer again changes nothing.

    Raises
    ------
    ExerciseUnknownError, DayOutsideError
    """
    now = timezone.now()
    if kept := Report.objects.filter(pk=told.id, programme__series=programme.series).first():
        return kept
    if told.exercise not in all_exercises() or told.answer not in Report.Answer.values:
        raise ExerciseUnknownError(exercise=told.exercise)
    asked = Item.objects.filter(programme__series=programme.series, exercise=told.exercise)
    if not asked.exists() or Report.objects.filter(pk=told.id).exists():
        raise ExerciseUnknownError(exercise=told.exercise)
    latest = timezone.localdate() + timedelta(days=1)
    if not latest - timedelta(days=LATEST_DAYS) <= told.day <= latest:
        raise DayOutsideError(day=told.day.isoformat())
    made = Report.objects.create(
        id=told.id,
        programme=programme,
        patient_id=programme.patient_id,
        exercise=told.exercise,
        day=told.day,
        answer=told.answer,
        occurred_at=min(told.at or now, now),
        recorded_at=now,
    )
    _tell(by, "programme.report", programme, exercise=told.exercise)
    return made


def check(plan: Plan) -> None:
    """Refuse a plan that cannot be.

    Raises
    ------
    ProgrammeEmptyError, TooManyExercisesError, ExerciseUnknownError, ExerciseTwiceError
    DoseOutsideError, DaysTurnedError
    """
    if not plan.items:
        raise ProgrammeEmptyError()
    if len(plan.items) > MOST:
        raise TooManyExercisesError(most=MOST)
    if plan.last_day is not None and plan.last_day < plan.first_day:
        raise DaysTurnedError(first=plan.first_day.isoformat())
    _check_items(plan.items)


def _check_items(items: Sequence[tuple[str, Dose]]) -> None:
    seen: set[str] = set()
    for exercise, dose in items:
        if exercise not in all_exercises():
            raise ExerciseUnknownError(exercise=exercise)
        if exercise in seen:
            raise ExerciseTwiceError(exercise=exercise)
        seen.add(exercise)
        within = all(low <= getattr(dose, name) <= high for name, (low, high) in LIMITS.items())
        if not within or not (dose.minutes or (dose.sets and dose.reps)):
            raise DoseOutsideError(exercise=exercise)


def _columns(dose: Dose) -> dict[str, int]:
    return {name: getattr(dose, name) for name in LIMITS}


def _writer(by: Actor, patient_id: int) -> tuple[int, int]:
    """Return who gives exercises and where, for who may; the patient's row is locked."""
    require(by, Permission.CLINICAL_WRITE, centre_id=by.centre_id)
    if by.user_id is None or by.centre_id is None:
        raise NotAllowedError(permission=Permission.CLINICAL_WRITE)
    if not patients_for(by).filter(pk=patient_id).exists():
        raise ProgrammeUnknownError(patient=patient_id)
    Patient.objects.select_for_update().get(pk=patient_id)
    return by.user_id, by.centre_id


def _live(patient_id: int) -> Programme | None:
    return Programme.objects.filter(patient=patient_id, replaced_at=None).first()


def _tell(by: Actor, action: str, row: Programme, **detail: object) -> None:
    record(
        by=by,
        action=action,
        subject=("programme", row.pk),
        patient_id=row.patient_id,
        detail={"version": row.version, **detail},
    )
