"""Codes of diagnoses, each under its system.

Decides        which code a few words name, and which are offered first
Does not       translate titles, or map one system to another
Takes          data/codes/codes.csv
Gives          codes in the order of system and code
Sources        data/codes/README.md
Reviewed       draft
"""

from collections.abc import Collection, Mapping
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

from ashi.core.knowledge.evidence_base.conditions import all_conditions
from ashi.core.knowledge.packaged import read_csv

ICD10, ICD11, TM1 = "icd10", "icd11", "tm1"
SYSTEMS = {ICD10: "ICD-10", ICD11: "ICD-11", TM1: "ICD-11 TM1"}
OFFERED = (ICD10, ICD11)


class Code(NamedTuple):
    """A code of a system, and the system's own title for it."""

    system: str
    code: str
    title: str
    conditions: tuple[str, ...]

    @property
    def written(self) -> str:
        """How it is chosen and shown: code, title, system."""
        return f"{self.code} {self.title} ({SYSTEMS[self.system]})"


@cache
def all_codes() -> Mapping[tuple[str, str], Code]:
    """Return every code by its system and its letters."""
    rows = (
        Code(
            row["system"],
            row["code"],
            row["title"],
            tuple(filter(None, row["conditions"].split(";"))),
        )
        for row in read_csv("codes", "codes.csv")
    )
    return MappingProxyType({(one.system, one.code): one for one in rows})


def codes_for(areas: Collection[str]) -> list[Code]:
    """Return the codes that are offered, those of conditions in these areas of the body first."""
    near = {one.id for one in all_conditions() if set(areas) & set(one.areas)}
    offered = (one for one in all_codes().values() if one.system in OFFERED)
    return sorted(offered, key=lambda one: near.isdisjoint(one.conditions))


def pattern_codes() -> list[Code]:
    """Return the disorders and patterns of the tradition, for those who name them."""
    return [one for one in all_codes().values() if one.system == TM1]


def find_code(text: str) -> Code | None:
    """Return the code that is written, wholly or by its letters alone; ``None`` if that is not one.

    Letters that two systems use for different things name neither.
    """
    wanted = " ".join(text.split()).casefold()
    for one in all_codes().values():
        if one.written.casefold() == wanted:
            return one
    alone = [one for one in all_codes().values() if one.code.casefold() == wanted]
    return alone[0] if len(alone) == 1 else None
