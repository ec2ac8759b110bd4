"""A view of the body as an SVG picture with points and channels named: to look at, to print."""

from collections.abc import Iterator
from html import escape

from ashi.core.knowledge.atlas.positions import Position, channel_lines, positions_on
from ashi.core.knowledge.atlas.shapes import figure_of
from ashi.core.knowledge.atlas.views import view_of
from ashi.core.knowledge.points.channels import all_channels

WIDTH = 900
# Plain greys and one ink: this picture stands by itself, without the stylesheet of the pages.
STYLE = (
    ".skin{fill:#f6f3ee;stroke:#555;stroke-width:.8}"
    ".line,.bone,.guide{fill:none;stroke:#b5aa9c;stroke-width:.6}.guide{stroke-dasharray:1 2}"
    ".channel{fill:none;stroke:#7a8c92;stroke-width:.35}"
    ".pt{fill:#152527}text{font-family:sans-serif;fill:#152527}"
)


def drawn_view(name: str, side: str) -> str:
    """Return a view as SVG; of a view from one side the picture of ``side``."""
    view = view_of(name)
    box = view.box
    shown = " ".join(f"{number:g}" for number in box)
    size = max(box.width, box.height) / 260
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" viewBox="{shown}">',
        f"<title>{escape(name)}</title><style>{STYLE}</style>",
        *_figure(name, side),
        *_channels(name, side),
        *(_point(one, size) for one in positions_on(name, side)),
        "</svg>",
    ]
    return "\n".join(parts)


def _figure(name: str, side: str) -> Iterator[str]:
    """Give the outline and the lines; those of one side are turned for the other."""
    figure = figure_of(name, side)
    if figure.transform:
        yield f'<g transform="{figure.transform}">'
    for shape in figure.shapes:
        yield f'<path class="{shape.kind}" d="{escape(shape.d)}"/>'
    if figure.transform:
        yield "</g>"


def _channels(name: str, side: str) -> Iterator[str]:
    sides = (side, "midline") if view_of(name).one_sided else ("left", "right", "midline")
    for channel in all_channels():
        for one in sides:
            for line in channel_lines(channel, name, one):
                places = " ".join(f"{spot.x:.1f},{spot.y:.1f}" for spot in line)
                yield f'<polyline class="channel" points="{places}"/>'


def _point(one: Position, size: float) -> str:
    """Draw a point and its code beside it."""
    dot = f'<circle class="pt" cx="{one.x:.1f}" cy="{one.y:.1f}" r="{size * 0.6:.2f}"/>'
    return (
        f'{dot}<text x="{one.x + size:.1f}" y="{one.y + size * 0.6:.1f}" '
        f'font-size="{size * 1.8:.1f}">{one.code}</text>'
    )
