"""What is wrong with a document, and where.

Decides        nothing
Does not       word faults
Gives          a fault as a value; the error that carries all faults of a document
"""

from collections.abc import Iterable
from typing import NamedTuple

from ashi.core.scheduling.errors import SchedulingError


class Fault(NamedTuple):
    """What is wrong, where: ``code`` is worded at the edge, with ``given`` where it helps."""

    path: str
    code: str
    given: object = None


class CaseFaultsError(SchedulingError):
    """A document with faults, each once, in the order in which they were met."""

    code = "scheduling.case_faults"

    def __init__(self, faults: Iterable[Fault]) -> None:
        once: dict[tuple[str, str], Fault] = {}
        for fault in faults:
            once.setdefault((fault.path, fault.code), fault)
        self.faults = list(once.values())
        super().__init__(paths=[fault.path for fault in self.faults])
