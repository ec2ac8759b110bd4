"""Claims found by words, for somebody who looks for one that carries a sentence.

Decides        which claims match, and in which order
Does not       say that a claim means what was typed: a person chooses
Takes          what was typed, in either language; the condition whose page it is, if any
Gives          claims that may be published, the nearest first; those of the condition where
               nothing was typed
Units          none
Sources        ``kernel.names`` for letters
Reviewed       no clinical content
"""

from ashi.core.kernel.names import latin, words
from ashi.core.knowledge.evidence_base.base import Base, concerns
from ashi.core.knowledge.evidence_base.showing import Weighed, weigh

SHORT = 4  # letters; shorter words stand in every sentence
MOST = 8


def find_claims(base: Base, typed: str, condition: str | None, most: int = MOST) -> list[Weighed]:
    """Return claims that share words with what was typed; of a condition's page, its own first."""
    asked = _forms(typed)
    found = []
    for claim in base.claims.values():
        near = condition is not None and concerns(claim.conditions, condition)
        if condition is not None and not near:
            continue
        shared = len(asked & _forms(f"{claim.id} {claim.en} {claim.el}"))
        if not asked or shared:
            found.append((-shared, claim.id, weigh(claim, base)))
    ranked = sorted(found, key=lambda one: one[:2])
    return [one for _shared, _id, one in ranked if one.may_be_published][:most]


def _forms(text: str) -> set[str]:
    return {latin(one)[:6] for one in words(text.replace("-", " ")) if len(one) >= SHORT}
