"""When a question of a form is asked: after which answers to others.

Decides        whether the conditions of a form can be met at all, and whether they are met
Does not       ask anything
Takes          items of a Questionnaire; answers by ``linkId``
Gives          conditions; faults where one names no question, or questions wait for each other
Units          none
Sources        FHIR R4 ``enableWhen``, ``enableBehavior``
Reviewed       draft

A question that was not answered meets no condition but "exists: no".
"""

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from ashi.core.kernel.faults import Said
from ashi.core.kernel.fields import Field

EXISTS = "exists"
COMPARES: Mapping[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    ">": operator.gt,
    "<": operator.lt,
    ">=": operator.ge,
    "<=": operator.le,
}
OPERATORS = (EXISTS, *COMPARES)
WHOLE = ("answerBoolean", "answerCoding", "answerReference")  # alike or not, never more or less
NUMBERS = ("answerInteger", "answerDecimal")
TEXTS = ("answerString", "answerDate", "answerDateTime", "answerTime")
INSIDE = {"answerCoding": "code", "answerReference": "reference"}
BEHAVIOURS = ("all", "any")
Wanted = bool | Fraction | str
Given = str | float | bool | None


@dataclass(frozen=True, slots=True)
class Condition:
    """One answer that another question waits for."""

    question: str
    operator: str
    wanted: Wanted

    def holds(self, given: Given) -> bool:
        """Whether an answer meets it; none, or one of another kind, meets only "exists: no"."""
        there = given is not None and given != ""
        if self.operator == EXISTS:
            return there == self.wanted
        found = _alike(given, self.wanted) if there else None
        return found is not None and COMPARES[self.operator](found, self.wanted)


@dataclass(frozen=True, slots=True)
class Enabling:
    """The conditions of one item: every one must hold, or any."""

    every: bool
    conditions: tuple[Condition, ...]

    def holds(self, answer: Callable[[str], Given]) -> bool:
        """Whether the item is asked; ``answer`` gives what another question was answered."""
        met = [one.holds(answer(one.question)) for one in self.conditions]
        return all(met) if self.every else any(met)


def _alike(given: Given, wanted: Wanted) -> Wanted | None:
    """Return an answer as what is wanted is written; nothing where it cannot be."""
    if isinstance(wanted, bool):
        return {"true": True, "false": False}.get(str(given).lower())
    if isinstance(wanted, str):
        return str(given)
    try:
        return Fraction(str(given))
    except ValueError:
        return None


def read_enabling(field: Field) -> Enabling | None:
    """Return when an item is asked; nothing where it waits for nothing.

    Faults are noted where an operator or a behaviour is none of R4's, where the answer is missing
    or cannot be compared so, and where several conditions stand without a behaviour.
    """
    found = field.key("enableWhen")
    members = (
        [one for one in (found.items() or []) if isinstance(one.value, dict)] if found.given else []
    )
    if not members:
        return None
    behaviour = field.key("enableBehavior")
    if behaviour.given or len(members) > 1:
        text = behaviour.text()
        if text is not None and text not in BEHAVIOURS:
            behaviour.note("not_offered", Said(", ".join(BEHAVIOURS)))
    read = [condition for one in members if (condition := _condition(one))]
    return Enabling(behaviour.value != "any", tuple(read))


def _condition(field: Field) -> Condition | None:
    compares, wanted = field.key("operator").text(), _wanted(field)
    if compares is not None and compares not in OPERATORS:
        field.key("operator").note("not_offered", Said(" ".join(OPERATORS)))
        return None
    if compares is None or wanted is None:
        return None
    name, value = wanted
    if compares == EXISTS and not isinstance(value, bool):
        field.key(name).note("not_flag")
        return None
    if compares not in (EXISTS, "=", "!=") and name in WHOLE:
        field.key("operator").note("not_offered", Said("= !="))
        return None
    question = field.key("question").value
    return Condition(question, compares, value) if isinstance(question, str) else None


def _wanted(field: Field) -> tuple[str, Wanted] | None:
    """Return the answer that is waited for, and under which name it stands."""
    names = [*WHOLE, *NUMBERS, *TEXTS, "answerQuantity"]
    name = next((one for one in names if field.key(one).given), None)
    if name is None:
        field.key("answer").note("missing")
        return None
    inner = field.key(name)
    value: Wanted | None
    if name == "answerBoolean":
        value = inner.value if isinstance(inner.value, bool) else None
        if value is None:
            inner.note("not_flag")
    elif name in NUMBERS or name == "answerQuantity":
        number = (inner.key("value") if name == "answerQuantity" else inner).number()
        value = None if number is None else Fraction(str(number))
    else:
        value = (inner.key(INSIDE[name]) if name in INSIDE else inner).text()
    return None if value is None else (name, value)


def read_conditions(field: Field) -> list[Field]:
    """Return the names of the questions that an item waits for."""
    found = field.key("enableWhen")
    members = (found.items() or []) if found.given else []
    return [one.key("question") for one in members if one.keys() is not None]


def note_circles(conditions: Mapping[str, Sequence[Field]], parents: Mapping[str, str]) -> None:
    """Note conditions on questions that are not there, and questions that wait in a circle.

    Parameters
    ----------
    conditions
        By ``linkId``, every item of the form, also those that wait for nothing.
    parents
        The item in which an item lies: it waits for whatever that one waits for.
    """
    waits: dict[str, list[str]] = {}
    for link_id, fields in conditions.items():
        named = [(field, field.text()) for field in fields]
        for field, name in named:
            if name is not None and name not in conditions:
                field.note("unknown_question", name)
        known = [name for _, name in named if name is not None and name in conditions]
        outer = parents.get(link_id)
        waits[link_id] = known + ([outer] if outer is not None and outer in conditions else [])
    for link_id, fields in conditions.items():
        for field in fields:
            name = field.value if isinstance(field.value, str) else ""
            if name in waits and _reaches(waits, name, link_id):
                field.note("circle", link_id)


def _reaches(waits: Mapping[str, Sequence[str]], start: str, end: str) -> bool:
    """Whether ``start`` waits for ``end``, by however many others."""
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        one = waiting.pop()
        if one == end:
            return True
        if one not in seen:
            seen.add(one)
            waiting.extend(waits.get(one, ()))
    return False
