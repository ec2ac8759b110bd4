"""What a word of a line says of a measure or a finding, and what is still to be said of it.

Decides        whether a word is a number, or a word of the finding's scale
Does not       know sides, levels or places
Takes          a thing, and a word of its statement
Gives          what the word says; faults of what is not said
Units          degrees, kg; a measure its own
Sources        none of its own
Reviewed       draft
"""

import re
from collections.abc import Mapping
from typing import Any

from ashi.core.knowledge.physio.examination import AT_LEVEL, AT_PLACE, Exam
from ashi.core.knowledge.physio.faults import Fault
from ashi.core.knowledge.physio.things import Thing

SHOWN = 4
_VALUE = re.compile(r"(?P<number>[-\u2212]?\d+(?:[.,]\d+)?)(?P<unit>°|deg|μοιρες|kg|κ|cm|mm)?")
_UNITS = {"deg": "°", "μοιρες": "°", "κ": "kg"}


def measured_by(thing: Thing, text: str) -> dict[str, Any]:
    """Return what a word says of a measure: ``value`` or ``result``; nothing where it says neither.

    ``grade_outside`` and ``no_unit`` stand for a number that cannot be one of the scale.
    """
    exam = thing.exam
    choice = exam.scale.read(text) if exam and exam.scale else None
    if choice is not None:
        return {"result": choice.code}
    found = _VALUE.fullmatch(text)
    if found is None:
        return {}
    given: str | None = found["unit"]
    unit = _UNITS.get(given, given) if given else None
    if unit is not None and unit != thing.unit:
        return {}
    if not thing.unit:
        return {"grade_outside": text}
    if unit is None and exam and exam.scale and exam.scale.numbered:
        return {"no_unit": text}
    return {"value": float(found["number"].replace(",", ".").replace("\u2212", "-"))}


def unsaid_of(thing: Thing, said: Mapping[str, Any]) -> list[Fault]:
    """Return what must still be said of a measure or finding."""
    faults = []
    if "value" not in said and "result" not in said:
        faults.append(_nothing(thing))
    if thing.exam:
        faults += _whereless(thing, thing.exam, said)
        if thing.sided and thing.exam.where != AT_PLACE and not said.get("side"):
            faults.append(Fault("no_side", thing.name))
    return faults


def _nothing(thing: Thing) -> Fault:
    scale = thing.exam.scale if thing.exam else None
    if scale is None:
        return Fault("no_value", thing.name)
    return Fault("no_result", thing.name, tuple(one.code for one in scale.choices[:SHOWN]))


def _whereless(thing: Thing, exam: Exam, said: Mapping[str, Any]) -> list[Fault]:
    """Return that a level or a place is missing, or that the finding has no such level."""
    level = said.get("level", "")
    if exam.where == AT_LEVEL and level not in exam.levels:
        return [Fault("no_level", level or thing.name)]
    if exam.where == AT_PLACE and not (level or said.get("place")):
        return [Fault("place_unsaid", thing.name)]
    return []
