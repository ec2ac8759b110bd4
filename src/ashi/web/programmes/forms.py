"""The lines of a home programme as they are typed: kept whatever is wrong with them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_date

from ashi.apps.programmes.actions import Plan
from ashi.apps.programmes.errors import DaysTurnedError, DoseOutsideError
from ashi.apps.programmes.models import Programme
from ashi.core.knowledge.physio.exercises import Dose, Exercise, all_exercises
from ashi.core.knowledge.physio.programmes import programme_at
from ashi.web.templatetags.frame import in_language

NUMBERS = ("sets", "reps", "hold_s", "minutes", "times_per_day", "days_per_week")
MOST_LINES = 60


@dataclass(frozen=True, slots=True)
class Line:
    """One exercise with the numbers that were typed."""

    exercise: Exercise
    typed: dict[str, str]

    def dose(self) -> Dose:
        """Return the dose.

        Raises
        ------
        DoseOutsideError
        """
        try:
            return Dose(**{name: int(self.typed[name] or 0) for name in NUMBERS})
        except ValueError as error:
            raise DoseOutsideError(exercise=self.exercise.id) from error


@dataclass(slots=True)
class Typed:
    """A plan as it stands on the screen."""

    lines: list[Line] = field(default_factory=list)
    first_day: str = ""
    last_day: str = ""
    words: str = ""
    seen: str = ""

    def plan(self) -> Plan:
        """Return the plan.

        Raises
        ------
        DoseOutsideError, DaysTurnedError
        """
        first, last = _day(self.first_day), _day(self.last_day)
        if first is None or (self.last_day and last is None):
            raise DaysTurnedError(first=self.first_day)
        items = tuple((line.exercise.id, line.dose()) for line in self.lines)
        return Plan(items, first, last, self.words)

    def add(self, exercise: Exercise, dose: Dose | None = None) -> None:
        """Put an exercise last, unless it is there."""
        if all(line.exercise.id != exercise.id for line in self.lines):
            self.lines.append(line_of(exercise, dose or exercise.dose))

    def fill(self, programme_id: str) -> bool:
        """Put the exercises of a stage here; tell whether there is such a stage."""
        found = programme_at(programme_id)
        for exercise, dose in found.items if found else ():
            self.add(exercise, dose)
        return found is not None

    def up(self, exercise_id: str) -> None:
        """Move an exercise one place up."""
        for at, line in enumerate(self.lines):
            if line.exercise.id == exercise_id and at:
                self.lines[at - 1], self.lines[at] = line, self.lines[at - 1]
                return

    def off(self, exercise_id: str) -> None:
        """Take an exercise off."""
        self.lines = [line for line in self.lines if line.exercise.id != exercise_id]


def line_of(exercise: Exercise, dose: Dose | Any) -> Line:
    """Return a line with a dose, or with the columns of a kept item."""
    return Line(exercise, {name: str(getattr(dose, name) or "") for name in NUMBERS})


def typed_from(kept: Programme | None) -> Typed:
    """Return what is kept, as it is typed."""
    if kept is None:
        return Typed(first_day=timezone.localdate().isoformat())
    last = kept.last_day.isoformat() if kept.last_day else ""
    lines = [line_of(all_exercises()[row.exercise], row) for row in kept.items.all()]
    return Typed(lines, kept.first_day.isoformat(), last, kept.words, str(kept.pk))


def typed_in(data: QueryDict) -> Typed:
    """Return what was typed; lines that name nothing known are left out."""
    return Typed(
        list(_lines(data)),
        data.get("first_day", "")[:10],
        data.get("last_day", "")[:10],
        data.get("words", ""),
        data.get("seen", ""),
    )


def _lines(data: QueryDict) -> Iterator[Line]:
    columns = {name: data.getlist(name) for name in NUMBERS}
    for at, exercise_id in enumerate(data.getlist("exercise")[:MOST_LINES]):
        exercise = all_exercises().get(exercise_id)
        if exercise is not None:
            typed = {name: cells[at][:6] for name, cells in columns.items() if at < len(cells)}
            yield Line(exercise, {name: typed.get(name, "").strip() for name in NUMBERS})


def exercise_named(text: str) -> Exercise | None:
    """Return the exercise of an id, or of a name in either language."""
    wanted = text.strip().casefold()
    for one in all_exercises().values():
        if wanted in {one.id.casefold(), one.name.casefold(), one.name_el.casefold()}:
            return one
    return None


def names() -> list[tuple[str, str]]:
    """Return every exercise's id and name in the reader's language."""
    return [(one.id, in_language(one, "name")) for one in all_exercises().values()]


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None
