"""A centre's own FHIR Questionnaire (R4, SDC), read into questions with numbers.

Decides        which files are a form that can be asked and scored, and names every fault
Does not       fetch value sets, run expressions, or show anything
Takes          a Questionnaire as ``json`` made it
Gives          the form: its questions in order, each with the numbers its answers count
Units          those of the form
Sources        FHIR R4 Questionnaire; SDC ``ordinalValue``, its later name ``itemWeight``
Reviewed       draft

A number comes from ``ordinalValue`` on the option, or on the concept of a contained value set;
an integer option is its own number. A form lies in the file, whole: what it would have to fetch
is a fault.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from ashi.core.kernel.faults import Said
from ashi.core.kernel.fields import Field, note_repeated
from ashi.core.outcomes.answers import root_of
from ashi.core.outcomes.conditions import (
    Enabling,
    Given,
    note_circles,
    read_conditions,
    read_enabling,
)
from ashi.core.outcomes.errors import AnswerFaultsError
from ashi.core.outcomes.options import Option, extension, read_options

DEEPEST = 10
MOST_QUESTIONS = 500
STATUSES = ("draft", "active", "retired", "unknown")
CHOICES = ("choice", "open-choice")
NUMBERS = ("integer", "decimal")
OTHERS = ("boolean", "date", "dateTime", "time", "string", "text", "url", "attachment")
OTHERS_REST = ("reference", "quantity")
TYPES = ("group", "display", *CHOICES, *NUMBERS, *OTHERS, *OTHERS_REST)
MIN_VALUE = "http://hl7.org/fhir/StructureDefinition/minValue"
MAX_VALUE = "http://hl7.org/fhir/StructureDefinition/maxValue"
CALCULATED = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression"
YES_NO = (Option("true", None, None, Fraction(1)), Option("false", None, None, Fraction(0)))


@dataclass(frozen=True, slots=True)
class Heading:
    """Words that stand above a question: of the group it opens, or shown before it."""

    text: str
    waits: tuple[Enabling, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """One question: what it is called in the file, its words, and what an answer may count.

    ``waits`` are its own conditions and those of all that it lies in: every one must hold.
    """

    link_id: str
    text: str
    kind: str
    path: str
    required: bool = False
    options: tuple[Option, ...] = ()
    low: Fraction | None = None
    high: Fraction | None = None
    calculated: bool = False
    waits: tuple[Enabling, ...] = ()
    headings: tuple[Heading, ...] = ()

    @property
    def numbers(self) -> frozenset[Fraction]:
        """The numbers its options count."""
        return frozenset(one.number for one in self.options if one.number is not None)


@dataclass(frozen=True, slots=True)
class Form:
    """A Questionnaire that was read: which one, which version, and its questions in order."""

    url: str | None
    version: str | None
    title: str
    status: str
    language: str | None
    questions: tuple[Question, ...]

    @property
    def asked(self) -> tuple[Question, ...]:
        """The questions a person answers with a number."""
        counted = (*CHOICES, *NUMBERS, "boolean")
        return tuple(one for one in self.questions if one.kind in counted and not one.calculated)


def read_form(document: object) -> Form:
    """Read a Questionnaire, or name everything that is wrong with it.

    Raises
    ------
    AnswerFaultsError
        By path: no Questionnaire, a ``linkId`` missing or twice, a type R4 does not have, a
        choice without options, options of which some count and some do not, a value set that
        is not in the file, a condition on a question that is not there or in a circle.
    """
    root = root_of(document)
    _read_kind(root)
    questions = _read_items(root)
    if not root.faults and not questions:
        root.key("item").note("no_question")
    if len(questions) > MOST_QUESTIONS:
        root.key("item").note("too_many", MOST_QUESTIONS)
    if root.faults:
        raise AnswerFaultsError(root.faults)
    return Form(
        url=_optional(root.key("url")),
        version=_optional(root.key("version")),
        title=_optional(root.key("title")) or _optional(root.key("name")) or "",
        status=_optional(root.key("status")) or "",
        language=_optional(root.key("language")),
        questions=tuple(questions),
    )


def _read_kind(root: Field) -> None:
    kind = root.key("resourceType").text()
    if kind is not None and kind != "Questionnaire":
        root.key("resourceType").note("not_questionnaire", kind)
    status = root.key("status").text()
    if status is not None and status not in STATUSES:
        root.key("status").note("not_offered", Said(", ".join(STATUSES)))


def _read_items(root: Field) -> list[Question]:
    """Read every item, and what its name and conditions have to do with the others."""
    questions: list[Question] = []
    link_ids: list[tuple[Field, object]] = []
    conditions: dict[str, list[Field]] = {}
    enabling: dict[str, Enabling] = {}
    parents, above = _parents(root), list[Heading]()
    for field, depth in _walk(root.key("item")):
        if depth > DEEPEST:
            field.note("too_deep", DEEPEST)
        elif field.keys() is not None:
            link_id = field.key("linkId").text()
            link_ids.append((field.key("linkId"), link_id))
            conditions.setdefault(link_id or "", []).extend(read_conditions(field))
            if own := read_enabling(field):
                enabling[link_id or ""] = own
            waits = _waits(link_id or "", enabling, parents)
            question = _read_question(field, root, link_id or "")
            if question is None:
                above += _heading(field, waits)
            else:
                questions.append(replace(question, waits=waits, headings=tuple(above)))
                above.clear()
    note_repeated(link_ids)
    note_circles(conditions, parents)
    return questions


def _waits(
    link_id: str, enabling: Mapping[str, Enabling], parents: Mapping[str, str]
) -> tuple[Enabling, ...]:
    """Return the conditions of an item and of everything it lies in."""
    found, seen = [], set[str]()
    name: str | None = link_id
    while name is not None and name not in seen:
        seen.add(name)
        if name in enabling:
            found.append(enabling[name])
        name = parents.get(name)
    return tuple(found)


def _heading(field: Field, waits: tuple[Enabling, ...]) -> list[Heading]:
    """Return the words of a group or of a displayed text, where it has any."""
    text = field.key("text").value
    return [Heading(text.strip(), waits)] if isinstance(text, str) and text.strip() else []


def asked_now(form: Form, given: Mapping[str, Given]) -> frozenset[str]:
    """Return the ``linkId`` of each question whose conditions hold.

    The answer to a question that is itself not asked counts as none.

    Parameters
    ----------
    given
        Answers by ``linkId``; those of other questions are left out of account.
    """
    by_name = {one.link_id: one for one in form.questions}
    known: dict[str, bool] = {}

    def answer(name: str) -> Given:
        return given.get(name) if name in by_name and is_asked(name) else None

    def is_asked(name: str) -> bool:
        if name not in known:
            known[name] = all(one.holds(answer) for one in by_name[name].waits)
        return known[name]

    return frozenset(name for name in by_name if is_asked(name))


def _optional(field: Field) -> str | None:
    return field.value if isinstance(field.value, str) and field.value.strip() else None


def _walk(field: Field, depth: int = 1) -> list[tuple[Field, int]]:
    """Return every item in the order it is asked, with how deep it lies."""
    found: list[tuple[Field, int]] = []
    waiting = [(one, depth) for one in reversed(field.items() or [])]
    while waiting:
        item, level = waiting.pop()
        found.append((item, level))
        children = item.key("item")
        if children.given and level <= DEEPEST:
            waiting.extend((one, level + 1) for one in reversed(children.items() or []))
    return found


def _parents(root: Field) -> dict[str, str]:
    """Return for each item the one it lies in: hiding that hides it too."""
    silent = Field(root.value, "", [])
    parents: dict[str, str] = {}
    for item, _ in _walk(silent.key("item")):
        inner = item.key("item")
        outer = item.key("linkId").value
        for child in (inner.items() or []) if inner.given else []:
            link_id = child.key("linkId").value
            if isinstance(link_id, str) and isinstance(outer, str):
                parents[link_id] = outer
    return parents


def _read_question(field: Field, root: Field, link_id: str) -> Question | None:
    """Read one item; a group or a displayed text asks nothing."""
    kind = field.key("type").text()
    if kind is not None and kind not in TYPES:
        field.key("type").note("not_offered", Said(", ".join(TYPES)))
    if kind == "group" and not field.key("item").given:
        field.key("item").note("missing")
    if kind == "display" and field.key("item").given:
        field.key("item").note("not_here", "display")
    if kind is None or kind in ("group", "display"):
        return None
    text = field.key("text").text() or ""
    options = read_options(field, root) if kind in CHOICES else ()
    low, high = _bounds(field) if kind in NUMBERS else (None, None)
    return Question(
        link_id=link_id,
        text=text,
        kind=kind,
        path=field.path,
        required=field.key("required").flag(default=False),
        options=YES_NO if kind == "boolean" else options,
        low=low,
        high=high,
        calculated=extension(field, (CALCULATED,)) is not None,
    )


def _bounds(field: Field) -> Sequence[Fraction | None]:
    bounds: list[Fraction | None] = []
    for url in (MIN_VALUE, MAX_VALUE):
        found = extension(field, (url,))
        value = None
        if found is not None:
            whole = found.key("valueInteger")
            value = (whole if whole.given else found.key("valueDecimal")).number()
        bounds.append(None if value is None else Fraction(str(value)))
    low, high = bounds
    if low is not None and high is not None and low > high:
        field.note("turned_round", Said(f"{float(low):g} to {float(high):g}"))
    return bounds
