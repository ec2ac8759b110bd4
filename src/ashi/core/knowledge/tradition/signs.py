"""Tongue and pulse: the words for what is seen and felt.

Decides        which quality of a pulse a few words name
Does not       say what a sign means, or name a pattern
Takes          data/tradition/words.toml; words parted by commas
Gives          codes in the order typed, and words that nothing has
Units          none
Sources        usual names of the trade, recalled
Reviewed       draft
"""

import re
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from ashi.core.knowledge.needling.words import spelt
from ashi.core.knowledge.packaged import read_toml

BODY, SHAPE, COAT_COLOUR, COAT, PULSE = (
    "tongue_body",
    "tongue_shape",
    "coat_colour",
    "coat",
    "pulse",
)
GROUPS = (BODY, SHAPE, COAT_COLOUR, COAT, PULSE)
POSITIONS = tuple(
    f"{side}_{place}" for side in ("left", "right") for place in ("cun", "guan", "chi")
)
_PARTED = re.compile(r"[,;，、/\n]")


class Sign(NamedTuple):
    """One thing that a tongue or a pulse can be."""

    code: str
    name: str
    name_el: str
    words: tuple[str, ...]


class Felt(NamedTuple):
    """What some words say of a pulse; ``unknown`` are words that nothing has."""

    codes: tuple[str, ...]
    unknown: tuple[str, ...]


@cache
def signs_of(group: str) -> Mapping[str, Sign]:
    """Return the signs of a group by their codes, in order.

    Raises
    ------
    KeyError
        There is no such group.
    """
    rows = read_toml("tradition", "words.toml")[group]
    return {
        row["code"]: Sign(row["code"], row["name"], row["name_el"], tuple(row["words"]))
        for row in rows
    }


@cache
def _writings() -> Mapping[str, str]:
    return {
        spelt(writing): sign.code
        for sign in signs_of(PULSE).values()
        for writing in (sign.code, sign.name, sign.name_el, *sign.words)
    }


def read_pulse(text: str) -> Felt:
    """Read the qualities of a pulse, parted by commas; each counts once."""
    codes: dict[str, None] = {}
    unknown = []
    for word in filter(None, (" ".join(part.split()) for part in _PARTED.split(text))):
        code = _writings().get(spelt(word))
        if code is None:
            unknown.append(word)
        else:
            codes[code] = None
    return Felt(tuple(codes), tuple(unknown))
