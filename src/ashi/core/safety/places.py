"""Where on the body: areas that lie within others, and spots in them.

Decides        whether a spot lies in a scope: surely, perhaps, or surely not
Does not       know coordinates
Takes          areas and points by name, a side where there is one
Gives          three-valued answers; a coarse region lies perhaps in each part of it
Sources        data/areas.toml: WHO body regions of the points; further areas from the hazard and
               pregnancy lists and general anatomy
Reviewed       draft
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from ashi.core.kernel.facts import Fact
from ashi.core.knowledge.points.groups import all_hazards
from ashi.core.knowledge.points.names import PointCode, all_names
from ashi.core.safety.data_files import read_data

LIMBS = frozenset({"upper_limb", "lower_limb"})
SIDES = ("left", "right", "both", "midline")
NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Spot:
    """One place of an act or of a condition.

    ``inside`` holds every area it lies in for sure; ``perhaps`` those it may reach, because
    it was named only coarsely.
    """

    point: str | None
    region: str | None
    side: str | None
    inside: frozenset[str]
    perhaps: frozenset[str]

    def in_any(self, areas: frozenset[str], points: frozenset[str], near: frozenset[str]) -> Fact:
        """Return whether it lies in one of ``areas`` or is one of ``points``.

        ``near`` holds the areas in which those points lie.
        """
        if self.point in points or not self.inside.isdisjoint(areas):
            return Fact.YES
        if not self.perhaps.isdisjoint(areas):
            return Fact.UNKNOWN
        if self.point is None and self.region in near:
            return Fact.UNKNOWN
        return Fact.NO

    def on_side(self, side: str) -> Fact:
        """Return whether it lies on ``side``."""
        if self.side is None:
            return Fact.UNKNOWN
        return Fact.YES if self.side in (side, "both") else Fact.NO

    def meets(self, site: "Spot") -> Fact:
        """Return whether it lies in the region of a condition: surely not, perhaps, or surely."""
        if {self.side, site.side} == {"left", "right"}:
            return Fact.NO
        if site.region in self.inside:
            unsaid = self.side is None and site.side in ("left", "right")
            return Fact.UNKNOWN if unsaid else Fact.YES
        return Fact.UNKNOWN if site.region in self.perhaps else Fact.NO


@cache
def _rows() -> dict[str, dict[str, list[str]]]:
    return {row["area"]: row for row in read_data("areas.toml")["areas"]}


@cache
def upwards(area: str) -> frozenset[str]:
    """Return the area and every area it lies within."""
    found = {area}
    for outer in _rows()[area].get("within", ()):
        found |= upwards(outer)
    return frozenset(found)


@cache
def downwards(area: str) -> frozenset[str]:
    """Return every area within, itself not included."""
    return frozenset(one for one in _rows() if area in upwards(one)) - {area}


def _points_in(row: dict[str, list[str]]) -> Iterable[str]:
    """Return the points of an area: those named, and those over a hazard."""
    over = [points_over(hazard) for hazard in row.get("hazards", ())]
    return {*row.get("points", ()), *(point for points in over for point in points)}


@cache
def _areas_by_point() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for area, row in _rows().items():
        for point in _points_in(row):
            found.setdefault(point, set()).update(upwards(area))
    return {point: frozenset(areas) for point, areas in found.items()}


def areas_of(points: Iterable[str]) -> frozenset[str]:
    """Return every area in which one of ``points`` lies."""
    return frozenset().union(*(_areas_by_point()[point] for point in points))


@cache
def points_over(hazard: str) -> tuple[str, ...]:
    """Return the points under which a hazard of the knowledge base lies."""
    return next(one.points for one in all_hazards() if one.id == hazard)


@cache
def point_codes() -> frozenset[str]:
    """Return the points whose areas are known: the 361 and the 48 extra ones."""
    return frozenset(_areas_by_point())


@cache
def region_names() -> dict[str, str]:
    """Return the area that each writing of a region means."""
    names = {area: area for area in _rows()}
    for area, row in _rows().items():
        names.update(dict.fromkeys(row.get("aliases", ()), area))
    return names


def sides_of(point: str) -> tuple[str, ...]:
    """Return the sides on which a point exists; ``both`` where it has left and right."""
    sides = all_names()[PointCode(point)].sides
    return (*sides, "both") if len(sides) > 1 else sides


@cache
def spot_at_point(point: str, side: str | None) -> Spot:
    """Return the spot of a point; one that has a single side lies there."""
    sides = sides_of(point)
    return Spot(
        point, None, sides[0] if len(sides) == 1 else side, _areas_by_point()[point], NOTHING
    )


@cache
def spot_in_region(region: str, side: str | None) -> Spot:
    """Return the spot of an area.

    A place that no point names counts as lying in every area that is ``free_in`` its region.
    """
    inside = upwards(region)
    free = {area for area, row in _rows().items() if not inside.isdisjoint(row.get("free_in", ()))}
    return Spot(None, region, side, inside | free, downwards(region) - free)


def whole_limb(spot: Spot) -> Spot:
    """Return the limb in which a spot lies; elsewhere the spot itself."""
    limb = min(spot.inside & LIMBS, default=None)
    return spot if limb is None else spot_in_region(limb, spot.side)
