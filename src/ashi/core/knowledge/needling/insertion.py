"""One place where a needle goes in, as far as somebody has said it.

Decides        what an insertion may consist of
Does not       say what should be done; fill in what was not said
Takes          plain values
Gives          insertions, and what each leaves unsaid
Units          depth in mm or in cun, needle in mm, Hz, pulse in ms, mA, minutes, days
Sources        STRICTA items 2a to 2g name what a record of needling holds
Reviewed       draft
"""

from dataclasses import dataclass
from typing import NamedTuple

from ashi.core.knowledge.points.names import PointCode, all_names

POINT, ASHI, TRIGGER, EAR = "point", "ashi", "trigger", "ear"
BY_LEVEL = PointCode("EX-B2")  # one place a side at each vertebra, so its level must be said


class Electro(NamedTuple):
    """The outlet of a stimulator to which a needle is wired; ``pole`` may be left unsaid."""

    pair: int
    pole: str | None


class Needle(NamedTuple):
    """A needle's diameter and length in mm."""

    gauge_mm: float
    length_mm: float


class Drawn(NamedTuple):
    """Where a free place was put on a picture: a view of the atlas, and units of its box."""

    view: str
    x: int
    y: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Insertion:
    """What was said of one needle, or of several alike in one place.

    ``point`` is the code of a point; free places (ashi, trigger, ear) have ``place`` in words
    instead. ``level`` is a vertebra. ``side`` is ``None`` where nobody said it. ``sought`` is the
    response that was looked for, ``responses`` those that came. ``stays_days`` is said of a press
    needle or seed that is left in, to be taken out after so many days.
    """

    kind: str = POINT
    point: PointCode | None = None
    place: str | None = None
    level: str | None = None
    side: str | None = None
    needles: int = 1
    depth_mm: float | None = None
    depth_cun: float | None = None
    angle: str | None = None
    sought: str | None = None
    responses: tuple[str, ...] = ()
    strength: str | None = None
    manipulation: str | None = None
    electro: Electro | None = None
    waveform: str | None = None
    hertz: tuple[float, ...] = ()
    pulse_ms: float | None = None
    intensity_ma: float | None = None
    minutes: int | None = None
    stays_days: int | None = None
    needle: Needle | None = None
    lot: str | None = None
    drawn: Drawn | None = None
    note: str | None = None

    @property
    def unsaid(self) -> tuple[str, ...]:
        """What a record needs and this does not say yet."""
        said = {
            "side": self.side,
            "depth": self.depth_mm or self.depth_cun,
            "response": self.responses,
            "level": self.level or self.point != BY_LEVEL,
            "needle": self.needle,
            "lot": self.lot,
        }
        return tuple(name for name, value in said.items() if not value)


def full_set(point: PointCode | None) -> int:
    """Return how many needles a place takes on one side where nobody says a number."""
    if point is None or point == BY_LEVEL:
        return 1
    name = all_names()[point]
    return name.places // len(name.sides)


class LineFault(NamedTuple):
    """What is wrong with a needling line, where (from, to), and what may have been meant."""

    start: int
    end: int
    code: str
    given: str
    near: tuple[str, ...] = ()
