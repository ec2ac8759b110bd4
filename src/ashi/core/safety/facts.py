"""The facts about a patient that rules read, and how some follow from others.

Decides        which writing means which fact; whether a number meets a bound
Does not       hold what is known of a patient (``patients``)
Gives          kinds of fact, read once
Units          those of each number
Sources        data/facts.toml, data/red_flags.toml
Reviewed       draft
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from typing import Any

from ashi.core.kernel.facts import Fact, fact_of
from ashi.core.safety.data_files import read_data

SUGGESTIONS = 3
LIKENESS = 0.5
LONGEST = 80


@dataclass(frozen=True, slots=True)
class Bound:
    """Values of a number: ``least`` and ``most`` are included, ``above`` and ``below`` not."""

    number: str
    least: float | None = None
    above: float | None = None
    below: float | None = None
    most: float | None = None

    def met_by(self, value: float | None) -> Fact:
        """Return whether ``value`` lies within; of an unknown number, unknown."""
        if value is None:
            return Fact.UNKNOWN
        return fact_of(
            (self.least is None or value >= self.least)
            and (self.above is None or value > self.above)
            and (self.below is None or value < self.below)
            and (self.most is None or value <= self.most)
        )


@dataclass(frozen=True, slots=True)
class FactKind:
    """What can be known of a patient.

    ``any_of`` names facts of which one is enough for this to hold, ``follows`` numbers that
    decide it. Where it ``settles``, an answer of its own outranks what follows from others;
    ``asked_apart`` says that those others are asked, and never the whole.
    ``located`` says that it holds at a place: an ``area`` or a whole ``limb``.
    """

    name: str
    question: str
    question_el: str
    validity: str
    number: bool = False
    located: str | None = None
    any_of: tuple[str, ...] = ()
    follows: tuple[Bound, ...] = ()
    settles: bool = False
    asked_apart: bool = False
    aliases: tuple[str, ...] = ()
    opposites: tuple[str, ...] = ()
    unit: str | None = None
    least: float | None = None
    most: float | None = None
    red_flag: str | None = None

    @property
    def stands_for_several(self) -> bool:
        """Whether it is a question for several facts at once, and nothing beside them."""
        return bool(self.any_of) and not self.settles


@dataclass(frozen=True, slots=True)
class Meant:
    """What a writing means: a fact, or its opposite."""

    kind: FactKind
    opposite: bool = False


def single(name: str) -> tuple[str, ...]:
    """Return the facts of which one that stands for several is made; of any other, itself."""
    kind = fact_kinds()[name]
    if not kind.stands_for_several:
        return (name,)
    return tuple(dict.fromkeys(one for part in kind.any_of for one in single(part)))


def plain(name: str) -> str:
    """Return ``name`` as it is compared: small letters, blanks and hyphens as underscores."""
    return name.strip().casefold().replace("-", "_").replace(" ", "_")


def _kind(row: Mapping[str, Any]) -> FactKind:
    return FactKind(
        name=row["name"],
        question=row["question"],
        question_el=row["question_el"],
        validity=row["validity"],
        number=row.get("type") == "number",
        located=row.get("located"),
        any_of=tuple(row.get("any_of", ())),
        follows=tuple(Bound(**bound) for bound in row.get("follows", ())),
        settles=row.get("settles", False),
        asked_apart=row.get("asked_apart", False),
        aliases=tuple(row.get("aliases", ())),
        opposites=tuple(row.get("opposites", ())),
        unit=row.get("unit"),
        least=row.get("least"),
        most=row.get("most"),
    )


@cache
def fact_kinds() -> Mapping[str, FactKind]:
    """Return every kind by its name: facts, numbers, then the answers to red flags."""
    kinds = [_kind(row) for row in read_data("facts.toml")["facts"]]
    flags = [
        FactKind(row["code"], row["question"], row["question_el"], "on_change", red_flag=row["id"])
        for row in read_data("red_flags.toml")["flags"]
    ]
    return {kind.name: kind for kind in (*kinds, *flags)}


@cache
def _writings() -> Mapping[str, Meant]:
    found: dict[str, Meant] = {}
    for kind in fact_kinds().values():
        for writing in (kind.name, *kind.aliases):
            found[writing] = Meant(kind)
        for writing in kind.opposites:
            found[writing] = Meant(kind, opposite=True)
    return found


def find_fact(name: str) -> Meant | None:
    """Return what a writing means, or nothing."""
    return _writings().get(plain(name))


def near_words(name: str, words: Iterable[str], most: int = SUGGESTIONS) -> tuple[str, ...]:
    """Return the words that look like ``name``, likest first; none for what is too long for one."""
    if len(name) > LONGEST:
        return ()
    return tuple(get_close_matches(plain(name), words, most, LIKENESS))


def near_facts(name: str) -> tuple[str, ...]:
    """Return up to three facts whose writings look like ``name``."""
    close = near_words(name, _writings(), SUGGESTIONS * 2)
    found = dict.fromkeys(_writings()[one].kind.name for one in close)
    return tuple(found)[:SUGGESTIONS]
