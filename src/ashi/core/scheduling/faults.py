"""The refusal of a case with faults.

Decides        nothing
Does not       word faults
Gives          the error that carries all faults of a case
"""

from collections.abc import Iterable

from ashi.core.kernel.faults import Fault, each_once
from ashi.core.scheduling.errors import SchedulingError


class CaseFaultsError(SchedulingError):
    """A document with faults, each once, in the order in which they were met."""

    code = "scheduling.case_faults"

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = each_once(faults)
        super().__init__(paths=[fault.path for fault in self.faults])
