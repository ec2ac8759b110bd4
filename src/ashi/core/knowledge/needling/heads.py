"""The beginning of a statement: the points, or the free place, that its words are about.

Decides        where the points end and the words about them begin
Does not       read sides, depths and the rest (modifiers.py)
Takes          the tokens of one statement
Gives          targets with their place in the line, the tokens that are left, and faults
Units          none
Sources        none
Reviewed       no clinical content

A point may take several words (``St 36``, ``zu san li``). A side's letter never begins or ends
one, so ``GB30 r 25`` is 25 mm on the right and not the French R25.
"""

import re
from typing import NamedTuple

from ashi.core.knowledge.needling.insertion import (
    ASHI,
    BY_LEVEL,
    POINT,
    TRIGGER,
    LineFault,
)
from ashi.core.knowledge.needling.modifiers import is_modifier
from ashi.core.knowledge.needling.tokens import Token
from ashi.core.knowledge.needling.words import LONGEST_WORDS, near_words, word_of
from ashi.core.knowledge.points.channels import all_channels
from ashi.core.knowledge.points.code_writings import code_of, read_code
from ashi.core.knowledge.points.finding import (
    in_order,
    near_points,
    points_written,
    possible_points,
)
from ashi.core.knowledge.points.letters import plain
from ashi.core.knowledge.points.names import PointCode, split_code

LONGEST_POINT = 5
LONGEST_PLACE = 60
_LEVELS = ("c", "t", "l", "s")
_LOWEST = {"c": 7, "t": 12, "l": 5, "s": 5}
_LEVEL = re.compile(
    r"(?P<part>[ctls])(?P<first>[0-9]{1,2})(?:[-/](?P<other>[ctls]?)(?P<last>[0-9]{1,2}))?"
)


class Target(NamedTuple):
    """A point, or a free place, that a statement names."""

    kind: str
    point: PointCode | None
    place: str | None
    level: str | None
    start: int
    end: int


class Head(NamedTuple):
    """What a statement is about, and the tokens that say the rest."""

    targets: list[Target]
    rest: list[Token]
    faults: list[LineFault]


def read_head(tokens: list[Token]) -> Head:
    """Return what a statement is about."""
    kind, used = _free_kind(tokens)
    if kind:
        return _free_head(kind, tokens[used:], tokens[0])
    targets: list[Target] = []
    faults: list[LineFault] = []
    at = 0
    while at < len(tokens) and not tokens[at].quoted:
        size, codes = _point_at(tokens, at)
        if not size:
            break
        span = (tokens[at].start, tokens[at + size - 1].end)
        at += size
        if len(codes) > 1:
            faults.append(_ambiguous(tokens[at - size : at], codes))
            continue
        faults += _depth_or_point(tokens[at - size : at], tokens[at : at + 1], min(codes))
        levels, at = _levels(tokens, at) if codes == {BY_LEVEL} else ([None], at)
        targets += [Target(POINT, next(iter(codes)), None, level, *span) for level in levels]
    if targets or faults:
        return Head(targets, tokens[at:], faults)
    wrong = _no_point(tokens[0])
    return Head([], tokens[1:] if wrong.code == "unknown_point" else tokens, [wrong])


def _point_at(tokens: list[Token], at: int) -> tuple[int, frozenset[PointCode]]:
    """Return how many tokens make the longest point that begins here, and what it means."""
    for size in range(min(LONGEST_POINT, len(tokens) - at), 0, -1):
        window = tokens[at : at + size]
        codes = _meant_by(window, at)
        if codes:
            return size, codes
    return 0, frozenset()


def _meant_by(window: list[Token], at: int) -> frozenset[PointCode]:
    """Return the points that all tokens of a window mean together."""
    if len(window) == 1:
        return frozenset() if is_modifier(window[0]) else possible_points(window[0].text)
    if not _may_be_one(window, at):
        return frozenset()
    text = " ".join(token.text for token in window)
    return points_written(text) or _agreeing(window, text)


def _may_be_one(window: list[Token], at: int) -> bool:
    """Whether several tokens may be one point: no side among them, no number first but at 0."""
    if any(token.quoted or _is_side(token) for token in window):
        return False
    return at == 0 or not window[0].text[:1].isdigit()


def _is_side(token: Token) -> bool:
    word = word_of(token.text)
    return word is not None and word.group == "sides"


def _agreeing(window: list[Token], text: str) -> frozenset[PointCode]:
    """Return the point that code and name side by side agree on; two codes are two points."""
    if all(read_code(plain(token.text)).codes for token in window):
        return frozenset()
    codes = possible_points(text)
    return codes if len(codes) == 1 else frozenset()


def _ambiguous(window: list[Token], codes: frozenset[PointCode]) -> LineFault:
    text = " ".join(token.text for token in window)
    return LineFault(window[0].start, window[-1].end, "ambiguous_point", text, in_order(codes))


def _depth_or_point(window: list[Token], after: list[Token], code: PointCode) -> list[LineFault]:
    """Say that after ``BL 23`` a bare ``25`` could be a depth, or BL25."""
    spaced = len(window) > 1 and window[-1].text.isdigit()
    if not spaced or not after or not after[0].text.isdigit():
        return []
    number = int(after[0].text)
    channel = split_code(code)[0]
    if not 1 <= number <= all_channels()[channel].points:
        return []
    near = (code_of(channel, number), f"{number}mm")
    return [LineFault(*after[0][1:3], "depth_or_point", after[0].text, near)]


def _no_point(token: Token) -> LineFault:
    """Say that a statement does not begin with a point."""
    if token.quoted or is_modifier(token):
        return LineFault(token.start, token.end, "no_point", token.text)
    near = (*near_points(token.text), *near_words(token.text))
    return LineFault(token.start, token.end, "unknown_point", token.text, near)


def _free_kind(tokens: list[Token]) -> tuple[str | None, int]:
    """Return the kind of free place that a statement begins with, and its length in tokens."""
    for size in range(LONGEST_WORDS, 0, -1):
        if any(token.quoted for token in tokens[:size]):
            continue
        word = word_of(" ".join(token.text for token in tokens[:size]))
        if word and word.group == "kinds" and len(tokens) >= size:
            return word.code, size
    return None, 0


def _free_head(kind: str, tokens: list[Token], first: Token) -> Head:
    """Read a free place: a level, or words up to the first that says something else.

    A side may stand before, after or among the words: ``ashi over right hip``.
    """
    words: list[Token] = []
    sides: list[Token] = []
    for token in tokens:
        if not token.quoted and _is_side(token):
            sides.append(token)
        elif token.quoted or is_modifier(token):
            break
        else:
            words.append(token)
    rest = [*sides, *tokens[len(words) + len(sides) :]]
    place = " ".join(token.text for token in words)
    end = words[-1].end if words else first.end
    if not words:
        return Head([], rest, [LineFault(first.start, end, "no_place", first.text)])
    if len(place) > LONGEST_PLACE:
        return Head([], rest, [LineFault(first.start, end, "place_too_long", place)])
    levels = level_names(place) if kind in {ASHI, TRIGGER} and len(words) == 1 else ()
    if levels:
        targets = [Target(kind, None, None, level, first.start, end) for level in levels]
    else:
        targets = [Target(kind, None, place, None, first.start, end)]
    return Head(targets, rest, [])


def _levels(tokens: list[Token], at: int) -> tuple[list[str | None], int]:
    """Read the levels that may follow the point beside the spine."""
    levels: list[str | None] = []
    while at < len(tokens) and (named := level_names(tokens[at].text)):
        levels += named
        at += 1
    return levels or [None], at


def level_names(text: str) -> tuple[str, ...]:
    """Return the vertebrae that ``L4``, ``L3-L5`` or ``l3-5`` names, from the top; else none."""
    match = _LEVEL.fullmatch(plain(text))
    if match is None:
        return ()
    first = _place(match["part"], match["first"])
    last = _place(match["other"] or match["part"], match["last"] or match["first"])
    return () if first is None or last is None or last < first else _ALL[first : last + 1]


_ALL = tuple(f"{part.upper()}{one}" for part in _LEVELS for one in range(1, _LOWEST[part] + 1))


def _place(part: str, number: str) -> int | None:
    name = f"{part.upper()}{int(number)}"
    return _ALL.index(name) if name in _ALL else None
