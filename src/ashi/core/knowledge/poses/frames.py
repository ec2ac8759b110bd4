"""Pictures and their frames.

Decides        how much room is left round what is drawn
Does not       know what is drawn
Takes          circles
Gives          a box
Units          those of the picture, y down
Sources        none
Reviewed       no clinical content
"""

from collections.abc import Sequence
from dataclasses import dataclass

from ashi.core.knowledge.poses.body import Shape
from ashi.core.knowledge.poses.outlines import Circle

PAD = 7.0
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Drawn:
    """One picture: ``box`` is left, top, width, height; ``words`` say what a close-up shows."""

    box: Box
    shapes: tuple[Shape, ...]
    words: str = ""
    words_el: str = ""


def frame_of(circles: Sequence[Circle]) -> Box:
    """Return the frame that holds every circle, with room round it."""
    left = min(one.x - one.radius for one in circles) - PAD
    right = max(one.x + one.radius for one in circles) + PAD
    top = min(one.y - one.radius for one in circles) - PAD
    bottom = max(one.y + one.radius for one in circles) + PAD
    return round(left, 1), round(top, 1), round(right - left, 1), round(bottom - top, 1)
