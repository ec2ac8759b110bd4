"""From rows of treatments to what is read, and what was done and measured in one line."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from ashi.apps.charting.models import Treatment
from ashi.apps.charting.queries import Done
from ashi.web.charting.finding_lines import measure_lines, name_of, number, side_word

GRADES = ("", "I", "II", "III", "IV", "V")


@dataclass(frozen=True, slots=True)
class TreatmentLine:
    """One treatment as it is read: what, where, how much."""

    row: Treatment
    name: str
    where: str
    dose: str


def treatment_lines(rows: Iterable[Treatment]) -> list[TreatmentLine]:
    """Return treatments as they are read."""
    return [
        TreatmentLine(
            row,
            name_of(row.code),
            " ".join(filter(None, (row.level, row.place, side_word(row.side)))),
            dose_of(row),
        )
        for row in rows
    ]


def dose_of(row: Treatment) -> str:
    """Return how much was done: grade, sets, repetitions, seconds, minutes, load."""
    said = []
    if row.grade:
        said.append(_("grade %(grade)s") % {"grade": GRADES[row.grade]})
    if row.reps:
        said.append(f"{row.sets or 1} × {row.reps}")
    if row.hold_s and row.sets and not row.reps:
        said.append(_("%(sets)s × %(n)s s") % {"sets": row.sets, "n": row.hold_s})
    elif row.hold_s:
        said.append(_("held %(n)s s") % {"n": row.hold_s})
    if row.minutes:
        said.append(_("%(n)s min") % {"n": row.minutes})
    if row.load_kg:
        said.append(f"{number(row.load_kg)} kg")
    return ", ".join(said)


def done_line(done: Done) -> str:
    """Return what was done and measured in one line."""
    parts = [
        " ".join(filter(None, (one.name, one.where, one.dose)))
        for one in treatment_lines(done.treatments)
    ]
    parts += [f"{one.name} {one.side} {one.value}" for one in measure_lines(done.measurements, {})]
    return "; ".join(" ".join(part.split()) for part in parts)
