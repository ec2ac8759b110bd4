"""From rows of treatments and measurements to what is read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ashi.apps.charting.models import Measurement, Treatment
from ashi.apps.charting.queries import Done
from ashi.core.knowledge.physio.things import all_things
from ashi.web.charting.wording import SIDE_WORDS

UNIT_WORDS = {"of 10": gettext_lazy("of 10"), "times": gettext_lazy("times")}
GRADES = ("", "I", "II", "III", "IV", "V")


@dataclass(frozen=True, slots=True)
class TreatmentLine:
    """One treatment as it is read: what, where, how much."""

    row: Treatment
    name: str
    where: str
    dose: str


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """One measurement, its unit, and the earlier value beside it."""

    row: Measurement
    name: str
    side: str
    value: str
    before: str
    change: str
    last: Measurement | None
    sided: bool = True


def name_of(code: str) -> str:
    """Return what a treatment, exercise or measure is called in the reader's language."""
    thing = all_things().get(code)
    if thing is None:
        return code
    return thing.name_el if translation.get_language() == "el" else thing.name


def _side(side: str) -> str:
    return str(SIDE_WORDS.get(side, side))


def _number(value: float, sign: str = "") -> str:
    text = f"{value:{sign}g}"
    return text.replace(".", ",") if translation.get_language() == "el" else text


def _change(value: float) -> str:
    """Return a change with its sign; none has no sign."""
    return _number(value, "+").replace("-", "\u2212") if value else "0"


def treatment_lines(rows: Iterable[Treatment]) -> list[TreatmentLine]:
    """Return treatments as they are read."""
    return [
        TreatmentLine(
            row,
            name_of(row.code),
            " ".join(filter(None, (row.level, row.place, _side(row.side)))),
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
        said.append(f"{_number(row.load_kg)} kg")
    return ", ".join(said)


def measure_lines(
    rows: Iterable[Measurement], before: Mapping[tuple[str, str, str], Measurement]
) -> list[MeasureLine]:
    """Return measurements with what was measured last time, and the change."""
    lines = []
    for row in rows:
        thing = all_things().get(row.code)
        unit = str(UNIT_WORDS.get(thing.unit, thing.unit)) if thing else ""
        last = before.get((row.code, row.side, row.place))
        change = "" if last is None else _change(row.value - last.value)
        lines.append(
            MeasureLine(
                row,
                " ".join(filter(None, (name_of(row.code), row.place))),
                _side(row.side),
                f"{_number(row.value)} {unit}".strip().replace(" °", "°"),
                "" if last is None else _number(last.value),
                change,
                last,
                thing.sided if thing else True,
            )
        )
    return lines


def done_line(done: Done) -> str:
    """Return what was done and measured in one line."""
    parts = [
        " ".join(filter(None, (one.name, one.where, one.dose)))
        for one in treatment_lines(done.treatments)
    ]
    parts += [f"{one.name} {one.side} {one.value}" for one in measure_lines(done.measurements, {})]
    return "; ".join(" ".join(part.split()) for part in parts)
