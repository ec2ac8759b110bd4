"""Refusals of the evidence core.

Decides        nothing
Gives          a refusal that carries every fault of a table
"""

from ashi.core.kernel.faults import FaultsError


class TableFaultsError(FaultsError):
    """A table of trials with faults; ``faults`` has them, by line and column."""

    code = "evidence.table_faults"
