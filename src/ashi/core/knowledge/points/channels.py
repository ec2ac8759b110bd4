"""The fourteen channels and the five groups of extra points, and how people write them.

Decides        nothing
Does not       find points
Takes          data/points/channels.toml
Gives          channels with the number of their points and the writings of their names
Units          none
Sources        data/points/README.md
Reviewed       draft
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from ashi.core.knowledge.packaged import read_toml


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel: ``writings`` stand for it, ``perhaps`` only could.

    ``old_writings`` are those of texts that number points from ``old_from`` on in another way;
    ``old_numbers`` lists today's number of each.
    """

    code: str
    points: int
    name: str
    zh: str
    writings: tuple[str, ...]
    perhaps: tuple[str, ...]
    old_writings: tuple[str, ...]
    old_from: int
    old_numbers: tuple[int, ...]

    @property
    def extra(self) -> bool:
        """Whether these points lie outside the channels."""
        return self.code.startswith("EX")

    def numbers_meant(self, writing: str, number: int) -> tuple[int, ...]:
        """Return today's numbers that ``number`` may mean after ``writing``, in order."""
        meant = {number} if 1 <= number <= self.points else set()
        at = number - self.old_from
        if writing in self.old_writings and 0 <= at < len(self.old_numbers):
            meant.add(self.old_numbers[at])
        return tuple(sorted(meant))


@cache
def all_channels() -> Mapping[str, Channel]:
    """Return every channel by its code, the fourteen first."""
    rows = read_toml("points", "channels.toml")["channels"]
    channels = (
        Channel(
            code=row["code"],
            points=row["points"],
            name=row["name"],
            zh=row["zh"],
            writings=tuple(row["writings"]),
            perhaps=tuple(row.get("perhaps", ())),
            old_writings=tuple(row.get("old_writings", ())),
            old_from=row.get("old_from", 0),
            old_numbers=tuple(row.get("old_numbers", ())),
        )
        for row in rows
    )
    return MappingProxyType({channel.code: channel for channel in channels})
