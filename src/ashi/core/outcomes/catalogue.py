"""The measures Ashi can score, found by any usual writing of their code.

Decides        which writing means which measure
Does not       score; read more files than were asked for
Takes          a code in any case, with or without blanks, hyphens and full stops
Gives          instruments, read once each
Units          none
Sources        knowledge/data/instruments.toml and the files it names
Reviewed       draft
"""

import tomllib
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from ashi.core.outcomes.building import build_instrument
from ashi.core.outcomes.errors import UnknownMeasureError
from ashi.core.outcomes.instruments import Instrument, plain

SUGGESTIONS = 3
LIKENESS = 0.5


class Entry(NamedTuple):
    """A line of the index: which file holds the measure, and how else it is written."""

    code: str
    file: str
    aliases: tuple[str, ...]
    variant_of: str | None


def read_data(*names: str) -> dict[str, Any]:
    """Return a packaged data file of the knowledge base."""
    folder = files("ashi.core.knowledge").joinpath("data")
    return tomllib.loads(folder.joinpath(*names).read_text("utf-8"))


@cache
def entries() -> tuple[Entry, ...]:
    """Return the index, in its order."""
    return tuple(
        Entry(row["code"], row["file"], tuple(row["aliases"]), row.get("variant_of"))
        for row in read_data("instruments.toml")["instruments"]
    )


@cache
def _by_writing() -> dict[str, Entry]:
    return {
        plain(writing): entry for entry in entries() for writing in (entry.code, *entry.aliases)
    }


@cache
def _load(entry: Entry) -> Instrument:
    return build_instrument(read_data("instruments", f"{entry.file}.toml"), entry.variant_of)


def find_instrument(code: str) -> Instrument:
    """Return the measure that ``code`` means.

    Raises
    ------
    UnknownMeasureError
        No measure is written so; ``near`` holds up to three codes that look like it.
    """
    entry = _by_writing().get(plain(code))
    if entry is None:
        close = get_close_matches(plain(code), _by_writing(), SUGGESTIONS, LIKENESS)
        near = dict.fromkeys(_by_writing()[one].code for one in close)
        raise UnknownMeasureError(code, tuple(near))
    return _load(entry)


def known_codes() -> frozenset[str]:
    """Return the code of every measure and variant."""
    return frozenset(one.code for one in entries())


def all_instruments() -> tuple[Instrument, ...]:
    """Return every measure and variant, in the order of the index."""
    return tuple(_load(entry) for entry in entries())
