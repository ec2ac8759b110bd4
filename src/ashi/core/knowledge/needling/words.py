"""The words of the needling line, and the writings of each.

Decides        nothing
Does not       know the order in which words may stand
Takes          data/needling_words.toml
Gives          the meaning of a writing: which group of words, and which of them
Units          none
Sources        usage of the trade, recalled
Reviewed       draft
"""

from difflib import get_close_matches
from functools import cache
from typing import NamedTuple

from ashi.core.knowledge.packaged import read_toml
from ashi.core.knowledge.points.letters import plain, unmarked

LONGEST_WORDS = 3
LIKENESS = 0.7


class Word(NamedTuple):
    """A word of the line: its group (``sides``, ``angles`` …) and the code that is kept."""

    group: str
    code: str


def spelt(text: str) -> str:
    """Return a writing as it is compared: small letters, no accents."""
    return unmarked(plain(text))


@cache
def _words() -> dict[str, Word]:
    return {
        spelt(writing): Word(group, code)
        for group, codes in read_toml("needling_words.toml").items()
        for code, writings in codes.items()
        for writing in writings
    }


def word_of(text: str) -> Word | None:
    """Return what a writing means, or ``None`` where it is no word of the line."""
    return _words().get(spelt(text))


def first_writing(word: Word) -> str:
    """Return the writing that stands first for a word."""
    return str(read_toml("needling_words.toml")[word.group][word.code][0])


def near_words(text: str) -> tuple[str, ...]:
    """Return up to two words that look like ``text``."""
    return tuple(get_close_matches(spelt(text), _words(), 2, LIKENESS))


def all_writings() -> tuple[str, ...]:
    """Return every writing."""
    return tuple(_words())
