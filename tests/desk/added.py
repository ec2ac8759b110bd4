"""Trials that a centre adds, invented for the tests."""

from ashi.apps.evidence.actions import accept, add_trials, seen_of
from ashi.apps.evidence.models import Change, Origin
from ashi.apps.evidence.queries import previewed
from ashi.core.evidence.adding import Proposal
from ashi.core.evidence.papers import Paper
from ashi.core.knowledge.evidence_base.entries import Provenance
from tests.desk.centre import SmallCentre

QUESTION = "lbp-chronic-sham-after"
NUMBERS = (60.0, 48.0, 22.0, 58.0, 50.0, 23.0)


def proposal_of(study: str = "Nobody 2024", question: str = QUESTION, **more: object) -> Proposal:
    """Return a trial as somebody would hand it in."""
    said = {"provenance": Provenance.SEEN, "numbers": NUMBERS, "part_read": "table 2"} | more
    paper = Paper(study, study[-4:], f"{study}: a trial that never was. J Inv 1:2")
    return Proposal(1, question, paper, **said)


def added(small: SmallCentre, proposal: Proposal | None = None, by: str = "maria") -> Change:
    """Return a trial that waits for a reviewer."""
    one = proposal or proposal_of()
    return add_trials(by=small.actor(by), proposals=[one], origin=Origin.FORM)[0]


def accepted(small: SmallCentre, row: Change | None = None, by: str = "owner") -> Change:
    """Return a change that a reviewer accepted."""
    row = row or added(small)
    moved = previewed(small.centre.pk, row)[2]
    return accept(by=small.actor(by), change_id=row.pk, seen=seen_of(moved))
