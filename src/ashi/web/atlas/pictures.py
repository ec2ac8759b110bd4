"""Pictures of the body with marks on them: needles, points, places that somebody drew.

Decides        where a label stands so that none covers another
Does not       choose which picture is wanted
Takes          a view, the side pictured, and marks in the units of its box
Gives          a picture that ``atlas/_picture.html`` draws
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from ashi.core.knowledge.atlas.positions import channel_lines
from ashi.core.knowledge.atlas.shapes import Figure, figure_of
from ashi.core.knowledge.atlas.views import Box, View, view_of
from ashi.web.atlas.wording import VIEW_WORDS

LETTER = 0.62  # width of a letter as a share of the letters' height
LINE = 1.05  # distance of two labels as a share of the letters' height
TEXT = {"low_back": 13.0, "back": 17.0, "front": 17.0, "side": 17.0, "foot_top": 8.0, "sole": 8.0}
USUAL_TEXT = 9.0


class Mark(NamedTuple):
    """Something at a place: ``state`` is how it is drawn, ``title`` what a pointer is told."""

    x: float
    y: float
    state: str
    label: str
    title: str
    free: bool = False


class Label(NamedTuple):
    """A word beside a mark; where it had to stand off, ``lead`` is the path of a line to it."""

    text: str
    x: float
    y: float
    anchor: str
    lead: str


class Word(NamedTuple):
    """A word of the figure itself, such as the patient's left."""

    text: str
    x: float
    y: float
    anchor: str


@dataclass(frozen=True, slots=True)
class Picture:
    """One view with everything drawn on it, in the order of drawing."""

    view: str
    side: str
    title: str
    box: str
    figure: Figure
    marks: tuple[Mark, ...]
    labels: tuple[Label, ...]
    channels: tuple[str, ...]
    sides: tuple[Word, ...]
    dot: float
    ring: float
    letters: float


def picture_of(
    view_name: str,
    marks: Iterable[Mark] = (),
    *,
    side: str = "left",
    channel: str | None = None,
    sides: tuple[str, str] = ("", ""),
) -> Picture:
    """Return a view with marks and, where wanted, a channel.

    Parameters
    ----------
    sides
        The words for the patient's left and right, written on views that show both.
    """
    view = view_of(view_name)
    text = TEXT.get(view_name, USUAL_TEXT)
    drawn = tuple(marks)
    return Picture(
        view=view_name,
        side=side,
        title=str(VIEW_WORDS[view_name]),
        box=" ".join(f"{number:g}" for number in view.box),
        figure=figure_of(view_name, side),
        marks=drawn,
        labels=tuple(_labels(view, drawn, text)),
        channels=_channels(view, channel, side),
        sides=_sides(view, sides, text),
        dot=round(text * 0.42, 1),
        ring=round(text * 1.1, 1),
        letters=text,
    )


def _channels(view: View, channel: str | None, side: str) -> tuple[str, ...]:
    if channel is None:
        return ()
    wanted = (side, "midline") if view.one_sided else ("left", "right", "midline")
    return tuple(
        " ".join(f"{one.x:.1f},{one.y:.1f}" for one in line)
        for half in wanted
        for line in channel_lines(channel, view.id, half)
    )


def _sides(view: View, words: tuple[str, str], text: float) -> tuple[Word, ...]:
    """Write on a picture of both sides which is the patient's left."""
    if view.midline is None or not any(words):
        return ()
    left, right = words
    at_right, at_left = (right, left) if view.right_half == "right" else (left, right)
    y = round(view.box.y + text * 1.5, 1)
    return (
        Word(at_left, view.box.x + text * 0.6, y, "start"),
        Word(at_right, view.box.x + view.box.width - text * 0.6, y, "end"),
    )


def _labels(view: View, marks: Iterable[Mark], text: float) -> Iterable[Label]:
    """Set each label beside its mark, away from the middle, lower where another stands."""
    taken: list[tuple[float, float, float]] = []
    said: set[tuple[str, bool]] = set()
    for mark in sorted(marks, key=lambda one: (one.y, one.x)):
        half = mark.x < view.mirror_line
        if not mark.label or (mark.label, half) in said:
            continue
        said.add((mark.label, half))
        gap, width = text * 0.75, len(mark.label) * text * LETTER
        leftward = _outward(view.box, mark.x, gap + width, leftward=half)
        start = mark.x - gap - width if leftward else mark.x + gap
        y = _free_height(taken, start, width, mark.y, text)
        taken.append((start, start + width, y))
        x = mark.x - gap if leftward else mark.x + gap
        yield Label(
            text=mark.label,
            x=round(x, 1),
            y=round(y + text * 0.35, 1),
            anchor="end" if leftward else "start",
            lead=f"M{mark.x:.1f} {mark.y:.1f}L{x:.1f} {y:.1f}" if y - mark.y > text / 2 else "",
        )


def _outward(box: Box, x: float, reach: float, *, leftward: bool) -> bool:
    """Return whether a label stands left of its mark: away from the middle if there is room."""
    room_left, room_right = x - reach >= box.x, x + reach <= box.x + box.width
    return room_left if leftward else room_left and not room_right


def _free_height(
    taken: list[tuple[float, float, float]], start: float, width: float, y: float, text: float
) -> float:
    """Return the first height from ``y`` down at which no other label stands."""
    crossing = sorted(at for left, right, at in taken if left < start + width and start < right)
    for at in crossing:
        if abs(at - y) < text * LINE:
            y = at + text * LINE
    return y
