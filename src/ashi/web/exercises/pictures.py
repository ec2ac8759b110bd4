"""Pictures of exercises for pages and for paper."""

from html import escape
from typing import NamedTuple

from django.utils.translation import gettext as _

from ashi.core.knowledge.physio.exercises import Exercise
from ashi.core.knowledge.poses.body import Shape
from ashi.core.knowledge.poses.drawing import pictures
from ashi.web.templatetags.frame import in_language

INK, SECOND, SOFT, ACTION = "#152527", "#3f5154", "#829093", "#045460"
FILLS = {
    "skin": "white",
    "shirt": "#e2f2f5",
    "shorts": "#b9c9cc",
    "shoe": "#dedcd6",
    "hair": SOFT,
    "eye": SECOND,
    "thing": "#f2f1ec",
    "thing-top": "white",
    "floor": "#f2f1ec",
    "mat": "#f2f1ec",
    "wall": "#f2f1ec",
    "cloth": "white",
    "stick": "#dedcd6",
    "weight": SOFT,
    "band": ACTION,
    "tip": ACTION,
    "water": "#548a95",
    "water-top": "#548a95",
    "hollow": SOFT,
    "tongue": "#b9c9cc",
    "tooth": "white",
    "nail": "#f2f1ec",
}
STROKES = {
    "edge": (SECOND, 2.4),
    "ear": (SECOND, 0.8),
    "fine": (SECOND, 1.1),
    "halo": ("white", 5),
    "way": (ACTION, 2.2),
}
SEEN_THROUGH = {"water": 0.28}
EDGED = {"tooth": (SECOND, 0.9), "nail": (SECOND, 0.9)}  # filled, with a thin line round


class Shown(NamedTuple):
    """A picture on a page: ``title`` says which it is, ``words`` what it shows, if that is told."""

    title: str
    words: str
    box: str
    shapes: tuple[Shape, ...]


def shown(exercise: Exercise) -> list[Shown]:
    """Return the pictures of an exercise; none where words say it better."""
    drawn = pictures(exercise.id)
    name = in_language(exercise, "name")
    return [
        Shown(
            _told(name, number, len(drawn), in_language(picture, "words")),
            in_language(picture, "words"),
            " ".join(f"{one:g}" for one in picture.box),
            picture.shapes,
        )
        for number, picture in enumerate(drawn, 1)
    ]


def _told(exercise: str, number: int, count: int, words: str) -> str:
    """Return which picture this is, and what it shows where that is told."""
    which = _("%(exercise)s, picture %(number)s of %(count)s") % {
        "exercise": exercise,
        "number": number,
        "count": count,
    }
    return f"{which}: {words}" if words else which


def on_paper(picture: Shown) -> str:
    """Return a picture that needs no stylesheet."""
    paths = "".join(f'<path {_ink(shape.kind)} d="{shape.d}"/>' for shape in picture.shapes)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{escape(picture.box)}"'
        f' stroke-linejoin="round" stroke-linecap="round">{paths}</svg>'
    )


def _ink(kind: str) -> str:
    if kind in STROKES:
        colour, width = STROKES[kind]
        return f'fill="none" stroke="{colour}" stroke-width="{width}"'
    colour, width = EDGED.get(kind, ("none", 0))
    seen = SEEN_THROUGH.get(kind, 1)
    return (
        f'fill="{FILLS[kind]}" fill-opacity="{seen:g}" stroke="{colour}" stroke-width="{width:g}"'
    )
