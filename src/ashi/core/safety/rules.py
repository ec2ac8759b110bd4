"""What a rule says: when it speaks, how loudly, in which words, from which source.

Decides        nothing
Does not       judge (``judging``)
Takes          the tables of data/rules
Gives          rules in the order of the files
Units          weeks of pregnancy
Sources        each rule its own; 02_contraindication_rules.csv and the hazard and pregnancy lists
Reviewed       draft
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from typing import Any

from ashi.core.knowledge.points.groups import all_precautions
from ashi.core.safety.data_files import read_chapters, read_rules
from ashi.core.safety.facts import Bound, fact_kinds
from ashi.core.safety.places import areas_of, downwards, points_over


class Weight(IntEnum):
    """How a finding weighs; the worst is the least."""

    STOP = 0
    CAUTION = 1
    ASK = 2
    NOTE = 3


@dataclass(frozen=True, slots=True)
class Case:
    """Conditions that hold together: facts, a place, a stage of pregnancy, a path of current."""

    any: tuple[str, ...] = ()
    all: tuple[str, ...] = ()
    weeks: Bound | None = None
    areas: frozenset[str] = frozenset()
    points: frozenset[str] = frozenset()
    near: frozenset[str] = frozenset()
    side: str | None = None
    path: str | None = None

    @property
    def placed(self) -> bool:
        """Whether it holds in some places only."""
        return bool(self.areas or self.points)

    @property
    def facts(self) -> tuple[str, ...]:
        """Every fact it reads."""
        return (*self.any, *self.all, *((self.weeks.number,) if self.weeks else ()))


@dataclass(frozen=True, slots=True)
class View:
    """What another source says of the same matter."""

    text: str
    text_el: str
    sources: tuple[str, ...]
    provenance: str


@dataclass(frozen=True, slots=True, eq=False)  # one object a rule: compared by identity
class Rule:
    """One rule; it speaks when one of its cases holds.

    ``unasked`` names a fact of which the rule speaks only while it is unknown. ``fixed`` says that
    no centre may switch it off or make it weaker.
    """

    order: int
    id: str
    factor: str
    name: str
    kinds: frozenset[str]
    scope: str
    weight: Weight
    override: str
    text: str
    text_el: str
    sources: tuple[str, ...]
    provenance: str
    status: str
    cases: tuple[Case, ...]
    unasked: str | None = None
    disagree: tuple[View, ...] = ()
    fixed: bool = False

    def holds_for(self, kinds: frozenset[str]) -> bool:
        """Whether the rule is about an act that counts as ``kinds``."""
        return "all" in self.kinds or not self.kinds.isdisjoint(kinds)

    @property
    def facts(self) -> tuple[str, ...]:
        """Every fact it reads, each once."""
        read = [name for case in self.cases for name in case.facts]
        return tuple(dict.fromkeys([*read, *([self.unasked] if self.unasked else [])]))


CASE_KEYS = ("any", "all", "weeks", "areas", "points", "hazard", "precaution", "side", "path")


def _points(row: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the points a rule names, by themselves or by an entry of the knowledge base."""
    if "hazard" in row:
        return points_over(row["hazard"])
    if "precaution" in row:
        return next(one.points for one in all_precautions() if one.id == row["precaution"])
    return tuple(row.get("points", ()))


def _case(row: Mapping[str, Any]) -> Case:
    points = frozenset(_points(row))
    areas = frozenset(row.get("areas", ()))
    return Case(
        any=tuple(row.get("any", ())),
        all=tuple(row.get("all", ())),
        weeks=Bound("weeks", **row["weeks"]) if "weeks" in row else None,
        areas=areas.union(*(downwards(area) for area in areas)),
        points=points,
        near=areas_of(points),
        side=row.get("side"),
        path=row.get("path"),
    )


def _rule(order: int, row: Mapping[str, Any]) -> Rule:
    cases = row.get("cases") or ([row] if any(key in row for key in CASE_KEYS) else [])
    return Rule(
        order=order,
        id=row["id"],
        factor=row["factor"],
        name=row["name"],
        kinds=frozenset(row["kinds"]),
        scope=row["scope"],
        weight=Weight[row["weight"].upper()],
        override=row["override"],
        text=row["text"],
        text_el=row["text_el"],
        sources=tuple(row["sources"]),
        provenance=row["provenance"],
        status=row["status"],
        cases=tuple(_case(one) for one in cases),
        unasked=row.get("unasked"),
        disagree=tuple(
            View(view["text"], view["text_el"], tuple(view["sources"]), view["provenance"])
            for view in row.get("disagree", ())
        ),
        fixed=row.get("fixed", False),
    )


@cache
def all_rules() -> tuple[Rule, ...]:
    """Return every rule, in order."""
    return tuple(_rule(order, row) for order, row in enumerate(read_rules()))


@cache
def rules_by_id() -> Mapping[str, Rule]:
    """Return every rule by its id."""
    return {rule.id: rule for rule in all_rules()}


@cache
def readers_of(name: str) -> tuple[Rule, ...]:
    """Return the rules that read a fact, by itself or through one that follows from it."""
    kinds = fact_kinds()
    names = {name}
    while True:
        wider = names | {
            kind.name
            for kind in kinds.values()
            if not names.isdisjoint(kind.any_of)
            or any(bound.number in names for bound in kind.follows)
        }
        if wider == names:
            break
        names = wider
    return tuple(rule for rule in all_rules() if not names.isdisjoint(rule.facts))


@cache
def chapters() -> Mapping[str, tuple[Rule, ...]]:
    """Return the rules by what they are about, in the order of the files."""
    rules = rules_by_id()
    return {name: tuple(rules[row] for row in rows) for name, rows in read_chapters().items()}
