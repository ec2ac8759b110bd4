"""What examining found over a course, as small pictures and as the table that says the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import pgettext

from ashi.apps.charting.models import Measurement
from ashi.apps.outcomes.examined import Examined
from ashi.apps.outcomes.progress import Done
from ashi.core.knowledge.physio.things import Thing
from ashi.web.charting.finding_lines import measure_lines, name_of, side_word
from ashi.web.outcomes.charts import Label

MOST, MOST_PICTURES = 8, 9  # the latest visits; what was looked for most often
LEFT, RIGHT, TOP, FLOOR = 12.0, 186.0, 14.0, 96.0
APART = 12  # letters closer than this would lie on each other


class Mark(NamedTuple):
    """Where a finding stands; ``after`` is where it stood after the treatment, if measured."""

    x: float
    before: float
    after: float | None


@dataclass(frozen=True, slots=True)
class Side:
    """One side's marks, the line through what was found before each treatment, and its letter."""

    side: str
    marks: tuple[Mark, ...]
    line: str
    letter: Label


class Cell(NamedTuple):
    """What was found at a visit on a side, and after the treatment."""

    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Course:
    """One thing examined over time; ``rows`` are visits with a cell a side."""

    name: str
    unit: str
    sides: tuple[str, ...]
    pictures: tuple[Side, ...]
    rows: tuple[tuple[Done, tuple[Cell, ...]], ...]
    more: int


def shown_of(found: Sequence[Examined]) -> tuple[Course, ...]:
    """Return what is shown of what was found at least twice, or measured again."""
    return tuple(_shown(one) for one in found if _tells(one))[:MOST_PICTURES]


def _tells(one: Examined) -> bool:
    rows = [finding.row for _side, many in one.sides for finding in many]
    return len(one.visits) > 1 or any(
        row.after_value is not None or row.after_result for row in rows
    )


def _shown(one: Examined) -> Course:
    visits = one.visits[-MOST:]
    at = {visit.visit.pk: number for number, visit in enumerate(visits)}
    ends = _ends(one)
    step = (RIGHT - LEFT) / max(1, len(visits) - 1)

    def height(row: Measurement, *, after: bool) -> float | None:
        value = _number(one.thing, row, after=after)
        if value is None or ends is None:
            return None
        return round(FLOOR - (FLOOR - TOP) * (value - ends[0]) / (ends[1] - ends[0]), 1)

    pictures: list[Side] = []
    for side, many in one.sides:
        seen = [one for one in many if one.done.visit.pk in at]
        marks = [
            Mark(
                round(LEFT + step * at[finding.done.visit.pk], 1),
                y,
                height(finding.row, after=True),
            )
            for finding in seen
            if (y := height(finding.row, after=False)) is not None
        ]
        if marks:
            said = measure_lines([seen[-1].row], {})[0]
            words = said.after or said.value
            pictures.append(_side(side, marks, words, [one.letter for one in pictures]))
    return Course(
        name=" ".join(filter(None, (name_of(one.thing.id), one.where))),
        unit=one.thing.unit,
        sides=tuple(side_word(side) for side, _many in one.sides),
        pictures=tuple(pictures),
        rows=_rows(one, visits),
        more=len(one.visits) - len(visits),
    )


def _side(side: str, marks: list[Mark], said: str, taken: Sequence[Label]) -> Side:
    """Return one side; ``said`` is what was found last, ``taken`` the words of the other side."""
    letters = {"left": pgettext("side", "L"), "right": pgettext("side", "R")}
    last = marks[-1]
    y = (last.before if last.after is None else last.after) + 4
    while any(abs(one.y - y) < APART for one in taken):
        y += APART
    words = " ".join(filter(None, (letters.get(side, ""), said.split(",")[0])))
    line = "".join(f"{'L' if at else 'M'}{one.x:g} {one.before:g}" for at, one in enumerate(marks))
    return Side(side, tuple(marks), line, Label(last.x + 8, y, words))


def _number(thing: Thing, row: Measurement, *, after: bool) -> float | None:
    """Return a finding as a height: its value, or how far up its scale it is."""
    value, result = (row.after_value, row.after_result) if after else (row.value, row.result)
    if value is not None:
        return value
    scale = thing.exam.scale if thing.exam else None
    if not result or scale is None or not scale.ordered or scale.choice(result) is None:
        return None
    return float(scale.rank(result))


def _ends(one: Examined) -> tuple[float, float] | None:
    """Return the ends of the axis: of a scale its own, of a number what was found and 0."""
    scale = one.thing.exam.scale if one.thing.exam else None
    rows = [finding.row for _side, many in one.sides for finding in many]
    found = [
        value
        for row in rows
        for after in (False, True)
        if (value := _number(one.thing, row, after=after)) is not None
    ]
    if not found:
        return None
    if any(row.value is not None for row in rows) or scale is None:
        return min(0.0, *found), max(1.0, *found)
    return 0.0, float(max(1, len(scale.choices) - 1))


def _rows(one: Examined, visits: Sequence[Done]) -> tuple[tuple[Done, tuple[Cell, ...]], ...]:
    cells: dict[tuple[int, str], Cell] = {}
    for side, many in one.sides:
        lines = measure_lines([finding.row for finding in many], {})
        for finding, line in zip(many, lines, strict=True):
            cells[finding.done.visit.pk, side] = Cell(line.value, line.after)
    none = Cell("", "")
    return tuple(
        (visit, tuple(cells.get((visit.visit.pk, side), none) for side, _many in one.sides))
        for visit in visits
    )
