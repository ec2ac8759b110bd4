"""What a code may mean as people write it: ``st36``, ``E36``, ``3E5``, ``36 ST``, ``EX HN 3``.

Decides        which points a channel's writing and a number can stand for
Does not       read names; choose among several points
Takes          plain text in Latin letters (see letters.py)
Gives          codes that are meant, and codes that only might be
Units          none
Sources        data/points/channels.toml
Reviewed       draft
"""

import re
from functools import cache
from typing import NamedTuple

from ashi.core.knowledge.points.channels import Channel, all_channels
from ashi.core.knowledge.points.letters import unmarked
from ashi.core.knowledge.points.names import PointCode

_BETWEEN = r"[\s._·:/#\"'°-]*"
_LETTERS = rf"(?:3{_BETWEEN})?[^\W\d_](?:{_BETWEEN}[^\W\d_])*"
_FORWARD = re.compile(rf"(?P<letters>{_LETTERS}){_BETWEEN}(?P<number>[0-9]{{1,3}})\.?")
_BACKWARD = re.compile(rf"(?P<number>[0-9]{{1,3}}){_BETWEEN}(?P<letters>{_LETTERS})\.?")
_SQUEEZED = re.compile(_BETWEEN)


class Meant(NamedTuple):
    """Points that a writing stands for, and points that it could only be a slip for."""

    codes: frozenset[PointCode]
    perhaps: frozenset[PointCode]
    channels: frozenset[str]


NOTHING = Meant(frozenset(), frozenset(), frozenset())


@cache
def _written() -> dict[str, list[Channel]]:
    """Return the channels that each writing stands for."""
    written: dict[str, list[Channel]] = {}
    for channel in all_channels().values():
        for writing in channel.writings:
            written.setdefault(writing, []).append(channel)
    return written


@cache
def _doubted() -> dict[str, list[Channel]]:
    """Return the channels that each writing could stand for, but does not alone."""
    doubted: dict[str, list[Channel]] = {}
    for channel in all_channels().values():
        for writing in channel.perhaps:
            doubted.setdefault(writing, []).append(channel)
    return doubted


def code_of(channel: str, number: int) -> PointCode:
    """Return the code as Ashi writes it."""
    return PointCode(f"{channel}{number}")


def _codes(channels: list[Channel], writing: str, number: int) -> frozenset[PointCode]:
    return frozenset(
        code_of(channel.code, meant)
        for channel in channels
        for meant in channel.numbers_meant(writing, number)
    )


def _meant(letters: str, number: int) -> Meant:
    squeezed = _SQUEEZED.sub("", letters)
    writing = squeezed if squeezed in _written() else unmarked(squeezed)
    channels = _written().get(writing, [])
    doubted = _doubted().get(writing, [])
    codes = _codes(channels, writing, number)
    perhaps = _codes(doubted, writing, number)
    if codes or len(perhaps) > 1:
        codes, perhaps = codes | perhaps, frozenset()
    return Meant(codes, perhaps, frozenset(channel.code for channel in (*channels, *doubted)))


def read_code(text: str) -> Meant:
    """Return what ``text`` means as a channel and a number, in either order.

    More than one code means that the writing is ambiguous. ``channels`` are those that the
    letters name, also where the number is not theirs. A channel alone (``3E``) is no point.
    """
    if _SQUEEZED.sub("", text) in _written():
        return NOTHING
    for pattern in (_FORWARD, _BACKWARD):
        match = pattern.fullmatch(text)
        if match and (meant := _meant(match["letters"], int(match["number"]))).channels:
            return meant
    return NOTHING
