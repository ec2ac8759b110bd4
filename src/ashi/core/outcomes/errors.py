"""What outcomes refuse.

Decides        nothing
Does not       word errors
Gives          errors whose ``code`` says what happened, and whose fields say to what
"""

from ashi.core.kernel.errors import AshiError
from ashi.core.kernel.faults import FaultsError


class OutcomesError(AshiError):
    """The root of what outcomes refuse."""

    code = "outcomes.error"


class UnknownMeasureError(OutcomesError):
    """A code that no measure has; ``near`` holds the codes that look like it."""

    code = "outcomes.unknown_measure"

    def __init__(self, given: str, near: tuple[str, ...]) -> None:
        self.given = given
        self.near = near
        super().__init__(given=given, near=near)


class AnswerFaultsError(FaultsError, OutcomesError):
    """Answers, or a form, with faults, each once, in the order in which they were met."""

    code = "outcomes.answer_faults"


class OutOfRangeError(OutcomesError):
    """A score that its measure cannot have; ``field`` names it, ``low`` and ``high`` the range."""

    code = "outcomes.out_of_range"

    def __init__(self, field: str, low: float | None, high: float | None) -> None:
        self.field = field
        self.low = low
        self.high = high
        super().__init__(field=field, low=low, high=high)


class UnknownPartError(OutcomesError):
    """A part that the measure does not have; ``parts`` holds those it has."""

    code = "outcomes.unknown_part"

    def __init__(self, given: str, parts: tuple[str, ...]) -> None:
        self.given = given
        self.parts = parts
        super().__init__(given=given, parts=parts)
