"""Sentences of pages for patients, and what kind of sentence each is.

Decides        which kinds say what something does to people, and so need a claim
Does not       hold the words of claims (data/evidence), or say whether a claim holds
Takes          tables of data/pages
Gives          sentences as values
Units          none
Sources        own words; a claiming sentence is its claim's
Reviewed       draft
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ashi.core.knowledge.evidence_base.claims import ClaimType

CLAIMING = frozenset(one.value for one in ClaimType)
PLAIN = frozenset({"own", "advice", "meaning", "tradition"})


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: words of its own, or those of ``claim``, or the centre's plan of visits."""

    kind: str
    en: str = ""
    el: str = ""
    claim: str = ""
    doses: str = ""


def sentence_of(table: Mapping[str, Any]) -> Sentence:
    """Return a table as a sentence."""
    return Sentence(**table)
