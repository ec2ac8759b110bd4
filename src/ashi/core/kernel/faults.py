"""What is wrong with a document, and where.

Decides        nothing
Does not       word faults
Gives          a fault as a value; the root of refusals that carry all faults of a document
"""

from collections.abc import Iterable
from typing import NamedTuple

from ashi.core.kernel.errors import AshiError


class Said(str):
    """What a reader says of a field, and not what a person wrote there; shown without quotes."""

    __slots__ = ()


class NotKnown(NamedTuple):
    """A name that nothing has, and the names that look like it."""

    name: str
    near: tuple[str, ...]


class Fault(NamedTuple):
    """What is wrong, where: ``code`` is worded at the edge, with ``given`` where it helps."""

    path: str
    code: str
    given: object = None


def each_once(faults: Iterable[Fault]) -> list[Fault]:
    """Return each fault once, in the order in which they were met."""
    once: dict[tuple[str, str], Fault] = {}
    for fault in faults:
        once.setdefault((fault.path, fault.code), fault)
    return list(once.values())


class FaultsError(AshiError):
    """A document with faults, each once, in the order in which they were met."""

    code = "kernel.faults"

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = each_once(faults)
        super().__init__(paths=[fault.path for fault in self.faults])
