"""The packaged files of planning, each read when it is first asked for.

Decides        where the files are
Takes          a name in ``core/planning/data``
Gives          rows of a table, or what TOML says
Units          none
Sources        none of its own
Reviewed       no clinical content
"""

import csv
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


def _text(name: str) -> str:
    return files("ashi.core.planning").joinpath("data", name).read_text("utf-8")


@cache
def read_rows(name: str) -> tuple[dict[str, str], ...]:
    """Return the rows of a table, by the names in its first line."""
    return tuple(csv.DictReader(_text(name).splitlines()))


@cache
def read_protocol() -> dict[str, Any]:
    """Return the protocol of reviews."""
    return tomllib.loads(_text("protocol.toml"))


def many(text: str) -> tuple[str, ...]:
    """Return the members of a cell that holds several."""
    return tuple(filter(None, text.split(";")))


def number(text: str) -> int | None:
    """Return a whole number; nothing where the cell is empty."""
    return int(text) if text else None
