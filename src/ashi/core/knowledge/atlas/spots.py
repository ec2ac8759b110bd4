"""Places that somebody put on a picture: where they are in words, and on another picture.

Decides        which vertebra or region a drawn place is told by
Does not       name a point for it: the nearest are only offered
Takes          a view and a spot on it
Gives          level or region, side; the same place on another view
Units          those of the view's box
Sources        data/points/figures
Reviewed       draft
"""

from typing import NamedTuple

from ashi.core.knowledge.atlas.frames import Spot
from ashi.core.knowledge.atlas.positions import nearest
from ashi.core.knowledge.atlas.views import all_frames, view_of
from ashi.core.knowledge.points.details import details_of

SPINE = "spine"
BESIDE_SPINE = 4.5  # cun from the midline within which a place is told by its vertebra
PARASPINAL = 1.5  # cun: where a place lies of which only the vertebra was said
MIDLINE = 0.25


class Told(NamedTuple):
    """A drawn place in words: ``level`` is a vertebra, else ``region`` an id; ``side``."""

    level: str | None
    region: str
    side: str


def side_of(view_name: str, x: float, figure: str = "left") -> str:
    """Return on which side of the patient a place lies; from one side, the side pictured."""
    view = view_of(view_name)
    if view.midline is None:
        return figure
    patch = view.patches.get(SPINE)
    close = patch.stations[0].across_x * MIDLINE if patch else view.box.width * MIDLINE / 30
    if abs(x - view.midline) <= close:
        return "midline"
    if x > view.midline:
        return view.right_half
    return "left" if view.right_half == "right" else "right"


def told(view_name: str, spot: Spot, figure: str = "left") -> Told:
    """Return a drawn place in words: beside the spine by vertebra, else by region."""
    side = side_of(view_name, spot.x, figure)
    close = nearest(view_name, *spot, figure)
    region = details_of(close[0].code).region if close else ""
    return Told(_level(view_name, spot), region, side)


def _level(view_name: str, spot: Spot) -> str | None:
    patch = view_of(view_name).patches.get(SPINE)
    place = patch.place(spot) if patch else None
    if place is None or abs(place[1]) > BESIDE_SPINE:
        return None
    names = {count: name for name, count in all_frames()[SPINE].landmarks.items()}
    name = names.get(round(place[0]), "")
    return name if name[:1] in set("CTLS") and name[1:].isdigit() else None


def level_spot(view_name: str, level: str, side: str, beside: float = PARASPINAL) -> Spot | None:
    """Return where a place lies of which only vertebra and side were said; ``beside`` in cun."""
    view = view_of(view_name)
    along = all_frames()[SPINE].landmarks.get(level)
    if along is None or SPINE not in view.patches:
        return None
    across = {view.right_half: beside, "midline": 0.0}.get(side, -beside)
    return view.spot(SPINE, along, across)


def moved(view_name: str, spot: Spot, other_name: str) -> Spot | None:
    """Return the same place on another view; ``None`` where nothing says where it lies there."""
    if view_name == other_name:
        return spot
    other = view_of(other_name).patches
    for name, patch in view_of(view_name).patches.items():
        place = patch.place(spot) if name in other else None
        found = other[name].spot(*place) if place else None
        if found:
            return found
    return None
