"""Answers to a measure, read from what ``json`` made of a file.

Decides        which answers fit a measure, and names everything that does not
Does not       score, open files or word faults
Takes          ``{"items": [2, 3, null]}`` in the form's order, or the parts by name
Gives          answers by part; or faults, all of them, by path
Units          those of the measure
Sources        lengths and values of each form: knowledge/data/instruments
Reviewed       draft
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from ashi.core.kernel.faults import Fault, Said
from ashi.core.kernel.fields import Field
from ashi.core.outcomes.errors import AnswerFaultsError
from ashi.core.outcomes.instruments import Answer, Instrument, Part

Answers = Mapping[str, tuple[Answer, ...]]
FLAT = "items"


def root_of(document: object) -> Field:
    """Return the root of a document, which must be an object.

    Raises
    ------
    AnswerFaultsError
        It is something else.
    """
    if not isinstance(document, dict):
        raise AnswerFaultsError([Fault("document", "not_object", document)])
    return Field(document, "", [])


def read_answers(document: object, instrument: Instrument) -> Answers:
    """Read the answers to ``instrument``, or name everything that is wrong with them.

    Returns
    -------
    Answers
        Every part that was given, in the order of the form; ``None`` is an answer not given.

    Raises
    ------
    AnswerFaultsError
        Any fault at all, by path: a list of the wrong length, a value that the form does not
        offer, days counted twice, a part that is missing.
    """
    root = root_of(document)
    given = _by_part(root, instrument)
    read = {part.id: _read_part(part, fields) for part, fields in given}
    if root.faults:
        raise AnswerFaultsError(root.faults)
    return read


def _by_part(root: Field, instrument: Instrument) -> list[tuple[Part, list[Field]]]:
    """Find each part's answers, by name or as stretches of one list."""
    named = _named(root, instrument)
    flat = root.key(FLAT)
    if named and not flat.given:
        return _complete(root, instrument, named)
    if any(not part.module for part, _ in named):
        flat.note("parts_twice")
        return []
    return _stretches(flat, instrument) + named


def _named(root: Field, instrument: Instrument) -> list[tuple[Part, list[Field]]]:
    named: list[tuple[Part, list[Field]]] = []
    keys = [key for key in root.keys() or [] if key != FLAT]
    for part in instrument.parts:
        found = [key for key in keys if part.is_called(key)]
        for key in found[1:]:
            root.key(key).note("same_part", found[0])
        if found:
            named.append((part, _members(root.key(found[0]), part)))
    return named


def _members(field: Field, part: Part) -> list[Field]:
    """Return the answers in a list; a single answer may stand without one."""
    if 1 in part.lengths and isinstance(field.value, int | float):
        return [field]
    members = field.items()
    if members is None:
        return []
    if len(members) not in part.lengths:
        field.note("wrong_length", _expected(len(members), part.lengths))
        return []
    return members


def _complete(
    root: Field, instrument: Instrument, named: list[tuple[Part, list[Field]]]
) -> list[tuple[Part, list[Field]]]:
    """Miss the parts that a total cannot do without."""
    if instrument.total != "none":
        there = {part.id for part, _ in named}
        for part in instrument.required:
            if part.id not in there:
                root.key(part.id).note("missing")
    return named


def _stretches(flat: Field, instrument: Instrument) -> list[tuple[Part, list[Field]]]:
    """Cut one list into the parts of the form, in its order."""
    forms = _whole_forms(instrument)
    if len(instrument.required) == 1 and isinstance(flat.value, int | float):
        return [(instrument.required[0], _members(flat, instrument.required[0]))]
    members = flat.items()
    if members is None:
        return []
    for parts in forms:
        if len(parts) == 1 and len(members) in parts[0].lengths:
            return [(parts[0], members)]
        if len(members) == _length(parts):
            return _cut(members, parts)
    lengths = {_length(parts) for parts in forms}
    lengths |= {length for parts in forms if len(parts) == 1 for length in parts[0].lengths}
    flat.note("wrong_length", _expected(len(members), sorted(lengths)))
    return []


def _whole_forms(instrument: Instrument) -> list[tuple[Part, ...]]:
    """Return what one list may hold: the form, the form with its modules, or any one module."""
    if not instrument.required:
        return [(part,) for part in instrument.modules]
    return [instrument.required, *([instrument.parts] if instrument.flat_modules else [])]


def _length(parts: Sequence[Part]) -> int:
    return sum(part.lengths[0] for part in parts)


def _cut(members: list[Field], parts: Sequence[Part]) -> list[tuple[Part, list[Field]]]:
    cut: list[tuple[Part, list[Field]]] = []
    start = 0
    for part in parts:
        cut.append((part, members[start : start + part.lengths[0]]))
        start += part.lengths[0]
    return cut


def _expected(length: int, lengths: Sequence[int]) -> Said:
    return Said(f"{length}, not {' or '.join(map(str, lengths))}")


def _read_part(part: Part, fields: Sequence[Field]) -> tuple[Answer, ...]:
    answers = tuple(_read_answer(part, at, field) for at, field in enumerate(fields))
    for first, second in part.same_days:
        if len(answers) >= second:
            days = [answers[at - 1] or 0 for at in (first, second)]
            if sum(days) > part.high:
                fields[second - 1].note("days_twice", part.high)
    return answers


def _read_answer(part: Part, at: int, field: Field) -> Answer:
    """Read one answer: nothing, or a value that the form offers."""
    if field.value is None:
        return None
    if isinstance(field.value, bool) and (part.low, part.high) == (0, 1):
        return int(field.value)
    number = field.number(part.low, part.highs[at] if part.highs else part.high)
    if number is None:
        return None
    value: Fraction | int = int(number)
    if value != number:
        if not part.decimal:
            field.note("not_whole", field.value)
            return None
        value = Fraction(str(number))
    if part.values and value not in part.values:
        field.note("not_offered", Said(", ".join(map(str, part.values))))
        return None
    return value
