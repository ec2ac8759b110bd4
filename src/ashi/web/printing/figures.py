"""Pictures of the body on paper: the pain that was drawn, the needles that were charted.

A printed page knows no stylesheet, so a picture carries its colours itself. They are told apart
without colour, too: pain by pattern and number, a needle that is not out by an open ring.
"""

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from django.utils.translation import gettext as _

from ashi.apps.charting.models import Needling
from ashi.web.atlas.pictures import Picture
from ashi.web.charting.maps import needle_pictures
from ashi.web.printing.document import Figure, Figures
from ashi.web.screening.drawings import DrawingShown, Patch, Sheet

INK, SECOND, SOFT, NEEDLE, PAIN = "#152527", "#3f5154", "#829093", "#7d2ba8", "#9e1614"
SUBSETS = ("latin", "latin-ext", "greek", "greek-ext")
FONT = ", ".join(f"Print Sans {subset}" for subset in SUBSETS)
STROKES = {
    "skin": f'fill="white" stroke="{SECOND}" stroke-width="1.3" stroke-linejoin="round"',
    "line": f'fill="none" stroke="{SOFT}" stroke-linecap="round"',
    "guide": f'fill="none" stroke="{SOFT}" stroke-dasharray="1 4" stroke-linecap="round"',
    "bone": f'fill="#f3f1ed" stroke="{SOFT}"',
}
OUT, IN, WAITS = (
    f'fill="{NEEDLE}" stroke="white" stroke-width="1"',
    f'fill="white" stroke="{NEEDLE}" stroke-width="2.25"',
    f'fill="white" stroke="{SECOND}" stroke-width="1.75" stroke-dasharray="3 2"',
)
DOTS = {"out": OUT, "in": IN, "waits": WAITS}
LINE = f'stroke="{PAIN}" stroke-width="1.6" fill="none"'
PATTERNS = {
    "stabbing": (6, 6, f'<circle cx="3" cy="3" r="1.6" fill="{PAIN}"/>'),
    "burning": (6, 6, f'<path {LINE} d="M0 6L6 0"/>'),
    "tingling": (6, 6, f'<path {LINE} d="M1 1L5 5M5 1L1 5"/>'),
    "numb": (6, 5, f'<path {LINE} d="M0 2.5H6"/>'),
    "tight": (5, 6, f'<path {LINE} d="M2.5 0V6"/>'),
}


def needle_figures(rows: Sequence[Needling]) -> tuple[Figures, ...]:
    """Return the views that show the needles of a record; nothing where no view shows any."""
    pictures = needle_pictures(rows)
    if not pictures:
        return ()
    shown = tuple(
        Figure(_svg(picture, _dots(picture)), picture.title, _places(picture))
        for picture in pictures
    )
    legend = _("Filled: in and out again. Open ring: not out. Broken ring: not in.")
    return (Figures(_("Where the needles were"), shown, legend),)


def pain_figures(drawing: DrawingShown) -> tuple[Figures, ...]:
    """Return the figures that were drawn on, the areas numbered as they are said below."""
    drawn = [sheet for sheet in drawing.sheets if sheet.patches]
    shown = tuple(_pain(sheet, drawing.lines) for sheet in drawn)
    return (Figures(_("Where it hurts, as drawn"), shown),) if shown else ()


def _pain(sheet: Sheet, lines: Sequence[str]) -> Figure:
    said = "; ".join(lines[patch.number - 1] for patch in sheet.patches)
    picture = sheet.picture
    return Figure(_svg(picture, _patches(sheet.patches)), picture.title, said)


def _places(picture: Picture) -> str:
    return "; ".join(mark.title for mark in picture.marks) or picture.title


def _svg(picture: Picture, marks: Iterable[str]) -> str:
    """Return a picture that needs nothing from outside."""
    turned = f' transform="{picture.figure.transform}"' if picture.figure.transform else ""
    shapes = "".join(
        f'<path {STROKES[shape.kind]} d="{shape.d}"/>' for shape in picture.figure.shapes
    )
    sides = "".join(_text(word.text, word.x, word.y, word.anchor, SECOND) for word in picture.sides)
    words = f'<g font-family="{FONT}" font-weight="600" font-size="{picture.letters:g}">'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{picture.box}">{_patterns()}'
        f"<g{turned}>{shapes}</g>{words}{sides}{''.join(marks)}</g></svg>"
    )


def _patterns() -> str:
    return "".join(
        f'<pattern id="{kind}" width="{width}" height="{height}" patternUnits="userSpaceOnUse">'
        f"{drawn}</pattern>"
        for kind, (width, height, drawn) in PATTERNS.items()
    )


def _dots(picture: Picture) -> Iterator[str]:
    for mark in picture.marks:
        at = f'cx="{mark.x:.1f}" cy="{mark.y:.1f}"'
        if mark.free:
            yield (
                f'<circle fill="none" stroke="{NEEDLE}" stroke-width="1.25"'
                f' stroke-dasharray="2 2" {at} r="{picture.ring:g}"/>'
            )
        if mark.state in DOTS:
            yield f'<circle {DOTS[mark.state]} {at} r="{picture.dot:g}"/>'
    for label in picture.labels:
        if label.lead:
            yield f'<path stroke="{SOFT}" stroke-width="1" fill="none" d="{label.lead}"/>'
        yield _text(label.text, label.x, label.y, label.anchor)


def _patches(patches: Iterable[Patch]) -> Iterator[str]:
    for one in patches:
        fill = f"url(#{one.kind})" if one.kind in PATTERNS else PAIN
        yield (
            f'<path fill="{fill}" fill-opacity="{one.opacity}" stroke="{PAIN}"'
            f' stroke-width="1.5" d="{one.d}"/>'
        )
        yield _text(str(one.number), float(one.x), float(one.y), "middle")


def _text(words: str, x: float, y: float, anchor: str, colour: str = INK) -> str:
    """Return words with a light edge, so that no line runs through a letter."""
    at = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"'
    edge = f'fill="white" stroke="white" stroke-width="4" stroke-linejoin="round" {at}'
    said = escape(words)
    return f'<text {edge}>{said}</text><text fill="{colour}" {at}>{said}</text>'
