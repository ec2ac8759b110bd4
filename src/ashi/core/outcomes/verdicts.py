"""What a change amounts to, as facts that an edge words.

Decides        whether a change is more than the measure's error, and whether people notice such
Does not       word anything, forecast, or say what to do
Takes          a change between two scores
Gives          one of a closed set of verdicts, with what it rests on
Units          none
Sources        both thresholds are needed for ``improved``: facts as in instruments' README
Reviewed       draft
"""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from ashi.core.outcomes.change import Change


class Verdict(StrEnum):
    """What can be said of a change, and no more."""

    IMPROVED = "improved"
    WORSENED = "worsened"
    # More than the error, less than people notice.
    SMALL_FOR_THE_BETTER = "small_for_the_better"
    SMALL_FOR_THE_WORSE = "small_for_the_worse"
    # As much as people notice, and within what the measure cannot tell from its error.
    WITHIN_ERROR = "within_error"
    NO_CHANGE_SEEN = "no_change_seen"
    # A threshold is not known, so no more than the direction can be said.
    BETTER_UNMEASURED = "better_unmeasured"
    WORSE_UNMEASURED = "worse_unmeasured"
    NOT_TOLD = "not_told"


@dataclass(frozen=True, slots=True)
class Facts:
    """A change as facts: what, how much, how sure, and on what grounds.

    ``for_patients`` is false where a threshold was recalled and not read in a source: such a
    verdict is for staff alone.
    """

    verdict: Verdict
    points: Fraction
    percent: Fraction | None
    beyond_error: bool | None
    noticeable: bool | None
    mdc: Fraction | None
    mcid: Fraction | None
    sources: tuple[str, ...]
    for_patients: bool


def facts_of(change: Change) -> Facts:
    """Return what a change amounts to.

    Returns
    -------
    Facts
        ``improved`` and ``worsened`` only where the change is beyond both thresholds. Never
        one threshold without the other beside it.
    """
    used = [one for one in (change.mdc_from, change.mcid_from) if one is not None]
    return Facts(
        verdict=_verdict(change),
        points=change.change,
        percent=change.percent,
        beyond_error=change.beyond_mdc,
        noticeable=change.beyond_mcid,
        mdc=change.mdc,
        mcid=change.mcid,
        sources=change.sources,
        for_patients=all(one.provenance in {"seen", "seen2", "own"} for one in used),
    )


def _verdict(change: Change) -> Verdict:
    if change.direction is None:
        return Verdict.NOT_TOLD
    if change.direction == "none":
        return Verdict.NO_CHANGE_SEEN
    better = change.direction == "better"
    if change.beyond_mdc is None or change.beyond_mcid is None:
        return Verdict.BETTER_UNMEASURED if better else Verdict.WORSE_UNMEASURED
    if change.beyond_mdc and change.beyond_mcid:
        return Verdict.IMPROVED if better else Verdict.WORSENED
    if change.beyond_mdc:
        return Verdict.SMALL_FOR_THE_BETTER if better else Verdict.SMALL_FOR_THE_WORSE
    return Verdict.WITHIN_ERROR if change.beyond_mcid else Verdict.NO_CHANGE_SEEN
