"""Words that a centre types for a page: paragraphs, and marks in which a claim stands.

``[[migraine-v-sham]]`` stands for the words of that claim, ``[[visits]]`` for the centre's plan of
visits, ``[[tradition]]`` at the beginning of a paragraph says that it tells the tradition. All else
is text and nothing but text.

Decides        where a paragraph, a sentence and a mark begin and end
Does not       say what is wrong with them (``checking_own``), or show them
Takes          text in one language
Gives          pieces in order; sentences with their places in the text
Units          places are counted in characters from 0
Sources        none of its own
Reviewed       no clinical content
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from ashi.core.knowledge.pages.reading import Told
from ashi.core.knowledge.pages.sentences import Sentence

MARK = re.compile(r"\[\[([^\[\]]*)\]\]")
VISITS, TRADITION = "visits", "tradition"
RESERVED = frozenset({VISITS, TRADITION})
_PARAGRAPHS = re.compile(r"\n[^\S\n]*\n\s*")
_LINES = re.compile(r"\s*\n\s*")
_ENDS = {
    "en": re.compile(r"[.!?…]+[\"”’»)]*(?=\s)|\n"),
    "el": re.compile(r"[.!?;…]+[\"”’»)]*(?=\s)|\n"),
}


class Piece(NamedTuple):
    """Words of one kind: ``own``, ``tradition``, ``visits``, or the id of a ``claim``."""

    kind: str
    text: str


class Spoken(NamedTuple):
    """A sentence, or a mark, and where it stands in its text."""

    text: str
    start: int
    end: int

    @property
    def mark(self) -> str | None:
        """What the mark names; nothing where it is a sentence."""
        found = MARK.fullmatch(self.text)
        return found[1].strip() if found else None


def as_typed(sentence: Sentence, language: str) -> str:
    """Return a packaged sentence as somebody would type it."""
    if sentence.claim:
        return f"[[{sentence.claim}]]"
    if sentence.doses:
        return f"[[{VISITS}]]"
    text: str = getattr(sentence, language)
    return f"[[{TRADITION}]] {text}" if sentence.kind == TRADITION else text


def lines_in(text: str) -> list[str]:
    """Return the lines of a list that are not empty."""
    return [one for one in _LINES.split(text.strip()) if one]


def paragraphs_in(text: str) -> list[list[Piece]]:
    """Return the paragraphs of a text in pieces; an empty line parts two of them."""
    paragraphs = (pieces_in(one) for one in _PARAGRAPHS.split(text.strip()))
    return [one for one in paragraphs if one]


def pieces_in(paragraph: str) -> list[Piece]:
    """Return a paragraph in pieces; a line that ends within it is a space."""
    kind, pieces = "own", []
    for number, part in enumerate(MARK.split(paragraph)):
        words = " ".join(part.split())
        if number % 2 == 0:
            pieces += [Piece(kind, words)] if words else []
        elif words == TRADITION:
            kind = TRADITION
        elif words:
            pieces.append(Piece(VISITS, "") if words == VISITS else Piece("claim", words))
    return pieces


def sentences_in(text: str, language: str) -> list[Spoken]:
    """Return sentences and marks in order; white space between them belongs to none."""
    found = []
    for start, end in _between(text, language):
        part = text[start:end]
        if part.strip():
            begins = start + len(part) - len(part.lstrip())
            found.append(Spoken(part.strip(), begins, begins + len(part.strip())))
    return found


def _between(text: str, language: str) -> Iterator[tuple[int, int]]:
    """Yield spans that cover the text: each mark for itself, and what ends a sentence."""
    at = 0
    for mark in [*MARK.finditer(text), None]:
        stop = mark.start() if mark else len(text)
        for end in _ENDS[language].finditer(text, at, stop):
            yield at, end.end()
            at = end.end()
        yield at, stop
        if mark:
            yield mark.span()
            at = mark.end()


def marks_in(text: str) -> frozenset[str]:
    """Return the claims that a text names."""
    return frozenset(one.strip() for one in MARK.findall(text)) - RESERVED


def without_marks(text: str) -> str:
    """Return the words of a text that are its own."""
    return MARK.sub(" ", text)


def put_claim(text: Told, language: str, number: int, claim: str) -> Told:
    """Return a text in which a claim stands for a sentence, in both languages.

    In the other language it stands for the sentence of the same number where both halves have as
    many, and at the end where they have not: nobody's words are thrown away on a guess.

    Parameters
    ----------
    number : of the sentence, counted from 1; where there is none, the claim is added at the end
    """
    mark = f"[[{claim}]]"
    other = "el" if language == "en" else "en"
    here, there = getattr(text, language), getattr(text, other)
    alike = len(sentences_in(here, language)) == len(sentences_in(there, other))
    put = {
        language: _put(here, language, number, mark),
        other: there if mark in there else _put(there, other, number if alike else 0, mark),
    }
    return Told(put["en"], put["el"])


def _put(text: str, language: str, number: int, mark: str) -> str:
    spoken = sentences_in(text, language)
    if not 1 <= number <= len(spoken):
        return f"{text.rstrip()}\n\n{mark}".strip()
    one = spoken[number - 1]
    return text[: one.start] + mark + text[one.end :]
