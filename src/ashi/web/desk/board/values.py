"""What the board's templates get: frozen values with codes and numbers, no rows and no prose.

``at`` is in minutes after the board opens, ``for_min`` in minutes; both are multiples of five.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Chip:
    """One state as icon and word; the template words ``code``."""

    code: str
    state: str = ""
    icon: str = ""
    at: datetime | None = None
    count: int = 0
    text: str = ""


@dataclass(frozen=True, slots=True)
class Clock:
    """Needles that are in: how many, and when they are due out."""

    needles: int
    due: datetime
    over_min: int
    check_due: datetime | None = None
    taken_by: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """One phase inside a piece; ``who`` is there with the patient."""

    kind: str
    for_min: int
    name: str
    who: str = ""
    done: bool = False
    current: bool = False
    clock: Clock | None = None
    ends: datetime | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """One visit's stay in one column: a whole card, one person's part, or a rest they left."""

    key: str
    shape: str  # whole, solo, away
    visit_id: int
    at: int
    for_min: int
    starts: datetime
    name: str
    given: str
    service: str
    state: str
    past: bool
    cells: tuple[Cell, ...]
    chips: tuple[Chip, ...] = ()
    place: str = ""
    over: bool = False
    movable: bool = False
    class_id: int = 0  # the session of a class; then ``taken`` of ``places`` are booked
    taken: int = 0
    places: int = 1
    version: int = 0
    lane: int = 0
    lanes: int = 1


@dataclass(frozen=True, slots=True)
class Ghost:
    """Where a late visit was booked, or a span in which somebody is not there."""

    code: str
    at: int
    for_min: int
    when: datetime | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """One room, or one person."""

    resource_id: int
    kind: str
    title: str
    title_text: str = ""
    with_whom: str = ""
    needles: int = 0
    rings: bool = False
    to_prepare: bool = False
    free: bool = False
    pieces: tuple[Piece, ...] = ()
    ghosts: tuple[Ghost, ...] = ()


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody who is here and has not been begun with."""

    visit_id: int
    name: str
    booked: datetime
    since: datetime | None
    service: str
    form_missing: bool


@dataclass(frozen=True, slots=True)
class Totals:
    """The day in numbers; money is None for those who do not see it."""

    visits: int = 0
    expected: int = 0
    here: int = 0
    going: int = 0
    left: int = 0
    no_show: int = 0
    taken: Decimal | None = None
    unpaid: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Hour:
    """One label of the time axis."""

    at: int
    when: datetime


@dataclass(frozen=True, slots=True)
class BoardView:
    """One day's board."""

    date: date
    view: str
    opens: int
    rows: int
    first: datetime
    columns: tuple[Column, ...]
    hours: tuple[Hour, ...]
    is_today: bool
    now: datetime
    totals: Totals
    here: tuple[Waiting, ...] = ()
    closed_by: str | None = None
    open_from: datetime | None = None
    open_to: datetime | None = None
    people: tuple[str, ...] = field(default=())
