"""One line of needling, as a practitioner types it, read into insertions.

Decides        what a line says, and where it says something that cannot be
Does not       fill in what was not said; judge whether it should be done
Takes          ``BL23 BL25 both 25mm deqi; GB30 r 50 perp ea1+; ashi L4 left``
Gives          insertions with their place in the line, and every fault with its place
Units          mm, cun, Hz, minutes; offsets in characters
Sources        none of its own
Reviewed       draft

A statement with a fault gives no insertions; the others of the line still do, so that the page
can show what was understood. An action takes a line only when it has no faults.
"""

from dataclasses import replace
from typing import Any, NamedTuple

from ashi.core.knowledge.needling.heads import Target, read_head
from ashi.core.knowledge.needling.insertion import (
    POINT,
    Electro,
    Insertion,
    LineFault,
    full_set,
)
from ashi.core.knowledge.needling.modifiers import read_modifier
from ashi.core.knowledge.needling.tokens import Token, statements
from ashi.core.knowledge.needling.words import near_words, word_of
from ashi.core.knowledge.points.finding import near_points, possible_points
from ashi.core.knowledge.points.names import all_names

LONGEST_LINE = 2000
NEEDLES_OF_A_PAIR = 2
BOTH = ("left", "right")


class Read(NamedTuple):
    """An insertion, and the part of the line that names its point."""

    insertion: Insertion
    start: int
    end: int


class Line(NamedTuple):
    """What a line says. ``repeats`` is true where it asks for the last visit's needles again."""

    insertions: list[Read]
    faults: list[LineFault]
    repeats: bool


def read_line(text: str) -> Line:
    """Read a needling line.

    Parameters
    ----------
    text
        Statements parted by semicolons or line ends. A statement names points, then says of all
        of them, in any order: side, depth, angle, response, manipulation, ``ea1+``, ``2/100hz``,
        ``20min``, ``0.25x40``, ``lot:A1``, ``x3``, where a free place was drawn
        (``@low_back:212:131``), and a note in quotation marks.

    Returns
    -------
    Line
        Insertions in the order of the line, left before right. Faults in that order.
    """
    if len(text) > LONGEST_LINE:
        return Line([], [LineFault(0, len(text), "line_too_long", str(len(text)))], False)
    insertions: list[Read] = []
    faults: list[LineFault] = []
    repeats = False
    for tokens in statements(text):
        if len(tokens) == 1 and _repeats(tokens[0]):
            repeats = True
            continue
        read, wrong = _statement(tokens)
        insertions += [] if wrong else read
        faults += wrong
    return Line(insertions, faults + _pair_faults(insertions), repeats)


def _repeats(token: Token) -> bool:
    word = None if token.quoted else word_of(token.text)
    return word is not None and word.group == "repeats"


def _statement(tokens: list[Token]) -> tuple[list[Read], list[LineFault]]:
    head = read_head(tokens)
    faults = list(head.faults)
    said, side_token = _said(head.rest, faults)
    side = said.pop("side", None)
    if "drawn" in said and (side == "both" or len(head.targets) != 1 or head.targets[0].point):
        faults.append(LineFault(tokens[0].start, tokens[-1].end, "no_spot", tokens[0].text))
    two_sided = any(_sides(target) == BOTH for target in head.targets)
    insertions: list[Read] = []
    for target in head.targets:
        sides = _sides_meant(target, side, two_sided)
        if sides is None and side_token is not None:
            name = target.point or target.place or target.level or ""
            faults.append(LineFault(*side_token[1:3], "no_such_side", name, _sides(target)))
        insertions += [
            Read(_insertion(target, one, said), target.start, target.end) for one in sides or ()
        ]
    return insertions, faults


def _said(tokens: list[Token], faults: list[LineFault]) -> tuple[dict[str, Any], Token | None]:
    """Return what the words of a statement say, and the token of the side."""
    said: dict[str, Any] = {}
    side_token = None
    at = 0
    while at < len(tokens):
        token = tokens[at]
        one = read_modifier(tokens, at)
        size = one.size if one else 1
        end = tokens[at + size - 1].end
        given = " ".join(word.text for word in tokens[at : at + size])
        if one is None:
            faults.append(_unknown(token))
        elif one.fault:
            faults.append(LineFault(token.start, end, one.fault, given))
        elif one.field == "responses":
            said["responses"] = tuple(dict.fromkeys((*said.get("responses", ()), one.value)))
        elif one.field in said or _other_depth(one.field) in said:
            faults.append(
                LineFault(token.start, end, _twice(one.value, said.get(one.field)), given)
            )
        else:
            said[one.field] = one.value
            side_token = token if one.field == "side" else side_token
        at += size
    return said, side_token


def _other_depth(field: str) -> str:
    return {"depth_mm": "depth_cun", "depth_cun": "depth_mm"}.get(field, field)


def _twice(now: object, before: object) -> str:
    """Name the fault of a thing said twice; two poles on one needle have a name of their own."""
    if isinstance(now, Electro) and isinstance(before, Electro) and now.pair == before.pair:
        return "pair_on_one_needle"
    return "said_twice"


def _unknown(token: Token) -> LineFault:
    """Say that a word is not known; a point that comes too late needs a semicolon before it."""
    if possible_points(token.text):
        return LineFault(token.start, token.end, "point_needs_semicolon", token.text)
    near = near_words(token.text) or near_points(token.text)
    return LineFault(token.start, token.end, "unknown_word", token.text, near)


def _sides(target: Target) -> tuple[str, ...]:
    """Return the sides that a place has; a free place may also lie in the midline."""
    if target.kind == POINT and target.point:
        return all_names()[target.point].sides
    return (*BOTH, "midline")


def _sides_meant(
    target: Target, side: str | None, two_sided: bool
) -> tuple[str | None, ...] | None:
    """Return the sides an insertion is wanted on; ``None`` where the place has not that side.

    ``both`` said of several points means both sides of those that have two.
    """
    sides = _sides(target)
    if side is None:
        return sides if len(sides) == 1 else (None,)
    if side == "both":
        return BOTH if set(BOTH) <= set(sides) else sides if two_sided else None
    return (side,) if side in sides else None


def _insertion(target: Target, side: str | None, said: dict[str, Any]) -> Insertion:
    insertion = Insertion(
        kind=target.kind,
        point=target.point,
        place=target.place,
        level=target.level,
        side=side,
        needles=full_set(target.point),
    )
    return replace(insertion, **said)


def _pair_faults(insertions: list[Read]) -> list[LineFault]:
    """Say where a stimulator's outlet has more than two needles, or one pole twice."""
    wired: dict[int, list[Read]] = {}
    for read in insertions:
        if read.insertion.electro:
            wired.setdefault(read.insertion.electro.pair, []).append(read)
    faults = []
    for pair, reads in wired.items():
        poles = [one.insertion.electro.pole for one in reads if one.insertion.electro]
        named = [pole for pole in poles if pole]
        needles = sum(one.insertion.needles for one in reads)
        code = "pair_full" if needles > NEEDLES_OF_A_PAIR else "pole_twice"
        if needles > NEEDLES_OF_A_PAIR or len(set(named)) < len(named):
            faults.append(LineFault(reads[-1].start, reads[-1].end, code, f"ea{pair}"))
    return faults
