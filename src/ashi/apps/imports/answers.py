"""Scores of a study or another system, judged line by line before anything is written.

Pure. A mapping says which column is whose score of which measure at which moment. A nought beside
an empty score of the same moment is suspicious: a diary that was never written has nought days
in many a file. It is noticed whatever the mapping says, and the mapping must say what it means.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from ashi.apps.imports.errors import MappingError
from ashi.apps.imports.judged import Fate, Note
from ashi.apps.imports.sheets import Line, Sheet
from ashi.core.outcomes.catalogue import find_instrument
from ashi.core.outcomes.errors import UnknownMeasureError

# Days after the start at which a moment's score counts as given.
DAYS = {"start": 0, "months_3": 91, "months_12": 365}
SEXES = {"1": "female", "0": "male", "f": "female", "m": "male", "female": "female", "male": "male"}
NOUGHTS = ("missing", "answers")
NEEDED = ("study", "began_on", "patient_id", "called", "complaint", "scores")
KNOWN = frozenset({*NEEDED, "areas", "sex", "covariates", "noughts_beside_empty"})


@dataclass(frozen=True, slots=True)
class Column:
    """One column of scores."""

    heading: str
    measure: str
    moment: str


@dataclass(frozen=True, slots=True)
class Plan:
    """A mapping that was read: what is in the file, and what a suspicious nought means."""

    study: str
    began_on: str
    patient_id: str
    called: str
    complaint: str
    areas: tuple[str, ...]
    sex: str
    covariates: tuple[str, ...]
    columns: tuple[Column, ...]
    noughts: str


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """What becomes of one person's line. ``scores`` hold None where nothing was answered."""

    number: int
    ref: str
    fate: Fate
    sex: str = ""
    covariates: Mapping[str, float] = field(default_factory=dict)
    scores: Mapping[tuple[str, str], Fraction | None] = field(default_factory=dict)
    noughts: int = 0
    notes: tuple[Note, ...] = ()


def read_plan(text: str) -> Plan:
    """Read a mapping of answers.

    Raises
    ------
    MappingError
        A name that is not known, or lacks; a measure or moment that there is not.
    """
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise MappingError(path="", reason="toml", detail=str(error)) from error
    for name in table:
        if name not in KNOWN:
            raise MappingError(path=name, reason="unknown", known=sorted(KNOWN))
    for name in NEEDED:
        if name not in table:
            raise MappingError(path=name, reason="nothing")
    noughts = table.get("noughts_beside_empty", "")
    if noughts and noughts not in NOUGHTS:
        raise MappingError(path="noughts_beside_empty", reason="unknown", known=list(NOUGHTS))
    return Plan(
        study=str(table["study"]),
        began_on=str(table["began_on"]),
        patient_id=str(table["patient_id"]),
        called=str(table["called"]),
        complaint=str(table["complaint"]),
        areas=tuple(table.get("areas", ())),
        sex=str(table.get("sex", "")),
        covariates=tuple(table.get("covariates", ())),
        columns=tuple(_column(row) for row in table["scores"]),
        noughts=noughts,
    )


def _column(row: Mapping[str, Any]) -> Column:
    path = f"scores.{row.get('column', '')}"
    try:
        measure = find_instrument(str(row.get("measure", ""))).code
    except UnknownMeasureError as error:
        raise MappingError(path=path, reason="unknown", known=list(error.near)) from error
    if row.get("moment") not in DAYS:
        raise MappingError(path=path, reason="unknown", known=sorted(DAYS))
    return Column(str(row.get("column", "")), measure, str(row["moment"]))


def judge_answers(sheet: Sheet, plan: Plan) -> list[AnswerLine]:
    """Judge every line of a file.

    Raises
    ------
    MappingError
        A column that the mapping names and the file does not have.
    """
    named = [plan.patient_id, plan.sex, *plan.covariates, *(one.heading for one in plan.columns)]
    for heading in filter(None, named):
        if heading not in sheet.header:
            found = list(sheet.header)
            raise MappingError(path=heading, reason="column", missing=[heading], found=found)
    seen: dict[str, int] = {}
    return [_judge(line, plan, seen) for line in sheet.lines]


def _judge(line: Line, plan: Plan, seen: dict[str, int]) -> AnswerLine:
    ref = line.cells.get(plan.patient_id, "").strip()
    notes: list[Note] = []
    if not ref:
        notes.append(Note("incomplete"))
    elif ref in seen:
        notes.append(Note("repeated", {"line": seen[ref]}))
    seen.setdefault(ref, line.number)
    scores = {(one.measure, one.moment): _score(line, one, notes) for one in plan.columns}
    noughts = _suspicious(plan.columns, scores)
    fate = Fate.REFUSE if notes else Fate.CREATE
    if noughts and plan.noughts == "missing":
        scores |= dict.fromkeys(noughts, None)
    elif noughts and not plan.noughts:
        notes.append(Note("nought-beside-empty", {"count": len(noughts)}))
        fate = fate if fate is Fate.REFUSE else Fate.ASK
    return AnswerLine(
        line.number,
        ref,
        fate,
        SEXES.get(line.cells.get(plan.sex, "").strip().lower(), "") if plan.sex else "",
        {name: value for name in plan.covariates if (value := _plain(line, name)) is not None},
        scores,
        len(noughts),
        tuple(notes),
    )


def _plain(line: Line, heading: str) -> float | None:
    try:
        return float(line.cells.get(heading, "").replace(",", "."))
    except ValueError:
        return None


def _score(line: Line, column: Column, notes: list[Note]) -> Fraction | None:
    """Read a score; what is no number, or outside its measure, is refused and named."""
    text = line.cells.get(column.heading, "").strip().replace(",", ".")
    if not text:
        return None
    instrument = find_instrument(column.measure)
    try:
        value = Fraction(text)
    except (ValueError, ZeroDivisionError):
        notes.append(Note("no-score", {"text": text, "column": column.heading}))
        return None
    high = instrument.high
    if value < instrument.low or (high is not None and value > high):
        notes.append(Note("score-outside", {"text": text, "column": column.heading}))
        return None
    return value


def _suspicious(
    columns: Sequence[Column], scores: Mapping[tuple[str, str], Fraction | None]
) -> list[tuple[str, str]]:
    """Return the noughts beside which another score of the same moment is empty."""
    empty = {one.moment for one in columns if scores[one.measure, one.moment] is None}
    return [
        (one.measure, one.moment)
        for one in columns
        if one.moment in empty and scores[one.measure, one.moment] == 0
    ]
