"""What came back from home, for those who treat."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ashi.apps.programmes.adherence import Adherence
from ashi.apps.programmes.queries import adherence_of, pains_of
from ashi.core.knowledge.physio.exercises import Exercise, all_exercises

FOUR_WEEKS = timedelta(days=27)


@dataclass(frozen=True, slots=True)
class Pain:
    """An exercise that hurt, and when."""

    exercise: Exercise
    day: date


@dataclass(frozen=True, slots=True)
class Told:
    """Days done and asked in the last four weeks, and what hurt in them."""

    days: Adherence
    pains: Sequence[Pain]


def told_of(patient_id: int, today: date) -> Told:
    """Return what came back in the last four weeks."""
    first = today - FOUR_WEEKS
    pains = [
        Pain(all_exercises()[one.exercise], one.day)
        for one in pains_of(patient_id, first)
        if one.exercise in all_exercises()
    ]
    return Told(adherence_of(patient_id, first, today), pains)
