"""Answers that the centre's protocol wants seen at once.

Decides        which scores and flags ask for somebody to phone, and the fixed words shown
Does not       judge what an answer means; page anybody; know red flags (core.safety)
Takes          scores of one asking, and whether needles were set at its visit
Gives          entries in the order of the file, each once
Units          points of the measure
Sources        knowledge/data/answers_seen.toml
Reviewed       draft
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from ashi.core.outcomes.catalogue import read_data
from ashi.core.outcomes.scores import Score


@dataclass(frozen=True, slots=True)
class Seen:
    """An answer that must be seen: what it is, and what the patient reads."""

    id: str
    text: str
    text_el: str
    flag: str | None
    measure: str | None
    least: float | None
    after_needling: bool

    def holds(self, score: Score, *, needled: bool) -> bool:
        """Whether a score is such an answer."""
        if self.flag is not None:
            return self.flag in score.flags
        if self.after_needling and not needled:
            return False
        value = score.value
        return score.code == self.measure and value is not None and value >= (self.least or 0)


@cache
def all_seen() -> tuple[Seen, ...]:
    """Return every entry."""
    return tuple(
        Seen(
            row["id"],
            row["text"],
            row["text_el"],
            row.get("flag"),
            row.get("measure"),
            row.get("least"),
            row.get("after_needling", False),
        )
        for row in read_data("answers_seen.toml")["seen"]
    )


def seen_in(scores: Iterable[Score], *, needled: bool) -> tuple[Seen, ...]:
    """Return what of an asking must be seen.

    Parameters
    ----------
    needled
        Whether needles were set at the visit that was asked about.
    """
    given = tuple(scores)
    return tuple(
        one for one in all_seen() if any(one.holds(score, needled=needled) for score in given)
    )
