"""A case of safety, read from what ``json`` made of a file.

Decides        which documents are a case, and names everything that is wrong with one
Does not       open files or word faults
Takes          a document: nested dicts, lists, texts, numbers
Gives          a patient and acts; or faults, all of them
Units          those of each number; depth in mm
Sources        docs/reference/safety.md
"""

from typing import NamedTuple

from ashi.core.kernel.facts import Fact
from ashi.core.kernel.faults import Fault, NotKnown
from ashi.core.kernel.fields import Field
from ashi.core.safety.acts import Act
from ashi.core.safety.errors import CheckFaultsError
from ashi.core.safety.facts import FactKind, find_fact, near_facts
from ashi.core.safety.patients import Patient
from ashi.core.safety.places import Spot, spot_in_region
from ashi.core.safety.reading_acts import read_acts
from ashi.core.safety.reading_words import read_regions, read_side

WRITINGS = {
    "yes": Fact.YES,
    "no": Fact.NO,
    "unknown": Fact.UNKNOWN,
    "not asked": Fact.UNKNOWN,
    "not_asked": Fact.UNKNOWN,
}


class Case(NamedTuple):
    """A patient, and what is about to be done."""

    patient: Patient
    acts: tuple[Act, ...]


def read_answer(field: Field) -> Fact:
    """Read yes, no or unknown; ``true``, ``false`` and ``null`` mean the same."""
    if isinstance(field.value, bool):
        return Fact.YES if field.value else Fact.NO
    if field.value is None:
        return Fact.UNKNOWN
    answer = WRITINGS.get(field.value.strip().casefold()) if isinstance(field.value, str) else None
    if answer is None:
        field.note("not_answer", field.value)
        return Fact.UNKNOWN
    return answer


def _read_site(field: Field) -> tuple[Spot, ...]:
    """Read where a condition lies: one region or several, and a side."""
    side = read_side(field.key("side"))
    return tuple(spot_in_region(area, side) for area in read_regions(field.key("region")))


class _Record:
    """What has been read of a patient so far."""

    def __init__(self) -> None:
        self.facts: dict[str, Fact] = {}
        self.numbers: dict[str, float] = {}
        self.sites: dict[str, tuple[Spot, ...]] = {}
        self.met: set[str] = set()

    def number(self, field: Field, kind: FactKind) -> None:
        """Read a number; ``null`` and "unknown" are none."""
        if field.value is None or field.value == "unknown":
            return
        value = field.number(kind.least, kind.most)
        if value is not None:
            self.numbers[kind.name] = value

    def fact(self, field: Field, kind: FactKind, *, opposite: bool) -> None:
        """Read an answer, or an object with an answer and where it holds."""
        where = isinstance(field.value, dict)
        if where and kind.located is None:
            field.note("not_answer", field.value)
            return
        if where:
            for name in field.keys() or []:
                if name not in ("value", "region", "side"):
                    field.key(name).note("unknown_field", NotKnown(name, ("value", "region")))
        own = field.key("value") if where else field
        if not own.given:
            own.note("missing")
            return
        answer = read_answer(own)
        self.facts[kind.name] = answer.opposite if opposite else answer
        site = _read_site(field) if where else ()
        if site:
            self.sites[kind.name] = site


def read_patient(field: Field) -> Patient:
    """Read the facts of a patient, by their names or any other writing of them."""
    record = _Record()
    for name in field.keys() or []:
        meant = find_fact(name)
        one = field.key(name)
        if meant is None:
            one.note("unknown_fact", NotKnown(name, near_facts(name)))
            continue
        if meant.kind.name in record.met:
            one.note("same_fact", meant.kind.name)
            continue
        record.met.add(meant.kind.name)
        if meant.kind.number:
            record.number(one, meant.kind)
        else:
            record.fact(one, meant.kind, opposite=meant.opposite)
    return Patient(record.facts, record.numbers, record.sites)


def read_case(document: object) -> Case:
    """Read a document, or name everything that is wrong with it.

    Raises
    ------
    CheckFaultsError
        Any fault at all; ``faults`` holds them in the order of the file's parts, each once.
    """
    root = Field(document, "", [])
    if not isinstance(document, dict):
        raise CheckFaultsError([Fault("document", "not_object", document)])
    patient = read_patient(root.key("patient"))
    acts = read_acts(root.key("acts"))
    if root.faults:
        raise CheckFaultsError(root.faults)
    return Case(patient, acts)
