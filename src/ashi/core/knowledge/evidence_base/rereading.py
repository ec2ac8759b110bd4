"""Which claims must be read again, because their evidence is no longer what it was.

Decides        what counts as a change: any word or number of an entry or its source, any entry
               that came or went, on either side
Does not       change a claim, or hide it
Takes          the evidence base
Gives          digests; claims whose digest is no longer the one stored beside their review
Units          none
Sources        none of its own
Reviewed       no clinical content
"""

import hashlib
import json
from dataclasses import asdict

from ashi.core.knowledge.evidence_base.base import Base
from ashi.core.knowledge.evidence_base.claims import Claim
from ashi.core.knowledge.evidence_base.entries import Entry

LENGTH = 16  # of 64 hexadecimal digits; chosen: enough to notice a change, short enough to read


def digest_of(claim: Claim, base: Base) -> str:
    """Return a digest of the entries of a claim; the order in which they are named is no matter."""
    sides = [_written(base.supporting(claim)), _written(base.contradicting(claim))]
    text = json.dumps(sides, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:LENGTH]


def to_read_again(base: Base) -> list[Claim]:
    """Return the claims whose evidence has changed since they were last held against it."""
    return [
        claim for claim in base.claims.values() if claim.review.digest != digest_of(claim, base)
    ]


def _written(entries: tuple[Entry, ...]) -> list[object]:
    return [asdict(entry) for entry in sorted(entries, key=lambda entry: entry.id)]
