"""What is known of a point: where it lies in words, how deep texts go, what was measured.

Decides        nothing
Does not       say where a point lies on a picture; say how deep a needle may go
Takes          data/points/<channel>.toml, one file when a point of it is first asked for
Gives          details by code
Units          distances and depths in cun, which is a share of the patient's own body
Sources        each point names keys of data/points/sources.toml, and how far they were read
Reviewed       draft, every point

Depths are the ranges that texts print, each under its text. None of them says that a depth
does no harm, and texts differ by four or five times.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from ashi.core.knowledge.packaged import read_toml
from ashi.core.knowledge.points.names import PointCode, all_names, split_code


@dataclass(frozen=True, slots=True)
class Depth:
    """The range of depths that one text prints, in cun."""

    source: str
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Measure:
    """A distance from a landmark or a point: so many cun, which way, of what.

    ``unit`` is ``bone`` for proportional cun, ``finger`` for those of the patient's finger.
    """

    cun: float
    way: str
    of: str
    unit: str


@dataclass(frozen=True, slots=True)
class PointDetails:
    """Everything a text says of one point. ``level`` names a vertebra: its spine's lower edge."""

    code: PointCode
    region: str
    location: str
    level: str | None
    intercostal_space: int | None
    sacral_foramen: int | None
    muscles: tuple[str, ...]
    measures: tuple[Measure, ...]
    angles: tuple[str, ...]
    depths: tuple[Depth, ...]
    vessels: tuple[str, ...]
    sources: tuple[str, ...]
    provenance: Mapping[str, str]
    status: str


def printed_range(details: PointDetails) -> tuple[float, float] | None:
    """Return the least and the greatest depth that any text prints, in cun; ``None`` if none does.

    Not a range to needle within: texts differ, and none of them says what does no harm.
    """
    if not details.depths:
        return None
    return min(one.low for one in details.depths), max(one.high for one in details.depths)


def file_of(channel: str) -> str:
    """Return the name of the file that holds a channel's points."""
    return f"{channel.partition('-')[0]}.toml"


def _details(row: Mapping[str, Any]) -> PointDetails:
    return PointDetails(
        code=PointCode(row["code"]),
        region=row["region"],
        location=row["location"],
        level=row.get("level"),
        intercostal_space=row.get("intercostal_space"),
        sacral_foramen=row.get("sacral_foramen"),
        muscles=tuple(row.get("muscles", ())),
        measures=tuple(
            Measure(one["cun"], one["way"], one["of"], one.get("unit", "bone"))
            for one in row.get("measures", ())
        ),
        angles=tuple(row.get("angles", ())),
        depths=tuple(Depth(**one) for one in row.get("depths", ())),
        vessels=tuple(row.get("vessels", ())),
        sources=tuple(row["sources"]),
        provenance=MappingProxyType(row["provenance"]),
        status=row["status"],
    )


@cache
def _of_file(name: str) -> Mapping[PointCode, PointDetails]:
    rows = map(_details, read_toml("points", name)["points"])
    return MappingProxyType({one.code: one for one in rows})


def details_of(code: PointCode) -> PointDetails:
    """Return what is known of a point; reads its channel's file once."""
    return _of_file(file_of(split_code(code)[0]))[code]


def all_details() -> Iterator[PointDetails]:
    """Give what is known of every point, in the order of their names."""
    return map(details_of, all_names())
