"""The files of the evidence base as they were written, before anything is made of them.

Decides        which files there are
Does not       judge a row, or refuse one: what is wrong is said by ``checking_evidence``
Takes          the folder ``data/evidence``, or a copy of it
Gives          rows and tables with the file each came from
Units          none
Sources        none of its own
Reviewed       no clinical content
"""

import csv
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from typing import Any

from ashi.core.knowledge.packaged import folder

Row = Mapping[str, str]
ENTRY_FILES = ("reviews.csv", "trials.csv", "guidelines.csv", "mechanisms.csv", "harms.csv")


@dataclass(frozen=True, slots=True)
class Tables:
    """Everything that is written; ``entries`` are pairs of a file and a row of it."""

    sources: tuple[Row, ...]
    entries: tuple[tuple[str, Row], ...]
    arms: tuple[Row, ...]
    conditions: tuple[Row, ...]
    claims: tuple[Mapping[str, Any], ...]
    plots: tuple[Mapping[str, Any], ...]


def _rows(place: Traversable, file: str) -> tuple[Row, ...]:
    text = place.joinpath(file).read_text("utf-8")
    return tuple(csv.DictReader(text.splitlines()))


def read_tables(place: Traversable | None = None) -> Tables:
    """Return what the files say; the packaged ones where no folder is given."""
    place = folder("evidence") if place is None else place
    claims, plots = (
        tomllib.loads(place.joinpath(file).read_text("utf-8"))
        for file in ("claims.toml", "plots.toml")
    )
    return Tables(
        sources=_rows(place, "sources.csv"),
        entries=tuple((file, row) for file in ENTRY_FILES for row in _rows(place, file)),
        arms=_rows(place, "arms.csv"),
        conditions=_rows(place, "conditions.csv"),
        claims=tuple(claims.get("claims", ())),
        plots=tuple(plots.get("plots", ())),
    )
