"""The views of the body: which frames each shows, where, and the figure's outline.

Decides        which half of a picture is the patient's left
Does not       know points
Takes          data/points/figures/<view>.toml and frames.toml
Gives          views with their frames; those of a detail are shown on the body in small
Units          those of each view's box: x to the right, y down
Sources        figures drawn for Ashi; placed by eye after proportional cun
Reviewed       draft: a practitioner must look at every view

Views that show the body from in front or behind are drawn as the half to the right of the
midline; the other half is its mirror. Views from one side are drawn for the patient's left.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, NamedTuple

from ashi.core.knowledge.atlas.frames import Frame, Patch, Spot, Station
from ashi.core.knowledge.errors import UnknownViewError
from ashi.core.knowledge.packaged import read_toml

VIEWS = (
    "front", "back", "side", "low_back", "head_front", "head_side", "head_back", "head_top",
    "palm", "hand_back", "foot_top", "foot_inner", "foot_outer", "sole",
)  # fmt: skip


class Box(NamedTuple):
    """The part of the plane that a view shows."""

    x: float
    y: float
    width: float
    height: float


class Line(NamedTuple):
    """A line drawn on the figure: ``line``, ``bone`` or ``guide``, and its SVG path."""

    kind: str
    d: str


class Inset(NamedTuple):
    """A detail shown in small on another view: x' = ax + cy + e, y' = bx + dy + f."""

    view: str
    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    def spot(self, one: Spot) -> Spot:
        """Return where a spot of the detail lies on the other view."""
        return Spot(
            self.a * one.x + self.c * one.y + self.e, self.b * one.x + self.d * one.y + self.f
        )


@dataclass(frozen=True, slots=True)
class View:
    """One picture. ``midline`` is ``None`` for a view from one side."""

    id: str
    box: Box
    midline: float | None
    right_half: str
    outline: tuple[Spot, ...]
    more_outlines: tuple[tuple[Spot, ...], ...]
    lines: tuple[Line, ...]
    patches: Mapping[str, Patch]
    insets: tuple[Inset, ...]

    @property
    def one_sided(self) -> bool:
        """Whether the picture shows one side of the body alone."""
        return self.midline is None

    @property
    def mirror_line(self) -> float:
        """The upright line in which the other side is the mirror of this."""
        return self.box.x + self.box.width / 2 if self.midline is None else self.midline

    def spot(self, frame: str, along: float, across: float) -> Spot | None:
        """Return where a place of a frame lies on this view, itself or by way of a detail."""
        if frame in self.patches:
            return self.patches[frame].spot(along, across)
        for inset in self.insets:
            detail = view_of(inset.view).patches.get(frame)
            found = detail.spot(along, across) if detail else None
            if found:
                return inset.spot(found)
        return None


@cache
def all_frames() -> Mapping[str, Frame]:
    """Return every frame by its name."""
    rows = read_toml("points", "figures", "frames.toml")["frames"]
    return MappingProxyType(
        {
            row["id"]: Frame(
                row["id"], row["along"], row["across"], MappingProxyType(row["landmarks"])
            )
            for row in rows
        }
    )


@cache
def view_of(name: str) -> View:
    """Return a view.

    Raises
    ------
    UnknownViewError
        There is no such view; ``views`` holds those there are.
    """
    if name not in VIEWS:
        raise UnknownViewError(name, VIEWS)
    return _view(read_toml("points", "figures", f"{name}.toml"))


def _view(row: Mapping[str, Any]) -> View:
    left_is = row.get("patients_left", "right")
    return View(
        id=row["view"],
        box=Box(*row["box"]),
        midline=row.get("midline"),
        right_half="left" if left_is == "right" else "right",
        outline=_spots(row["outline"]),
        more_outlines=tuple(_spots(one) for one in row.get("more_outlines", ())),
        lines=tuple(Line(**one) for one in row.get("lines", ())),
        patches=MappingProxyType(
            {
                one["id"]: Patch(one["id"], tuple(Station(*each) for each in one["stations"]))
                for one in row["frames"]
            }
        ),
        insets=tuple(Inset(one["view"], *one["matrix"]) for one in row.get("insets", ())),
    )


def _spots(knots: list[list[float]]) -> tuple[Spot, ...]:
    return tuple(Spot(*one) for one in knots)
