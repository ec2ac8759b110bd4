"""Frames: patches of the body in whose own measures a point is placed.

Decides        where between the landmarks of a frame a place lies
Does not       know points or pictures
Takes          stations: where landmarks lie on a picture, and how far one step across reaches
Gives          coordinates on that picture
Units          along: what the frame counts in (cun, vertebrae, joints); across: cun, or half of
               the limb's width. Coordinates in the units of the view's box
Sources        proportional cun, data/points/figures/frames.toml
Reviewed       draft

The measures are proportional: a cun is a share of this body part and not a length. So a place is
found by the share of the way from one landmark to the next, on any figure.
"""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple


class Spot(NamedTuple):
    """A place on a picture."""

    x: float
    y: float


class Station(NamedTuple):
    """A landmark line of a frame: its middle, and the step that one unit across makes."""

    along: float
    x: float
    y: float
    across_x: float
    across_y: float


@dataclass(frozen=True, slots=True)
class Frame:
    """A patch of the body: what it counts in, and where its landmarks stand in that count."""

    id: str
    along: str
    across: str
    landmarks: Mapping[str, float]

    def count(self, at: str) -> float:
        """Return how far along a landmark's name, or a number as text, stands."""
        return self.landmarks[at] if at in self.landmarks else float(at)


@dataclass(frozen=True, slots=True)
class Patch:
    """A frame on one picture: its stations in order along the frame."""

    frame: str
    stations: tuple[Station, ...]

    def spot(self, along: float, across: float) -> Spot | None:
        """Return where a place lies; ``None`` where the picture does not show it.

        Between two stations everything runs in proportion. Nothing is placed beyond the last.
        """
        first, last = self.stations[0].along, self.stations[-1].along
        if not first <= along <= last:
            return None
        after = min(
            bisect_right([one.along for one in self.stations], along), len(self.stations) - 1
        )
        low, high = self.stations[after - 1], self.stations[after]
        share = (along - low.along) / (high.along - low.along)
        middle_x, middle_y, step_x, step_y = (
            before + share * (behind - before)
            for before, behind in zip(low[1:], high[1:], strict=True)
        )
        return Spot(middle_x + across * step_x, middle_y + across * step_y)

    def place(self, spot: Spot) -> tuple[float, float] | None:
        """Return along and across of a spot; ``None`` beyond the stations, or on a patch askew.

        Only a patch whose steps across are level can be read back without a search.
        """
        if any(station.across_y for station in self.stations):
            return None
        for low, high in pairwise(self.stations):
            top, bottom = sorted((low.y, high.y))
            if top <= spot.y <= bottom and top < bottom:
                share = (spot.y - low.y) / (high.y - low.y)
                middle = low.x + share * (high.x - low.x)
                step = low.across_x + share * (high.across_x - low.across_x)
                along = low.along + share * (high.along - low.along)
                return along, (spot.x - middle) / step
        return None
