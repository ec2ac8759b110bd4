"""The options of one question of a FHIR Questionnaire, and the numbers they count.

Decides        which number an option counts
Does not       fetch a value set
Takes          an item of type choice, and the resource it lies in
Gives          options in order
Units          those of the form
Sources        FHIR R4 ``answerOption`` and ``answerValueSet``; SDC ``ordinalValue``
Reviewed       draft
"""

from dataclasses import dataclass
from fractions import Fraction

from ashi.core.kernel.fields import Field

NUMBER_OF = (
    "http://hl7.org/fhir/StructureDefinition/ordinalValue",
    "http://hl7.org/fhir/StructureDefinition/itemWeight",
    "http://hl7.org/fhir/StructureDefinition/questionnaire-ordinalValue",
    "http://hl7.org/fhir/StructureDefinition/codesystem-ordinalValue",
    "http://hl7.org/fhir/StructureDefinition/valueset-ordinalValue",
)


@dataclass(frozen=True, slots=True)
class Option:
    """One answer on offer; ``number`` is what it counts, ``None`` where the file says nothing."""

    code: str
    system: str | None
    text: str | None
    number: Fraction | None


def extension(field: Field, urls: tuple[str, ...]) -> Field | None:
    """Return the first extension of one of these kinds."""
    found = field.key("extension")
    for one in (found.items() or []) if found.given else []:
        if one.key("url").value in urls:
            return one
    return None


def read_options(field: Field, root: Field) -> tuple[Option, ...]:
    """Read what a question offers, from its own options or from a value set in the file."""
    own, elsewhere = field.key("answerOption"), field.key("answerValueSet")
    if own.given and elsewhere.given:
        elsewhere.note("options_twice")
        return ()
    if not own.given and not elsewhere.given:
        own.note("missing")
        return ()
    if elsewhere.given:
        return _whole(elsewhere, _from_value_set(elsewhere, root))
    members = own.items() or []
    if own.value == []:
        own.note("empty")
    return _whole(own, [option for one in members if (option := _own_option(one))])


def _whole(field: Field, options: list[Option]) -> tuple[Option, ...]:
    """Refuse a mixture of options that count and options that do not, and one option twice."""
    counted = [one.number is not None for one in options]
    if any(counted) and not all(counted):
        field.note("some_count")
    codes = [(one.system, one.code) for one in options]
    for code in dict.fromkeys(code for code in codes if codes.count(code) > 1):
        field.note("option_twice", code[1])
    return tuple(options)


def _own_option(field: Field) -> Option | None:
    if field.keys() is None:
        return None
    whole = field.key("valueInteger")
    if whole.given:
        number = whole.number()
        shown = f"{number}" if number is not None else ""
        said = _number(field)
        return Option(shown, None, None, _fraction(number) if said is None else said)
    text = field.key("valueString")
    if text.given:
        return Option(text.text() or "", None, None, _number(field))
    coding = field.key("valueCoding")
    if not coding.given:
        coding.note("missing")
        return None
    number_here = _number(field)
    return _coded(coding, number_here if number_here is not None else _number(coding))


def _coded(coding: Field, number: Fraction | None) -> Option | None:
    if coding.keys() is None:
        return None
    code = coding.key("code").text()
    system, shown = coding.key("system").value, coding.key("display").value
    return Option(
        code or "",
        system if isinstance(system, str) else None,
        shown if isinstance(shown, str) else None,
        number,
    )


def _number(field: Field) -> Fraction | None:
    found = extension(field, NUMBER_OF)
    return None if found is None else _fraction(found.key("valueDecimal").number())


def _fraction(number: float | None) -> Fraction | None:
    return None if number is None else Fraction(str(number))


def _from_value_set(field: Field, root: Field) -> list[Option]:
    """Read the concepts of a value set that lies in the file."""
    name = field.text()
    if name is None:
        return []
    contained = root.key("contained")
    members = (contained.items() or []) if contained.given else []
    found = next((one for one in members if name == f"#{one.key('id').value}"), None)
    if found is None:
        field.note("not_in_file", name)
        return []
    options = [option for one in _concepts(found) if (option := _coded(one, _number(one)))]
    if not options:
        field.note("empty")
    return options


def _concepts(value_set: Field) -> list[Field]:
    """Return what was expanded, or else what is listed."""
    expansion = value_set.key("expansion")
    if expansion.given:
        return expansion.key("contains").items() or []
    concepts: list[Field] = []
    for include in value_set.key("compose").key("include").items() or []:
        listed = include.key("concept")
        concepts.extend(listed.items() or [])
    return concepts
