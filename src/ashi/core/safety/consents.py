"""What a patient reads before consenting, by technique, in both languages.

Decides        which version a text is: it changes with every word in either language
Does not       store consents
Takes          data/consents.toml
Gives          texts in the order of the file
Sources        each text its own (01_adverse_event_taxonomy.csv)
Reviewed       draft
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from ashi.core.safety.data_files import read_data

LENGTH = 12


@dataclass(frozen=True, slots=True)
class ConsentText:
    """One text. ``version`` names its words in both languages."""

    technique: str
    title: str
    title_el: str
    paragraphs: tuple[str, ...]
    paragraphs_el: tuple[str, ...]
    sources: tuple[str, ...]
    provenance: str
    status: str
    version: str


@cache
def consent_texts() -> Mapping[str, ConsentText]:
    """Return every text by its technique."""
    return {row["technique"]: _text(row) for row in read_data("consents.toml")["texts"]}


def _text(row: Mapping[str, Any]) -> ConsentText:
    words = [row[name] for name in ("title", "title_el", "paragraphs", "paragraphs_el")]
    digest = hashlib.sha256(json.dumps(words, ensure_ascii=False).encode()).hexdigest()
    return ConsentText(
        technique=row["technique"],
        title=row["title"],
        title_el=row["title_el"],
        paragraphs=tuple(row["paragraphs"]),
        paragraphs_el=tuple(row["paragraphs_el"]),
        sources=tuple(row["sources"]),
        provenance=row["provenance"],
        status=row["status"],
        version=digest[:LENGTH],
    )
