"""What scheduling refuses.

Decides        nothing
Gives          errors whose ``code`` says what happened, and whose fields say to what
"""

from collections.abc import Iterable

from ashi.core.kernel.errors import AshiError


class SchedulingError(AshiError):
    """The root of what scheduling refuses."""

    code = "scheduling.error"


class BadValueError(SchedulingError):
    """A value that contradicts itself; ``faults`` names each field and what is wrong with it."""

    code = "scheduling.bad_value"

    def __init__(self, faults: Iterable[tuple[str, str]]) -> None:
        self.faults = tuple(faults)
        super().__init__(faults=self.faults)


class UnboundedError(SchedulingError):
    """A day cannot be filled with a service that takes nobody and nothing."""

    code = "scheduling.unbounded"


class SolverMissingError(SchedulingError):
    """The proof of a maximum needs OR-Tools, which is not installed."""

    code = "scheduling.solver_missing"


class NothingOpenError(SchedulingError):
    """There is nothing to waive, to return or to keep, or a sum is not above nought."""

    code = "scheduling.nothing_open"


class MoreThanOpenError(SchedulingError):
    """More is to be let off than the ``open`` cents that are open."""

    code = "scheduling.more_than_open"


def refuse(*checks: tuple[bool, str, str]) -> None:
    """Raise ``BadValueError`` naming every check that is true.

    Parameters
    ----------
    checks
        ``(is it wrong, field, code)``.

    Raises
    ------
    BadValueError
        At least one check is true; all of them are named, in order.
    """
    faults = [(field, code) for wrong, field, code in checks if wrong]
    if faults:
        raise BadValueError(faults)
