"""The shape of a printed page: what the templates (``templates/printing/*.typ``) are given.

Words stand here as they are printed, in the reader's language; a template adds none of its own.
What nobody said has a cell that says so: a blank would read as "nothing there".
"""

from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True)
class Cell:
    """Some words; ``known`` is false where they say that nothing was said."""

    text: str
    known: bool = True
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Pairs:
    """Labels, and beside each what was said of it."""

    rows: tuple[tuple[str, tuple[Cell, ...]], ...]
    kind: Literal["pairs"] = "pairs"


@dataclass(frozen=True, slots=True)
class Text:
    """Free words under a small heading; their lines are kept."""

    label: str
    cell: Cell
    small: bool = False
    kind: Literal["text"] = "text"


@dataclass(frozen=True, slots=True)
class Items:
    """Things that stand one below the other, under a small heading."""

    label: str
    cells: tuple[Cell, ...]
    kind: Literal["items"] = "items"


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table: cells of one or several lines; ``below`` runs across all columns."""

    cells: tuple[tuple[Cell, ...], ...]
    below: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Columns with their heads and their shares of the width."""

    label: str
    head: tuple[str, ...]
    widths: tuple[float, ...]
    rows: tuple[Row, ...]
    kind: Literal["table"] = "table"


@dataclass(frozen=True, slots=True)
class Notice:
    """One sentence that must be seen."""

    text: str
    kind: Literal["notice"] = "notice"


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture: ``svg`` draws it, ``title`` stands below, ``alt`` says all that it shows."""

    svg: str
    title: str
    alt: str


@dataclass(frozen=True, slots=True)
class Figures:
    """Pictures side by side, so many centimetres high, and one line on how to read them."""

    label: str
    figures: tuple[Figure, ...]
    legend: str = ""
    height_cm: float = 9.5
    kind: Literal["figures"] = "figures"


Block = Pairs | Text | Items | Table | Notice | Figures


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs a letter, as what, and when."""

    closing: str
    name: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A whole print. ``mark`` stands on each page; ``page`` has %(page)s and %(pages)s in it.

    ``blanks`` are the labels of lines that somebody fills in by hand.
    """

    title: str
    language: str
    centre: tuple[str, ...]
    heading: str
    lead: tuple[tuple[str, tuple[Cell, ...]], ...]
    sections: tuple[Section, ...]
    footer: tuple[str, ...]
    page: str
    printed: str
    mark: str = ""
    date: str = ""
    to: tuple[str, ...] = ()
    opening: tuple[str, ...] = ()
    signature: Signature | None = field(default=None)
    blanks: tuple[str, ...] = ()
