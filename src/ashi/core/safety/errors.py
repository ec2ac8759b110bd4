"""What safety refuses.

Decides        nothing
Does not       word errors
Gives          errors whose ``code`` says what happened, and whose fields say to what
"""

from ashi.core.kernel.errors import AshiError
from ashi.core.kernel.faults import FaultsError


class SafetyError(AshiError):
    """The root of what safety refuses."""

    code = "safety.error"


class CheckFaultsError(FaultsError, SafetyError):
    """A document with faults, each once, in the order in which they were met."""

    code = "safety.check_faults"


class ReasonMissingError(SafetyError):
    """Going ahead in spite of a finding needs a reason."""

    code = "safety.reason_missing"


class NotPermittedError(SafetyError):
    """Who decides may not go ahead in spite of a stop."""

    code = "safety.not_permitted"


class SecondSignMissingError(SafetyError):
    """The protocol asks for a second person, who is not the first and may sign."""

    code = "safety.second_sign_missing"


class NoWayAheadError(SafetyError):
    """The protocol lets nobody go ahead: done otherwise, or not done."""

    code = "safety.no_way_ahead"


class UnansweredError(SafetyError):
    """An answer is still missing: it is asked, or a reason is given why not."""

    code = "safety.unanswered"


class NoSuchRuleError(SafetyError):
    """A rule that the protocol does not have."""

    code = "safety.no_such_rule"


class BadEditError(SafetyError):
    """An edit that gives a rule an override that there is not, or no words."""

    code = "safety.bad_edit"


class RuleFixedError(SafetyError):
    """A rule that the law keeps on and as strict as it is packaged."""

    code = "safety.rule_fixed"
