"""Phrases that are typed by a shortcut, and the places in them that are left open.

Decides        what may be a shortcut
Does not       know whose phrases there are
Takes          a shortcut, or a text with ``$1`` to ``$9``
Gives          the shortcut as it is kept; the text as it is put where no script fills its places
Units          none
Sources        none
Reviewed       no clinical content
"""

import re

LONGEST = 20
MARK = ";"
OPEN = "…"
_SHORTCUT = re.compile(r"[\w.-]{1,20}")
_PLACE = re.compile(r"\$[1-9]")


def shortcut_of(text: str) -> str | None:
    """Return a shortcut in small letters, without its mark; ``None`` where it cannot be one."""
    said = text.strip().removeprefix(MARK).casefold()
    return said if _SHORTCUT.fullmatch(said) else None


def filled(text: str) -> str:
    """Return a phrase with an ellipsis in each place that is left open."""
    return _PLACE.sub(OPEN, text)


def with_phrase(section: str, phrase: str) -> str:
    """Return a section with a phrase after what stands in it."""
    return "\n".join(filter(None, (section.rstrip(), filled(phrase))))
