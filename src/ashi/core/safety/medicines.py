"""Names of medicines: suggested while somebody writes, and recognised in what they wrote.

Decides        which medicines a free text names, and which facts should be asked because of them
Does not       say what somebody takes; set a fact; know doses, brands or interactions
Takes          data/medicines.toml
Gives          medicines by class; those named in a text, each once, in its order
Sources        WHO International Nonproprietary Names; classes by common use
Reviewed       draft

A name that is recognised suggests a question. Only an answer settles it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from ashi.core.kernel.names import latin
from ashi.core.safety.data_files import read_data
from ashi.core.safety.facts import fact_kinds

LONGEST_NAME = 3  # words of the longest name in the file


@dataclass(frozen=True, slots=True)
class MedicineClass:
    """Medicines of one use; ``suggests`` names facts that are asked or confirmed."""

    id: str
    name: str
    name_el: str
    suggests: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Medicine:
    """One international nonproprietary name, in English and in Greek."""

    name: str
    name_el: str
    kind: MedicineClass


@cache
def all_medicines() -> tuple[Medicine, ...]:
    """Return every medicine, in the order of their names."""
    found = []
    for row in read_data("medicines.toml")["classes"]:
        kind = MedicineClass(row["id"], row["name"], row["name_el"], tuple(row["suggests"]))
        found += [Medicine(name, name_el, kind) for name, name_el in row["medicines"]]
    return tuple(sorted(found, key=lambda one: one.name))


@cache
def _by_writing() -> Mapping[tuple[str, ...], Medicine]:
    """Return medicines by the words of either name, folded and in Latin letters."""
    return MappingProxyType(
        {
            tuple(latin(name).split()): one
            for one in all_medicines()
            for name in (one.name, one.name_el)
        }
    )


def medicines_starting(typed: str) -> tuple[Medicine, ...]:
    """Return the medicines whose name begins as typed, in Greek or Latin letters."""
    start = latin(typed)
    if not start:
        return ()
    return tuple(
        one
        for one in all_medicines()
        if any(latin(name).startswith(start) for name in (one.name, one.name_el))
    )


def medicines_in(text: str) -> tuple[Medicine, ...]:
    """Return the medicines that a text names, each once, in the order of the text."""
    words = latin(text).split()
    known = _by_writing()
    runs = (
        tuple(words[at : at + length])
        for at in range(len(words))
        for length in range(LONGEST_NAME, 0, -1)
    )
    return tuple(dict.fromkeys(known[run] for run in runs if run in known))


def facts_suggested(text: str) -> dict[str, tuple[Medicine, ...]]:
    """Return the facts to ask or confirm because of a text, each with the medicines that say so."""
    found: dict[str, list[Medicine]] = {}
    for one in medicines_in(text):
        for fact in one.kind.suggests:
            found.setdefault(fact, []).append(one)
    order = list(fact_kinds())
    return {fact: tuple(found[fact]) for fact in sorted(found, key=order.index)}
