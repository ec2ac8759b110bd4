"""How deep, against what was measured and what textbooks print.

Decides        for one needle: which of the depth rules speak
Does not       call a depth good; choose one
Takes          a point, a depth planned, an angle
Gives          findings with the two depths side by side
Units          mm; textbooks count in cun, 22 to 25 mm in an adult: the less is taken over the lung
Sources        knowledge/data/points (measured_depths.toml, depths of points); data/depths.toml
Reviewed       draft
"""

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from ashi.core.knowledge.points.details import details_of
from ashi.core.knowledge.points.groups import measured_at
from ashi.core.knowledge.points.names import PointCode
from ashi.core.safety.acts import Act
from ashi.core.safety.data_files import read_data
from ashi.core.safety.places import Spot

TEXTBOOKS = "textbooks"  # how a row of measured depths says that nobody measured


class Textbook(NamedTuple):
    """The most that textbooks print for a point, in mm: the shallowest and the deepest book."""

    shallowest_mm: float
    deepest_mm: float
    deepest_least_mm: float


class DepthFinding(NamedTuple):
    """Which rule speaks, against which depth; ``asks`` where a depth or an angle is not said."""

    rule: str
    limit_mm: float | None = None
    asks: tuple[str, ...] = ()


@cache
def smallest_measured(point: str) -> float | None:
    """Return the smallest distance measured under a point, in mm; textbooks measure nothing."""
    found = [one.low_mm for one in measured_at(PointCode(point)) if TEXTBOOKS not in one.what]
    return min(found, default=None)


@cache
def textbook_at(point: str) -> Textbook | None:
    """Return the most that textbooks print for a point, where any does."""
    deepest = [one.high for one in details_of(PointCode(point)).depths]
    if not deepest:
        return None
    cun = read_data("depths.toml")["cun"]
    low, high = min(deepest), max(deepest)
    return Textbook(low * cun["least_mm"], high * cun["most_mm"], high * cun["least_mm"])


def _over_lung(spot: Spot) -> bool:
    return "over_lung" in spot.inside


def _measured(act: Act, point: str) -> Iterator[DepthFinding]:
    smallest = smallest_measured(point)
    if smallest is None:
        return
    if act.depth_mm is None:
        yield DepthFinding("DEPTH-MEASURED", smallest, ("depth_mm",))
    elif act.depth_mm >= smallest:
        yield DepthFinding("DEPTH-MEASURED", smallest)


def _printed(depth_mm: float, book: Textbook, *, over_lung: bool) -> Iterator[DepthFinding]:
    if over_lung and depth_mm > book.deepest_least_mm:
        yield DepthFinding("DEPTH-LUNG", book.deepest_least_mm)
    elif over_lung and depth_mm > book.shallowest_mm:
        yield DepthFinding("DEPTH-LUNG-TEXTBOOK", book.shallowest_mm)
    elif depth_mm > book.deepest_mm:
        yield DepthFinding("DEPTH-BEYOND", book.deepest_mm, ("reason",))
    elif depth_mm > book.shallowest_mm:
        yield DepthFinding("DEPTH-TEXTBOOK", book.shallowest_mm)


def _angled(act: Act) -> Iterator[DepthFinding]:
    if act.angle is None:
        yield DepthFinding("ANGLE-LUNG", None, ("angle",))
    elif act.angle == "perpendicular":
        yield DepthFinding("ANGLE-LUNG")


def depth_findings(act: Act) -> Iterator[DepthFinding]:
    """Give what the depth rules say of one needle, or of several with one depth."""
    for spot in act.spots:
        if spot.point is None:
            continue
        yield from _measured(act, spot.point)
        book = textbook_at(spot.point)
        if book is not None and act.depth_mm is not None:
            yield from _printed(act.depth_mm, book, over_lung=_over_lung(spot))
        if _over_lung(spot):
            yield from _angled(act)
