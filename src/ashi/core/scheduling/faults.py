"""The refusal of a case with faults.

Decides        nothing
Does not       word faults
Gives          the error that carries all faults of a case
"""

from ashi.core.kernel.faults import FaultsError
from ashi.core.scheduling.errors import SchedulingError


class CaseFaultsError(FaultsError, SchedulingError):
    """A document with faults, each once, in the order in which they were met."""

    code = "scheduling.case_faults"
