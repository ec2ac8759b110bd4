"""The packaged data of safety, each file read once.

Decides        nothing
Takes          names of files in ``core/safety/data``
Gives          tables as TOML makes them
"""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

Table = dict[str, Any]


@cache
def read_data(name: str) -> Table:
    """Return a packaged file."""
    folder = files("ashi.core.safety").joinpath("data")
    return tomllib.loads(folder.joinpath(name).read_text("utf-8"))


@cache
def read_rules() -> tuple[Table, ...]:
    """Return the tables of all rules: files in the order of their names, rules in theirs."""
    folder = files("ashi.core.safety").joinpath("data", "rules")
    names = sorted(one.name for one in folder.iterdir() if one.name.endswith(".toml"))
    rules = [row for name in names for row in read_data(f"rules/{name}")["rules"]]
    return (*rules, *read_data("depths.toml")["rules"])
