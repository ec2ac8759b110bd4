"""Refusals of the evidence core.

Decides        nothing
Gives          a refusal that carries every fault of a table; refusals of single values
"""

from ashi.core.kernel.errors import AshiError
from ashi.core.kernel.faults import FaultsError


class TableFaultsError(FaultsError):
    """A table of trials with faults; ``faults`` has them, by line and column."""

    code = "evidence.table_faults"


class JudgementError(AshiError):
    """A judgement that cannot be recorded; ``what`` says which part, ``domain`` of what."""

    code = "evidence.judgement"


class WordsError(AshiError):
    """Numbers that no sentence can be made of; ``what`` names them."""

    code = "evidence.words"


class NumbersError(AshiError):
    """Trials so far apart in precision that the arithmetic gives way."""

    code = "evidence.numbers"
