"""The packaged files of the knowledge base, each read when it is first asked for.

Decides        where the files are
Does not       know what they hold
Takes          names of folders and a file
Gives          what TOML or CSV says, unchanged
Units          none
Sources        none of its own
Reviewed       no clinical content
"""

import csv
import tomllib
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any


def folder(*names: str) -> Traversable:
    """Return a folder, or a file, under ``knowledge/data``."""
    return files("ashi.core.knowledge").joinpath("data", *names)


def read_toml(*names: str) -> dict[str, Any]:
    """Return what a TOML file says."""
    return tomllib.loads(folder(*names).read_text("utf-8"))


@cache
def read_csv(*names: str) -> tuple[dict[str, str], ...]:
    """Return the rows of a CSV file, by the names in its first line."""
    text = folder(*names).read_text("utf-8")
    return tuple(csv.DictReader(text.splitlines()))
