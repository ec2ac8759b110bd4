"""How sure a claim is, by rules that a reader can check against its entries.

Decides        the certainty word of a claim, and whether its entries can carry it at all
Does not       read sentences, or grade a body of evidence as a panel would
Takes          the type of a claim and its entries, for and against
Gives          a certainty, or None where nothing that was read carries the claim
Units          none
Sources        rules chosen for Ashi; the words are those of GRADE
Reviewed       draft

The rules:

1. What nobody read counts for nothing, on either side.
2. An entry is as sure as its own authors rated it. Unrated, pooled data of single patients count
   as moderate; other reviews, guidelines, and harms counted among the people treated as low;
   anything else, a single trial or a case report among it, as very low.
3. An entry known only from another's report counts one step less.
4. A claim is as sure as its surest entry, if at least one of its entries is of a kind that can
   carry such a claim (``PILLARS``). One trial never carries the claim that something works.
5. Anything against it takes one step off; two, where what stands against it is at least as sure
   as what stands for it. A claim that was carried never falls below very low: contradiction makes
   it weak, not unsaid.
"""

from collections.abc import Iterable, Mapping

from ashi.core.kernel.certainty import Certainty
from ashi.core.knowledge.evidence_base.claims import ClaimType
from ashi.core.knowledge.evidence_base.entries import Entry, Kind, Provenance

RATED: Mapping[str, Certainty] = {one.word: one for one in Certainty}
SINGLE_PATIENTS = "IPD meta-analysis"
UNCOUNTED = frozenset({"incident reports", "systematic review of case reports", "manual"})
UNRATED: Mapping[Kind, Certainty] = {
    Kind.REVIEW: Certainty.LOW,
    Kind.GUIDELINE: Certainty.LOW,
    Kind.HARM: Certainty.LOW,
}
PILLARS: Mapping[ClaimType, frozenset[Kind]] = {
    ClaimType.WORKS: frozenset({Kind.REVIEW, Kind.GUIDELINE}),
    ClaimType.WORKS_AS_WELL_AS: frozenset({Kind.REVIEW, Kind.GUIDELINE}),
    ClaimType.MECHANISM: frozenset({Kind.MECHANISM, Kind.REVIEW}),
    ClaimType.SAFETY: frozenset({Kind.HARM, Kind.REVIEW}),
    ClaimType.DOSE: frozenset({Kind.REVIEW, Kind.GUIDELINE}),
    ClaimType.PREVALENCE: frozenset({Kind.REVIEW}),
}


def level_of(entry: Entry) -> Certainty:
    """Return how sure one entry is by itself (rules 2 and 3)."""
    if entry.standing.rated:
        level = RATED[entry.standing.rated]
    elif entry.kind is Kind.REVIEW and entry.source.design == SINGLE_PATIENTS:
        level = Certainty.MODERATE
    elif entry.source.design in UNCOUNTED:
        level = Certainty.VERY_LOW
    else:
        level = UNRATED.get(entry.kind, Certainty.VERY_LOW)
    return _lowered(level, entry.standing.provenance is Provenance.SEEN2)


def certainty_of(
    claim_type: ClaimType, supporting: Iterable[Entry], contradicting: Iterable[Entry]
) -> Certainty | None:
    """Return how sure a claim is.

    Returns
    -------
    Certainty or None
        None where nothing that was read carries the claim: it may not be published. It does not
        mean that the claim is false.
    """
    read = [entry for entry in supporting if entry.counts]
    if not any(entry.kind in PILLARS[claim_type] for entry in read):
        return None
    surest = max(map(level_of, read))
    against = [level_of(entry) for entry in contradicting if entry.counts]
    return _lowered(surest, bool(against) + any(level >= surest for level in against))


def _lowered(level: Certainty, steps: int) -> Certainty:
    return Certainty(max(level - steps, Certainty.VERY_LOW))
