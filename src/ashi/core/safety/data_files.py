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


def _rule_files() -> list[str]:
    folder = files("ashi.core.safety").joinpath("data", "rules")
    names = sorted(one.name for one in folder.iterdir() if one.name.endswith(".toml"))
    return [*(f"rules/{name}" for name in names), "depths.toml"]


@cache
def read_rules() -> tuple[Table, ...]:
    """Return the tables of all rules: files in the order of their names, rules in theirs."""
    return tuple(row for name in _rule_files() for row in read_data(name)["rules"])


@cache
def read_chapters() -> dict[str, tuple[str, ...]]:
    """Return the ids of the rules by file: ``01_person`` is the chapter ``person``."""
    return {
        name.removeprefix("rules/").removesuffix(".toml").lstrip("0123456789_"): tuple(
            row["id"] for row in read_data(name)["rules"]
        )
        for name in _rule_files()
    }
