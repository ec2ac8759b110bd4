"""Refusals of screening."""

from ashi.core.kernel.errors import AshiError


class ScreeningError(AshiError):
    """The root of what screening refuses."""

    code = "screening.error"


class FactUnknownError(ScreeningError):
    """Nobody asks this; ``fact`` is what was named."""

    code = "screening.fact_unknown"


class NumberOutsideError(ScreeningError):
    """The number is not one of ``least`` to ``most``."""

    code = "screening.number_outside"


class FindingGoneError(ScreeningError):
    """The finding is not there any more: an answer or a needle changed meanwhile."""

    code = "screening.finding_gone"


class FlagNotRaisedError(ScreeningError):
    """Nobody answered this red flag with yes, or somebody decided on it already."""

    code = "screening.flag_not_raised"


class NothingToCountersignError(ScreeningError):
    """No decision waits for a second sign, or it is one's own."""

    code = "screening.nothing_to_countersign"


class ComplaintEmptyError(ScreeningError):
    """A complaint has words."""

    code = "screening.complaint_empty"


class AreaUnknownError(ScreeningError):
    """There is no such place on the body; ``area`` is what was named."""

    code = "screening.area_unknown"


class NoNameSignedError(ScreeningError):
    """Whoever consents signs with a name."""

    code = "screening.no_name_signed"


class ConsentTextChangedError(ScreeningError):
    """The text changed while it was read: the new one is read first."""

    code = "screening.consent_text_changed"


class NotConsentedError(ScreeningError):
    """There is no consent in force to withdraw."""

    code = "screening.not_consented"


class TechniqueUnknownError(ScreeningError):
    """There is no consent text for this."""

    code = "screening.technique_unknown"


class IntakeClosedError(ScreeningError):
    """The visit has begun or is off: what is new is said in the room."""

    code = "screening.intake_closed"


class ProtocolChangedError(ScreeningError):
    """Somebody else wrote into the protocol, or signed it, meanwhile."""

    code = "screening.protocol_changed"


class NothingToSignError(ScreeningError):
    """The draft says what the signed version says already."""

    code = "screening.nothing_to_sign"


class PaperUnknownError(ScreeningError):
    """No such text was printed for this patient."""

    code = "screening.paper_unknown"


class WitnessUnknownError(ScreeningError):
    """Who witnessed works at this centre."""

    code = "screening.witness_unknown"


class NoPaperConsentError(ScreeningError):
    """There is no consent on paper in force to which a photograph belongs."""

    code = "screening.no_paper_consent"
