"""Fields of a document, read one by one; every fault is kept with its path.

Decides        whether a field is there and of the right type
Does not       stop at the first fault, word it, or know what a field is for
Takes          values as ``json`` makes them
Gives          typed values, or ``None`` after a fault has been noted
Units          none

A reader asks each field for what it should be. A field that is not notes a fault and gives
``None``; the reader goes on, so that a person sees all faults of a file at once.
"""

import json
import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from ashi.core.kernel.faults import Fault

NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")


class Twice(NamedTuple):
    """Stands for the value of a key that an object holds more than once."""

    values: tuple[object, ...]


class _Missing:
    """Stands for a field that is not there."""


MISSING: Final = _Missing()


@dataclass(frozen=True, slots=True)
class Field:
    """A value, where it was found, and the list in which faults are collected."""

    value: object
    path: str
    faults: list[Fault]

    @property
    def given(self) -> bool:
        """Whether the field is there at all."""
        return self.value is not MISSING

    def note(self, code: str, given: object = None) -> None:
        """Note a fault of this field."""
        self.faults.append(Fault(self.path, code, given))

    def key(self, name: str) -> "Field":
        """Return a field of an object; of anything else, a missing one."""
        value = self.value.get(name, MISSING) if isinstance(self.value, dict) else MISSING
        step = name if NAME.fullmatch(name) else f"[{json.dumps(name, ensure_ascii=False)}]"
        path = step if not self.path else f"{self.path}{step if step[0] == '[' else '.' + step}"
        field = Field(value, path, self.faults)
        if isinstance(value, Twice):
            field.note("key_twice")
            return Field(value.values[-1], path, self.faults)
        return field

    def refused(self, wanted: str) -> None:
        """Note that the field is missing, or is not what was ``wanted``."""
        self.note(wanted if self.given else "missing", self.value if self.given else None)

    def keys(self) -> list[str] | None:
        """Return the names in an object, in order."""
        if isinstance(self.value, dict):
            return list(self.value)
        self.refused("not_object")
        return None

    def items(self) -> list["Field"] | None:
        """Return the members of a list."""
        if isinstance(self.value, list):
            return [
                Field(one, f"{self.path}[{at}]", self.faults) for at, one in enumerate(self.value)
            ]
        self.refused("not_list")
        return None

    def optional_items(self) -> list["Field"]:
        """Return the members of a list that may be left out."""
        return (self.items() or []) if self.given else []

    def text(self) -> str | None:
        """Return a text that is not empty."""
        if not isinstance(self.value, str):
            self.refused("not_text")
            return None
        if not self.value.strip():
            self.note("empty")
            return None
        return self.value

    def whole(self, least: int, most: int) -> int | None:
        """Return a whole number within bounds, both included."""
        if not isinstance(self.value, int) or isinstance(self.value, bool):
            self.refused("not_whole")
            return None
        if self.value < least:
            self.note("too_small", least)
            return None
        if self.value > most:
            self.note("too_large", most)
            return None
        return self.value

    def number(self, least: float | None = None, most: float | None = None) -> float | None:
        """Return a finite number within bounds, both included; yes and no are none."""
        if not isinstance(self.value, int | float) or isinstance(self.value, bool):
            self.refused("not_number")
            return None
        if isinstance(self.value, float) and not math.isfinite(self.value):
            self.note("not_number", str(self.value))
            return None
        if least is not None and self.value < least:
            self.note("too_small", least)
            return None
        if most is not None and self.value > most:
            self.note("too_large", most)
            return None
        return self.value

    def flag(self, default: bool) -> bool:
        """Return yes or no; ``default`` where it is left out."""
        if not self.given:
            return default
        if isinstance(self.value, bool):
            return self.value
        self.refused("not_flag")
        return default

    def texts(self) -> list[str] | None:
        """Return a list of texts, each once."""
        members = self.items()
        if members is None:
            return None
        read = [(member, member.text()) for member in members]
        note_repeated(read)
        return [text for _, text in read if text is not None]

    def text_or_texts(self) -> list[str] | None:
        """Return a list of texts; a single text counts as a list of one."""
        if isinstance(self.value, str):
            text = self.text()
            return None if text is None else [text]
        if not isinstance(self.value, list):
            self.refused("not_texts")
            return None
        return self.texts()

    def day(self) -> date | None:
        """Return a date written ``2026-12-07``."""
        if not isinstance(self.value, str):
            self.refused("not_date")
            return None
        match = DATE.fullmatch(self.value)
        if not match:
            self.note("not_date", self.value)
            return None
        try:
            return date(*map(int, match.groups()))
        except ValueError:
            self.note("no_such_date", self.value)
            return None


def note_repeated(read: Iterable[tuple[Field, object]]) -> None:
    """Note a fault of each field whose text came before."""
    seen: set[str] = set()
    for field, text in read:
        if isinstance(text, str):
            if text in seen:
                field.note("twice", text)
            seen.add(text)


def written_ids(field: Field) -> set[str]:
    """Return every ``id`` written in a list of objects, whether the rest can be read or not."""
    members = field.value if isinstance(field.value, list) else []
    ids = [member.get("id") for member in members if isinstance(member, dict)]
    return {one for one in ids if isinstance(one, str)}
