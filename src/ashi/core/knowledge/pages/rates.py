"""How often something unwanted was counted, as so many of so many people.

Decides        how the numbers of a harm's entry become a share
Does not       pool
Takes          entries of harms
Gives          shares from 0 to 1, with their interval where one was printed
Units          none
Sources        the entry's own
Reviewed       draft
"""

from typing import NamedTuple

from ashi.core.knowledge.evidence_base.entries import Answer

PARTS = (("%", 100), ("per 1,000 ", 1_000), ("per 10,000 ", 10_000), ("per 100,000 ", 100_000))
OUT_OF = " out of "


class Share(NamedTuple):
    """A share with its interval; both ends None where none was printed."""

    value: float
    low: float | None
    high: float | None


def share_of(answer: Answer) -> Share | None:
    """Return the share an answer counts; None where its unit is no share, or no number is there."""
    whole = _whole(answer.unit)
    if whole is None or answer.estimate is None:
        return None
    low, high = answer.ci_low, answer.ci_high
    return Share(
        answer.estimate / whole,
        None if low is None else low / whole,
        None if high is None else high / whole,
    )


def _whole(unit: str) -> int | None:
    if OUT_OF in unit:
        return int(unit.split(OUT_OF)[1].replace(",", ""))
    return next((whole for beginning, whole in PARTS if unit.startswith(beginning)), None)
