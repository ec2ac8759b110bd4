"""The figure of a view as paths, ready to be drawn.

Decides        which strokes make the figure, and which are turned for the other side
Does not       choose colours, sizes or marks
Takes          a view, and the side whose picture is wanted
Gives          paths in the order in which they are drawn
Units          those of the view's box
Sources        data/points/figures/<view>.toml
Reviewed       draft
"""

from functools import cache
from typing import NamedTuple

from ashi.core.knowledge.atlas.outlines import smooth_path, whole_outline
from ashi.core.knowledge.atlas.views import view_of

SKIN = "skin"


class Shape(NamedTuple):
    """A path and what it is: ``skin``, ``line``, ``bone`` or ``guide``."""

    kind: str
    d: str


class Figure(NamedTuple):
    """Shapes, and the transformation that turns them where the other side is drawn."""

    shapes: tuple[Shape, ...]
    transform: str


@cache
def figure_of(view_name: str, side: str = "left") -> Figure:
    """Return the figure of a view; ``side`` matters for views from one side alone.

    Raises
    ------
    UnknownViewError
    """
    view = view_of(view_name)
    outline = view.outline
    if view.midline is not None:
        outline = whole_outline(outline, view.midline)
    skin = (Shape(SKIN, smooth_path(knots)) for knots in (outline, *view.more_outlines))
    turned = view.one_sided and side == "right"
    transform = f"translate({2 * view.mirror_line:g} 0) scale(-1 1)" if turned else ""
    return Figure((*skin, *(Shape(line.kind, line.d) for line in view.lines)), transform)
