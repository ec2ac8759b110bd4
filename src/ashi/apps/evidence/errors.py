"""Refusals of the evidence that a centre adds."""

from ashi.core.kernel.errors import AshiError


class EvidenceError(AshiError):
    """The root of what this area refuses."""

    code = "evidence_added.error"


class ChangeUnknownError(EvidenceError):
    """No such change here, or no such trial."""

    code = "evidence_added.unknown"


class DecidedError(EvidenceError):
    """Somebody decided on it already."""

    code = "evidence_added.decided"


class StillToReadError(EvidenceError):
    """Its numbers are not entered, or nobody has read them: it cannot be accepted."""

    code = "evidence_added.still_to_read"


class SecondPersonError(EvidenceError):
    """Whoever entered it does not accept it; an owner may."""

    code = "evidence_added.second_person"


class NoReasonError(EvidenceError):
    """A refusal, and a trial taken out, have a reason."""

    code = "evidence_added.no_reason"


class OutAlreadyError(EvidenceError):
    """The trial is out already, or somebody has asked for it."""

    code = "evidence_added.out_already"


class NothingToReadError(EvidenceError):
    """The claim is not marked to be read again."""

    code = "evidence_added.nothing_to_read"


class MovedOnError(EvidenceError):
    """The answer that was shown is not the one that would be given now."""

    code = "evidence_added.moved_on"
