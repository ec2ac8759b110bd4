"""What each measure of the insights is: counted what, among what, when, and what is missing.

Decides        nothing: the definitions are data
Does not       count
Takes          data/measures.toml
Gives          definitions in the order of the file; completion of follow-up comes first
Units          none
Sources        own
Reviewed       draft
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from ashi.core.insights.errors import UnknownInsightError

SAID = ("name", "counts", "among", "window", "missing", "source")


@dataclass(frozen=True, slots=True)
class Definition:
    """One measure. ``said``: each of ``SAID`` by language; ``using``: what the code counts by."""

    id: str
    clinical: bool
    by_condition: bool
    said: Mapping[str, Mapping[str, str]]
    using: Mapping[str, Any]

    def words(self, name: str, language: str) -> str:
        """Return one of ``SAID`` with the numbers and codes that are counted by."""
        known = language if language in self.said else "en"
        using = {key: _written(value, known) for key, value in self.using.items()}
        return self.said[known][name].format(**using)


@cache
def all_definitions() -> Mapping[str, Definition]:
    """Return every definition by its id."""
    text = files("ashi.core.insights").joinpath("data", "measures.toml").read_text("utf-8")
    return {row["id"]: _definition(row) for row in tomllib.loads(text)["measures"]}


def definition_of(insight: str) -> Definition:
    """Return a definition.

    Raises
    ------
    UnknownInsightError
        No measure has this id.
    """
    found = all_definitions().get(insight)
    if found is None:
        raise UnknownInsightError(insight=insight)
    return found


def _definition(row: Mapping[str, Any]) -> Definition:
    return Definition(
        id=row["id"],
        clinical=row["clinical"],
        by_condition=row["by_condition"],
        said={
            "en": {name: row[name] for name in SAID},
            "el": {name: row[f"{name}_el"] for name in SAID},
        },
        using=row["using"],
    )


def _written(value: Any, language: str) -> str:
    """Return a number as the language writes it, and a code as it is."""
    if not isinstance(value, int):
        return str(value)
    return f"{value:,}".replace(",", "." if language == "el" else ",")
