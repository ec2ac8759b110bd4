"""The card with warning signs that somebody with back or leg pain takes home.

Decides        whose complaint the card belongs to; which version its words are
Does not       store that it was given; name a disease to a patient
Takes          data/safety_net.toml; the regions of a complaint
Gives          the card in both languages
Sources        03_red_flags.csv RF01 to RF06
Reviewed       draft
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from ashi.core.safety.data_files import read_data
from ashi.core.safety.red_flags import questions_for

FLAG = "ces_safetynet"  # the question whether the card is still to be given
LENGTH = 12


@dataclass(frozen=True, slots=True)
class CardWords:
    """The card in one language."""

    title: str
    lead: str
    signs: tuple[str, ...]
    act: str


@dataclass(frozen=True, slots=True)
class Card:
    """The card. ``version`` names its words in both languages."""

    en: CardWords
    el: CardWords
    sources: tuple[str, ...]
    status: str
    version: str

    def words(self, language: str) -> CardWords:
        """Return the card as somebody reads it: Greek, else English."""
        return self.el if language == "el" else self.en


@cache
def cauda_card() -> Card:
    """Return the card."""
    row = read_data("safety_net.toml")["cauda"]
    names = ("title", "lead", "signs", "act")
    words = [row[f"{name}{end}"] for end in ("", "_el") for name in names]
    digest = hashlib.sha256(json.dumps(words, ensure_ascii=False).encode()).hexdigest()
    en, el = (
        CardWords(
            row[f"title{end}"], row[f"lead{end}"], tuple(row[f"signs{end}"]), row[f"act{end}"]
        )
        for end in ("", "_el")
    )
    return Card(en, el, tuple(row["sources"]), row["status"], digest[:LENGTH])


def card_belongs(areas: Iterable[str]) -> bool:
    """Return whether a complaint of these areas is one in which the card is given."""
    known = tuple(areas)
    return bool(known) and any(flag.code == FLAG for flag in questions_for(known))
