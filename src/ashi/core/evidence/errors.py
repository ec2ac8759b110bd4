"""Refusals of the evidence core.

Decides        nothing
Gives          a refusal that carries every fault of a table
"""

from ashi.core.kernel.errors import AshiError


class TableFaultsError(AshiError):
    """A table of trials with faults; ``fields["faults"]`` has them, by line and column."""

    code = "evidence.table_faults"
