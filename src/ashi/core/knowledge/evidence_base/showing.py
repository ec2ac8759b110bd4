"""What staff see of a claim, and the part of it that may reach a patient.

Decides        which claims and which entries a patient may be shown, as far as evidence goes
Does not       ask whether a centre's clinician has signed them: that is in the centre's database
Takes          the evidence base
Gives          claims weighed, with their entries
Units          none
Sources        DESIGN 6: what is recalled is never shown to a patient
Reviewed       draft
"""

from dataclasses import dataclass

from ashi.core.kernel.certainty import Certainty
from ashi.core.knowledge.evidence_base.base import Base, concerns
from ashi.core.knowledge.evidence_base.certainty import certainty_of
from ashi.core.knowledge.evidence_base.claims import Claim
from ashi.core.knowledge.evidence_base.entries import Entry


@dataclass(frozen=True, slots=True)
class Weighed:
    """A claim with its entries; ``certainty`` is None where nothing that was read carries it."""

    claim: Claim
    certainty: Certainty | None
    supporting: tuple[Entry, ...]
    contradicting: tuple[Entry, ...]

    @property
    def may_be_published(self) -> bool:
        """Whether its writer asks for it and its entries carry it."""
        return self.claim.publish and self.certainty is not None


@dataclass(frozen=True, slots=True)
class Told:
    """What a patient may be told: a sentence, how sure it is, and what was read of it.

    The entries are only those that somebody read. The claim itself is left out, since it names
    entries that nobody did.
    """

    claim_id: str
    en: str
    el: str
    certainty: Certainty
    supporting: tuple[Entry, ...]
    contradicting: tuple[Entry, ...]


def weigh(claim: Claim, base: Base) -> Weighed:
    """Return a claim with its certainty and all its entries, for staff."""
    supporting, contradicting = base.supporting(claim), base.contradicting(claim)
    certainty = certainty_of(claim.type, supporting, contradicting)
    return Weighed(claim, certainty, supporting, contradicting)


def told_to_patients(base: Base, condition: str | None = None) -> list[Told]:
    """Return what a patient may be told, of one condition or of all.

    An empty list means that nothing may be said. It does not mean that nothing is known.
    """
    told = []
    for claim in base.claims.values():
        if condition is not None and not concerns(claim.conditions, condition):
            continue
        weighed = weigh(claim, base)
        if weighed.certainty is not None and claim.publish:
            told.append(
                Told(
                    claim.id,
                    claim.en,
                    claim.el,
                    weighed.certainty,
                    _read(weighed.supporting),
                    _read(weighed.contradicting),
                )
            )
    return told


def _read(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    return tuple(entry for entry in entries if entry.counts)
