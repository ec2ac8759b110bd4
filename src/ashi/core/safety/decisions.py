"""What a clinician decides on a finding, and what the protocol asks for before it stands.

Decides        whether a decision may stand: reason, permission, second sign
Does not       decide; store; know who somebody is
Takes          a finding, a decision, and what those who sign may do
Gives          nothing where the decision stands; a refusal where it does not
Sources        override of each rule (02_contraindication_rules.csv); docs/reference/safety.md
Reviewed       draft
"""

from dataclasses import dataclass
from enum import Enum

from ashi.core.safety.checking import Finding
from ashi.core.safety.errors import (
    NotPermittedError,
    NoWayAheadError,
    ReasonMissingError,
    SecondSignMissingError,
    UnansweredError,
)
from ashi.core.safety.rules import Weight


class Choice(Enum):
    """What was done about a finding."""

    OTHERWISE = "otherwise"
    WENT_AHEAD = "went_ahead"
    NOT_DONE = "not_done"


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs: an id, and whether they may go ahead in spite of a stop."""

    id: str
    may_go_ahead: bool


@dataclass(frozen=True, slots=True)
class Decision:
    """A choice, why, and who signs it."""

    choice: Choice
    by: Signer
    reason: str = ""
    second: Signer | None = None

    @property
    def reasoned(self) -> bool:
        """Whether a reason is given that is more than blanks."""
        return bool(self.reason.strip())


def needs_second(finding: Finding) -> bool:
    """Whether going ahead needs a second sign."""
    return finding.weight is Weight.STOP and finding.rule.override == "reason_and_second"


def can_go_ahead(finding: Finding) -> bool:
    """Whether the protocol lets anybody go ahead."""
    return not (finding.weight is Weight.STOP and finding.rule.override == "none")


def _stop(finding: Finding, decision: Decision) -> None:
    """Refuse to go ahead past a stop without permission, reason, second sign."""
    if not can_go_ahead(finding):
        raise NoWayAheadError(rule=finding.rule.id)
    if not decision.by.may_go_ahead:
        raise NotPermittedError(rule=finding.rule.id, by=decision.by.id)
    if not needs_second(finding):
        return
    second = decision.second
    if second is None or second.id == decision.by.id or not second.may_go_ahead:
        raise SecondSignMissingError(rule=finding.rule.id)


def settle(finding: Finding, decision: Decision) -> None:
    """Let a decision on a finding stand, or refuse it.

    Raises
    ------
    ReasonMissingError
        Going ahead, or doing it otherwise, against a stop or a caution needs a reason.
    UnansweredError
        Going ahead without the answer needs a reason why it is not asked.
    NoWayAheadError
        The protocol lets nobody go ahead.
    NotPermittedError
        Who decides may not go ahead past a stop.
    SecondSignMissingError
        The protocol asks for a second sign, by somebody else who may go ahead.
    """
    if decision.choice is Choice.NOT_DONE or finding.weight is Weight.NOTE:
        return
    went_ahead = decision.choice is Choice.WENT_AHEAD
    if went_ahead and finding.weight is Weight.STOP:
        _stop(finding, decision)
    if decision.reasoned:
        return
    if finding.weight is Weight.ASK:
        raise UnansweredError(rule=finding.rule.id, asks=finding.asks)
    raise ReasonMissingError(rule=finding.rule.id)
