"""What the insights refuse.

Decides        nothing
Does not       word errors
Gives          errors whose ``code`` says what happened, and whose fields say to what
"""

from ashi.core.kernel.errors import AshiError


class InsightsError(AshiError):
    """The root of what insights refuse."""

    code = "insights.error"


class UnknownInsightError(InsightsError):
    """A name that no measure of the centre has."""

    code = "insights.unknown"
