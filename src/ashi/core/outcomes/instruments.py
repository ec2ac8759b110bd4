"""What a measure is: its parts, its range and direction, and what is known about its change.

Decides        how many answers a part needs, and what a part or measure is called
Does not       score, or hold the text of any question
Takes          values read from packaged data
Gives          frozen values
Units          those of each measure
Sources        knowledge/data/instruments, each with its own
Reviewed       draft
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

# Whole answers stay whole: fractions of them cost many times as much to add up.
Answer = Fraction | int | None


def plain(name: str) -> str:
    """Return ``name`` as it is compared: letters and digits only, without case or accents."""
    folded = unicodedata.normalize("NFKD", name).casefold()
    return "".join(sign for sign in folded if sign.isalnum())


@dataclass(frozen=True, slots=True)
class Part:
    """One list of answers that are scored together.

    The mean of the answers is moved from ``low``..``high`` to ``scaled_low``..``scaled_high``,
    which may run backwards; a sum is the same thing with a longer scale.
    """

    id: str
    lengths: tuple[int, ...]
    low: int
    high: int
    scaled_low: Fraction
    scaled_high: Fraction
    aliases: tuple[str, ...] = ()
    least: int | None = None
    may_miss: int = 0
    unanswered_is_low: bool = False
    values: tuple[int, ...] = ()
    highs: tuple[int, ...] = ()
    reversed: frozenset[int] = frozenset()
    same_days: tuple[tuple[int, int], ...] = ()
    t_scores: tuple[Fraction, ...] = ()
    module: bool = False
    decimal: bool = False
    higher_is: str | None = None

    def needs(self, length: int) -> int:
        """Return how many of ``length`` answers must be there for a score."""
        if self.unanswered_is_low:
            return 0
        return length - self.may_miss if self.least is None else self.least

    def is_called(self, name: str) -> bool:
        """Whether ``name`` is a usual writing of this part."""
        return plain(name) in {plain(one) for one in (self.id, *self.aliases)}

    @property
    def range(self) -> tuple[Fraction, Fraction]:
        """The least and the most that its score can be."""
        return min(self.scaled_low, self.scaled_high), max(self.scaled_low, self.scaled_high)


@dataclass(frozen=True, slots=True)
class Band:
    """A named stretch of the range; ``to`` is included, ``below`` is not."""

    name: str
    start: Fraction
    to: Fraction | None
    below: Fraction | None


@dataclass(frozen=True, slots=True)
class Threshold:
    """A published size of change, in points or in percent of the first score."""

    value: Fraction | None
    percent: Fraction | None
    population: str
    source: str
    provenance: str
    low: Fraction | None = None
    high: Fraction | None = None
    part: str | None = None
    level: str | None = None


@dataclass(frozen=True, slots=True)
class Flag:
    """An answer or part from which something is said aloud."""

    name: str
    start: int
    part: str | None
    item: int | None


@dataclass(frozen=True, slots=True)
class Drug:
    """A medicine with its factor; ``unit`` is how its dose is given."""

    name: str
    factor: Fraction
    aliases: tuple[str, ...] = ()
    unit: str = "mg_per_day"


@dataclass(frozen=True, slots=True)
class Licence:
    """Under what terms the questions stand: A free to D by licence only."""

    kind: str
    note: str
    provenance: str


@dataclass(frozen=True, slots=True)
class Instrument:
    """A measure: what is asked, how it is scored, and what is known about its change."""

    code: str
    name: str
    name_el: str
    construct: str
    construct_el: str
    recall: str
    kind: str
    low: int
    high: int | None
    higher_is: str | None
    decimals: int
    total: str
    parts: tuple[Part, ...]
    licence: Licence
    sources: tuple[str, ...]
    provenance: Mapping[str, str] = field(hash=False)
    mdc: tuple[Threshold, ...] = ()
    mcid: tuple[Threshold, ...] = ()
    responders: tuple[Threshold, ...] = ()
    bands: tuple[Band, ...] = ()
    flags: tuple[Flag, ...] = ()
    drugs: tuple[Drug, ...] = ()
    flat_modules: bool = False
    loinc: str | None = None
    unit: str | None = None
    variant_of: str | None = None

    @property
    def required(self) -> tuple[Part, ...]:
        """The parts without which there is no whole form."""
        return tuple(part for part in self.parts if not part.module)

    @property
    def modules(self) -> tuple[Part, ...]:
        """The parts that may be left out."""
        return tuple(part for part in self.parts if part.module)

    def part(self, name: str) -> Part | None:
        """Return the part of this name."""
        return next((part for part in self.parts if part.is_called(name)), None)
