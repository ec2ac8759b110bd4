"""What may happen that nobody wants: the events from which somebody chooses to record one.

Decides        nothing: how grave an event was is said by who records it
Does not       store events; give rates
Takes          data/adverse_events.toml
Gives          events in the order of the file
Sources        each event its own
Reviewed       draft
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from ashi.core.safety.data_files import read_data

SEVERITIES = ("mild", "moderate", "severe")
# Of the WHO-UMC scale, as far as somebody in the room can say it.
CAUSES = ("certain", "probable", "possible", "unlikely", "unknown")
OUTCOMES = ("gone", "better", "same", "worse", "unknown")
ONSETS = ("during", "same_day", "later", "unknown")


@dataclass(frozen=True, slots=True)
class EventKind:
    """A kind of event. ``usual`` is how grave it mostly is; ``report`` to whom it is told."""

    code: str
    term: str
    term_el: str
    group: str
    usual: str
    serious: bool
    counts_from: str
    report: str
    sources: tuple[str, ...]
    provenance: str
    status: str


@cache
def event_kinds() -> Mapping[str, EventKind]:
    """Return every kind of event by its code."""
    return {row["code"]: _kind(row) for row in read_data("adverse_events.toml")["events"]}


def _kind(row: Mapping[str, Any]) -> EventKind:
    return EventKind(
        code=row["code"],
        term=row["term"],
        term_el=row["term_el"],
        group=row["group"],
        usual=row["usual"],
        serious=row.get("serious", False),
        counts_from=row.get("counts_from", ""),
        report=row["report"],
        sources=tuple(row["sources"]),
        provenance=row["provenance"],
        status=row["status"],
    )
