"""What Ashi says to people, sentence by sentence, and the entries each sentence rests on.

Decides        which types of claim there are
Does not       say how sure a claim is: that follows from its entries (``certainty``)
Takes          tables of data/evidence/claims.toml
Gives          claims with their sentences in English and Greek
Units          none
Sources        each claim names its entries, for and against
Reviewed       draft; ``reviewed`` is the day on which a sentence was last held against its entries
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any


class ClaimType(StrEnum):
    """What a claim speaks of."""

    WORKS = "works"
    WORKS_AS_WELL_AS = "works-as-well-as"
    MECHANISM = "mechanism"
    SAFETY = "safety"
    DOSE = "dose"
    PREVALENCE = "prevalence"


@dataclass(frozen=True, slots=True)
class Review:
    """When a sentence was last held against its entries, and the digest of these on that day."""

    on: date
    digest: str


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence in two languages; ``supporting`` and ``contradicting`` are ids of entries.

    ``article`` names the statements of the centre's own article that it answers. ``publish`` is
    what its writer asks for; whether it may be shown is decided by the rules.
    """

    id: str
    type: ClaimType
    conditions: tuple[str, ...]
    article: tuple[str, ...]
    en: str
    el: str
    supporting: tuple[str, ...]
    contradicting: tuple[str, ...]
    publish: bool
    review: Review


def claim_of(table: Mapping[str, Any]) -> Claim:
    """Return a table of claims.toml as a value."""
    return Claim(
        id=table["id"],
        type=ClaimType(table["type"]),
        conditions=tuple(table["conditions"]),
        article=tuple(table.get("article", ())),
        en=table["en"],
        el=table["el"],
        supporting=tuple(table["for"]),
        contradicting=tuple(table["against"]),
        publish=table["publish"],
        review=Review(table["reviewed"], table["digest"]),
    )
