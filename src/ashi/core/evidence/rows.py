"""The text of a table as rows of cells by the names of its heading.

Decides        the separator, the decimal sign, the lines; which columns a measure lacks
Does not       read numbers
Takes          the text of a CSV (comma, semicolon or tab), byte order mark or not
Gives          rows with their line, study and cells; ``TableFaultsError`` for what is no table
Units          none
Sources        none
Reviewed       no clinical content
"""

import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ashi.core.evidence.columns import LABELS, SCALE, not_to_be_had, readable
from ashi.core.evidence.effects import COLUMNS, Measure
from ashi.core.evidence.errors import TableFaultsError
from ashi.core.kernel.faults import Fault


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the file: cells of every column, and how many lie beyond the heading."""

    line: int
    study: str
    cells: dict[str, str]
    beyond: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """Rows, the names of the heading, and the decimal sign."""

    names: Sequence[str]
    rows: Iterator[Row]
    decimal: str


def text_of(data: bytes) -> str:
    """Return the text of a file in UTF-8 or, with its mark, UTF-16.

    Raises
    ------
    TableFaultsError
        It is no text.
    """
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        raise TableFaultsError([Fault("file", "not_text")]) from None
    if "\0" in text:
        raise TableFaultsError([Fault("file", "not_text")])
    return text


def read_table(text: str, measure: Measure, labels: Sequence[str] = ()) -> Table:
    """Read the heading of a table, and its rows as they are asked for.

    ``labels`` are further columns that must be there.

    Raises
    ------
    TableFaultsError
        No heading, a column that is not there or comes twice; no table at all.
    """
    lines = text.removeprefix("\ufeff").splitlines(keepends=True)
    if not any(line.strip() for line in lines):
        raise TableFaultsError([Fault("file", "empty")])
    heading = next(line for line in lines if line.strip())
    separator = max((",", ";", "\t"), key=heading.count)
    reader = csv.reader(io.StringIO("".join(lines), newline=""), delimiter=separator)
    names = [cell.strip().lower() for cell in next(row for row in reader if any(row))]
    missing = [name for name in labels if name not in names]
    missing += not_to_be_had(measure, names)
    known = {*COLUMNS[measure], *readable(measure), *LABELS, *SCALE, *labels}
    twice = [name for name, count in Counter(names).items() if count > 1 and name in known]
    faults = [Fault(name, "no_column", ", ".join(names)) for name in missing]
    faults += [Fault(name, "column_twice") for name in twice]
    if faults:
        raise TableFaultsError(faults)
    return Table(names, _rows(reader, names), "." if separator == "," else ",")


def _rows(reader: Iterator[list[str]], names: Sequence[str]) -> Iterator[Row]:
    try:
        for row in reader:
            if not any(cell.strip() for cell in row):
                continue
            cells = {name: cell.strip() for name, cell in zip(names, row, strict=False)}
            line = reader.line_num  # type: ignore[attr-defined]  # csv's reader has it
            beyond = sum(bool(cell.strip()) for cell in row[len(names) :])
            yield Row(line, cells.get("study", "") or f"row {line}", cells, beyond)
    except csv.Error as error:
        raise TableFaultsError([Fault("file", "not_csv", str(error))]) from error
