"""What is about to be done: the kind of an act, where, how deep, and where a current runs.

Decides        which kinds an act counts as; whether a current crosses chest, cord, head or throat
Does not       know the patient
Takes          spots, depth, angle; what the practitioner says of the current
Gives          three-valued answers where the places or sides of an act were not all said
Units          depth in mm
Sources        data/acts.toml; the paths of rules CI060 to CI063, read for pairs of needles
Reviewed       draft
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from ashi.core.kernel.facts import Fact, any_one
from ashi.core.safety.data_files import read_data
from ashi.core.safety.places import Spot

ANGLES = ("perpendicular", "oblique", "transverse")
PATHS = ("across_chest", "across_cord", "across_throat", "across_head")
MIDLINE_CORD = frozenset({"cervical", "thoracic_spine"})


@dataclass(frozen=True, slots=True)
class Act:
    """One thing to be done. ``across`` holds what was said of the current; ``None``, nothing."""

    kind: str
    spots: tuple[Spot, ...] = ()
    depth_mm: float | None = None
    angle: str | None = None
    across: frozenset[str] | None = None


@cache
def _rows() -> Mapping[str, dict[str, list[str]]]:
    return {row["kind"]: row for row in read_data("acts.toml")["kinds"]}


@cache
def kind_names() -> Mapping[str, str]:
    """Return the kind that each writing means."""
    names = {kind: kind for kind in _rows()}
    for kind, row in _rows().items():
        names.update(dict.fromkeys(row.get("aliases", ()), kind))
    return names


@cache
def counts_as(kind: str) -> frozenset[str]:
    """Return the kinds whose rules hold for ``kind``: itself and all it implies."""
    found = {kind}
    for implied in _rows()[kind].get("implies", ()):
        found |= counts_as(implied)
    return frozenset(found)


def crosses(act: Act, path: str) -> Fact:
    """Return whether the current of an act takes ``path``.

    What the practitioner said counts where the places alone do not decide.
    """
    found = _FOUND_BY[path](act.spots) if act.spots else Fact.UNKNOWN
    if act.across is None or found is Fact.YES:
        return found
    return Fact.YES if path in act.across else Fact.NO


def _sides(spots: list[Spot]) -> set[str | None]:
    return {spot.side for spot in spots}


def _apart(spots: list[Spot]) -> Fact:
    """Return whether spots lie on both sides; a single needle leaves the other unknown."""
    sides = _sides(spots)
    if {"left", "right"} <= sides or (len(spots) == 1 and "both" in sides):
        return Fact.YES
    if len(spots) > 1 and (sides <= {"left", "midline"} or sides <= {"right", "midline"}):
        return Fact.NO
    return Fact.UNKNOWN


def _in(spots: tuple[Spot, ...], *areas: str) -> list[Spot]:
    wanted = frozenset(areas)
    return [
        spot
        for spot in spots
        if not spot.inside.isdisjoint(wanted) or not spot.perhaps.isdisjoint(wanted)
    ]


def _across_chest(spots: tuple[Spot, ...]) -> Fact:
    """Find needles at the front of the chest, on both sides of it, or in both arms."""
    if any("chest" in spot.inside for spot in spots):
        return Fact.YES
    if not _in(spots, "thorax", "upper_limb"):
        return Fact.NO
    return _apart(list(spots))


def _across_cord(spots: tuple[Spot, ...]) -> Fact:
    """Find a needle on the midline over the cord, or needles beside it on both sides."""
    near = _in(spots, "cervical", "thoracic_spine", "upper_back")
    if any(spot.side == "midline" and not MIDLINE_CORD.isdisjoint(spot.inside) for spot in near):
        return Fact.YES
    return _apart(near) if near else Fact.NO


def _across_throat(spots: tuple[Spot, ...]) -> Fact:
    return any_one(
        Fact.YES
        if "anterior_neck" in spot.inside
        else Fact.UNKNOWN
        if "anterior_neck" in spot.perhaps
        else Fact.NO
        for spot in spots
    )


def _across_head(spots: tuple[Spot, ...]) -> Fact:
    """Find the scalp or the head as a whole; on the face, needles from side to side."""
    near = _in(spots, "head")
    if any("scalp" in spot.inside or spot.region == "head" for spot in near):
        return Fact.YES
    return _apart(near) if near else Fact.NO


_FOUND_BY: Mapping[str, Callable[[tuple[Spot, ...]], Fact]] = {
    "across_chest": _across_chest,
    "across_cord": _across_cord,
    "across_throat": _across_throat,
    "across_head": _across_head,
}
