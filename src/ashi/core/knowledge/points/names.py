"""What a point is called, on which channel, and on which sides of the body it lies.

Decides        nothing
Does not       know where a point lies or what is under it
Takes          data/points/names.csv
Gives          one name for each of the 361 points of the channels and the 48 extra points
Units          none
Sources        data/points/README.md
Reviewed       draft
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import NewType

from ashi.core.knowledge.packaged import read_csv

PointCode = NewType("PointCode", str)

SIDES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "bilateral": ("left", "right"),
        "midline": ("midline",),
        "left": ("left",),
        "right": ("right",),
    }
)
_CODE = re.compile(r"(?P<channel>[A-Z]{2}(-[A-Z]{1,2})?)(?P<number>[0-9]+)")


@dataclass(frozen=True, slots=True)
class PointName:
    """The name of a point; ``also`` and ``also_zh`` are further names that people use.

    ``places`` counts the needles that a full set takes, both sides together.
    """

    code: PointCode
    pinyin: str
    tones: str
    zh: str
    simplified: str
    laterality: str
    places: int
    also: tuple[str, ...]
    also_zh: tuple[str, ...]

    @property
    def channel(self) -> str:
        """The channel, or the group of extra points."""
        return split_code(self.code)[0]

    @property
    def number(self) -> int:
        """The number along the channel."""
        return split_code(self.code)[1]

    @property
    def sides(self) -> tuple[str, ...]:
        """The sides on which the point exists."""
        return SIDES[self.laterality]


def split_code(code: str) -> tuple[str, int]:
    """Return channel and number of a code that is written as Ashi writes it."""
    match = _CODE.fullmatch(code)
    if match is None:
        raise ValueError(code)
    return match["channel"], int(match["number"])


def _several(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.split(";") if part)


@cache
def all_names() -> Mapping[PointCode, PointName]:
    """Return every point's name by its code, channel by channel, in their order."""
    rows = (
        PointName(
            code=PointCode(row["code"]),
            pinyin=row["pinyin"],
            tones=row["tones"],
            zh=row["zh"],
            simplified=row["simplified"],
            laterality=row["laterality"],
            places=int(row["places"]),
            also=_several(row["also"]),
            also_zh=_several(row["also_zh"]),
        )
        for row in read_csv("points", "names.csv")
    )
    return MappingProxyType({name.code: name for name in rows})
