"""What is drawn on the page of a condition: trials pooled here, or results as they were printed.

Decides        which trials belong together, as the file says; never by itself
Does not       pool (core.evidence does), or draw
Takes          data/evidence/plots.toml
Gives          plots in the order of the file
Units          ``unit`` of each plot; lower is better in all; ``notice`` in the same unit
Sources        each row is an entry, or an arm of one; ``notice`` is that of data/instruments
Reviewed       draft
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from ashi.core.knowledge.evidence_base.tables import read_tables

UNITS: Mapping[str, str] = {
    "of_100": "points on a scale of 0-100",
    "of_10": "points on a scale of 0-10",
    "sd": "standard deviations",
    "days": "days a month",
    "own": "points on the outcome's own scale",
}
TREATMENTS = ("acupuncture", "needling")


@dataclass(frozen=True, slots=True)
class Shown:
    """One printed result: its entry, what it was compared with, and when (may be empty)."""

    entry: str
    against: str
    when: str = ""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which arms are pooled, by which method; ``printed`` is the entry that tells the same."""

    time: str
    scale: str
    treatment: str
    control: str
    method: str
    printed: str
    claim: str


@dataclass(frozen=True, slots=True)
class Plot:
    """One question with its trials; either ``chosen`` (pooled here) or ``rows`` (as printed)."""

    id: str
    condition: str
    en: str
    el: str
    unit: str
    treatment: str
    notice: float | None
    chosen: Chosen | None
    rows: tuple[Shown, ...]


def plot_of(table: Mapping[str, Any]) -> Plot:
    """Return a table of plots.toml as a value."""
    arms = table.get("arms")
    return Plot(
        id=table["id"],
        condition=table["condition"],
        en=table["en"],
        el=table["el"],
        unit=table["unit"],
        treatment=table.get("treatment", TREATMENTS[0]),
        notice=table.get("notice"),
        chosen=Chosen(**arms, **{key: table.get(key, "") for key in ("method", "printed", "claim")})
        if arms
        else None,
        rows=tuple(Shown(*row) for row in table.get("rows", ())),
    )


@cache
def all_plots() -> tuple[Plot, ...]:
    """Return every plot, in the order of the file."""
    return tuple(map(plot_of, read_tables().plots))


def plots_for(condition: str) -> tuple[Plot, ...]:
    """Return the plots of a condition; none where nothing can be drawn."""
    return tuple(plot for plot in all_plots() if plot.condition == condition)
