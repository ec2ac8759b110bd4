"""One line of what was done and measured, as a physiotherapist types it.

Decides        what a line says, and where it says something that cannot be
Does not       judge whether it should be done
Takes          ``mobilisation L4 III 3x30s; bridge 3x10; pain 4; reflex patellar l 1+; slr r 45``
Gives          items in order, and every fault with what may have been meant
Units          seconds, minutes, kg; a measure its own
Sources        none of its own
Reviewed       draft

An exercise of which no dose is said takes the one from which its programme starts; those columns
are named in ``supplied``, so that a page can show that nobody said them.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import Any

from ashi.core.knowledge.needling.tokens import Token, statements
from ashi.core.knowledge.needling.words import word_of
from ashi.core.knowledge.physio.faults import Fault
from ashi.core.knowledge.physio.measured import measured_by, unsaid_of
from ashi.core.knowledge.physio.things import EXERCISE, MEASURE, Thing, writings, written

LONGEST_LINE = 2000
LONGEST_HEAD = 8
LEAST_BEGINNING = 4
LONGEST_PLACE = 80
SUGGESTIONS = 3
MOST = {"sets": 20, "reps": 500, "hold_s": 3600, "minutes": 240, "load_kg": 500}
GRADES = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5}
_NUMBER = r"\d+(?:[.,]\d+)?"
_SETS = re.compile(r"(\d+)[x×](\d+)(s|sec|δ)?", re.IGNORECASE)
_UNIT = re.compile(rf"({_NUMBER})(s|sec|min|kg|δ|λ|κ)", re.IGNORECASE)
_GRADE = re.compile(r"(?:gr|grade|βαθμ)?\.?([1-5]|i{1,3}|iv|v)", re.IGNORECASE)
_LEVEL = re.compile(r"[CTLSctls]\d{1,2}(?:[-/][CTLSctls]?\d{1,2})?")
_UNITS = {
    "s": "hold_s",
    "sec": "hold_s",
    "δ": "hold_s",
    "min": "minutes",
    "λ": "minutes",
    "kg": "load_kg",
    "κ": "load_kg",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing done or measured; ``supplied`` are columns that nobody said."""

    thing: Thing
    place: str = ""
    level: str = ""
    side: str = ""
    grade: int | None = None
    sets: int | None = None
    reps: int | None = None
    hold_s: int | None = None
    minutes: int | None = None
    load_kg: float | None = None
    value: float | None = None
    result: str = ""
    supplied: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DoneLine:
    """What a line says; ``repeats`` where it asks for the last visit's treatments again."""

    items: list[Item] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    repeats: bool = False


def read_done(text: str) -> DoneLine:
    """Read a line of treatments, exercises and measures, parted by semicolons or line ends.

    A statement begins with what was done (any writing, or the beginning of one name), then says in
    any order: side, level, grade, ``3x10``, ``3x30s``, ``10min``, ``8kg``; other words are the
    place. A measure takes one number; a finding a number, a word of its scale, or both. What is
    found on both sides is two items.
    """
    if len(text) > LONGEST_LINE:
        return DoneLine(faults=[Fault("line_too_long", str(len(text)))])
    items: list[Item] = []
    faults: list[Fault] = []
    repeats = False
    for tokens in statements(text):
        if len(tokens) == 1 and _repeats(tokens[0]):
            repeats = True
            continue
        item, wrong = _statement(tokens)
        faults += wrong
        if item is not None and not wrong:
            items += _each_side(item)
    return DoneLine(items, faults, repeats)


def _each_side(item: Item) -> list[Item]:
    """Return what was found on both sides as one item for each."""
    if item.thing.exam is None or item.side != "both":
        return [item]
    return [replace(item, side=side) for side in ("left", "right")]


def _repeats(token: Token) -> bool:
    word = None if token.quoted else word_of(token.text)
    return word is not None and word.group == "repeats"


def _statement(tokens: Sequence[Token]) -> tuple[Item | None, list[Fault]]:
    found = _head(tokens)
    if found is None:
        given = " ".join(token.text for token in tokens)
        return None, [Fault("unknown_treatment", given[:LONGEST_PLACE], _near(given))]
    thing, size = found
    said, faults = _said(thing, tokens[size:])
    if thing.kind == MEASURE and not faults:
        faults += unsaid_of(thing, said)
    said |= _supplied(thing, said)
    return Item(thing=thing, **said), faults


def _head(tokens: Sequence[Token]) -> tuple[Thing, int] | None:
    """Return what a statement begins with, and how many words name it: the longest that do."""
    known = writings()
    for size in range(min(LONGEST_HEAD, len(tokens)), 0, -1):
        text = written(" ".join(token.text for token in tokens[:size]))
        if text in known:
            return known[text], size
        begun = {thing.id: thing for name, thing in known.items() if name.startswith(text)}
        if len(text) >= LEAST_BEGINNING and len(begun) == 1:
            return next(iter(begun.values())), size
    return None


def _near(given: str) -> tuple[str, ...]:
    """Return the names that look like what was typed."""
    close = get_close_matches(written(given), writings(), SUGGESTIONS * 2, 0.5)
    return tuple(dict.fromkeys(writings()[one].name for one in close))[:SUGGESTIONS]


def _said(thing: Thing, tokens: Sequence[Token]) -> tuple[dict[str, Any], list[Fault]]:
    said: dict[str, Any] = {}
    place: list[str] = []
    faults: list[Fault] = []
    for token in tokens:
        one = {"place": token.text} if token.quoted else _one(thing, token.text)
        for name, value in one.items():
            if name == "place":
                place.append(value)
            elif name in said:
                faults.append(Fault("said_twice", token.text))
            elif (fault := _outside(thing, name, value)) is not None:
                faults.append(Fault(fault, token.text))
            else:
                said[name] = value
    words = " ".join(place)
    if len(words) > LONGEST_PLACE:
        faults.append(Fault("place_too_long", words[:LONGEST_PLACE]))
    return said | {"place": words}, faults


def _one(thing: Thing, text: str) -> dict[str, Any]:
    """Return what one word says; what says nothing known is a word of the place."""
    if thing.kind == MEASURE and (measured := measured_by(thing, text)):
        return measured
    word = word_of(text)
    if word is not None and word.group == "sides":
        return {"side": word.code}
    if found := _SETS.fullmatch(text):
        second = "hold_s" if found[3] else "reps"
        return {"sets": int(found[1]), second: int(found[2])}
    if found := _UNIT.fullmatch(text):
        number = float(found[1].replace(",", "."))
        name = _UNITS[found[2].lower()]
        return {name: number if name == "load_kg" else int(number)}
    if _LEVEL.fullmatch(text):
        return {"level": text.upper()}
    if thing.family == "manual" and (found := _GRADE.fullmatch(text)):
        return {"grade": GRADES.get(found[1].lower()) or int(found[1])}
    return {"place": text}


def read_value(thing: Thing, text: str) -> tuple[dict[str, Any], Fault | None]:
    """Read a number, or words of the scale, of a thing that is known; nothing where it is empty.

    Returns
    -------
    dict
        ``value``, ``result``, or neither.
    Fault or None
        Why it cannot be that.
    """
    said: dict[str, Any] = {}
    whole = measured_by(thing, text.strip())
    for part in [whole] if whole else [measured_by(thing, word) for word in text.split()]:
        if not part:
            return {}, Fault("no_value", text[:LONGEST_PLACE])
        for name, value in part.items():
            if (fault := _outside(thing, name, value)) is not None:
                return {}, Fault(fault, text[:LONGEST_PLACE])
            said[name] = value
    return said, None


def _outside(thing: Thing, name: str, value: Any) -> str | None:
    """Return the fault of a number that cannot be."""
    if name == "value" and not thing.least <= value <= thing.most:
        return "value_outside"
    if name == "side" and thing.kind == MEASURE and not thing.sided:
        return "no_such_side"
    if name in ("grade_outside", "no_unit"):
        return name
    if name in MOST and not 0 < value <= MOST[name]:
        return "dose_outside"
    return None


def _supplied(thing: Thing, said: dict[str, Any]) -> dict[str, Any]:
    """Return the first dose of an exercise of which none is said."""
    if thing.kind != EXERCISE or any(name in said for name in MOST):
        return {}
    dose = {name: int(value) for name, value in thing.dose if value > 0}
    return {**dose, "supplied": tuple(dose)}
