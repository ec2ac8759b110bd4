"""What was measured of a patient since a course began: the one place that reads answers.

Today it reads what was measured in the room; answers of forms join here.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.utils import timezone

from ashi.apps.charting.models import Measurement
from ashi.apps.plans.models import GoalScore
from ashi.core.knowledge.packaged import read_csv
from ashi.core.outcomes.catalogue import find_instrument
from ashi.core.outcomes.change import Change, change_between
from ashi.core.outcomes.errors import OutcomesError

PSFS, GOALS = "PSFS", "goals"


@dataclass(frozen=True, slots=True)
class Measured:
    """One measure over a course; ``change`` is ``None`` until there are two days with a value.

    ``place`` tells measures of one code apart (side, or the patient's own goals).
    """

    code: str
    name: str
    name_el: str
    place: str
    readings: tuple[tuple[date, Fraction], ...]
    change: Change | None


def measured(visit_ids: Iterable[int], scores: Iterable[GoalScore]) -> list[Measured]:
    """Return what was measured at visits of a course, with the change from first to last.

    Only measures of which instruments know the thresholds are returned.
    """
    rows = Measurement.objects.filter(note__visit__in=list(visit_ids), code__in=_instruments())
    found: dict[tuple[str, str], dict[date, Fraction]] = defaultdict(dict)
    for row in rows.select_related("note__visit__session").order_by(
        "note__visit__session__starts_at", "pk"
    ):
        day = timezone.localdate(row.note.visit.session.starts_at)
        code, place = _instruments()[row.code], " ".join(filter(None, (row.side, row.place)))
        found[code, place][day] = Fraction(str(row.value))
    if goals := goals_of(scores):
        found[PSFS, GOALS] = goals
    return [_of(code, place, by_day) for (code, place), by_day in sorted(found.items())]


def goals_of(scores: Iterable[GoalScore]) -> dict[date, Fraction]:
    """Return the mean score of the goals on each day on which every goal was scored."""
    by_day: dict[date, dict[int, int]] = defaultdict(dict)
    goals = set()
    for one in scores:
        goals.add(one.goal_id)
        by_day[one.on][one.goal_id] = one.score
    return {
        day: Fraction(sum(some.values()), len(some))
        for day, some in sorted(by_day.items())
        if set(some) == goals
    }


def _of(code: str, place: str, by_day: dict[date, Fraction]) -> Measured:
    instrument = find_instrument(code)
    readings = tuple(sorted(by_day.items()))
    change = None
    if len(readings) > 1:
        try:
            change = change_between(instrument, readings[0][1], readings[-1][1])
        except OutcomesError:  # outside the measure's range: shown as it was, and not compared
            change = None
    return Measured(code, instrument.name, instrument.name_el, place, readings, change)


def _instruments() -> dict[str, str]:
    """Return the instrument of each thing that is measured in the room, where it has one."""
    rows = read_csv("physio", "measures.csv")
    return {row["id"]: row["instrument"] for row in rows if row["instrument"]}
