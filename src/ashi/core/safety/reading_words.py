"""One word of several, in any of its writings.

Decides        which word a writing means
Does not       word faults
Takes          a field of a document, and words by their writings
Gives          the word; or notes a fault with the writings that look like it
"""

from collections.abc import Mapping

from ashi.core.kernel.faults import NotKnown
from ashi.core.kernel.fields import Field
from ashi.core.safety.facts import near_words, plain
from ashi.core.safety.places import SIDES, region_names

SIDE_WRITINGS = {side: side for side in SIDES} | {"l": "left", "r": "right", "bilateral": "both"}


def read_word(field: Field, words: Mapping[str, str], code: str) -> str | None:
    """Read one of some words, whatever the case, with blanks, hyphens or underscores."""
    given = field.text()
    if given is None:
        return None
    meant = words.get(plain(given))
    if meant is None:
        field.note(code, NotKnown(given, near_words(given, words)))
    return meant


def read_side(field: Field) -> str | None:
    """Read a side that may be left out."""
    if not field.given or field.value is None:
        return None
    return read_word(field, SIDE_WRITINGS, "not_side")


def read_regions(field: Field) -> list[str]:
    """Read one region or several, which may be left out."""
    if not field.given or field.value is None:
        return []
    members = (field.items() or []) if isinstance(field.value, list) else [field]
    areas = [read_word(one, region_names(), "unknown_region") for one in members]
    return [area for area in areas if area is not None]
