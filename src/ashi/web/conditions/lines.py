"""The centre's own words as they are shown: lines of text, claims with how sure they are.

Decides        nothing
Does not       let markup through: what was typed is text
Takes          text in one language, as it was typed
Gives          lines, or pairs of a sentence and how sure it is, in the reader's language
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from ashi.core.knowledge.evidence_base.base import packaged_base
from ashi.core.knowledge.evidence_base.showing import Told as ToldClaim
from ashi.core.knowledge.evidence_base.showing import told_to_patients
from ashi.core.knowledge.pages.own_text import Piece, lines_in, paragraphs_in
from ashi.core.knowledge.pages.reading import doses_for
from ashi.web.conditions.telling import Said, in_words, said_of

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence as it is shown: words of ours by their kind, or a claim with its grounds."""

    kind: str
    text: str
    said: Said | None


@cache
def told_claims() -> Mapping[str, ToldClaim]:
    """Return every claim that may be told, by its id; each line of a page asks for them."""
    return MappingProxyType({one.claim_id: one for one in told_to_patients(packaged_base())})


def lines_of(text: str, condition: str = "") -> tuple[Line, ...]:
    """Return a text in lines, each claim one of its own; left out where it may not be told."""
    told = told_claims()
    found = (
        _line(piece, told, condition) for paragraph in paragraphs_in(text) for piece in paragraph
    )
    return tuple(one for one in found if one is not None)


def _line(piece: Piece, told: Mapping[str, ToldClaim], condition: str) -> Line | None:
    if piece.kind == "claim":
        said = said_of(told[piece.text]) if piece.text in told else None
        return Line(piece.kind, said.text, said) if said else None
    if piece.kind == "visits":
        return Line("own", _visits(condition), None) if condition else None
    return Line(piece.kind, piece.text, None)


def _visits(condition: str) -> str:
    plan = next(one for one in doses_for(condition) if one.who == "centre")
    return in_words(plan.told.en, plan.told.el)


def pairs_of(text: str, condition: str = "") -> list[list[Pair]]:
    """Return a text in paragraphs of pairs: a sentence, and how sure it is or nothing."""
    told = told_claims()
    found = [
        [_line(piece, told, condition) for piece in paragraph] for paragraph in paragraphs_in(text)
    ]
    kept = [
        [(one.text, one.said.sure if one.said else "") for one in some if one] for some in found
    ]
    return [one for one in kept if one]


def plain_of(text: str, condition: str = "") -> str:
    """Return a text as one paragraph, for places that show nothing else."""
    return " ".join(as_words(pair) for some in pairs_of(text, condition) for pair in some)


def plain_lines_of(text: str, condition: str = "") -> list[str]:
    """Return the lines of a list."""
    return [words for one in lines_in(text) if (words := plain_of(one, condition))]


def as_words(pair: Pair) -> str:
    """Return a sentence with how sure it is, as text."""
    said, sure = pair
    return f"{said} {sure}." if sure else said
