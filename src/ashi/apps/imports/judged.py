"""What becomes of each line of a file: the words that preview, refusal file and result share."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Fate(StrEnum):
    """What an import does with a line."""

    CREATE = "create"
    MERGE = "merge"  # one person with another line, or with somebody known
    KNOWN = "known"  # imported before, or the same row again
    LEAVE = "leave"  # rightly not taken over: deleted, never booked, nobody's
    ASK = "ask"  # a person must say; not written
    REFUSE = "refuse"  # cannot be; not written


UNWRITTEN = (Fate.ASK, Fate.REFUSE)


@dataclass(frozen=True, slots=True)
class Note:
    """A code with what it is about; worded by whoever shows it."""

    code: str
    about: Mapping[str, object] = field(default_factory=dict)
